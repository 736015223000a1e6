/** What is said of a config beside its checkpoint. `<released model>.npz` holds that model's weights, of 1000 classes at 224 pixels. */
import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import type { CheckpointTensor } from '../../../server/core/checkpoint/header';
import { inEnglish } from '../../english';
import { KnownCheckpoints, type KnownFile, releasedTensors } from '../checkpoint/known';
import { tensorsOf } from '../checkpoint/support';
import { check, findingsIn, silent } from './check';

const VIT = `model_name: mine
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
`;
const edited = (from: string, to: string) => {
  if (!VIT.includes(from)) throw new Error(`no ${from}`);
  return VIT.replace(from, to);
};
const QUERY = '`Transformer/encoderblock_0/MultiHeadDotProductAttention_1/query/kernel`';

/** Severity, code, what is marked and message of each finding about a file of one's own, `own.npz`. */
function beside(file: KnownFile, text: string): string[] {
  const checkpoints = new KnownCheckpoints((name) => (name === 'own.npz' ? file : null));
  const found = inEnglish(Snapshot.of(text, { fileName: 'a.vit.yaml', syntax: 'yaml', ignore: [], checkpoints }).findings());
  return found.map(({ severity, code, range, message }) => `${severity} ${code} «${text.slice(range.start, range.end)}» ${message}`);
}
const B16 = releasedTensors('ViT-B_16');
const without = (pattern: RegExp): CheckpointTensor[] => B16.filter(({ name }) => !pattern.test(name));
const changed = (name: string, change: Partial<CheckpointTensor>) => B16.map((tensor) => (tensor.name === name ? { ...tensor, ...change } : tensor));

describe('a checkpoint that fits', () => {
  it.each(['ViT-B_16', './weights/ViT-B_16', '/models/ViT-B_16'])('%s: nothing is said', (path) => {
    expect(findingsIn(`${VIT}checkpoint: ${path}.npz\n`)).toEqual([]);
  });
  it('nor is anything said of one that nobody has read', () => expect(findingsIn(`${VIT}checkpoint: unread.npz\n`)).toEqual([]));
});

describe('checkpoint-file', () => {
  it('is not there', () => {
    check('checkpoint-file', `${VIT}checkpoint: «w/no-such-file.npz»\n`, { message: 'There is no file `w/no-such-file.npz`.', severity: 'warning', fixes: [] });
    check('checkpoint-file', '{"model_name": "ViT-B_16", "checkpoint": «"no-such-file.npz"»}', { message: /^There is no file/ }, 'json');
  });
  it("can't be read", () => {
    check('checkpoint-file', `${VIT}checkpoint: «cut-off.npz»\n`, {
      severity: 'error',
      message: '`cut-off.npz` is no checkpoint that can be read. It ends in the middle.',
    });
  });
  it('of what a training puts together only a broken one is told', () => {
    const training = (file: string) => `model: {model_name: ViT-B_16}\ndataset: cifar10\npretrained_dir: weights\nmodel_or_filename: ${file}\n`;
    silent('checkpoint-file', training('no-such-file'));
    check('checkpoint-file', training('«cut-off»'), { message: /^`cut-off\.npz` is no checkpoint/ });
  });
  it('stands at an alias', () => {
    check('checkpoint-file', `x-file: &file no-such-file.npz\n${VIT}checkpoint: «*file»\n`, { message: /^There is no file/ });
  });
});

