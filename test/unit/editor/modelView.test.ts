/**
 * The panel's picture of every sample as text, and what holds for every model.
 * `npx vitest run test/unit/editor/modelView.test.ts -u` writes test/golden/panel anew; read the difference before committing it.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DocumentAnalysis } from '../../../server/core/analysis';
import { humanBytes, humanCount } from '../../../server/core/count/units';
import { type BuiltInfo, type KeyPlace, type ModelViewInfo, modelView, type PartInfo, type RunBlock, type RunState } from '../../../server/core/editor';
import { english, verbatim } from '../../../server/core/phrase';
import { type InEnglish, inEnglish } from '../../english';
import { RANDOM, UPSTREAM } from '../model/goldens';
import { analyse, B16, edited, LIT_TEXT, R50_B16 } from './support';

const ROOT = join(__dirname, '..', '..', '..');
const SAMPLES = ['models', 'training'].flatMap((folder) => readdirSync(join(ROOT, 'samples', folder)).map((name) => `${folder}/${name}`));

function viewOf(text: string, fileName: string, run: RunState | null = null): { view: ModelViewInfo; analysis: DocumentAnalysis } {
  const analysis = new DocumentAnalysis(text, { fileName, syntax: fileName.endsWith('.json') ? 'json' : 'yaml', ignore: [] });
  const [model] = analysis.models;
  if (model === undefined) throw new Error(`${fileName} has no model`);
  return { view: modelView(analysis, model, run), analysis };
}

function drawn({ view: shown, analysis }: ReturnType<typeof viewOf>): string {
  const place = ({ key, range }: KeyPlace) => `${key} at ${JSON.stringify(analysis.text.slice(range.start, range.end))}`;
  const cost = ({ parameters, macs }: { parameters: number; macs: number }) => `${humanCount(parameters)} parameters, ${humanCount(macs)} MACs`;
  const partText = (part: InEnglish<PartInfo>): string[] => [
    `  ${part.id}: ${part.title}${part.repeat === 1 ? '' : ` × ${part.repeat}`}${part.detail === null ? '' : ` (${part.detail})`} -> [${part.outputShape.join(', ')}]`,
    `    ${cost(part)}, ${humanBytes(part.weightBytes)} weights, ${humanBytes(part.activationBytes)} activations`,
    `    ${part.places.map(place).join('; ')}`,
    ...part.steps.map((step) => `    - ${step.title} -> [${step.outputShape.join(', ')}] ${cost(step)}`),
  ];
  const view = inEnglish(shown);
  const { built } = view;
  if (built === null) return view.problems.map(({ message, places }) => `${message} ${places.map(place).join('; ')}`).join('\n');
  const { image } = built;
  return [
    `${view.name}, ${view.kind}`,
    `${cost(built)}, ${humanBytes(built.weightBytes)} weights, ${humanBytes(built.activationBytes)} activations`,
    `image ${image.size.join('×')}, grid ${image.grid.join('×')}, patch ${image.effectivePatch.join('×')}, lost ${image.lostPixels.join(' and ')}, ${image.tokens} tokens`,
    `  ${image.places.map(place).join('; ')}`,
    ...built.towers.flatMap(({ name, input, parts }) => [
      '',
      `${name === '' ? '' : `${name} tower: `}${input.name} [${input.shape.join(', ')}]`,
      ...parts.flatMap(partText),
    ]),
    ...(built.joint === null ? [] : ['', 'joint', ...partText(built.joint)]),
    '',
    ...built.outputs.map(({ name, shape }) => `${name} [${shape.join(', ')}]`),
  ].join('\n');
}

test.each(SAMPLES)('%s', async (sample) => {
  const name = sample.slice(sample.indexOf('/') + 1);
  const text = readFileSync(join(ROOT, 'samples', sample), 'utf8');
  await expect(`${drawn(viewOf(text, name))}\n`).toMatchFileSnapshot(join(ROOT, 'test', 'golden', 'panel', `${sample}.txt`));
});

const allParts = ({ towers, joint }: BuiltInfo): PartInfo[] => [...towers.flatMap(({ parts }) => parts), ...(joint === null ? [] : [joint])];

function builtOf(text: string, run: RunState | null = null): BuiltInfo {
  const { built } = viewOf(text, 'x.vit.yaml', run).view;
  if (built === null) throw new Error("the fixture can't be built");
  return built;
}

describe('of every model', () => {
  test.each([
    ['upstream', UPSTREAM],
    ['random', RANDOM],
  ])('%s: parts sum up to the whole, and each flows into the next', (_, goldens) => {
    for (const { config, parameters, macs } of goldens) {
      const built = builtOf(JSON.stringify(config, null, 2));
      const parts = allParts(built);
      const sum = (of: (part: PartInfo) => number) => parts.reduce((total, part) => total + of(part), 0);
      const said = JSON.stringify(config);
      expect([sum((part) => part.parameters), sum((part) => part.macs), sum((part) => part.weightBytes)], said).toEqual([parameters, macs, built.weightBytes]);
      expect(Math.max(...parts.map(({ activationBytes }) => activationBytes)), said).toBe(built.activationBytes);
      expect(new Set(parts.map(({ id }) => id)).size, said).toBe(parts.length);
      expect(
        parts.every(({ places, title }) => places.length > 0 && english(title) !== ''),
        said,
      ).toBe(true);
      expect(
        inEnglish(parts)
          .map(({ title, detail }) => `${title} ${detail ?? ''}`)
          .join(),
        said,
      ).not.toMatch(/undefined|NaN|Infinity/);
      // What comes out of the towers is what the model gives.
      const ends = [...built.towers.map(({ parts: chain }) => chain.at(-1)), ...(built.joint === null ? [] : [built.joint])];
      expect(
        ends.map((part) => part?.outputShape),
        said,
      ).toEqual(built.outputs.map(({ shape }) => shape));
    }
  });

  test('steps of a block are all of it', () => {
    for (const { config } of [...UPSTREAM, ...RANDOM]) {
      for (const { id, steps, repeat, parameters, macs } of allParts(builtOf(JSON.stringify(config)))) {
        if (!id.endsWith('blocks')) continue;
        expect(steps.reduce((sum, step) => sum + step.parameters, 0) * repeat).toBe(parameters);
        expect(steps.reduce((sum, step) => sum + step.macs, 0) * repeat).toBe(macs);
      }
    }
  });
});

/** The parts of a text, by title and repeat. */
function check(text: string, ...expected: string[]): void {
  expect(inEnglish(allParts(builtOf(text))).map(({ title, repeat }) => (repeat === 1 ? title : `${title} × ${repeat}`))).toEqual(expected);
}

