import { describe, expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { buildGraph } from '../../../server/core/model';
import type { Graph, Op, Section } from '../../../server/core/model/graph';
import { RANDOM, UPSTREAM, upstreamConfig } from './goldens';
import type { PlainLit, PlainModel, PlainVit } from './specs';
import { specOf } from './specs';

function graphOf(config: PlainModel): Graph {
  const result = buildGraph(specOf(config));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.graph;
}

const named = (name: string) => graphOf(upstreamConfig(name));
const outline = ({ sections }: Graph) => sections.map(({ label, repeat, firstIndex }) => (repeat === 1 ? label : `${label} x${repeat} from ${firstIndex}`));
const opsOf = ({ sections }: Graph): readonly Op[] => sections.flatMap(({ ops }) => ops);
const B16 = upstreamConfig('ViT-B_16') as PlainVit;

describe('sections', () => {
  test('of a ViT', () =>
    expect(outline(named('ViT-B_16'))).toEqual(['embedding', 'Transformer/encoderblock_{i} x12 from 0', 'Transformer/encoder_norm', 'head']));
  test('of a hybrid', () =>
    expect(outline(named('R50+ViT-B_16')).slice(0, 7)).toEqual([
      'stem',
      'block1/unit1',
      'block1/unit{i} x2 from 2',
      'block2/unit1',
      'block2/unit{i} x3 from 2',
      'block3/unit1',
      'block3/unit{i} x8 from 2',
    ]));
  test('of a Mixer', () => expect(outline(named('Mixer-B_16'))).toEqual(['stem', 'MixerBlock_{i} x12 from 0', 'pre_head_layer_norm', 'head']));
  test('of LiT', () =>
    expect(outline(named('LiT-B16B'))).toEqual([
      'img/embedding',
      'img/Transformer/encoderblock_{i} x12 from 0',
      'img/Transformer/encoder_norm',
      'img/head',
      'img/normalized',
      'txt/embedding',
      'txt/BertEncoder_0/encoder_block/layer_sequence/layers_{i} x12 from 0',
      'txt/head',
      'txt/normalized',
      't',
    ]));
  test('of no blocks there is none', () => {
    const graph = graphOf({ ...B16, transformer: { ...B16.transformer, num_layers: 0 } });
    expect(outline(graph)).toEqual(['embedding', 'Transformer/encoder_norm', 'head']);
  });
});

describe('every graph', () => {
  const graphs = [...UPSTREAM, ...RANDOM].map(({ config }) => graphOf(config));

  /** Every input of an op exists before it, ids are unique, and a carry can be fed back. */
  function checkWiring({ inputs, sections, outputs }: Graph): void {
    const made = new Set(inputs.map(({ tensor }) => tensor.id));
    const checkSection = ({ ops, repeat, carry }: Section) => {
      expect(ops.length).toBeGreaterThan(0);
      expect(repeat).toBeGreaterThan(0);
      if (carry === null) expect(repeat).toBe(1);
      if (carry !== null) {
        expect(made.has(carry.input.id)).toBe(true);
        expect(carry.output.shape).toEqual(carry.input.shape);
        expect(ops.at(-1)?.output).toBe(carry.output);
        expect(ops.some((op) => op.inputs.includes(carry.input))).toBe(true);
      }
      for (const op of ops) {
        for (const input of op.inputs) expect(made.has(input.id)).toBe(true);
        expect(made.has(op.output.id)).toBe(false);
        made.add(op.output.id);
        expect(op.scope.includes('{i}')).toBe(carry !== null);
      }
    };
    sections.forEach(checkSection);
    for (const { tensor } of outputs) expect(made.has(tensor.id)).toBe(true);
  }

  test('is wired soundly', () => graphs.forEach(checkWiring));
  test('has keys at every op but the temperature', () => {
    for (const graph of graphs) for (const op of opsOf(graph)) expect(op.keys.length > 0 || op.kind === 'expParameter' || isPooling(op)).toBe(true);
  });
  test('is the sum of its parts', () => {
    for (const graph of graphs) {
      const { parts, parameters, macs, fvcoreFlops } = countGraph(graph);
      const sum = (pick: (part: (typeof parts)[number]) => number) => parts.reduce((total, part) => total + pick(part), 0);
      expect([sum((part) => part.parameters), sum((part) => part.macs)]).toEqual([parameters, macs]);
      expect(macs + 5 * sum((part) => part.normalizedElements)).toBe(fvcoreFlops);
      expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
    }
  });
  const isPooling = (op: Op) => op.kind === 'take' || op.kind === 'mean';
});

describe('figures', () => {
  test('a billion layers are counted at once, and exactly', () => {
    const layers = 10 ** 9;
    const of = (num_layers: number) => countGraph(graphOf({ ...B16, hidden_size: 12, transformer: { mlp_dim: 4, num_heads: 3, num_layers }, image_size: 32 }));
    const [none, one, many] = [of(0), of(1), of(layers)];
    expect(many.parameters).toBe(none.parameters + layers * (one.parameters - none.parameters));
    expect(many.macs).toBe(none.macs + layers * (one.macs - none.macs));
    expect(many.activationBytes).toBe(one.activationBytes);
  });
  test('ViT-B/16 as fvcore counts it: 25 norms of 197 tokens, 5 for each value', () => {
    const { macs, flops, fvcoreFlops, weightBytes, tokens, effectivePatch, outputs } = countGraph(named('ViT-B_16'));
    expect(fvcoreFlops).toBe(17_563_828_224 + 5 * 25 * 197 * 768);
    expect((fvcoreFlops / 1e9).toFixed(2)).toBe('17.58');
    expect({ macs, flops, weightBytes, tokens, effectivePatch, outputs }).toEqual({
      macs: 17_563_828_224,
      flops: 35_127_656_448,
      weightBytes: 4 * 86_567_656,
      tokens: 197,
      effectivePatch: [16, 16],
      outputs: [{ name: 'logits', shape: [1, 1000] }],
    });
  });
  test('parts of a hybrid', () => {
    const norm = (channels: number) => 2 * channels;
    const unit = (channels: number, features: number) => {
      const bottleneck = channels * features + 9 * features ** 2 + 4 * features ** 2 + 2 * norm(features) + norm(4 * features);
      return bottleneck + (channels === 4 * features ? 0 : channels * 4 * features + norm(4 * features));
    };
    const stage = (units: number, channels: number, features: number) => unit(channels, features) + (units - 1) * unit(4 * features, features);
    expect(countGraph(named('R50+ViT-B_16')).parts.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['stem', 7 * 7 * 3 * 64 + norm(64) + stage(3, 64, 64) + stage(4, 256, 128) + stage(9, 512, 256)],
      ['embedding', 1024 * 768 + 768 + 768 + 197 * 768],
      ['encoder', 12 * 7_087_872 + 2 * 768],
      ['head', 769 * 1000],
    ]);
  });
  test('parts of LiT have the tower before them', () =>
    expect(countGraph(named('LiT-L16Ti')).parts.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['img/embedding', 16 * 16 * 3 * 1024 + 1024 + 1024 + 197 * 1024],
      ['img/encoder', 24 * 12_596_224 + 2 * 1024],
      ['txt/embedding', 16_000 * 192 + 16 * 192],
      ['txt/encoder', 12 * 444_864 + 2 * 192],
      ['txt/head', 193 * 1024],
      ['temperature', 1],
    ]));
});

