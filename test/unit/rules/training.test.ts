import { describe, expect, it } from 'vitest';
import { check, findingsIn, silent } from './check';

const MODEL = 'model: {model_name: ViT-B_16}\ndataset: cifar10\n';

describe('batch-accumulation', () => {
  it('no device count helps', () => {
    check('batch-accumulation', `${MODEL}batch: ‹100›\naccum_steps: «8»\n`, {
      message: "`accum_steps: 8` does not divide `batch: 100`, and so no device's share of it: training stops at the first step.",
      severity: 'error',
      fixes: ['accum_steps: 10 (10 images at a time over all devices)', 'batch: 104 (13 images at a time over all devices)'],
      first: 'accum_steps: 10\n',
    });
  });

  it('holds against a default', () => {
    check('batch-accumulation', `${MODEL}batch: «100»\n`, { message: /^`accum_steps: 8` \(upstream's default\)/, first: 'batch: 100\naccum_steps: 10\n' });
    check('batch-accumulation', `${MODEL}accum_steps: «7»\n`, { message: /^`accum_steps: 7` does not divide `batch: 512`/, first: 'accum_steps: 8\n' });
    check('batch-accumulation', `${MODEL}batch: 4\naccum_steps: «8»\n`, { message: /does not divide `batch: 4`/, first: 'accum_steps: 4\n' });
  });

  it.each([
    '',
    'batch: 96\n',
    'batch: 100\naccum_steps: 1\n',
    'batch: 100\naccum_steps: 0\n',
    'batch: 100\naccum_steps: null\n',
    'batch: many\naccum_steps: 3\n',
    'batch: 0\n',
  ])('%j is let be', (keys) => {
    silent('batch-accumulation', MODEL + keys);
  });
});

describe('batch-size', () => {
  it('0 is none', () => {
    check('batch-size', `${MODEL}batch: «0»\n`, { message: '`batch: 0` gives no batch at all: the input pipeline stops.', first: 'batch: 512\n' });
    check('batch-size', `${MODEL}batch_eval: «0»\n`, { message: /^`batch_eval: 0`/, first: 'batch_eval: 512\n' });
    // A place-holder of upstream's own.
    silent('batch-size', 'model_name: ViT-B_32\nbatch: 0\nnum_classes: 0\nimage_size: 0\n');
  });
});

describe('warmup-steps', () => {
  /** The schedule's progress, clipped, by which the rate falls. */
  const rate = (step: number, warmup: number, total: number) => {
    const progress = Math.min(1, Math.max(0, (step - warmup) / (total - warmup)));
    return 0.5 * (1 + Math.cos(Math.PI * progress)) * Math.min(1, step / warmup);
  };

  it('a longer warm-up than training learns nothing', () => {
    check('warmup-steps', `${MODEL}total_steps: ‹100›\nwarmup_steps: «500»\n`, {
      message: '`warmup_steps: 500` is not below `total_steps: 100`: every step has a learning rate of 0, and nothing is learnt.',
      severity: 'error',
      fixes: ['warmup_steps: 10 (a tenth of the training)', 'total_steps: 5000 (the warm-up a tenth of it)'],
      first: 'warmup_steps: 10\n',
    });
    for (let step = 1; step <= 100; step++) expect(rate(step, 500, 100)).toBeCloseTo(0, 12);
    expect(rate(50, 10, 100)).toBeGreaterThan(0.4);
    check('warmup-steps', `${MODEL}decay_type: linear\ntotal_steps: 100\nwarmup_steps: «101»\n`, { message: /a learning rate of at most 0\.00001/ });
  });

  it('an equal one divides by zero', () => {
    check('warmup-steps', `${MODEL}total_steps: «500»\n`, {
      message: "`warmup_steps: 500` (upstream's default) is not below `total_steps: 500`: the schedule divides by their distance, which is 0.",
      first: 'total_steps: 500\nwarmup_steps: 50\n',
    });
  });

  it.each(['', 'total_steps: 501\n', 'total_steps: 100\nwarmup_steps: 0\n', 'total_steps: some\nwarmup_steps: 9999\n'])('%j is let be', (keys) => {
    silent('warmup-steps', MODEL + keys);
  });
  it('does not know the total where there is none', () => silent('warmup-steps', 'model: {model_name: ViT-B_16}\ndataset: flowers\nwarmup_steps: 100000\n'));
});

describe('checkpoint-eval-every', () => {
  it('divides by zero', () => {
    check('checkpoint-eval-every', `${MODEL}eval_every: «0»\n`, {
      message: "`eval_every: 0` with `checkpoint_every: 1000` (upstream's default) divides by zero at the first step: checkpoints are due by `eval_every`.",
      fixes: ["eval_every: 100 (upstream's default; a checkpoint at each evaluation)", 'checkpoint_every: 0 (one checkpoint, at the end)'],
      first: 'eval_every: 100\n',
    });
    check('checkpoint-eval-every', `${MODEL}eval_every: «null»\ncheckpoint_every: ‹5›\n`, { message: /`checkpoint_every: 5` divides/ });
    silent('checkpoint-eval-every', `${MODEL}eval_every: 0\ncheckpoint_every: 0\n`);
    silent('checkpoint-eval-every', `${MODEL}eval_every: 0\ncheckpoint_every: null\n`);
    silent('checkpoint-eval-every', `${MODEL}eval_every: often\n`);
  });
});

describe('dataset-empty', () => {
  it.each(["«''»", '«null»'])('%s is none', (dataset) => {
    check('dataset-empty', `model: {model_name: ViT-B_16}\ndataset: ${dataset}\n`, { message: /^`dataset` is empty/, severity: 'warning' });
  });
  it('may be left to the command line', () => {
    silent('dataset-empty', 'model: {model_name: ViT-B_16}\nbatch: 512\n');
    silent('dataset-empty', 'model_name: ViT-B_16\ndataset: ""\nimage_size: 224\n');
  });
});

describe('training-model-type', () => {
  it('a Mixer needs it said', () => {
    check('training-model-type', 'model:\n  model_name: «Mixer-B_16»\ndataset: cifar10\npp: {train: train, test: test, crop: 224}\n', {
      message: 'This model is a Mixer, but without `model_type` a VisionTransformer is built, which does not take its keys: training stops.',
      severity: 'error',
      fixes: ['model_type: Mixer (builds an MlpMixer)'],
      first: 'model_name: Mixer-B_16\nmodel_type: Mixer\n',
    });
  });
  it('a ViT must not be called a Mixer', () => {
    check('training-model-type', `model: {model_name: ‹ViT-B_16›}\nmodel_type: «Mixer»\ndataset: cifar10\n`, {
      message: 'This model is a ViT, but `model_type: Mixer` builds an MlpMixer, which does not take its keys: training stops.',
      first: 'model_type: ViT\n',
    });
  });
  it('LiT is not trained here, and inference builds ViTs only', () => {
    check('training-model-type', 'model: {model_name: «LiT-B16B»}\ndataset: cifar10\n', { message: /knows no LiT/, fixes: [] });
    check('training-model-type', 'model_name: «Mixer-B_16»\nbatch: 8\nnum_classes: 10\nimage_size: 224\ntrainer: inference_time\n', {
      message: /always builds a VisionTransformer, and this is a Mixer/,
      fixes: [],
    });
    silent('training-model-type', 'model_name: ViT-B_16\nbatch: 8\nnum_classes: 10\nimage_size: 224\ntrainer: inference_time\n');
    silent('training-model-type', MODEL);
  });
});

describe('training-model-keys', () => {
  const model = (key: string) =>
    `model:\n  model_name: my-vit\n  patches: {size: [16, 16]}\n  hidden_size: 768\n  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\n${key}dataset: cifar10\npp: {train: train, test: test, crop: 224}\n`;
  it('the class takes neither', () => {
    check('training-model-keys', model('  «num_classes»: 10\n'), {
      message: "`model.num_classes` is given to the model's class as an argument: the number of classes comes from the data set, and given twice it stops.",
      severity: 'warning',
      fixes: ['Remove model.num_classes (the data set decides)'],
      first: 'num_layers: 12}\ndataset',
    });
    check('training-model-keys', model('  «image_size»: 384\n'), {
      message: /takes no image size/,
      fixes: ['pp.crop: 384 (the key that sets the image size of a training)', 'Remove model.image_size (pp.crop decides)'],
      first: 'crop: 384}',
    });
    silent('training-model-keys', model(''));
    silent('training-model-keys', 'model_name: ViT-B_32\nnum_classes: 10\nimage_size: 224\nbatch: 8\n');
  });
});

describe('representation-size-checkpoint', () => {
  it('needs a checkpoint that has it', () => {
    const text = (size: string) =>
      `model:\n  model_name: ViT-B_16\n  patches: {size: [16, 16]}\n  hidden_size: 768\n  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\n  representation_size: ${size}\ndataset: cifar10\n`;
    check('representation-size-checkpoint', text('«768»'), {
      message: /needs a checkpoint with a `pre_logits` layer/,
      severity: 'information',
      first: 'representation_size: null\n',
    });
    silent('representation-size-checkpoint', text('null'));
  });
});

describe('augreg-checkpoint', () => {
  it('is of the model', () => {
    check('augreg-checkpoint', 'model: {model_name: ‹ViT-B_16›}\nmodel_or_filename: «Ti_16»\n', {
      message: '`Ti_16` is a checkpoint of ViT-Ti_16, and the model is ViT-B_16: their weights do not fit.',
      severity: 'warning',
      fixes: [
        'model_or_filename: B_16 (the best AugReg checkpoint of ViT-B_16)',
        'model_or_filename: null (starts from ViT-B_16.npz)',
        'model_name: ViT-Ti_16 (the model of this checkpoint, 5.72 M instead of 86.6 M parameters)',
      ],
      first: 'model_or_filename: B_16\n',
    });
    check('augreg-checkpoint', 'model: {model_name: ViT-B_16}\nmodel_or_filename: «R_Ti_16-i21k-300ep-lr_0.001»\n', { message: /checkpoint of R\+ViT-Ti_16/ });
    check('augreg-checkpoint', 'model: {model_name: ViT-B_16}\nmodel_or_filename: «B16»\n', {
      message: 'No AugReg model is called `B16`: looking up its checkpoint fails.',
      first: ': B_16\n',
    });
  });
  it.each(['B_16', 'B_16-i21k-300ep', 'my-own-file', 'null'])('%s is let be', (checkpoint) => {
    silent('augreg-checkpoint', `model: {model_name: ViT-B_16}\nmodel_or_filename: ${checkpoint}\n`);
  });
});

describe('trainer-key', () => {
  it('is not train', () => {
    check('trainer-key', 'model_name: ViT-B_32\nbatch: 8\nnum_classes: 10\nimage_size: 224\n«train»: inference_time\n', {
      message: /The key that is read is `trainer`/,
      first: '\ntrainer: inference_time\n',
    });
    silent('trainer-key', 'model_name: ViT-B_32\nbatch: 8\ntrainer: inference_time\ntrain: inference_time\n');
  });
});

describe('no-effect-key', () => {
  it.each([
    [`${MODEL}«optim_dtype»: float32\n`, 'optim_dtype', 'the optimizer always keeps its momentum in bfloat16'],
    [`${MODEL}pp: {train: train, test: test, crop: 384, «resize»: 448}\n`, 'pp.resize', 'the input pipeline resizes to `pp.crop` directly'],
    [
      `${MODEL}«checkpoint_every»: 1000\n`,
      'checkpoint_every',
      'checkpoints are written at each evaluation, every `eval_every` steps; only 0 (none but the last) is told apart',
    ],
    ['model_name: ViT-B_32\nbatch: 8\nnum_classes: 10\nimage_size: 224\n«steps»: 30\n', 'steps', 'as many passes are measured as `initial_steps` says'],
  ])('%s', (fixture, key, why) => {
    check('no-effect-key', fixture, { message: `\`${key}\` has no effect: ${why}.`, severity: 'information' });
  });

  it('is quiet where the number agrees', () => {
    silent('no-effect-key', `${MODEL}checkpoint_every: 100\n`);
    silent('no-effect-key', `${MODEL}checkpoint_every: 0\n`);
    silent('no-effect-key', `${MODEL}eval_every: 50\ncheckpoint_every: 50\n`);
  });

  it('is removed without a trace', () => {
    check('no-effect-key', `${MODEL}pp: {train: train, test: test, crop: 384, «resize»: 448}\n`, {
      message: /resize/,
      fixes: ['Remove pp.resize (nothing changes)'],
      first: 'crop: 384}\n',
    });
  });
});

describe('pyyaml-number', () => {
  it.each([
    ['base_lr: «3e-2»', 'error', 'PyYAML reads `3e-2` as the text "3e-2", not as the number 0.03.', 'base_lr: 3.0e-2\n'],
    ['base_lr: «1e2»', 'error', 'PyYAML reads `1e2` as the text "1e2", not as the number 100.', 'base_lr: 100\n'],
    ['note: «1.5e3»', 'warning', 'PyYAML reads `1.5e3` as the text "1.5e3", not as the number 1500.', 'note: 1500\n'],
    ['shuffle_buffer: «0100»', 'warning', 'PyYAML reads `0100` as the number 64, not as the number 100.', 'shuffle_buffer: 100\n'],
    ['pretrained_dir: «on»', 'warning', 'PyYAML reads `on` as the boolean true, not as the text "on".', 'pretrained_dir: "on"\n'],
    ['note: «1:30»', 'warning', 'PyYAML reads `1:30` as the number 90, not as the text "1:30".', 'note: "1:30"\n'],
  ] as const)('%s', (line, severity, message, first) => {
    check('pyyaml-number', `${MODEL}${line}\n`, { severity, message, first });
  });

  it.each(['base_lr: 3.0e-2', 'base_lr: 0.03', 'shuffle_buffer: 50_000', 'note: "on"', 'note: true', 'note: yes'])('%s is read as it looks', (line) => {
    silent('pyyaml-number', `${MODEL}${line}\n`);
  });

  it('names an anchor once, however many aliases there are', () => {
    silent('pyyaml-number', '{"model": {"model_name": "ViT-B_16"}, "base_lr": 3e-2}', 'json');
    expect(findingsIn(`${MODEL}x: &x 1e-3\ny: *x\nz: [*x, *x]\n`).filter(({ code }) => code === 'pyyaml-number')).toHaveLength(1);
  });
});
