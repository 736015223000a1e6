import { expect, test } from 'vitest';
import { fileLinks } from '../../../../server/core/editor';
import { analyse, B16 } from '../support';

/** Each link as `what is underlined -> path`. */
function check(text: string, ...expected: string[]): void {
  const syntax = text.startsWith('{') ? 'json' : 'yaml';
  expect(fileLinks(analyse(text, syntax)).map(({ range, path }) => `${text.slice(range.start, range.end)} -> ${path}`)).toEqual(expected);
}

test('a checkpoint, an image, a schema, by what their names end in', () =>
  check(
    `${B16}$schema: ../schemas/vit.json\ncheckpoint: 'weights/my B16.npz'\nimage: cat.JPG\n`,
    '../schemas/vit.json -> ../schemas/vit.json',
    'weights/my B16.npz -> weights/my B16.npz',
    'cat.JPG -> cat.JPG',
  ));
test('in JSON, as the text is meant', () =>
  check('{"model_name": "ViT-B_16", "checkpoint": "a\\u002fb.safetensors"}', 'a\\u002fb.safetensors -> a/b.safetensors'));
test('the checkpoint of a training config is named at its root', () =>
  check('batch: 8\ncheckpoint: a.npz\nmodel:\n  model_name: ViT-B_16\n  checkpoint: b.npz\n  image: x/y.webp\n', 'a.npz -> a.npz', 'x/y.webp -> x/y.webp'));
test('a checkpoint instead of the one that training would load', () =>
  check('batch: 8\npretrained_dir: ckpt/\ncheckpoint: a.npz\nmodel:\n  model_name: ViT-B_16\n', 'a.npz -> a.npz'));
test('the names of the classes', () => check(`${B16}labels: ../names.txt\n`, '../names.txt -> ../names.txt'));
test('other endings, types and keys name no file', () =>
  check(`${B16}checkpoint: [a.npz]\nlabels: [a.txt]\nimage: {patches: a.png}\nother: a.npz\n# image: a.png\n`));
test('what is on another machine is left alone', () => {
  for (const path of [
    'gs://vit/a.npz',
    'https://x/a.npz',
    's3://b/a.npz',
    'file:///a.npz',
    '//server/share/a.npz',
    '"\\\\\\\\server\\\\a.npz"',
    '"a\\u0000.npz"',
  ])
    check(`${B16}checkpoint: ${path}\n`);
  check(`${B16}checkpoint: C:\\w\\a.npz\n`, 'C:\\w\\a.npz -> C:\\w\\a.npz');
});
test('the checkpoint a training config loads', () => {
  check('batch: 8\npretrained_dir: ckpt/\nmodel:\n  model_name: ViT-B_16\n', 'ckpt/ -> ckpt/ViT-B_16.npz');
  check('batch: 8\npretrained_dir: /\nmodel_name: Mixer-B_16\n', '/ -> /Mixer-B_16.npz');
  check('batch: 8\nmodel_name: ViT-B_16\nmodel_or_filename: B_16-i21k\n', 'B_16-i21k -> ./B_16-i21k.npz');
  check('batch: 8\npretrained_dir: "w"\nmodel_or_filename: B_16-a\nmodel: {model_name: ViT-B_16}\n', 'w -> w/B_16-a.npz', 'B_16-a -> w/B_16-a.npz');
  // Of a model, upstream looks up the best.
  check('batch: 8\npretrained_dir: w\nmodel_or_filename: B_16\nmodel: {model_name: ViT-B_16}\n');
  check('batch: 8\npretrained_dir: gs://vit_models/imagenet21k\nmodel: {model_name: ViT-B_16}\n');
  check('pretrained_dir: ckpt\nmodel:\n  hidden_size: 1\n  patches: {size: [1, 1]}\n');
});
test('a text is underlined where it is typed', () => check(`${B16}c: &c a.npz\ncheckpoint: *c\n`));
test('nothing of files that are not ours', () => expect(fileLinks(analyse('checkpoint: a.npz\n', 'yaml', 'a.yaml'))).toEqual([]));
