/** What an editor shows of a config's checkpoint: hovers and hints. `<released model>.npz` holds that model's weights. */
import { describe, expect, test } from 'vitest';
import { DocumentAnalysis } from '../../../server/core/analysis';
import { hover, inlayHints, withoutMarkup } from '../../../server/core/editor';
import { english } from '../../../server/core/phrase';
import type { Syntax } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';
import { RELEASED } from '../checkpoint/known';

const VIT = `model_name: mine
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`;

const analyse = (text: string, syntax: Syntax = 'yaml') =>
  new DocumentAnalysis(text, { fileName: `a.vit.${syntax}`, syntax, ignore: [], checkpoints: RELEASED });

/** The paragraphs of the hover at `$0`, but for the title and the schema's words. */
function hoverAt(fixture: string, syntax: Syntax = 'yaml'): string[] {
  const offset = fixture.indexOf('$0');
  const info = hover(analyse(fixture.replace('$0', ''), syntax), offset, () => null, english);
  return withoutMarkup(info?.markdown ?? '')
    .split('\n\n')
    .slice(1)
    .filter((paragraph) => !/^(?:The file with|Upstream has no|Where the pretrained|Width of every|Decides|hidden_size )/.test(paragraph));
}

function hintOf(text: string, syntax: Syntax = 'yaml'): string[] {
  const hints = inEnglish(inlayHints(analyse(text, syntax), { start: 0, end: text.length }));
  return hints.filter(({ offset }) => /checkpoint"?: [^\n]*$/.test(text.slice(0, offset))).map(({ label }) => label);
}

describe('the hover of the checkpoint', () => {
  test('that fits', () =>
    expect(hoverAt(`${VIT}checkpoint: $0ViT-B_16.npz\n`)).toEqual([
      'ViT-B_16.npz · npz, 0 B: 200 tensors, 86.6 M values, float32',
      'ViT-B_16: image_size 224, num_classes 1000',
      'Fits this config.',
    ]));
  test('that does not', () =>
    expect(hoverAt(`${VIT}$0checkpoint: ViT-L_16.npz\n`).at(-1)).toBe(
      'Does not fit this config, 4 keys differ: hidden_size 768 (checkpoint: 1024), mlp_dim 3072 (checkpoint: 4096), num_heads 12 (checkpoint: 16), num_layers 12 (checkpoint: 24).',
    ));
  test('that is adapted', () =>
    expect(hoverAt(`${VIT}num_classes: 10\n$0checkpoint: ViT-B_16.npz\n`).at(-1)).toBe('Fits this config; the head (1,000 classes) is made anew for 10.'));
  test('of a model that is not released', () =>
    expect(hoverAt(`${VIT}$0checkpoint: digits.npz\n`)[1]).toBe(
      'Vision Transformer: image_size 32, num_classes 10, patches.size [8, 8], hidden_size 32, num_layers 3, mlp_dim 64, num_heads 4',
    ));
  test("of other people's names", () =>
    expect(hoverAt(`${VIT}$0checkpoint: timm.safetensors\n`)[1]).toMatch(/^The tensors are named as in a PyTorch model of timm/));
  test('that is not there', () => expect(hoverAt(`${VIT}$0checkpoint: no-such-file.npz\n`)).toEqual(['There is no such file.']));
  test('that nobody has read', () => expect(hoverAt(`${VIT}$0checkpoint: unread.npz\n`)).toEqual([]));
  test('where a training puts it together', () =>
    expect(hoverAt('model: {model_name: ViT-B_16}\ndataset: cifar10\n$0pretrained_dir: weights\n').at(-1)).toBe(
      'Fits this config; the head (1,000 classes) is made anew for 10; position embeddings are interpolated from 14x14 to 24x24.',
    ));
});

describe('other hovers', () => {
  test("a key that differs has the checkpoint's value", () => {
    expect(hoverAt(`${VIT.replace('hidden', '$0hidden')}checkpoint: ViT-L_16.npz\n`)).toEqual([
      "The checkpoint's, ViT-L_16.npz: 1024 (from embedding/kernel [16, 16, 3, 1024]).",
    ]);
    expect(hoverAt(`${VIT.replace('hidden', '$0hidden')}checkpoint: ViT-B_16.npz\n`)).toEqual([]);
    expect(hoverAt(`${VIT}$0num_classes: 10\ncheckpoint: ViT-B_16.npz\n`).join('\n')).toContain(
      "The checkpoint's, ViT-B_16.npz: 1000 (from head/kernel [768, 1000]), which upstream adapts.",
    );
  });
  test('the model has what becomes of it', () =>
    expect(hoverAt(`$0${VIT}checkpoint: ViT-B_16.npz\n`).at(-1)).toBe('Checkpoint ViT-B_16.npz: Fits this config.'));
});

test('the hint behind the path', () => {
  expect(hintOf(`${VIT}checkpoint: ViT-B_16.npz # here\n`)).toEqual(['fits · 86.6 M values, float32']);
  expect(hintOf(`${VIT}checkpoint: ViT-L_16.npz\n`)).toEqual(['✗ 4 keys differ']);
  expect(hintOf(`${VIT}num_classes: 7\ncheckpoint: "ViT-B_16.npz"\n`)).toEqual(['fits, adapted · 86.6 M values, float32']);
  expect(hintOf(`${VIT}checkpoint: timm.safetensors\n`)).toEqual(["✗ can't be loaded"]);
  expect(hintOf(`${VIT}checkpoint: without-norm.npz\n`)).toEqual(['✗ not whole']);
  expect(hintOf(`${VIT}checkpoint: Mixer-B_16.npz\n`)).toEqual(['✗ of another architecture']);
  expect(hintOf(`${VIT}checkpoint: unread.npz\n`)).toEqual([]);
  expect(hintOf(`${VIT}checkpoint: no-such-file.npz\n`)).toEqual([]);
  expect(hintOf('{"model_name": "ViT-B_16", "checkpoint": "ViT-B_16.npz"}', 'json')).toEqual(['fits · 86.6 M values, float32']);
});