describe('the image as tokens', () => {
  const lit = upstreamConfig('LiT-L16Ti') as PlainLit;
  const of = (name: string, change: object) => graphOf({ ...upstreamConfig(name), ...change } as PlainModel).image;

  test.each<[string, string, object, object]>([
    ['a ViT', 'ViT-B_16', {}, { grid: [14, 14], tokens: 197, effectivePatch: [16, 16], lostPixels: [0, 0] }],
    ['a remainder is lost', 'ViT-B_16', { image_size: [230, 225] }, { grid: [14, 14], tokens: 197, lostPixels: [6, 1] }],
    ['gap has no class token', 'ViT-B_16-gap-norep', {}, { tokens: 196 }],
    ['token_unpooled has one', 'ViT-B_16', { classifier: 'token_unpooled' }, { tokens: 197 }],
    ['no encoder, no class token', 'ViT-B_16', { transformer: null }, { tokens: 196 }],
    ['a root block alone divides by 4', 'R+ViT-Ti_16', {}, { grid: [7, 7], tokens: 50, effectivePatch: [32, 32] }],
    ['three stages by 16', 'R50+ViT-B_16', {}, { grid: [14, 14], effectivePatch: [16, 16] }],
    ['a stem pads what it divides', 'R50+ViT-B_16', { image_size: 225 }, { grid: [15, 15], lostPixels: [0, 0] }],
    ['but not what its patch does', 'R+ViT-Ti_16', { image_size: [225, 260] }, { grid: [7, 8], lostPixels: [1, 4] }],
    ['a Mixer pads', 'Mixer-B_16', { image_size: [225, 230] }, { grid: [15, 15], tokens: 225, lostPixels: [0, 0] }],
  ])('%s', (_, name, change, expected) => expect(of(name, change)).toMatchObject(expected));

  test('LiT has both', () => {
    const { image, textTokens, inputs } = graphOf(lit);
    expect({ tokens: image.tokens, textTokens }).toEqual({ tokens: 197, textTokens: 16 });
    expect(inputs.map(({ name, tensor, vocabulary }) => [name, tensor.shape, tensor.dtype, vocabulary])).toEqual([
      ['images', [1, 224, 224, 3], 'float32', undefined],
      ['tokens', [1, 16], 'int32', 16_000],
    ]);
  });

  // As the reference implementation gives them, which normalises whatever the tower returns.
  test.each<[object, number[]]>([
    [{ classifier: 'unpooled' }, [1, 196, 1024]],
    [{ classifier: 'token_unpooled' }, [1, 197, 1024]],
    [{ transformer: null, classifier: 'gap' }, [1, 1024]],
    [{ transformer: null }, [1, 14, 1024]],
    [{ transformer: null, classifier: 'unpooled' }, [1, 14, 14, 1024]],
  ])('an image tower of %j gives %j', (change, shape) =>
    expect(graphOf({ ...lit, image: { ...lit.image, ...change } }).outputs[0]).toMatchObject({ name: 'img/normalized', tensor: { shape } }),
  );
});

