/** All safe fixes at once: what they change and what they leave. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { applied, composed } from '../../../server/core/edit';
import { fixAll, safeFixOf } from '../../../server/core/editor';
import { PAGES } from '../../../server/core/rules';
import type { Syntax } from '../../../server/core/syntax/tree';
import type { TextEdit } from '../../../server/core/text';
import { casesOf, lineMutation, valueMutation } from '../../fuzz/mutations';

function snapshotOf(text: string, syntax: Syntax = 'yaml'): Snapshot {
  return Snapshot.of(text, { fileName: syntax === 'python' ? 'fixture.py' : `fixture.vit.${syntax}`, syntax, ignore: [] });
}

/** Codes that were mended in the tests here. */
const seen = new Set<string>();

/** The text it gives, and each finding that is mended by its code and place; the edits are that text. */
function check(text: string, expected: string, mended: readonly string[], syntax: Syntax = 'yaml'): void {
  const fixed = fixAll(snapshotOf(text, syntax));
  expect(fixed.text).toBe(expected);
  expect(applied(text, fixed.edits)).toBe(expected);
  for (const { code } of fixed.mended) seen.add(code);
  expect(fixed.mended.map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`)).toEqual(mended);
}

const GOOD = `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer:
  mlp_dim: 3072
  num_heads: 12
  num_layers: 12
representation_size: null
classifier: token
`;
const SLIPS = `model_name: my-vit
patches: 16
hidden_size: "768"
transfomer:
  mlp_dim: 3072.0
  num_head: '12'
  num_layers: 12
representation_size: None
classifier: Token
`;
const MENDED = [
  'wrong-type 16',
  'wrong-type "768"',
  'unknown-key transfomer',
  'wrong-type 3072.0',
  'unknown-key num_head',
  "wrong-type '12'",
  'wrong-type None',
  'not-allowed-value Token',
];

test('several in a file, some of which come to light by others', () => check(SLIPS, GOOD, MENDED));
test("what a ConfigDict takes for another type is written in the field's own", () => {
  const module = (dropout: string, layers: string) => `import ml_collections


def get_config():
  config = ml_collections.ConfigDict({'model_name': 'my-vit', 'patches': {'size': (16, 16)}, 'hidden_size': 768})
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 6, 'dropout_rate': 0.0})
  config.transformer.num_layers = ${layers}
  config.transformer.dropout_rate = ${dropout}
  return config
`;
  check(module("'0.1'", '12.0'), module('0.1', '12'), ['config-dict-type 12.0', "config-dict-type '0.1'"], 'python');
});
test('Windows lines stay', () => check(SLIPS.replaceAll('\n', '\r\n'), GOOD.replaceAll('\n', '\r\n'), MENDED));
test('in each document of a file, behind an emoji', () =>
  check(`# 😀\n${SLIPS}---\n${GOOD}---\n${SLIPS}`, `# 😀\n${GOOD}---\n${GOOD}---\n${GOOD}`, [...MENDED, ...MENDED]));

test('JSON that Python does not read', () =>
  check(
    `\ufeff{
  'model_name': 'my-vit',
  patches: {"size": [16, 16,]}
  "hidden_size": 768,
  "transformer": {"mlp_dim": 3072, "num_heads": 12, "num_layers": 12},
  "representation_size": None,
}
`,
    `{
  "model_name": "my-vit",
  "patches": {"size": [16, 16]},
  "hidden_size": 768,
  "transformer": {"mlp_dim": 3072, "num_heads": 12, "num_layers": 12},
  "representation_size": null
}
`,
    ['syntax \ufeff', "syntax 'model_name'", "syntax 'my-vit'", 'syntax patches', 'json-trailing-comma ,', 'syntax }', 'syntax None', 'json-trailing-comma ,'],
    'json',
  ));

test('numbers that PyYAML reads as text, the class of a Mixer, a key twice the same', () =>
  check(
    'model: {model_name: Mixer-B_16}\ndataset: cifar10\npp: {train: train, test: test, crop: 224}\nbase_lr: 3e-2\nbatch: 512\nbatch: 512\n',
    'model: {model_name: Mixer-B_16}\nmodel_type: Mixer\ndataset: cifar10\npp: {train: train, test: test, crop: 224}\nbase_lr: 3.0e-2\nbatch: 512\n',
    ['training-model-type Mixer-B_16', 'pyyaml-number 3e-2', 'duplicate-key batch'],
  ));

test("one side of a square, and upstream's slip", () =>
  check(
    `${GOOD.replace('[16, 16]', '16')}---\nmodel_name: ViT-B_32\nbatch: 8\nnum_classes: 10\nimage_size: 224\ntrain: inference_time\n`,
    `${GOOD}---\nmodel_name: ViT-B_32\nbatch: 8\nnum_classes: 10\nimage_size: 224\ntrainer: inference_time\n`,
    ['patch-size-pair 16', 'trainer-key train'],
  ));