describe('parts', () => {
  const REST = ['Final LayerNorm', 'Take class token', 'Head 1000'];
  test('of no layers', () => check(edited(B16, 'num_layers: 12', 'num_layers: 0'), 'Patch embedding 16×16', 'Class token, position embedding', ...REST));
  test('of one layer', () => {
    const built = builtOf(edited(B16, 'num_layers: 12', 'num_layers: 1'));
    const encoder = allParts(built).find(({ title }) => english(title) === 'Encoder');
    expect(encoder?.repeat).toBe(1);
    expect(encoder?.steps.map(({ title }) => english(title))).toEqual(['LayerNorm', 'Attention', '+', 'LayerNorm', 'MLP', '+']);
    expect(encoder?.steps.map(({ inputs }) => inputs)).toEqual([[-1], [0], [-1, 1], [2], [3], [2, 4]]);
  });

  test('steps say what comes in: embeddings beside each other, a projection around a unit', () => {
    const inputs = (text: string, id: string) =>
      allParts(builtOf(text))
        .find((part) => part.id === id)
        ?.steps.map((step) => step.inputs);
    const bert = LIT_TEXT.replace(/text_model: .*\ntext: .*/, 'text_model: bert\ntext: {config: base}');
    expect(inputs(bert, 'txt/words')).toEqual([[-1], [-1], [0, 1], [-1], [2, 3], [4]]);
    // The padding mask, which comes from the words beside the tokens, is not among them.
    expect(inputs(bert, 'txt/blocks')).toEqual([[-1], [-1, 0], [1], [2], [2, 3], [4]]);
    const first = edited(R50_B16, '[3, 4, 9]', '[1]');
    expect(inputs(first, 'stage-1')).toEqual([[-1], [-1], [1], [2], [0, 3]]);
  });
  test('without an encoder', () =>
    check(
      'patches: {size: [16, 16]}\nhidden_size: 768\ntransformer: null\nclassifier: gap\nrepresentation_size: 64\n',
      'Patch embedding 16×16',
      'Global average pooling',
      'Pre-logits 64',
      'Head 1000',
    ));
  test('without position embedding and head', () =>
    check(
      `${edited(B16, 'dropout_rate: 0.0\nclassifier', 'dropout_rate: 0.0\n  add_position_embedding: false\nclassifier')}num_classes: 0\n`,
      'Patch embedding 16×16',
      'Class token',
      'Encoder × 12',
      'Final LayerNorm',
      'Take class token',
    ));
  test('unpooled, without a class token', () =>
    check(
      edited(B16, 'classifier: token', 'classifier: unpooled'),
      'Patch embedding 16×16',
      'Position embedding',
      'Encoder × 12',
      'Final LayerNorm',
      'Head 1000',
    ));
  test('a stage of no units has one all the same; a root alone has none', () => {
    const stages = (value: string) => edited(R50_B16, '[3, 4, 9]', value);
    const rest = ['Patch embedding 1×1', 'Class token, position embedding', 'Encoder × 12', ...REST];
    check(stages('[2, 0]'), 'ResNet root', 'ResNet stage 1 × 2', 'ResNet stage 2', ...rest);
    check(stages('[]'), 'ResNet root', ...rest);
  });
  test('the first unit of a stage has a projection', () => {
    const [, stage] = allParts(builtOf(edited(R50_B16, '[3, 4, 9]', '[1]')));
    expect(inEnglish(stage?.steps[0]?.title)).toBe('Projection 1×1 · GroupNorm');
  });
});