describe('the keys that decided an op', () => {
  const R50 = upstreamConfig('R50+ViT-B_16');

  /** Parameters of the ops that name a key. */
  const decidedBy = (config: PlainModel, key: string) => {
    let sum = 0;
    for (const { ops, repeat } of graphOf(config).sections) {
      for (const op of ops) if (op.keys.includes(key)) for (const { shape } of op.parameters) sum += repeat * shape.reduce((a, b) => a * b, 1);
    }
    return sum;
  };

  test.each<[string, PlainModel, number]>([
    ['transformer.mlp_dim', B16, 12 * (2 * 768 * 3072 + 3072 + 768)],
    ['transformer.num_heads', B16, 12 * 4 * (768 * 768 + 768)],
    ['transformer.num_layers', B16, 12 * 7_087_872],
    ['num_classes', B16, 769 * 1000],
    ['hidden_size', B16, 86_567_656],
    ['patches.size', B16, 16 * 16 * 3 * 768 + 768 + 197 * 768],
    ['image_size', B16, 197 * 768],
    ['resnet.num_layers', R50, 11_894_848 - 7 * 7 * 3 * 64 - 2 * 64 + (1024 + 1) * 768 + 197 * 768],
    ['tokens_mlp_dim', upstreamConfig('Mixer-B_16'), 12 * (2 * 196 * 384 + 196 + 384)],
    ['text.vocab_size', upstreamConfig('LiT-L16Ti'), 16_000 * 192],
    ['pp.max_len', upstreamConfig('LiT-L16Ti'), 16 * 192],
    ['out_dim', upstreamConfig('LiT-L16Ti'), 193 * 1024],
    ['text.config', upstreamConfig('LiT-B16B'), 195_871_489 - 85_798_656 - 769 * 768 - 1],
  ])('%s', (key, config, parameters) => expect(decidedBy(config, key)).toBe(parameters));
});