describe('is left alone', () => {
  it.each([
    ['what is right', GOOD],
    ['a choice', GOOD.replace('num_heads: 12', 'num_heads: 10')],
    ['two values of one key', `${GOOD}hidden_size: 384\n`],
    ['a number that can be read in two ways', 'model: {model_name: ViT-B_16}\ndataset: cifar10\nbatch: 0400\n'],
    ['a key that may be for another program', 'model: {model_name: ViT-B_16}\ndataset: cifar10\npp: {train: train, test: test, crop: 384}\nwarmup_step: 5\n'],
    ['a word that is not plainly one of them', GOOD.replace('classifier: token', 'classifier: cls')],
    ['a list that may be one stage or three', `${GOOD}resnet: {num_layers: 3, width_factor: 1}\n`],
    ['a text that can not be read', `${SLIPS}]\n`],
    ['another kind of file', 'port: "80"\n'],
  ])('%s', (_, text) => {
    const snapshot = text.startsWith('port') ? Snapshot.of(text, { fileName: 'docker.yaml', syntax: 'yaml', ignore: [] }) : snapshotOf(text);
    expect(fixAll(snapshot)).toEqual({ text, edits: [], mended: [] });
  });
  it('what settings silence', () => {
    const snapshot = Snapshot.of(SLIPS, { fileName: 'a.vit.yaml', syntax: 'yaml', ignore: ['wrong-type', 'unknown-key'] });
    expect(fixAll(snapshot).mended.map(({ code }) => code)).toEqual(['not-allowed-value']);
  });
});

it('mends for good, and never what builds already', { timeout: 60_000 }, () => {
  let mended = 0;
  fc.assert(
    fc.property(casesOf(fc.oneof(valueMutation, lineMutation)), ({ text, syntax, fileName }) => {
      const options = { fileName, syntax, ignore: [] };
      const before = Snapshot.of(text, options);
      const fixed = fixAll(before);
      mended += fixed.mended.length;
      for (const { code } of fixed.mended) seen.add(code);
      expect(applied(text, fixed.edits)).toBe(fixed.text);
      for (const [i, { range }] of fixed.edits.entries()) expect(range.start).toBeGreaterThan(fixed.edits[i - 1]?.range.end ?? -1);
      const after = Snapshot.of(fixed.text, options);
      expect(fixAll(after).edits).toEqual([]);
      const faults = (snapshot: Snapshot) => snapshot.findings().filter(({ code, severity }) => code === 'syntax' && severity === 'error').length;
      expect(faults(after)).toBeLessThanOrEqual(faults(before));
      // Where nothing kept the model from being built it is the same one.
      for (const [i, { analysis }] of before.documents.entries()) {
        if (analysis.findings.some(({ severity }) => severity === 'error')) continue;
        const figures = (document: typeof analysis | undefined) => document?.models.map((model) => model.figures?.parameters);
        expect(figures(after.documents[i]?.analysis)).toEqual(figures(analysis));
      }
    }),
    { seed: 3, numRuns: 1500 },
  );
  expect(mended).toBeGreaterThan(100);
});

it('the docs say of just those codes that they have safe fixes', () => {
  expect(
    PAGES.filter(({ docs }) => docs.safe !== undefined)
      .map(({ code }) => code)
      .sort(),
  ).toEqual([...seen].sort());
});

it('a safe fix is the first of its finding or none', () => {
  const findings = snapshotOf(SLIPS).findings();
  expect(findings.filter((finding) => safeFixOf(finding) !== null).length).toBeGreaterThan(3);
  for (const { fixes } of findings) expect(fixes.slice(1).filter(({ safe }) => safe)).toEqual([]);
});

it('edits one after the other are edits of the first text', () => {
  const edits = (text: string): fc.Arbitrary<TextEdit[]> =>
    fc.array(fc.tuple(fc.nat(text.length), fc.nat(3), fc.string({ maxLength: 3 })), { maxLength: 4 }).map((raw) => {
      const found: TextEdit[] = [];
      let at = 0;
      for (const [start, length, newText] of raw.sort((a, b) => a[0] - b[0])) {
        if (start < at || found.some(({ range }) => range.start === start)) continue;
        at = Math.min(text.length, start + length);
        found.push({ range: { start, end: at }, newText });
      }
      return found;
    });
  fc.assert(
    fc.property(
      fc.string({ maxLength: 12 }).chain((text) => edits(text).chain((first) => fc.tuple(fc.constant(text), fc.constant(first), edits(applied(text, first))))),
      ([text, first, second]) => {
        const middle = applied(text, first);
        expect(applied(text, composed(first, second, middle))).toBe(applied(middle, second));
      },
    ),
    { seed: 1, numRuns: 3000 },
  );
});
