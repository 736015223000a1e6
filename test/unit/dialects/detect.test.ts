import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { visionTransformer } from '../../../server/core/dialects';
import { readDocument, splitDocuments } from '../../../server/core/syntax';
import { inEnglish } from '../../english';
import { FOREIGN } from './foreign';

function detect(text: string, file: string | null) {
  return visionTransformer.detect(readDocument(text, /json$/.test(file ?? '') || text.startsWith('{') ? 'json' : 'yaml'), file);
}

/** `form: evidence | evidence`, null for a document that is not ours; evidence with a place shows the text there. */
function check(text: string, file: string | null, expected: string | null): void {
  const recognition = detect(text, file);
  const said = inEnglish(recognition?.evidence ?? []).map(({ reason, range }) =>
    range === null ? reason : `${reason} «${text.slice(range.start, range.end)}»`,
  );
  expect(recognition === null ? null : `${recognition.form}: ${said.join(' | ')}`).toBe(expected);
}

describe('by name', () => {
  for (const [file, form] of [
    ['a.vit.yaml', 'model: the file name ends in .vit.yaml'],
    ['a.VIT.yml', 'model: the file name ends in .VIT.yml'],
    ['a.vit.json', 'model: the file name ends in .vit.json'],
    ['vit.yaml', null],
    ['a.vit.toml', null],
    [null, null],
  ] as const) {
    test(`${file}`, () => {
      check('', file, form);
      check('hid', file, form);
      check(': : {', file, form);
    });
  }
  test('the form of a half-typed document', () => {
    const form = (text: string) => detect(text, 'a.vit.yaml')?.form;
    expect(form('hidden_size: 768\n')).toBe('model');
    expect(form('dataset: cifar10\n')).toBe('training');
    expect(form('model:\n')).toBe('training');
    expect(form('model_name: ViT-B_16\n')).toBe('model');
    expect(form('model_name: ViT-B_16\npp: {crop: 384}\n')).toBe('training');
    expect(form('model_name: LiT-B16B\npp: {size: 384}\n')).toBe('model');
    expect(form('- 1\n')).toBe('model');
  });
});

describe('by content', () => {
  test('a ViT', () => {
    check(
      'patches:\n  size: [16, 16]\ntransformer:\n  num_heads: 12\n',
      'a.yaml',
      'model: `patches.size`, as in a ViT «size» | `num_heads`, a key of the encoder «num_heads»',
    );
    check('patches:\n  size: [16, 16]\n', 'a.yaml', null);
    check('hidden_size: 768\ntransformer: {num_heads: 12, num_layers: 12}\n', 'a.yaml', null);
    check(
      'hidden_size: 768\ntransformer: {num_heads: 12, num_layers: 12}\nclassifier: gap\n',
      null,
      'model: `classifier` is gap «gap» | `num_heads`, a key of the encoder «num_heads» | `num_layers`, a key of the encoder «num_layers» | `hidden_size`, a key of a ViT «hidden_size»',
    );
  });
  test('a Mixer', () => {
    check(
      'tokens_mlp_dim: 384\nchannels_mlp_dim: 3072\n',
      'a.yaml',
      'model: `tokens_mlp_dim` beside `channels_mlp_dim`, as in MLP-Mixer «tokens_mlp_dim» | `channels_mlp_dim` «channels_mlp_dim»',
    );
    check('tokens_mlp_dim: 384\n', 'a.yaml', null);
  });
  test('LiT', () => {
    check('text_model: bert\nout_dim: 768\n', 'a.yaml', 'model: `text_model` beside `out_dim`, as in LiT «text_model» | `out_dim` «out_dim»');
    check('text_model: proj.image_text.text_transformer\nout_dim: [null, 768]\nimage: {variant: B/16}\n', 'a.yaml', null);
  });
  test('a name of upstream, where nothing else speaks against it', () => {
    check('{"model_name": "ViT-L_32"}', 'a.json', 'model: `model_name` is ViT-L_32, one of upstream\'s models «"ViT-L_32"»');
    check('model_name: ViT-L_32\nimage_size: 384\n', 'a.yaml', "model: `model_name` is ViT-L_32, one of upstream's models «ViT-L_32»");
    check('model_name: ViT-L_32\nlr: 0.1\nepochs: 3\n', 'a.yaml', null);
    check('model_name: vit_base_patch16_224\n', 'a.yaml', null);
    check('model_name: testing\n', 'a.yaml', null);
  });
  test('a training config', () => {
    check(
      'dataset: cifar10\nmodel_name: ViT-B_16\n',
      'a.yaml',
      "training: `model_name` is ViT-B_16, one of upstream's models «ViT-B_16» | `dataset`, a key of a training config «dataset»",
    );
    check('dataset: cifar10\nmodel: {name: vit}\n', 'a.yaml', null);
    check(
      'base_lr: 0.03\nmodel:\n  tokens_mlp_dim: 1\n  channels_mlp_dim: 1\n',
      'a.yaml',
      'training: under `model`: `tokens_mlp_dim` beside `channels_mlp_dim`, as in MLP-Mixer «tokens_mlp_dim» | under `model`: `channels_mlp_dim` «channels_mlp_dim» | `base_lr`, a key of a training config «base_lr»',
    );
  });
});

describe('never claimed', () => {
  for (const [file, text] of Object.entries(FOREIGN)) test(file, () => check(text, file, null));
});

test('the cheap look lets everything through that is recognised by its content', () => {
  const folder = join(__dirname, '..', '..', '..', 'samples');
  const samples = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => visionTransformer.hasTellingName(name));
  expect(samples.length).toBeGreaterThan(60);
  let recognised = 0;
  for (const name of samples) {
    const text = readFileSync(join(folder, name), 'utf8');
    if (splitDocuments(text, name.endsWith('.json') ? 'json' : 'yaml').every(({ start, end }) => detect(text.slice(start, end), null) === null)) continue;
    recognised++;
    expect(visionTransformer.mightBe(text), name).toBe(true);
  }
  expect(recognised).toBeGreaterThan(50);
});

test('the cheap look spares files that share no key with a config', () => {
  for (const text of ['services: {}\n', '{"categories": [{"id": 1}]}', 'my_patches: 1\nmodel_names: []\n', ''])
    expect(visionTransformer.mightBe(text)).toBe(false);
});
