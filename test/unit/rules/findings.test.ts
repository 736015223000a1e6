import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { render } from '../../../scripts/diagnostics-docs.mjs';
import { DocumentAnalysis } from '../../../server/core/analysis';
import { visionTransformer } from '../../../server/core/dialects';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import type { GraphProblem } from '../../../server/core/model/graph';
import { verbatim } from '../../../server/core/phrase';
import { CODES, findingsOf, foundIn, PAGES, RULES } from '../../../server/core/rules';
import type { AnalysedModel } from '../../../server/core/rules/rule';
import { inEnglish } from '../../english';
import { findingsIn } from './check';

const HEADS = 'model_name: m\npatches: {size: [16, 16]}\nhidden_size: 768\ntransformer: {mlp_dim: 3072, num_heads: 10, num_layers: 12}\n';

/** The findings of a document whose model has these problems instead of its own. */
function withProblems(text: string, problems: readonly GraphProblem[]) {
  const analysis = new DocumentAnalysis(text, { fileName: 'm.vit.yaml', syntax: 'yaml', ignore: [] });
  const [model] = analysis.models;
  if (model === undefined || analysis.recognition === null) throw new Error('no model');
  const broken: AnalysedModel = { spec: model.spec, graph: { ok: false, problems }, figures: null, checkpoint: null, comparison: null };
  return inEnglish(
    findingsOf(
      foundIn({ document: analysis.document, recognition: analysis.recognition, models: [broken] }, visionTransformer),
      analysis.document,
      [],
      () => [],
    ),
  );
}

describe('a problem of the graph', () => {
  const sound = HEADS.replace('10', '12');
  const problem = (code: GraphProblem['code']): GraphProblem => ({ code, message: verbatim('It is not so.'), keys: ['transformer.num_heads', 'hidden_size'] });

  it('is told where no rule has spoken of it, on its first key', () => {
    const [finding, ...others] = withProblems(sound, [problem('group-norm-width')]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'group-norm-width', severity: 'error', message: 'It is not so.' });
    expect(sound.slice(finding?.range.start, finding?.range.end)).toBe('12');
    expect(finding?.related.map(({ range }) => sound.slice(range.start, range.end))).toEqual(['768']);
  });

  it('is not told twice, nor is an unknown field', () => {
    expect(withProblems(HEADS, [problem('heads-divide-width')]).map(({ message }) => message)).toEqual([expect.stringMatching(/^10 heads/)]);
    expect(withProblems(sound, [problem('unknown-field')])).toEqual([]);
  });

  it('stands on the name where none of its keys is typed', () => {
    const [finding] = withProblems('model_name: ViT-B_16\n', [problem('group-norm-width')]);
    expect(finding?.range).toEqual({ start: 0, end: 'model_name'.length });
  });
});

/** For each code a graph can fail with, a config that makes it: the rule itself speaks, not the generic finding. */
const LIT =
  'model_name: m\nimage: {patches: {size: [16, 16]}, hidden_size: 768, transformer: {mlp_dim: 8, num_heads: 12, num_layers: 1}}\npp: {tokenizer_name: bert, size: 224, max_len: 16}\n';
it.each([
  ['heads-divide-width', HEADS],
  ['no-patch-fits', `${HEADS.replace('10', '12')}image_size: 8\n`],
  ['group-norm-width', `${HEADS.replace('10', '12').replace('[16, 16]', '[1, 1]')}resnet: {num_layers: [1], width_factor: 0.75}\n`],
  ['lit-tower-widths', `${LIT}out_dim: [null, 8]\ntext_model: bert\ntext: {config: base}\n`],
  ['text-transformer-output', `${LIT}out_dim: [null, null]\ntext_model: text_transformer\ntext: {width: 64, num_heads: 1}\n`],
  ['model-too-large', HEADS.replace('768', '1000000000000')],
] as const)('%s: the rule speaks for the graph', (code, text) => {
  const { models } = new DocumentAnalysis(text, { fileName: 'm.vit.yaml', syntax: 'yaml', ignore: [] });
  const graph = models[0]?.graph;
  expect(graph?.ok === false && graph.problems.map((problem) => problem.code)).toEqual([code]);
  const errors = findingsIn(text).filter(({ severity }) => severity === 'error');
  expect(errors.map((finding) => finding.code)).toEqual([code]);
  if (graph?.ok === false && code !== 'model-too-large') expect(errors[0]?.message).not.toBe(graph.problems[0]?.message);
});

it('findings are in source order, one for a code at a place', () => {
  const found = findingsIn(`${HEADS}image_size: 230\nhidden_size: 771\nresnet: {num_layers: [1], width_factor: 0.75}\n`);
  expect(found.length).toBeGreaterThan(2);
  const starts = found.map(({ range }) => range.start);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  const places = found.map(({ code, range }) => `${code} ${range.start} ${range.end}`);
  expect(new Set(places).size).toBe(places.length);
});

it('each key as it is typed is survived', () => {
  const text = `${HEADS}resnet: {num_layers: [3, 4, 9], width_factor: 0.75}\nclassifier: gap # vit-config: ignore=x\n`;
  for (let end = 0; end <= text.length; end++) expect(() => findingsIn(text.slice(0, end))).not.toThrow();
});

it.each(['-1', '0', '1e400', '.nan', '.inf', '1000000000000', '9007199254740993', 'null', 'true', '[]', '{}', '""', '0.5', '__proto__'])(
  '%s anywhere is survived',
  (value) => {
    const keys = [
      'image_size',
      'hidden_size',
      'patches.size',
      'mlp_dim',
      'num_heads',
      'num_layers',
      'model_name',
      'classifier',
      'width_factor',
      'batch',
      'total_steps',
    ];
    for (const key of keys) {
      const vit = `model_name: ViT-B_16\nimage_size: 224\npatches: {size: [16, 16]}\nhidden_size: 768\ntransformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\nresnet: {num_layers: [3], width_factor: 1}\nclassifier: token\n`;
      const training = 'model_name: ViT-B_16\nbatch: 512\ntotal_steps: 1000\ndataset: cifar10\n';
      const name = key.split('.').at(-1) ?? key;
      for (const text of [vit, training]) expect(() => findingsIn(text.replace(new RegExp(`(?<=\\b${name}: )(\\[[^\\]]*\\]|[^,}\\n]*)`), value))).not.toThrow();
    }
  },
);

describe('the docs', () => {
  it('have a page for each code, and one only', () => {
    expect(CODES.size).toBe(PAGES.length);
    for (const { code, docs } of PAGES) {
      expect(code).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(docs.title).not.toMatch(/\n/);
      expect(docs.why.length).toBeGreaterThan(40);
    }
  });

  it('docs/diagnostics.md is what `npm run docs` writes', () => {
    expect(readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n')).toBe(render(PAGES));
  });

  it('name no code that is not there', () => {
    expect(RULES.flatMap(({ speaksFor = [] }) => speaksFor).filter((code) => !CODES.has(code))).toEqual([]);
    expect(Object.keys(UPSTREAM_MODELS)).toHaveLength(28);
  });
});
