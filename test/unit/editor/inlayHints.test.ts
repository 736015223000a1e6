import { expect, test } from 'vitest';
import { inlayHints } from '../../../server/core/editor';
import { inEnglish } from '../../english';
import { analyse, B16, edited, LIT_TEXT, MIXER_B16, R50_B16 } from './support';

/** The fixture with its hints written in as `⟦…⟧` must be `expected`; only lines with a hint are compared. */
function check(text: string, ...expected: string[]): void {
  const analysis = analyse(text);
  const hints = inEnglish(inlayHints(analysis, { start: 0, end: text.length }));
  let shown = text;
  for (const { offset, label } of hints.toReversed()) shown = `${shown.slice(0, offset)}⟦${label}⟧${shown.slice(offset)}`;
  expect(
    shown
      .split('\n')
      .filter((line) => line.includes('⟦'))
      .map((line) => line.trim()),
  ).toEqual(expected);
}

test('tokens and head width', () => check(B16, 'size: [16, 16]⟦14×14 + 1 = 197 tokens⟧', 'num_heads: 12⟦head width 64⟧'));
test('no class token to add', () =>
  check(edited(B16, 'classifier: token', 'classifier: gap'), 'size: [16, 16]⟦14×14 = 196 tokens⟧', 'num_heads: 12⟦head width 64⟧'));
test('an image and patches that are not square', () =>
  check(edited(B16, '[16, 16]', '[16, 32]').concat('image_size: [224, 320]\n'), 'size: [16, 32]⟦14×10 + 1 = 141 tokens⟧', 'num_heads: 12⟦head width 64⟧'));
test('a list over several lines has its hint behind the last item', () =>
  check(edited(B16, ' [16, 16]', '\n    - 16\n    - 16'), '- 16⟦14×14 + 1 = 197 tokens⟧', 'num_heads: 12⟦head width 64⟧'));
test('a hybrid has its effective patch', () =>
  check(
    R50_B16,
    'patches: {size: [1, 1]⟦14×14 + 1 = 197 tokens⟧}',
    'transformer: {mlp_dim: 3072, num_heads: 12⟦head width 64⟧, num_layers: 12, attention_dropout_rate: 0.0, dropout_rate: 0.1}',
    'num_layers: [3, 4, 9]⟦effective patch 16×16⟧',
  ));
test('a Mixer rounds up', () => check(MIXER_B16.concat('image_size: 225\n'), 'patches: {size: [16, 16]⟦15×15 = 225 tokens⟧}'));
test('both towers of LiT', () =>
  check(
    LIT_TEXT,
    'patches: {size: [16, 16]⟦14×14 + 1 = 197 tokens⟧}',
    'transformer: {mlp_dim: 3072, num_heads: 12⟦head width 64⟧, num_layers: 12, attention_dropout_rate: 0.0, dropout_rate: 0.0}',
    'text: {width: 768, num_layers: 12, mlp_dim: 3072, num_heads: 12⟦head width 64⟧, vocab_size: 32000}',
  ));
test('heads that do not divide the width have no head width', () => check(edited(B16, 'num_heads: 12', 'num_heads: 10')));
test('nothing behind a value that is missing', () => check(edited(B16, 'hidden_size: 768\n', '')));
test('nothing behind the name of an upstream model', () => check('model_name: ViT-B_16\n'));
test('nothing outside of what is asked for', () => {
  const line = B16.indexOf('num_heads');
  expect(inEnglish(inlayHints(analyse(B16), { start: line, end: line + 20 })).map(({ label }) => label)).toEqual(['head width 64']);
});
test('nothing in a file that is not ours', () =>
  expect(inlayHints(analyse('services: {web: {image: nginx}}\n', 'yaml', 'compose.yaml'), { start: 0, end: 100 })).toEqual([]));
