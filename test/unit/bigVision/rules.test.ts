import { describe, test } from 'vitest';
import { check, silent } from '../rules/check';
import { config } from './check';

const VIT = "config.model_name = 'vit'";
const model = (written: string) => [VIT, `config.model = dict(${written})`];

describe('of images and patches', () => {
  const pp = (size: string) => `config.input = dict(pp='decode|resize_small(256)|central_crop(${size})')`;

  test('pixels that fill no patch', () => {
    check(
      'image-patch-remainder',
      config(...model("variant='S/16'"), "config.input = dict(pp=«'decode|resize_small(256)|central_crop(230)'»)"),
      {
        severity: 'warning',
        message:
          'An image of 230 pixels is not a multiple of the patch of 16: the grid is 14 x 14, and 6 rows and 6 columns of pixels at the edge are dropped.',
        fixes: ['Images of 224 pixels (196 tokens)', 'Images of 240 pixels (225 tokens)'],
        first: "config.input = dict(pp='decode|resize_small(256)|central_crop(224)')",
      },
      'python',
    );
  });

  test('another patch, in the variant or beside it', () => {
    const message = /^An image of 224 pixels is not a multiple of the patch of 15/;
    check(
      'image-patch-remainder',
      config(...model("variant='S/15'"), pp('224').replace("'decode", "«'decode").replace(")')", ")'»)")),
      {
        message,
        fixes: [/^Images of 210/, /^Images of 225/, /^variant: S\/14 \(256 tokens, /],
      },
      'python',
    );
    check(
      'image-patch-remainder',
      config(...model("variant='S/16', patch_size=(15, 15)"), pp('224').replace("'decode", "«'decode").replace(")')", ")'»)")),
      {
        message,
        fixes: [/^Images of 210/, /^Images of 225/, /^patch_size: \(14, 14\) \(256 tokens, /],
      },
      'python',
    );
  });

  test('no patch at all', () => {
    check(
      'no-patch-fits',
      config(...model("variant=«'S/32'»"), pp('24')),
      {
        severity: 'error',
        message: 'A patch of 32 does not fit into an image of 24 pixels. Building the model fails.',
        fixes: ['Images of 448 pixels (196 tokens)'],
      },
      'python',
    );
  });

  test('a Mixer pads', () => {
    const text = config("config.model_name = 'mlp_mixer'", "config.model = dict(variant='S/16')", "config.input = dict(pp=«'decode|resize(230)'»)");
    check('mixer-patch-padding', text, { message: /^An image of 230 pixels is not a multiple of the patch of 16/, first: 'resize(224)' }, 'python');
  });

  test('nothing is said of a size that is assumed', () => {
    for (const code of ['image-patch-remainder', 'no-patch-fits']) {
      silent(code, config(...model("variant='S/15'"), 'config.input = dict(pp=PIPELINE)'), 'python');
      silent(code, config(...model("variant='S/300'"), 'config.input = {}'), 'python');
    }
  });
});

describe('of heads', () => {
  test('that do not divide the width of the variant', () => {
    check(
      'heads-divide-width',
      config(...model("variant='S/16', num_heads=«5»")),
      {
        message: '5 heads do not divide `width: 384`: a head would be 76.8 values wide. Building the model fails.',
        first: 'num_heads=6',
      },
      'python',
    );
  });

  test('that attend only where tokens are pooled', () => {
    check('heads-divide-width', config(...model("variant='S/16', depth=0, num_heads=«5», pool_type='map'")), { message: /^5 heads do not divide/ }, 'python');
    silent('heads-divide-width', config(...model("variant='S/16', depth=0, num_heads=5, pool_type='gap'")), 'python');
    silent('heads-divide-width', config(...model("variant='S/16', depth=0, num_heads=5, pool_type=POOL")), 'python');
  });
});

describe('of sines and cosines', () => {
  test.each([
    ['width=«198», num_heads=6', '`width: 198` is not a multiple of 4', 'width=204'],
    ['width=«6», num_heads=3', '`width: 6` is not a multiple of 4', 'width=12'],
    ['width=«4», num_heads=1', '`width: 4` leaves a single frequency', 'width=8'],
  ])('%s', (written, message, first) => {
    check('sincos-width', config(...model(`${written}, posemb='sincos2d'`)), { severity: 'error', message: new RegExp(`^${message}`), first }, 'python');
  });
  test('learned positions have any width', () => silent('sincos-width', config(...model('width=198, num_heads=6')), 'python'));
});

describe('of evaluators', () => {
  const evals = (pp: string, type = 'classification', key = 'pp_fn') => ['config.evals = {}', `config.evals.val = dict(type='${type}', ${key}=${pp})`];

  test('with images of another size', () => {
    check(
      'evaluation-image-size',
      config(...model("variant='S/16'"), ...evals("«'decode|resize(256)'»")),
      {
        message:
          "`pp_fn` gives images of 256 pixels, which are 256 patches; the position embeddings are for the 196 patches of the training's 224. The first evaluation fails.",
        fixes: ['Images of 224 pixels (as in training)'],
        first: "pp_fn='decode|resize(224)'",
      },
      'python',
    );
    check(
      'evaluation-image-size',
      config(...model("variant='S/16'"), ...evals("«'decode|resize(192)'»", 'fewshot_lsr', 'pp_train')),
      { message: /^`pp_train` gives/ },
      'python',
    );
    const mixer = ["config.model_name = 'mlp_mixer'", "config.model = dict(variant='S/16')"];
    check(
      'evaluation-image-size',
      config(...mixer, ...evals("«'decode|resize(256)'»")),
      { message: /the token-mixing layers are for the 196 patches/ },
      'python',
    );
  });

  test.each([
    ['of the same size', "variant='S/16'", "'decode|resize_small(256)|central_crop(224)'"],
    ['of another size that leaves as many patches', "variant='S/16'", "'decode|resize(230)'"],
    ['of another size, without learned positions', "variant='S/16', posemb='sincos2d'", "'decode|resize(256)'"],
    ['of a size that is not known', "variant='S/16'", "'decode|resize_small(256)'"],
    ['of a pipeline that is not known', "variant='S/16'", 'pp'],
    ['where the patch is not known', 'variant=VARIANT', "'decode|resize(256)'"],
  ])('silent with images %s', (_, written, pp) => silent('evaluation-image-size', config(...model(written), ...evals(pp)), 'python'));

  test('silent for other evaluators', () =>
    silent('evaluation-image-size', config(...model("variant='S/16'"), ...evals("'decode|resize(256)'", 'save')), 'python'));

  test('that nobody runs', () => {
    const own = "dict(type='fewshot_lsr', log_steps=10)";
    check(
      'unread-evaluator',
      config(...model("variant='S/16'"), `config.«fewshot» = ${own}`),
      {
        severity: 'warning',
        message: 'The evaluator `fewshot` is never run: train.py looks for evaluators under `evals` alone.',
      },
      'python',
    );
    silent('unread-evaluator', config(...model("variant='S/16'"), 'config.evals = {}', `config.evals.fewshot = ${own}`), 'python');
    silent('unread-evaluator', config(...model("variant='S/16'"), `config.mine = dict(type='fewshot_lsr')`, 'config.other = dict(log_steps=3)'), 'python');
    silent('unread-evaluator', config(...model("variant='S/16'"), "config.pp_train = 'decode|resize(224)'", `config.fewshot = ${own}`), 'python');
  });
});

describe('of labels', () => {
  const labels = (onehot: string) => `config.input = dict(pp='decode|resize(224)|onehot(${onehot}, key="label", key_result="labels")')`;

  test('that are not as many as the head has', () => {
    check(
      'onehot-classes',
      config(...model("variant='S/16'"), 'config.num_classes = «10»', labels('100')),
      {
        severity: 'error',
        message: "The head has 10 classes and the labels 100: the loss can't multiply them. The first step fails.",
        fixes: ['num_classes: 100 (as in the pipeline)'],
        first: 'config.num_classes = 100',
      },
      'python',
    );
    check('onehot-classes', config(...model("variant='S/16'"), 'config.num_classes = «1»', labels('100')), { message: /in silence/ }, 'python');
  });

  test.each([
    ['as many', ['config.num_classes = 100', labels('100')]],
    ['no head', ['config.num_classes = 0', labels('100')]],
    ['a loss of its own', ['config.num_classes = 10', labels('100'), "config.loss = 'my_loss'"]],
    ['a number that is not known', ['config.num_classes = N', labels('100')]],
    ['labels that are not known', ['config.num_classes = 10', 'config.input = dict(pp=PIPELINE)']],
  ])('silent: %s', (_, lines) => silent('onehot-classes', config(...model("variant='S/16'"), ...lines), 'python'));
});

test('a bias without a head', () => {
  const lines = ['config.num_classes = 0', ...model("variant='S/16'")];
  check(
    'init-head-bias',
    config(...lines, 'config.«init_head_bias» = -6.9'),
    { severity: 'error', message: /KeyError/, fixes: ['Remove `init_head_bias`'] },
    'python',
  );
  check('init-head-bias', config('config.num_classes = None', ...model("variant='S/16'"), 'config.«init_head_bias» = None'), { message: /KeyError/ }, 'python');
  silent('init-head-bias', config(...model("variant='S/16'"), 'config.init_head_bias = -6.9'), 'python');
});

test('a policy that is not there', () => {
  check(
    'remat-policy',
    config(...model("variant='S/16', scan=True, remat_policy=«'nothing_savable'»")),
    {
      severity: 'warning',
      message: 'jax has no checkpoint policy nothing_savable: big_vision takes none in its place, in silence, and computes every block twice.',
      fixes: ['remat_policy: nothing_saveable'],
    },
    'python',
  );
  check(
    'remat-policy',
    config(...model("variant='S/16', «remat_policy»='dots_saveable'")),
    { severity: 'information', message: /no effect without `scan=True`/ },
    'python',
  );
  for (const written of [
    "scan=True, remat_policy='dots_saveable'",
    "scan=True, remat_policy='save_only_these_names'",
    "scan=SCAN, remat_policy='x'",
    'scan=True, remat_policy=POLICY',
  ]) {
    silent('remat-policy', config(...model(`variant='S/16', ${written}`)), 'python');
  }
});

describe('of the checkpoint to start from', () => {
  const from = (name: string, written: string, ...more: readonly string[]) =>
    config(
      ...model(written),
      `config.model_init = '${name}'`,
      ...(more.length > 0 ? more : ["config.model_load = dict(dont_load=['head/kernel', 'head/bias'])"]),
    );
  const HOWTO = 'howto-i21k-B/32';

  test.each([
    ["variant='B/32', pool_type=«'gap'»", /has the parameter `cls`, for which this model has no place/, "pool_type='tok'"],
    ["variant='B/32', pool_type=«'map'»", /lacks the parameter `MAPHead_0\/probe`/, "pool_type='tok'"],
    ["variant='B/32', pool_type='tok', posemb=«'sincos2d'»", /has the parameter `pos_embedding`/, "posemb='learn'"],
    ["variant='B/32', pool_type='tok', rep_size=«True»", /lacks the parameter `pre_logits\/kernel`/, 'rep_size=False'],
    ["variant=«'B/16'», pool_type='tok'", /is a B\/32, whose weights have other shapes/, "variant='B/32'"],
    ["variant='B/32', depth=«6», pool_type='tok'", /is a B\/32, whose weights have other shapes/, undefined],
  ])('%s', (written, message, first) => {
    check('model-init', from(HOWTO, written), { severity: 'error', message, ...(first === undefined ? {} : { first }) }, 'python');
  });

  test('a default is no better, and stands nowhere', () => {
    const text = from(HOWTO, "variant='B/32'").replace(`'${HOWTO}'`, `«'${HOWTO}'»`);
    check('model-init', text, { message: /has the parameter `cls`/, first: "pool_type='tok'" }, 'python');
  });

  test('another number of classes', () => {
    const text = from(HOWTO, "variant='B/32', pool_type='tok'", 'config.num_classes = «10»', 'config.model_load = {}');
    check('model-init', text, { message: /a head of 21843 classes, which is loaded over this one of 10/, fixes: [] }, 'python');
  });

  test.each([
    ['as its own config has it', HOWTO, "variant='B/32', pool_type='tok'", []],
    ['as the other own config has it', 'i1k-s16-300ep', "variant='S/16', pool_type='gap', posemb='sincos2d', rep_size=True", []],
    [
      'with what differs left out',
      HOWTO,
      "variant='B/32', pool_type='gap', posemb='sincos2d'",
      ["config.model_load = dict(dont_load=['head/.*', 'cls', 'pos_.*'])"],
    ],
    ['with patterns that are not known', HOWTO, "variant='B/32', pool_type='gap'", ['config.model_load = dict(dont_load=PATTERNS)']],
    ['of a file', 'gs://bucket/model.npz', "variant='B/32', pool_type='gap'", []],
    ['of another name', 'SigLIP B/16 224', "variant='B/16', pool_type='gap'", []],
    ['of a model that is not known', HOWTO, 'variant=VARIANT, pool_type=POOL', []],
  ] as const)('silent: %s', (_, name, written, more) => silent('model-init', from(name, written, ...more), 'python'));
});
