import { describe, expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { lenses, type MayRun, type RunState } from '../../../server/core/editor';
import { phrase, verbatim } from '../../../server/core/phrase';
import { inEnglish } from '../../english';
import { analyse, B16, edited, LIT_TEXT } from './support';

const RAN: RunState = {
  kind: 'ok',
  outputs: [{ name: 'logits', shape: [1, 1000], mean: 0.1, std: 1 }],
  buildMs: 2,
  sessionMs: 30,
  forwardMs: 61.4,
  blocks: [],
  peakRssBytes: 134_217_728,
  weights: phrase`random (seed ${0})`,
  trained: false,
  top: [],
  notes: [],
  similarity: null,
};

/** Lenses as an editor shows them: titles in their order, those that do nothing in parentheses. */
function check(text: string, run: RunState | null, expected: string, mayRun: MayRun = 'yes', showsModel = false): void {
  const shown = lenses(analyse(text), { runOf: () => run, mayRun, showsModel });
  expect(
    inEnglish(shown.map(({ title, action }) => ({ title, action })))
      .map(({ title, action }) => (action === 'none' ? `(${title})` : `${title} <${action}>`))
      .join(' | '),
  ).toBe(expected);
  for (const { range } of shown) expect(text.slice(range.start, range.end)).toBe(text.startsWith('out_dim') ? 'out_dim' : 'model_name');
}

test('before a run', () => check(B16, null, '▷ Run on sample image · 86.6 M · 17.6 GMACs <run>'));
test('two towers', () => check(LIT_TEXT, null, '▷ Run on sample image · 196 M · 18.9 GMACs <run>'));
test('waiting', () => check(B16, { kind: 'queued', place: 2 }, '(waiting (2nd) · 86.6 M · 17.6 GMACs) | cancel <cancel>'));
test('building', () => check(B16, { kind: 'running', phase: 'building', label: '', done: 0, total: 0 }, '(building… · 86.6 M · 17.6 GMACs) | cancel <cancel>'));
test('running', () =>
  check(
    B16,
    { kind: 'running', phase: 'running', label: 'Transformer/encoderblock_4', done: 5, total: 14 },
    '(running… 5 of 14 layers · 86.6 M · 17.6 GMACs) | cancel <cancel>',
  ));
test('after a run', () => check(B16, RAN, '▷ Run on sample image · 86.6 M · 17.6 GMACs <run> | ✓ ran in 61 ms · [1, 1000] · 134 MB <show>'));
test('two embeddings and a temperature', () =>
  check(
    B16,
    {
      ...RAN,
      forwardMs: 1234,
      outputs: ['img/normalized', 'txt/normalized']
        .map((name) => ({ name, shape: [1, 768], mean: 0, std: 1 }))
        .concat({ name: 't', shape: [1], mean: 10, std: 0 }),
    },
    '▷ Run on sample image · 86.6 M · 17.6 GMACs <run> | ✓ ran in 1.2 s · [1, 768] · 134 MB <show>',
  ));
test('after a failure', () =>
  check(
    B16,
    { kind: 'failed', reason: verbatim('The child was killed.') },
    '▷ Run on sample image · 86.6 M · 17.6 GMACs <run> | ✗ The child was killed. <show>',
  ));
test('an untrusted workspace may read', () => check(B16, null, '86.6 M · 17.6 GMACs · trust the workspace to run it <trust>', 'untrusted'));
test('a package without the runtime says so, and a click says more', () =>
  check(B16, null, '86.6 M · 17.6 GMACs · running needs the package for this platform <run>', 'no-runtime'));
test("what can't be built keeps its line and says where", () => {
  const [lens, ...more] = lenses(analyse(edited(B16, 'num_heads: 12', 'num_heads: 10')), { runOf: () => null, mayRun: 'yes' });
  expect(more).toEqual([]);
  expect(inEnglish(lens?.title)).toBe("✗ can't be built · transformer.num_heads · hidden_size");
  expect(lens?.action).toBe('none');
});
describe("of a Python config that can't tell its sizes", () => {
  const titles = (size: string, heads: string) => {
    const text = `import ml_collections
import elsewhere

def get_mine_config(variant):
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'size': (${size}, ${size})})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': ${heads}, 'num_layers': 12})
  config.classifier = 'token'
  config.representation_size = None
  return config
`;
    const { documents } = Snapshot.of(text, { fileName: 'configs.py', syntax: 'python', ignore: [] });
    return documents.flatMap(({ analysis }) => inEnglish(lenses(analysis, { runOf: () => null, mayRun: 'yes' })).map(({ title }) => title));
  };
  test('nothing is at fault', () => {
    expect(titles('elsewhere.SIZE', '12')).toEqual(['costs not known · patches.size: `elsewhere.SIZE` is not followed']);
    expect(titles('variant', '12')).toEqual(['costs not known · patches.size: it depends on what `get_mine_config` is called with']);
    expect(titles('variant', 'elsewhere.HEADS')).toEqual(['costs not known · patches.size · transformer.num_heads']);
  });
  test('a fault goes before', () => {
    expect(titles('elsewhere.SIZE', '7')).toEqual(["✗ can't be built · transformer.num_heads · hidden_size"]);
    expect(titles('1.5', '12')).toEqual(["✗ can't be built · patches.size"]);
  });
});
test('no lens on a file that is not ours', () =>
  expect(lenses(analyse('hidden_size: 768\n', 'yaml', 'bert.yaml'), { runOf: () => null, mayRun: 'yes' })).toEqual([]));

describe('where the client shows models', () => {
  test('one lens more', () => check(B16, null, '▷ Run on sample image · 86.6 M · 17.6 GMACs <run> | show model <model>', 'yes', true));
  test('beside the last run', () =>
    check(B16, RAN, '▷ Run on sample image · 86.6 M · 17.6 GMACs <run> | ✓ ran in 61 ms · [1, 1000] · 134 MB <show> | show model <model>', 'yes', true));
  test('in an untrusted workspace too', () =>
    check(B16, null, '86.6 M · 17.6 GMACs · trust the workspace to run it <trust> | show model <model>', 'untrusted', true));
  test("of what can't be built, which the panel explains", () =>
    check(edited(B16, 'num_heads: 12', 'num_heads: 10'), null, "(✗ can't be built · transformer.num_heads · hidden_size) | show model <model>", 'yes', true));
});

test('a pair that is no good is named once', () =>
  check(edited(LIT_TEXT, /^out_dim: .*$/m.exec(LIT_TEXT)?.[0] ?? '', 'out_dim: [512, 768]'), null, "(✗ can't be built · out_dim)"));
