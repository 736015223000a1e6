import { describe, expect, test } from 'vitest';
import type { BigVisionVitSpec } from '../../../server/core/dialects/spec';
import { config, findingsIn, snapshot } from './check';

/** What recognises the one config of a text; null where nothing does. */
const dialectOf = (text: string) => snapshot(text).documents.map(({ analysis }) => analysis.recognition?.dialect ?? null);
const VIT = "config.model_name = 'vit'";

describe('a config is for big_vision', () => {
  test.each([
    ['a variant', [VIT, "config.model = dict(variant='S/16')"]],
    ['a ConfigDict in the config', [VIT, 'config.model = ml_collections.ConfigDict()', "config.model.variant = 'g/14'"]],
    ['widths of its own', [VIT, "config.model = dict(width=96, depth=2, mlp_dim=192, num_heads=3, pool_type='map')"]],
    ['no arguments at all, beside what the trainer reads', [VIT, "config.optax_name = 'scale_by_adam'"]],
    ['a Mixer', ["config.model_name = 'mlp_mixer'", "config.model = dict(variant='B/16', stoch_depth=0.1)"]],
    [
      'a Mixer with the keys of upstream',
      ["config.model_name = 'mlp_mixer'", 'config.model = dict(patch_size=(16, 16), hidden_dim=8, num_blocks=1, tokens_mlp_dim=4, channels_mlp_dim=4)'],
    ],
  ])('%s', (_, lines) => expect(dialectOf(config(...lines))).toEqual(['big_vision']));

  test.each([
    ['another module', ["config.model_name = 'bit_paper'", 'config.model = dict(depth=50, width=1)']],
    ['a project of big_vision', ["config.model_name = 'proj.flexi.vit'", "config.model = dict(variant='B', pool_type='tok')"]],
    ['a name and nothing more', [VIT]],
    ['a name that is not known', ['config.model_name = NAME', "config.model = dict(variant='S/16')"]],
  ])('not %s', (_, lines) => expect(dialectOf(config(...lines))).not.toContain('big_vision'));

  test('not one of vision_transformer', () => {
    const own = [
      "config.model_name = 'ViT-B_16'",
      'config.patches = ml_collections.ConfigDict({"size": (16, 16)})',
      'config.hidden_size = 768',
      'config.transformer = ml_collections.ConfigDict()',
      'config.transformer.mlp_dim = 3072',
      'config.transformer.num_heads = 12',
      'config.transformer.num_layers = 12',
    ];
    expect(dialectOf(config(...own))).toEqual(['vision_transformer']);
    expect(dialectOf(config(VIT, 'config.model = ml_collections.ConfigDict({"patches": {"size": (16, 16)}, "hidden_size": 768})'))).not.toContain('big_vision');
  });
});

function modelOf(text: string) {
  const [placed, ...others] = snapshot(text).models();
  if (placed === undefined || others.length > 0) throw new Error(`${others.length} models in\n${text}`);
  return placed.model;
}

function vitOf(text: string): BigVisionVitSpec {
  const { architecture } = modelOf(text).spec;
  if (architecture.architecture !== 'big-vision-vit') throw new Error(architecture.architecture);
  return architecture;
}

const value = (field: { readonly known: boolean; readonly value?: unknown }) => (field.known ? field.value : 'unknown');
const values = ({ width, depth, mlpDim, numHeads, patchSize }: BigVisionVitSpec) => [width, depth, mlpDim, numHeads, patchSize].map(value);

describe('arguments', () => {
  test.each([
    ["variant='S/16'", [384, 12, 1536, 6, [16, 16]]],
    ["variant='So400m/14'", [1152, 27, 4304, 16, [14, 14]]],
    ["variant='B'", [768, 12, 3072, 12, [16, 16]]],
    ["variant='B/32', depth=6, patch_size=(8, 4)", [768, 6, 3072, 12, [8, 4]]],
    ["variant='B/32', mlp_dim=None", [768, 12, 3072, 12, [32, 32]]],
    ["variant='L/16', width=96", [96, 24, 4096, 16, [16, 16]]],
    ['variant=None, width=96', [96, 12, 384, 12, [16, 16]]],
    ['width=192, num_heads=3', [192, 12, 768, 3, [16, 16]]],
    ["variant=SIZES['small']", ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']],
    ["variant='X/16'", ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']],
    ["variant='S/16', **more()", ['unknown', 'unknown', 'unknown', 'unknown', 'unknown']],
  ])('%s', (written, expected) => expect(values(vitOf(config(VIT, `config.model = dict(${written}, pool_type='gap')`)))).toEqual(expected));

  test.each([
    ['False', null],
    ['None', null],
    ['0', null],
    ['True', 384],
    ['1', 1],
    ['100', 100],
    ["'True'", 'unknown'],
  ])('rep_size=%s is %s', (written, expected) =>
    expect(value(vitOf(config(VIT, `config.model = dict(variant='S/16', rep_size=${written})`)).repSize)).toBe(expected),
  );

  test('without any the defaults of the module', () => {
    const vit = vitOf(config(VIT, "config.optax_name = 'scale_by_adam'"));
    expect([...values(vit), value(vit.poolType), value(vit.posemb), value(vit.repSize)]).toEqual([768, 12, 3072, 12, [16, 16], 'gap', 'learn', null]);
  });

  test('the model is called by its variant', () => {
    expect(value(modelOf(config(VIT, "config.model = dict(variant='S/16')")).spec.name)).toBe('vit S/16');
  });
});

describe('the size of images', () => {
  const size = (...lines: readonly string[]) => {
    const { imageSize } = vitOf(config(VIT, "config.model = dict(variant='S/16')", ...lines));
    return imageSize.known ? [imageSize.value, imageSize.source, imageSize.key] : null;
  };
  test.each([
    ['of the pipeline', ["config.input = dict(pp='decode|resize_small(256)|central_crop(192)')"], [[192, 192], 'config', 'input.pp']],
    ['of one put together', ['pp = "decode|" + "resize"', 'config.input = {}', "config.input.pp = pp + f'({2 * 64})'"], [[128, 128], 'config', 'input.pp']],
    ['of the trainers of old', ["config.pp_train = 'inception_crop(192)'"], [[192, 192], 'config', 'pp_train']],
    [
      'of made-up images',
      ["config.input = dict(data=dict(name='bv:dummy', spec=dict(image=dict(shape=(96, 64, 3), dtype='float32'))))"],
      [[96, 64], 'config', 'input.data.spec'],
    ],
    [
      'of several data sets that agree',
      ["config.input = dict(data=dict(one=0.5, two=0.5), one=dict(pp='decode|resize(64)'), two=dict(pp='decode|random_crop(64)'))"],
      [[64, 64], 'config', 'input.one.pp'],
    ],
    [
      'of several that do not',
      ["config.input = dict(data=dict(one=0.5, two=0.5), one=dict(pp='decode|resize(64)'), two=dict(pp='decode|resize(96)'))"],
      [[224, 224], 'default', 'input.two.pp'],
    ],
    ['assumed of an unknown step', ["config.input = dict(pp='decode|resize(64)|my_step(3)')"], [[224, 224], 'default', 'input.pp']],
    ['assumed of an unknown pipeline', ['config.input = dict(pp=pipeline())'], [[224, 224], 'default', 'input.pp']],
  ])('%s', (_, lines, expected) => expect(size(...lines)).toEqual(expected));

  test('assumed, nothing is said of it', () => {
    expect(findingsIn(config(VIT, "config.model = dict(variant='S/48')", 'config.input = dict(pp=pipeline())'))).toEqual([]);
  });
});