describe('checkpoint-mismatch', () => {
  it('says the value, that of the checkpoint, and what tells it', () => {
    check('checkpoint-mismatch', `${edited('num_heads: 12', 'num_heads: «8»')}checkpoint: ‹ViT-B_16.npz›\n`, {
      message: `\`num_heads\` is 8, the checkpoint's is 12 (from ${QUERY} [768, 12, 64]).`,
      severity: 'error',
      fixes: ['num_heads: 12 (as in ViT-B_16.npz, parameters unchanged)'],
      first: 'num_heads: 12',
    });
  });

  it('all values at once where several differ', () => {
    const text = `${VIT}checkpoint: ViT-L_16.npz\n`;
    const found = findingsIn(text).map(({ severity, message, fixes }) => [severity, message, fixes.map(({ title }) => title)]);
    const all = 'All 4 values as in ViT-L_16.npz (304 M instead of 86.6 M parameters)';
    expect(found).toEqual([
      ['error', "`hidden_size` is 768, the checkpoint's is 1024 (from `embedding/kernel` [16, 16, 3, 1024]).", [all]],
      ['error', expect.stringMatching(/^`mlp_dim` is 3072, the checkpoint's is 4096/), [all, expect.stringMatching(/^mlp_dim: 4096 /)]],
      ['error', expect.stringMatching(/^`num_heads` is 12, the checkpoint's is 16/), [all, expect.stringMatching(/^num_heads: 16 /)]],
      [
        'warning',
        expect.stringMatching(/^`num_layers` is 12, the checkpoint's is 24 \(from `[^`]*encoderblock_23[^`]*` \[1024\]\)\.$/),
        [all, expect.anything()],
      ],
    ]);
  });

  it('what would load in part and without a word is a warning', () => {
    check('checkpoint-mismatch', `${edited('num_layers: 12', 'num_layers: «6»')}checkpoint: ViT-B_16.npz\n`, {
      message: /^`num_layers` is 6, the checkpoint's is 12 \(from .*\): upstream loads the first 6 and says nothing\.$/,
      severity: 'warning',
      first: 'num_layers: 12',
    });
    check('checkpoint-mismatch', `${edited('num_layers: 12', 'num_layers: «16»')}checkpoint: ViT-B_16.npz\n`, { message: /\]\)\.$/, severity: 'error' });
  });

  it('a config that only names its model gets the name of the other', () => {
    check('checkpoint-mismatch', 'model_name: «ViT-B_16»\ncheckpoint: ViT-L_16.npz\n', {
      message: '`ViT-L_16.npz` is of ViT-L_16, not of ViT-B_16 (from `embedding/kernel` [16, 16, 3, 1024]).',
      fixes: ['model_name: ViT-L_16 (as in ViT-L_16.npz, 304 M instead of 86.6 M parameters)'],
      first: 'model_name: ViT-L_16\n',
    });
    check('checkpoint-mismatch', 'model_name: ViT-B_16\ncheckpoint: «Mixer-B_16.npz»\n', {
      message: '`Mixer-B_16.npz` holds the weights of an MLP-Mixer; the config is of a Vision Transformer.',
      first: 'model_name: Mixer-B_16\n',
    });
    check('checkpoint-mismatch', 'model_name: «ViT-B_16»\ncheckpoint: digits.npz\n', {
      message: /^`digits\.npz` is not of the released `ViT-B_16` \(from/,
      fixes: [],
    });
  });

  it('a stem that is there or not', () => {
    check('checkpoint-mismatch', `${edited('[16, 16]', '[1, 1]')}checkpoint: «R50+ViT-B_16.npz»\n`, {
      message: /^The checkpoint has a `resnet` \(from `block1\/unit3\/conv1\/kernel` \[1, 1, 256, 64\]\)\.$/,
      first: 'resnet: {num_layers: [3, 4, 9], width_factor: 1}',
    });
    check('checkpoint-mismatch', `${VIT}«resnet»: {num_layers: [], width_factor: 1}\ncheckpoint: ViT-B_16.npz\n`, {
      message: 'The checkpoint has no `resnet`.',
      fixes: [/^Remove resnet /],
    });
  });

  it('a class token that is there or not', () => {
    check('checkpoint-mismatch', `${VIT}classifier: «token»\ncheckpoint: ViT-B_16-gap-norep.npz\n`, {
      message: '`classifier` is token, and the checkpoint has no class token (`cls`).',
      first: 'classifier: gap\n',
    });
    check('checkpoint-mismatch', `${VIT}checkpoint: «ViT-B_16-gap-norep.npz»\n`, {
      message: /^`classifier` is token \(the default\)/,
      first: '\nclassifier: gap\n',
    });
    check('checkpoint-mismatch', `${VIT}classifier: «gap»\ncheckpoint: ViT-B_16.npz\n`, {
      message: '`classifier` is gap, and the checkpoint has a class token (from `cls` [1, 1, 768]).',
    });
    expect(findingsIn(`${VIT}classifier: token_unpooled\nrepresentation_size: null\ncheckpoint: ViT-B_16.npz\n`).map(({ code }) => code)).not.toContain(
      'checkpoint-mismatch',
    );
  });

  it('a representation layer that nobody trained, told once', () => {
    const training = `dataset: cifar10\npretrained_dir: weights\nmodel:\n${VIT.replace('mine', 'ViT-B_16').replaceAll(/^(?=.)/gm, '  ')}  representation_size: «768»\n`;
    check('checkpoint-mismatch', training, {
      message: '`representation_size` is 768, and the checkpoint has no `pre_logits`.',
      fixes: [/^representation_size: null /],
    });
    silent('representation-size-checkpoint', training.replaceAll(/[«»]/g, ''));
    silent('upstream-model-differs', training.replaceAll(/[«»]/g, ''));
  });

  it('an image whose positions upstream can not resample', () => {
    check('checkpoint-mismatch', `${VIT}image_size: «[224, 384]»\ncheckpoint: ViT-B_16.npz\n`, {
      message: /: upstream resamples position embeddings to a square grid only, and 336 positions are none\.$/,
      first: 'image_size: [224, 224]\n',
    });
    check('checkpoint-mismatch', `${VIT}classifier: token_unpooled\nimage_size: «384»\ncheckpoint: ViT-B_16.npz\n`, {
      message: /: with `classifier: token_unpooled` upstream takes all 197 positions for the grid's and stops\.$/,
    });
    check('checkpoint-mismatch', 'model_name: Mixer-B_16\nimage_size: «384»\ncheckpoint: Mixer-B_16.npz\n', {
      message: /: the weights of a Mixer fit one number of patches\.$/,
      first: 'image_size: 224\n',
    });
    silent('mixer-image-size', 'model_name: Mixer-B_16\nimage_size: 384\ncheckpoint: Mixer-B_16.npz\n');
    check('checkpoint-mismatch', 'model_name: LiT-B16B_2\nimage_size: «384»\ncheckpoint: LiT-B16B_2.npz\n', { message: /of LiT\.$/ });
  });

  it('a training takes its size from the crop', () => {
    const training = (crop: string) =>
      `dataset: cifar10\npretrained_dir: weights\npp: {train: train, test: test, crop: ${crop}}\nmodel_type: Mixer\nmodel: {model_name: Mixer-B_16}\n`;
    check('checkpoint-mismatch', training('«384»'), { message: /^`pp\.crop` is 384, the checkpoint's is 224/, fixes: [/^pp\.crop: 224 /], first: 'crop: 224' });
  });

  it('without a graph says what is certain', () => {
    check('checkpoint-mismatch', `${edited('num_heads: 12', 'num_heads: «10»')}checkpoint: ViT-B_16.npz\n`, {
      message: /^`num_heads` is 10/,
      first: 'num_heads: 12',
    });
    expect(findingsIn('model_name: mine\nhidden_size: 768\ncheckpoint: ViT-B_16.npz\n').filter(({ code }) => code.startsWith('checkpoint'))).toEqual([]);
    expect(findingsIn('model_name: mine\nhidden_size: \ncheckpoint: ViT-B_16.npz\n').filter(({ code }) => code.startsWith('checkpoint'))).toEqual([]);
  });

  it('each document of a file for itself, behind other characters', () => {
    const text = `# 𝒳\n${VIT}checkpoint: ViT-B_16.npz\n---\n# é𝒳\n${VIT}`.replaceAll('\n', '\r\n');
    check('checkpoint-mismatch', `${text}checkpoint: «ViT-B_16-gap-norep.npz»\r\n`, { message: /^`classifier`/, first: '\r\nclassifier: gap\r\n' });
  });

  it('a merged value is overridden where it is merged', () => {
    check(
      'checkpoint-mismatch',
      `x-encoder: &encoder {mlp_dim: 3072, num_heads: «8»}\n${edited('{mlp_dim: 3072, num_heads: 12, num_layers: 12}', '\n  <<: *encoder\n  num_layers: 12')}checkpoint: ViT-B_16.npz\n`,
      {
        message: /^`num_heads` is 8/,
        first: '  num_layers: 12\n  num_heads: 12\n',
      },
    );
  });

  it('can be silenced', () =>
    silent('checkpoint-mismatch', `${edited(', num_layers: 12}', ', num_layers: 6} # vit-config: ignore=checkpoint-mismatch')}checkpoint: ViT-B_16.npz\n`));
});

describe('checkpoint-adapted', () => {
  it('stands at the key that decides it', () => {
    check('checkpoint-adapted', `${VIT}num_classes: «10»\ncheckpoint: ‹ViT-B_16.npz›\n`, {
      message: 'Of `ViT-B_16.npz`, the head (1,000 classes) is made anew for 10.',
      severity: 'information',
    });
    check('checkpoint-adapted', `${VIT}image_size: «384»\ncheckpoint: ViT-B_16.npz\n`, {
      message: 'Of `ViT-B_16.npz`, position embeddings are interpolated from 14x14 to 24x24.',
    });
  });
  it('or at the checkpoint for several', () => {
    check('checkpoint-adapted', `${VIT}image_size: ‹384›\nnum_classes: ‹10›\ncheckpoint: «ViT-B_16.npz»\n`, {
      message: 'Of `ViT-B_16.npz`, the head (1,000 classes) is made anew for 10; position embeddings are interpolated from 14x14 to 24x24.',
    });
  });
  it('a layer that is dropped, a head that is left out', () => {
    const represented = [...B16, ...tensorsOf({ 'pre_logits/kernel': [768, 768], 'pre_logits/bias': [768] })];
    expect(beside(represented, `${VIT}checkpoint: own.npz\n`)).toEqual([
      'information checkpoint-adapted «own.npz» Of `own.npz`, `pre_logits` (768) is dropped, since `representation_size` is null.',
    ]);
    check('checkpoint-adapted', `${VIT}num_classes: «0»\ncheckpoint: ViT-B_16.npz\n`, {
      message: 'Of `ViT-B_16.npz`, the head (1,000 classes) is left out, since `num_classes` is 0.',
    });
  });
  it('says nothing beside what does not fit', () =>
    silent('checkpoint-adapted', `${edited('num_heads: 12', 'num_heads: 8')}num_classes: 10\ncheckpoint: ViT-B_16.npz\n`));
});

describe('checkpoint-loader', () => {
  it("other people's names", () => {
    check('checkpoint-loader', `${VIT}checkpoint: «timm.safetensors»\n`, {
      message:
        "None of `timm.safetensors` can be loaded. The tensors are named as in a PyTorch model of timm (`cls_token`), which upstream's loader doesn't know.",
      severity: 'error',
    });
  });
  it('big_vision is read here, and not by upstream', () => {
    const renamed = B16.map((tensor) => ({ ...tensor, name: tensor.name.replace('Transformer/posembed_input/pos_embedding', 'pos_embedding') }));
    expect(beside(renamed, `${VIT}checkpoint: own.npz\n`)).toEqual([
      "warning checkpoint-loader «own.npz» `own.npz` has the names of big_vision: a run here reads it, upstream's loader does not find the weights and stops.",
    ]);
  });
  it('a weight of whole numbers', () =>
    expect(beside(changed('cls', { dtype: 'int32' }), `${VIT}checkpoint: own.npz\n`)).toEqual([
      'error checkpoint-loader «own.npz» `cls` is of int32; weights are of floating point.',
    ]));
});

describe('checkpoint-tensors', () => {
  it('what is missing', () =>
    expect(beside(without(/encoderblock_5.*(?:query|Dense_0)/), `${VIT}checkpoint: own.npz\n`)).toEqual([
      expect.stringMatching(/^error checkpoint-tensors «own\.npz» `own\.npz` lacks `[^`]+`, `[^`]+`, `[^`]+` and 1 more: loading stops\.$/),
    ]));
  it('what has another shape', () =>
    expect(beside(changed('embedding/bias', { shape: [767] }), `${VIT}checkpoint: own.npz\n`)).toEqual([
      'error checkpoint-tensors «own.npz» `own.npz` has `embedding/bias` [767] for [768]: loading stops.',
    ]));
  it('what is left over', () =>
    expect(beside([...B16, ...tensorsOf({ step: [], a: [1], b: [2], c: [3] })], `${VIT}checkpoint: own.npz\n`)).toEqual([
      'information checkpoint-tensors «own.npz» `own.npz` also has `step`, `a`, `b` and 1 more: no part of the model, which upstream leaves unread.',
    ]));
});

describe('what only guesses without a file', () => {
  it("a released model's name", () => {
    const misnamed = `${VIT.replace('mine', 'ViT-L_16')}checkpoint: ViT-B_16.npz\n`;
    check('upstream-model-differs', misnamed.replace('ViT-L_16', '«ViT-L_16»'), {
      message: /^Not the released `ViT-L_16`/,
      severity: 'information',
      fixes: ['model_name: ViT-B_16 (the released model with these numbers)'],
    });
    silent('upstream-model-differs', misnamed.replace('num_heads: 12', 'num_heads: 8'));
  });
  it("an AugReg checkpoint's name", () => {
    const training = (model: string) => `model: {model_name: ${model}}\ndataset: cifar10\npretrained_dir: weights\nmodel_or_filename: ViT-B_16\n`;
    silent('augreg-checkpoint', training('ViT-S_16'));
    check('checkpoint-mismatch', training('«ViT-S_16»'), { message: /^`ViT-B_16\.npz` is of ViT-B_16, not of ViT-S_16/ });
  });
});
