/** `checkpoint` and `labels`: where they stand, and whether the names are as many as the classes. */
import { describe, expect, it } from 'vitest';
import { check, findingsIn, silent } from './check';

const VIT = `model_name: mine
patches: {size: [16, 16]}
hidden_size: 384
transformer: {mlp_dim: 1536, num_heads: 6, num_layers: 12}
`;
const LIT = `model_name: mine
out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
text_model: bert
text: {config: base}
pp: {tokenizer_name: bert, size: 224, max_len: 16}
`;
const TRAINING = 'dataset: cifar10\nmodel:\n  model_name: ViT-B_16\n';

describe('labels-count', () => {
  it('holds the names against the classes', () => {
    check('labels-count', `${VIT}num_classes: ‹3›\nlabels: «[cat, dog]»\n`, {
      message: '`labels` has 2 names, and `num_classes` is 3.',
      severity: 'warning',
      fixes: [/^num_classes: 2 \(a class for each name, -385 parameters\)$/],
      first: 'num_classes: 2\n',
    });
    check('labels-count', `${VIT}labels: «[cat]»\n`, {
      message: '`labels` has 1 name, and `num_classes` is 1000 (the default).',
      first: 'labels: [cat]\nnum_classes: 1\n',
    });
    check('labels-count', `${VIT}num_classes: null\nlabels:\n«  - cat»\n`.replace('«  - cat»', '  «- cat»'), {
      message: '`labels` has nothing to name: without `num_classes` the model has no head.',
      first: 'num_classes: 1\n',
    });
    check(
      'labels-count',
      '{"model_name": "ViT-B_16", "num_classes": 2, "labels": «["a", "b", "c"]»}',
      { message: /3 names/, first: '"num_classes": 3' },
      'json',
    );
  });

  it('a data set decides the classes of a training', () => {
    check('labels-count', `${TRAINING}labels: «[cat, dog]»\n`, {
      message: '`labels` has 2 names, and `num_classes` is 10 (from the cifar10 dataset).',
      fixes: [],
    });
    silent('labels-count', 'dataset: my_own\nmodel:\n  model_name: ViT-B_16\nlabels: [cat, dog]\n');
  });

  it('other labels are let be', () => {
    silent('labels-count', `${VIT}labels: [cat, dog]\nnum_classes: 2\n`);
    silent('labels-count', `${VIT}labels: names.txt\n`);
    silent('labels-count', `${VIT}labels: [[a], b]\n`);
    silent('labels-count', `${VIT}labels:\n`);
    silent('labels-count', `${LIT}labels: [a photo of a cat, a photo of a dog]\n`);
  });
});

describe('checkpoint and labels in a mapping', () => {
  it('a tower has none of its own', () => {
    const inside = LIT.replace('  hidden_size', '  «checkpoint»: a.npz\n  hidden_size');
    check('no-effect-key', inside, {
      message: '`image.checkpoint` has no effect: `checkpoint` is read beside `image`, for both towers.',
      fixes: ['Move to checkpoint (where it is read)', 'Remove image.checkpoint (nothing changes here)'],
      first: '\ncheckpoint: "a.npz"\ntext_model',
    });
    check('no-effect-key', `${inside}checkpoint: b.npz\n`, { message: /^`image\.checkpoint`/, fixes: ['Remove image.checkpoint (nothing changes here)'] });
  });

  it('the model of a training takes none', () => {
    check('training-model-keys', `${TRAINING}  «labels»: [a, b]\n`, {
      message: "`model.labels` is given to the model's class as an argument, which it does not take: it stops. Here `labels` is read beside `model`.",
      fixes: ['Move to labels (where it is read)', 'Remove model.labels (nothing changes here)'],
    });
    check('training-model-keys', `dataset: cifar10\nmodel:\n  «checkpoint»: é𝒳.npz\n  model_name: ViT-B_16\n`, {
      message: /^`model\.checkpoint`/,
      first: 'model:\n  model_name: ViT-B_16\ncheckpoint: "é𝒳.npz"\n',
    });
    check(
      'training-model-keys',
      '{"model": {"model_name": "ViT-B_16", «"checkpoint"»: "a.npz"}, "dataset": "cifar10"}',
      { message: /^`model\.checkpoint`/ },
      'json',
    );
  });
});

it('an empty path names no file', () => {
  check('wrong-type', `${VIT}checkpoint: «""»\n`, { message: '`checkpoint` must name a file, got ""', fixes: ['checkpoint: null (none)'] });
  check('wrong-type', `${VIT}labels: «''»\n`, { message: "`labels` must name a file, got ''" });
  expect(findingsIn(`${VIT}checkpoint: null\nlabels: null\n`)).toEqual([]);
});