describe('places', () => {
  /** `key: text` of each place of the part. */
  function checkPlaces(text: string, title: string, ...expected: string[]): void {
    const parts = inEnglish(allParts(builtOf(text)));
    const part = parts.find((candidate) => candidate.title.startsWith(title));
    if (part === undefined) throw new Error(`there is no ${title}: ${parts.map((candidate) => candidate.title).join()}`);
    expect(part.places.map(({ key, range }) => `${key}: ${text.slice(range.start, range.end)}`)).toEqual(expected);
  }

  test('what is typed of it, the most telling first', () =>
    checkPlaces(
      B16,
      'Encoder',
      'transformer.num_layers: num_layers: 12',
      'transformer.num_heads: num_heads: 12',
      'transformer.mlp_dim: mlp_dim: 3072',
      'hidden_size: hidden_size: 768',
    ));
  test('a model that is only named', () => checkPlaces('model_name: ViT-B_16\n', 'Encoder', 'model_name: model_name: ViT-B_16'));
  test('one that a training config names', () =>
    checkPlaces('dataset: cifar10\npp: {crop: 384}\nmodel: {model_name: Mixer-B_16}\n', 'Mixer', 'model_name: model_name: Mixer-B_16', 'pp.crop: crop: 384'));
  test('a data set that decides the head', () =>
    checkPlaces(
      `dataset: cifar10\nbase_lr: 0.1\nmodel:\n  ${B16.replaceAll('\n', '\n  ')}`,
      'Head',
      'dataset: dataset: cifar10',
      'hidden_size: hidden_size: 768',
    ));
  test('an alias, where it stands', () =>
    checkPlaces(`width: &w 768\n${edited(B16, 'hidden_size: 768', 'hidden_size: *w')}`, 'Final', 'hidden_size: hidden_size: *w'));
  test('keys that a merge brings in, where they are written', () =>
    checkPlaces(
      `base: &base\n  num_heads: 12\n${edited(B16, '  num_heads: 12\n', '  <<: *base\n')}`,
      'Encoder',
      'transformer.num_layers: num_layers: 12',
      'transformer.num_heads: num_heads: 12',
      'transformer.mlp_dim: mlp_dim: 3072',
      'hidden_size: hidden_size: 768',
    ));
  test('a pair on lines of its own, without what follows', () =>
    checkPlaces(edited(B16, 'size: [16, 16]', 'size:\n  - 16\n  - 16\n'), 'Patch', 'patches.size: size:\n  - 16\n  - 16', 'hidden_size: hidden_size: 768'));
  test('JSON, behind an emoji', () =>
    checkPlaces(
      '{"😀": 1, "patches": {"size": [16, 16]}, "hidden_size": 64, "transformer": {"num_layers": 2, "num_heads": 2, "mlp_dim": 128}, "classifier": "gap"}',
      'Global',
      'classifier: "classifier": "gap"',
    ));
  test('what no key decides leads to the model', () => checkPlaces(LIT_TEXT, 'Similarity', 'out_dim: out_dim'));
});

