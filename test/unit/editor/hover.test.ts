import { expect, test } from 'vitest';
import { hover, type RunState, withoutMarkup } from '../../../server/core/editor';
import { english, verbatim } from '../../../server/core/phrase';
import { analyse, B16, edited, LIT_TEXT, MIXER_B16, R50_B16, withCursor } from './support';

const at = (text: string, key: string) => edited(text, key, `$0${key}`);

function markdownAt(fixture: string): string {
  const { analysis, offset } = withCursor(fixture);
  // The space between columns is for the eye only.
  return (hover(analysis, offset, () => null, english)?.markdown ?? '').replaceAll('&nbsp;', '');
}

/** The hover at `$0`, as plain text without the schema's description, must have these lines; spaces between columns are one here. */
function check(fixture: string, ...expected: string[]): void {
  const paragraphs = withoutMarkup(markdownAt(fixture)).split('\n\n');
  const told = fixture.includes('$0model_name') || fixture.startsWith('$0') ? paragraphs : [paragraphs[0] ?? '', ...paragraphs.slice(2)];
  expect(told.flatMap((paragraph) => paragraph.split('\n')).map((line) => line.replace(/ {2,}/g, '  ').trim())).toEqual(expected);
}

test('a model: figures, parts, its upstream model', () =>
  check(
    at(B16, 'model_name'),
    'ViT-B_16 · Vision Transformer',
    'Parameters  86.6 M (86,567,656)',
    'Compute  17.6 GMACs = 35.1 GFLOPs; fvcore would say 17.58 GFLOPs',
    'Tokens  14×14 + 1 = 197 tokens; effective patch 16×16 of 224×224',
    'Memory  weights 330 MiB, activations 5.19 MiB (batch 1, float32)',
    'Output  logits [1, 1000]',
    "As upstream's ViT-B_16.",
    'Part  Parameters  MACs',
    'embedding  743 K  < 1 %  116 M  < 1 %',
    'encoder  85.1 M  98 %  17.4 G  > 99 %',
    'head  769 K  < 1 %  768 K  < 1 %',
  ));
test("the name's value is the model too", () => expect(markdownAt(B16.replace('ViT-B_16', 'ViT$0-B_16'))).toBe(markdownAt(at(B16, 'model_name'))));
test('the place that was hit is the place it speaks of', () => {
  for (const place of ['$0model_name', 'ViT$0-B_16']) {
    const { analysis, offset } = withCursor(B16.replace(place.replace('$0', ''), place));
    const { range } = hover(analysis, offset, () => null, english) ?? { range: { start: -1, end: -1 } };
    expect(analysis.text.slice(range.start, range.end)).toBe(place.includes('ViT') ? 'ViT-B_16' : 'model_name');
  }
});
test('a hybrid', () => {
  const text = markdownAt(at(R50_B16, 'model_name'));
  expect(text).toContain('Vision Transformer on a ResNet stem');
  expect(text).toContain('(98,659,112)');
  expect(text).toContain('| stem | 11.9 M | 12 % |');
});
test('a Mixer', () => expect(markdownAt(at(MIXER_B16, 'model_name'))).toContain('14×14 = 196 tokens; effective patch 16×16 of 224×224'));
test('two towers, each with its parts', () => {
  const text = markdownAt(at(LIT_TEXT, 'out_dim'));
  expect(text).toContain('14×14 + 1 = 197 tokens, 16 of text');
  expect(text).toContain('| txt/embedding | 24.6 M | 13 % | – |  |');
  expect(text).toContain('Outputs | `img/normalized` [1, 768], `txt/normalized` [1, 768], `t` [1]');
});
test("a wider model says how far it is from upstream's", () =>
  expect(markdownAt(at(edited(B16, 'hidden_size: 768', 'hidden_size: 864'), 'model_name'))).toContain(
    'Nearest upstream model `ViT-B_16`: +14.8 M parameters, +2.98 GMACs (`hidden_size` 864, there 768).',
  ));
test('against upstream at the same image size and classes', () =>
  expect(markdownAt(at(edited(B16, 'num_layers: 12', 'num_layers: 13').concat('image_size: 384\nnum_classes: 10\n'), 'model_name'))).toContain(
    'Nearest upstream model `ViT-B_16`: +7.09 M parameters, +4.60 GMACs (`num_layers` 13, there 12).',
  ));
test("what can't be built says why instead of figures", () =>
  expect(markdownAt(at(edited(B16, 'num_heads: 12', 'num_heads: 10'), 'model_name'))).toMatch(/There are no figures yet:\n- .*10/));
test('the last run of this config', () => {
  const { analysis, offset } = withCursor(at(B16, 'model_name'));
  const run: RunState = { kind: 'failed', reason: verbatim('It was *killed*.') };
  expect(hover(analysis, offset, () => run, english)?.markdown).toContain('Last run: ✗ It was \\*killed\\*.');
});

test('mlp_dim: what it decides, what a step costs', () =>
  check(
    at(B16, 'mlp_dim'),
    'mlp_dim: 3072',
    'Decides 56.7 M of 86.6 M parameters (65 %) and 11.2 GMACs of 17.6 GMACs (64 %); 4× hidden_size.',
    'mlp_dim  Parameters  MACs',
    '2304  72.4 M  −14.2 M  14.8 G  −2.79 G',
    '3072  86.6 M  17.6 G',
    '3840  101 M  +14.2 M  20.4 G  +2.79 G',
  ));
