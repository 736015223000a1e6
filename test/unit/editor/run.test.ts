import { expect, test } from 'vitest';
import { describeRun, fingerprint, type RunState } from '../../../server/core/editor';
import { english, phrase, verbatim } from '../../../server/core/phrase';
import { analyse, B16, edited, LIT_TEXT } from './support';

test('a run in sentences', () => {
  const state: RunState = {
    kind: 'ok',
    outputs: [{ name: 'img/normalized', shape: [1, 768], mean: -0.00123, std: 0.0361 }],
    buildMs: 2.2,
    sessionMs: 31,
    forwardMs: 61.4,
    blocks: [],
    peakRssBytes: 1_534_217_728,
    weights: phrase`random (seed ${0})`,
    trained: false,
    top: [],
    notes: [],
    similarity: 0.0567,
  };
  expect(english(describeRun(verbatim('LiT-B16B'), state))).toBe(
    'LiT-B16B ran in 61 ms (build 2 ms, session 31 ms), peak memory 1.5 GB. img/normalized [1, 768], mean −0.00123, deviation 0.0361. ' +
      'Similarity of the two embeddings 0.0567. Weights: random (seed 0). A smoke test: it checks shapes and numbers, not accuracy.',
  );
});
test('a failure in words', () => expect(english(describeRun(verbatim('ViT'), { kind: 'failed', reason: verbatim('It died.') }))).toBe('ViT: ✗ It died.'));

function idOf(text: string): string {
  const spec = analyse(text).models[0]?.spec;
  if (spec === undefined) throw new Error('the fixture has no model');
  return fingerprint(spec);
}
const same = (a: string, b: string) => expect(idOf(a)).toBe(idOf(b));
const other = (a: string, b: string) => expect(idOf(a)).not.toBe(idOf(b));

test('a comment and the layout change no config', () => same(B16, `# ours\n${edited(B16, '\n  size: [16, 16]', ' {size: [0x10, 16]} # pixels')}`));
test('the order of keys changes no config', () => same(B16, `classifier: token\n${edited(B16, 'classifier: token\n', '')}`));
test('a width is another config', () => other(B16, edited(B16, 'hidden_size: 768', 'hidden_size: 960')));
test("a value that can't be read is another config", () => other(B16, edited(B16, 'hidden_size: 768', 'hidden_size: wide')));
test("a text tower's depth is another config", () => other(LIT_TEXT, edited(LIT_TEXT, 'width: 768, num_layers: 12', 'width: 768, num_layers: 13')));
test('an image size beside the model is another config', () => other(B16, `${B16}image_size: 384\n`));
