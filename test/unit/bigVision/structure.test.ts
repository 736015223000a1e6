import { describe, expect, test } from 'vitest';
import { applied } from '../rules/check';
import { config, findingsIn } from './check';

/** What is said of a ViT with these arguments: place, code, message. */
function said(written: string, module = 'vit'): [string, string, string][] {
  const text = config(`config.model_name = '${module}'`, `config.model = dict(${written})`, "config.optax_name = 'scale_by_adam'");
  return findingsIn(text).map(({ range, code, message }) => [text.slice(range.start, range.end), code, message]);
}

/** The line of the model after the first fix of the only finding. */
function mended(written: string, module = 'vit'): string | undefined {
  const text = config(`config.model_name = '${module}'`, `config.model = dict(${written})`, "config.optax_name = 'scale_by_adam'");
  const [finding, ...others] = findingsIn(text);
  expect(others).toEqual([]);
  const [fix] = finding?.fixes ?? [];
  const after = fix === undefined ? text : applied(text, fix.edits);
  if (fix !== undefined) expect(findingsIn(after)).toEqual([]);
  return /config\.model = dict\((.*)\)\n/.exec(after)?.[1];
}

describe('what the module refuses', () => {
  test.each([
    ["variant='S/16', heads=6", [['heads', 'unknown-key', "`heads` is not an argument of big_vision's ViT. Did you mean `num_heads`?"]]],
    ["variant='S/16', quite_other=6", [['quite_other', 'unknown-key', "`quite_other` is not an argument of big_vision's ViT."]]],
    ["variant='S/16', num_classes=6", [['num_classes', 'unknown-key', '`num_classes` is given to the model twice: train.py takes it from the config itself.']]],
    ["variant='S/16', pool_type='cls'", [["'cls'", 'not-allowed-value', "`pool_type` must be `gap`, `map`, `tok`, `0` or `none`, got 'cls'"]]],
    ["variant='S/16', pool_type=0", [['0', 'wrong-type', '`pool_type` must be text, got 0']]],
    ["variant='S/16', posemb='sin'", [["'sin'", 'not-allowed-value', "`posemb` must be `learn` or `sincos2d`, got 'sin'"]]],
    ["variant='S/16', width=384.0", [['384.0', 'wrong-type', '`width` must be a whole number, got 384.0']]],
    ["variant='S/16', depth=-1", [['-1', 'out-of-range', '`depth` must be at least 0, got -1']]],
    ["variant='S/16', dropout=1.5", [['1.5', 'out-of-range', '`dropout` must be at most 1, got 1.5']]],
    ["variant='S/16', rep_size='True'", [["'True'", 'wrong-type', "`rep_size` must be a whole number, true or false or None, got 'True'"]]],
    [
      "variant='S/16', patch_size=8",
      [['8', 'wrong-type', '`patch_size` must be a pair of whole numbers, got 8: flax makes strips one pixel high of a single number']],
    ],
    ["variant='S/16', patch_size=(16, 16, 3)", [['(16, 16, 3)', 'wrong-type', '`patch_size` must be a pair of whole numbers, got a tuple of 3 values']]],
    ["variant='X/16'", [["'X/16'", 'not-allowed-value', /^`variant` X\/16 can't be decoded: X is none of the sizes mu, Ti, S, /]]],
    ["variant='S/16/2'", [["'S/16/2'", 'not-allowed-value', "`variant` S/16/2 can't be decoded: it has more than one slash."]]],
    ["variant='S/x'", [["'S/x'", 'not-allowed-value', "`variant` S/x can't be decoded: x is not a whole number of pixels."]]],
    ['variant=16', [['16', 'wrong-type', '`variant` must be text or None, got 16']]],
  ] as const)('%s', (written, expected) => {
    const found = said(written);
    expect(found.map(([place, code]) => [place, code])).toEqual(expected.map(([place, code]) => [place, code]));
    found.forEach(([, , message], i) =>
      expect(message).toEqual(typeof expected[i]?.[2] === 'string' ? expected[i][2] : expect.stringMatching(expected[i]?.[2] ?? /^$/)),
    );
  });

  test.each([
    ['', 'Without a `variant` an MLP-Mixer needs `patch_size`, `hidden_dim`, `num_blocks`, `tokens_mlp_dim` and `channels_mlp_dim`'],
    ['hidden_dim=8, num_blocks=2, tokens_mlp_dim=4, channels_mlp_dim=8', 'Without a `variant` an MLP-Mixer needs `patch_size`'],
    ["variant='B/16', posemb='learn'", "`posemb` is not an argument of big_vision's MLP-Mixer."],
    ["variant='B'", "`variant` B can't be decoded: it has no patch size behind a slash."],
    ["variant='g/14'", "`variant` g/14 can't be decoded: g is none of the sizes S, B, L, H."],
  ])('a Mixer with %s', (written, message) => expect(said(written, 'mlp_mixer').map((finding) => finding[2])).toEqual([message]));

  test('num_classes is needed, also as None', () => {
    const text = config("config.model_name = 'vit'", "config.model = dict(variant='S/16')");
    expect(findingsIn(text.replace('  config.num_classes = 10\n', '')).map(({ code }) => code)).toEqual(['missing-key']);
    expect(findingsIn(text.replace('num_classes = 10', 'num_classes = None'))).toEqual([]);
  });

  test('a model that is no mapping', () => {
    const text = config("config.model_name = 'vit'", "config.model = 'S/16'", 'config.evals = {}');
    expect(findingsIn(text).map(({ code, message }) => [code, message])).toEqual([
      ['wrong-type', "`model` must be a mapping of the model's arguments, got 'S/16'"],
    ]);
  });
});

describe('what the module takes', () => {
  test.each([
    "variant='S/16', rep_size=True, pool_type='tok', posemb='learn', head_zeroinit=False, dtype_mm='bfloat16'",
    "variant='B', patch_size=[8, 8], mlp_dim=None, dropout=0, name='net'",
    "variant='mu/16', depth=0, num_heads=5, pool_type='0'",
    'width=SIZE, heads_of_mine()',
    "variant='S/16', **more()",
    "variant=f'{size}/16', pool_type=POOL, patch_size=(P, P)",
  ])('%s', (written) => expect(said(written)).toEqual([]));
});

describe('is mended', () => {
  test.each([
    ["variant='S/16', heads=6", "variant='S/16', num_heads=6"],
    ["variant='S/16', representation_size=6", "variant='S/16', rep_size=6"],
    ["variant='S/16', posemd='learn'", "variant='S/16', posemb='learn'"],
    ["variant='S/16', num_classes=6", "variant='S/16'"],
    ["variant='S/16', posemb='learned'", "variant='S/16', posemb='learn'"],
    ["variant='s/16'", "variant='S/16'"],
    ["variant='Base/32'", "variant='B/32'"],
    ["variant='S/16', patch_size=8", "variant='S/16', patch_size=(8, 8)"],
    ["variant='S/16', depth='6'", "variant='S/16', depth=6"],
    ["variant='S/16', width=384.0", "variant='S/16', width=384"],
  ])('%s', (written, expected) => expect(mended(written)).toBe(expected));
});