test('hidden_size: a head more or less, so that it can be built', () =>
  check(
    at(B16, 'hidden_size'),
    'hidden_size: 768',
    'Decides all 86.6 M parameters and all 17.6 GMACs; 12 heads of 64.',
    'hidden_size  Parameters  MACs',
    '704, 11 heads  77.2 M  −9.37 M  15.7 G  −1.89 G',
    '768  86.6 M  17.6 G',
    '832, 13 heads  96.3 M  +9.77 M  19.5 G  +1.97 G',
  ));
test('num_heads divides and changes no number', () =>
  check(
    at(B16, 'num_heads'),
    'num_heads: 12',
    'Divides 28.3 M of 86.6 M parameters (33 %) and changes none of them; head width 64.',
    'num_heads  Parameters  MACs',
    '8, head width 96  86.6 M  ±0  17.6 G  ±0',
    '12  86.6 M  17.6 G',
    '16, head width 48  86.6 M  ±0  17.6 G  ±0',
  ));
test('num_layers', () =>
  check(
    at(B16, 'num_layers'),
    'num_layers: 12',
    'Decides 85.1 M of 86.6 M parameters (98 %) and 17.4 GMACs of 17.6 GMACs (> 99 %).',
    'num_layers  Parameters  MACs',
    '11  79.5 M  −7.09 M  16.1 G  −1.45 G',
    '12  86.6 M  17.6 G',
    '13  93.7 M  +7.09 M  19.0 G  +1.45 G',
  ));
test('patches.size decides tokens, from its brackets too', () => {
  check(
    B16.replace('[16, 16]', '[16,$0 16]'),
    'size: [16, 16]',
    'Decides 742 K of 86.6 M parameters (< 1 %) and 14×14 + 1 = 197 tokens, by which compute goes.',
    'size  Parameters  MACs',
    '[14, 14]  86.5 M  −92,160  23.2 G  +5.60 G',
    '[16, 16]  86.6 M  17.6 G',
    '[32, 32]  88.2 M  +1.66 M  4.41 G  −13.2 G',
  );
});
test('the image size of a training is its crop', () => {
  const training = `base_lr: 0.03\nbatch: 512\ndataset: cifar10\npp: {train: train, test: test, $0crop: 384}\nmodel:\n${B16.replaceAll(/^/gm, '  ').trimEnd()}\n`;
  check(
    training,
    'crop: 384',
    'Decides 443 K of 86.1 M parameters (< 1 %) and 24×24 + 1 = 577 tokens, by which compute goes.',
    'image_size  Parameters  MACs',
    '256  85.9 M  −246 K  23.2 G  −32.3 G',
    '384  86.1 M  55.5 G',
    '448  86.3 M  +160 K  78.5 G  +23.0 G',
  );
});
test('a stage more, a factor more', () => {
  expect(markdownAt(at(R50_B16, 'num_layers: [3'))).toContain('3 stages.');
  expect(markdownAt(at(R50_B16, 'num_layers: [3'))).toContain('| \\[3, 4, 10\\] |');
  expect(markdownAt(at(R50_B16, 'width_factor'))).toContain('stem width 64');
});
test('a representation to add, a class token to leave out', () => {
  expect(markdownAt(at(B16, 'representation_size'))).toContain('| 768 | 87.2 M | +591 K |');
  expect(markdownAt(at(B16, 'classifier'))).toContain('| gap | 86.6 M | −1,536 | 17.5 G | −92.2 M |');
});
test("the text tower's own fields", () => {
  expect(markdownAt(at(LIT_TEXT, 'max_len'))).toContain('16 tokens of text, by which compute goes');
  expect(markdownAt(at(LIT_TEXT, 'vocab_size'))).toContain('Decides 24.6 M of 196 M parameters (13 %)');
  expect(markdownAt(at(LIT_TEXT, 'width: 768'))).toContain('12 heads of 64');
});
test('a field of no shape has its description alone', () => expect(markdownAt(at(B16, 'dropout_rate: 0.0\nclass')).split('\n\n')).toHaveLength(2));
test("in a model that can't be built a field keeps its description", () =>
  expect(markdownAt(at(edited(B16, 'num_heads: 12', 'num_heads: 10'), 'mlp_dim')).split('\n\n')).toHaveLength(2));

const silent = (fixture: string) => expect(markdownAt(fixture)).toBe('');
test('nothing in a comment', () => silent(`# a $0comment\n${B16}`));
test('nothing on a key nobody knows', () => silent(`${B16}$0frobnicate: 1\n`));
test('nothing in an empty file', () => silent('$0'));
test('nothing in a file that is not ours', () => {
  for (let offset = 0; offset < 20; offset++)
    expect(hover(analyse('hidden_size: 768\nvocab: 3\n', 'yaml', 'bert.yaml'), offset, () => null, english)).toBeNull();
});
test('a value with backticks and bars breaks no Markdown', () => {
  const text = markdownAt(B16.replace('model_name: ViT-B_16', 'model_name: "a|`b`*c*"').replace('model_name', '$0model_name'));
  expect(text.split('\n')[0]).toBe('**a\\|\\`b\\`\\*c\\*** · Vision Transformer');
});