describe("a model that can't be built", () => {
  function checkProblems(text: string, ...expected: string[]): void {
    const { view } = viewOf(text, 'x.vit.yaml');
    expect(view.built).toBeNull();
    expect(
      inEnglish(view.problems).map(({ message, places }) => `${message} ${places.map(({ range }) => text.slice(range.start, range.end)).join('; ')}`),
    ).toEqual(expected);
  }
  test('says why and where', () =>
    checkProblems(
      edited(B16, 'num_heads: 12', 'num_heads: 10'),
      "hidden_size 768 can't be divided among 10 heads (num_heads): 10 x 76 leaves 8. num_heads: 10; hidden_size: 768",
    ));
  test('a missing key leads to the model', () => checkProblems(edited(B16, 'hidden_size: 768\n', ''), 'hidden_size is missing model_name'));
  test('a half-typed key leads to itself', () =>
    checkProblems(edited(B16, 'hidden_size: 768', 'hidden_size:'), 'hidden_size is not a whole number hidden_size:'));
});

describe('after a run', () => {
  const blocksOf = (text: string): RunBlock[] => {
    const [model] = analyse(text).models;
    if (model?.graph.ok !== true) throw new Error("the fixture can't be built");
    const rounds = model.graph.graph.sections.flatMap(({ label, repeat }) => Array.from({ length: repeat }, () => label));
    return rounds.map((label, i) => ({ label, ms: i + 1 }));
  };
  const ran = (blocks: RunBlock[]): RunState => ({
    kind: 'ok',
    outputs: [],
    buildMs: 1,
    sessionMs: 1,
    forwardMs: 1,
    blocks,
    peakRssBytes: 1,
    weights: verbatim(''),
    trained: false,
    top: [],
    notes: [],
    similarity: null,
  });
  const times = (built: BuiltInfo) => Object.fromEntries(allParts(built).map(({ id, blockMs }) => [id, blockMs]));

  test('each block has its time; of parts that ran as one, that which multiplies most', () =>
    expect(times(builtOf(B16, ran(blocksOf(B16))))).toEqual({
      patches: [1],
      tokens: null,
      blocks: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
      norm: [14],
      pooling: null,
      head: [15],
    }));
  test('units of a stage in a row', () =>
    expect(times(builtOf(R50_B16, ran(blocksOf(R50_B16))))).toMatchObject({ root: [1], 'stage-1': [2, 3, 4], 'stage-2': [5, 6, 7, 8], patches: [18] }));
  test('both towers, and all of the time', () => {
    const blocks = blocksOf(LIT_TEXT);
    const all = Object.values(times(builtOf(LIT_TEXT, ran(blocks)))).flatMap((part) => part ?? []);
    expect(all).toEqual(blocks.map(({ ms }) => ms));
  });
  test('of another graph nothing', () => expect(Object.values(times(builtOf(B16, ran(blocksOf(R50_B16)))))).toEqual([null, null, null, null, null, null]));
});
