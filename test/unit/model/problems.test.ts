import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../server/core/model';
import type { GraphProblem } from '../../../server/core/model/graph';
import { verbatim } from '../../../server/core/phrase';
import { type InEnglish, inEnglish } from '../../english';
import type { PlainLit, PlainMixer, PlainModel, PlainTransformer, PlainVit } from './specs';
import { specOf } from './specs';

const TRANSFORMER = { mlp_dim: 32, num_heads: 4, num_layers: 2 };
const VIT: PlainVit = { patches: { size: [16, 16] }, hidden_size: 64, transformer: TRANSFORMER, classifier: 'token', image_size: 64, num_classes: 10 };
const STEM = { num_layers: [1, 1], width_factor: 1 };
const MIXER: PlainMixer = { patches: { size: [16, 16] }, hidden_dim: 8, num_blocks: 2, tokens_mlp_dim: 8, channels_mlp_dim: 8 };
const LIT: PlainLit = {
  image: VIT,
  text_model: 'text_transformer',
  text: { width: 32, num_layers: 1, mlp_dim: 8, num_heads: 2, vocab_size: 100 },
  out_dim: [null, 64],
  pp: { tokenizer_name: 'bert', size: 64, max_len: 16 },
};

function problems(config: PlainModel): readonly InEnglish<GraphProblem>[] {
  const result = buildGraph(specOf(config));
  return result.ok ? [] : inEnglish(result.problems);
}

/** The code, the words the message must have, and the keys of the only problem. */
function check(config: PlainModel, code: GraphProblem['code'], words: RegExp, ...keys: string[]): void {
  expect(problems(config)).toEqual([{ code, message: expect.stringMatching(words), keys }]);
}

const vit = (change: Partial<PlainVit>): PlainVit => ({ ...VIT, ...change });
const transformer = (change: PlainTransformer): PlainVit => vit({ transformer: { ...TRANSFORMER, ...change } });
const lit = (change: Partial<PlainLit>): PlainLit => ({ ...LIT, ...change });

describe('fields', () => {
  test('the base configs have no problem', () => {
    for (const config of [VIT, vit({ resnet: STEM, patches: { size: [1, 1] } }), MIXER, LIT]) expect(problems(config)).toEqual([]);
  });
  test('an Unknown is reported with its reason and key', () =>
    check(vit({ hidden_size: undefined }), 'unknown-field', /^hidden_size is missing$/, 'hidden_size'));
  test('every Unknown is reported', () => {
    const config = vit({ hidden_size: undefined, patches: {}, classifier: undefined, transformer: { num_heads: 3 }, resnet: {} });
    expect(problems(config).map(({ code, keys }) => [code, ...keys])).toEqual([
      ['unknown-field', 'patches.size'],
      ['unknown-field', 'hidden_size'],
      ['unknown-field', 'classifier'],
      ['unknown-field', 'resnet.num_layers'],
      ['unknown-field', 'resnet.width_factor'],
      ['unknown-field', 'transformer.num_layers'],
      ['unknown-field', 'transformer.mlp_dim'],
    ]);
  });
  test('an unknown text tower is reported', () => check(lit({ text_model: undefined }), 'unknown-field', /text_model is missing/, 'text_model'));
  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('a size of %s never reaches a shape', (size) => {
    check(vit({ hidden_size: size }), 'unknown-field', new RegExp(`at least 1, got ${size}`), 'hidden_size');
    check(transformer({ num_heads: size }), 'unknown-field', /num_heads must be a whole number/, 'transformer.num_heads');
    check(vit({ patches: { size: [16, size] } }), 'unknown-field', /size needs two whole numbers/, 'patches.size');
    check(vit({ image_size: [size, 16] }), 'unknown-field', /image_size needs two whole numbers/, 'image_size');
    check(vit({ representation_size: size }), 'unknown-field', /representation_size must be/, 'representation_size');
    check({ ...MIXER, tokens_mlp_dim: size }, 'unknown-field', /tokens_mlp_dim must be/, 'tokens_mlp_dim');
  });
  test('layers and classes may be 0, but not less or in between', () => {
    expect(problems(transformer({ num_layers: 0 }))).toEqual([]);
    expect(problems(vit({ num_classes: 0 }))).toEqual([]);
    check(transformer({ num_layers: -1 }), 'unknown-field', /at least 0, got -1/, 'transformer.num_layers');
    check(vit({ num_classes: 0.5 }), 'unknown-field', /at least 0, got 0.5/, 'num_classes');
    check(vit({ resnet: { ...STEM, num_layers: [1, -1] } }), 'unknown-field', /num_layers needs whole numbers/, 'resnet.num_layers');
  });
  test('what has no part in a shape may be unknown', () => {
    const spec = specOf(LIT);
    const { architecture } = spec;
    if (architecture.architecture !== 'lit') throw new Error('not LiT');
    const tokenizer = { known: false, key: 'pp.tokenizer_name', keyRange: null, range: null, reason: verbatim('it is missing') } as const;
    expect(buildGraph({ ...spec, architecture: { ...architecture, tokenizer } }).ok).toBe(true);
  });
});

describe('shapes', () => {
  test('heads must divide the width', () =>
    check(transformer({ num_heads: 10 }), 'heads-divide-width', /hidden_size 64 .* 10 heads .*leaves 4/, 'transformer.num_heads', 'hidden_size'));
  test('without blocks they need not, as upstream', () => expect(problems(transformer({ num_heads: 10, num_layers: 0 }))).toEqual([]));
  test('of an unknown width nothing follows', () =>
    check(vit({ hidden_size: undefined, transformer: { ...TRANSFORMER, num_heads: 10 } }), 'unknown-field', /missing/, 'hidden_size'));
  test('heads of a text transformer', () =>
    check(lit({ text: { ...LIT.text, num_heads: 3 } }), 'heads-divide-width', /width 32 .* 3 heads/, 'text.num_heads', 'text.width'));
  test('heads of the image tower carry its keys', () =>
    check(lit({ image: transformer({ num_heads: 5 }) }), 'heads-divide-width', /hidden_size 64/, 'image.transformer.num_heads', 'image.hidden_size'));
  test('no patch fits an image', () =>
    check(vit({ image_size: [64, 15] }), 'no-patch-fits', /16x16 fits into an image of 64x15/, 'patches.size', 'image_size'));
  test('no patch fits what the stem leaves', () =>
    check(
      vit({ resnet: STEM, patches: { size: [16, 16] } }),
      'no-patch-fits',
      /16x16 fits into the 8x8 grid .* 64x64 image/,
      'patches.size',
      'image_size',
      'resnet.num_layers',
    ));
  test('a Mixer pads, so that any patch fits', () => expect(problems({ ...MIXER, image_size: 5 })).toEqual([]));
  test.each([
    [0.25, 16],
    [0.75, 48],
    [0.01, 0],
    [-1, -64],
    [0.499, 31],
  ])('width_factor %s makes %i channels', (factor, width) =>
    check(
      vit({ resnet: { ...STEM, width_factor: factor }, patches: { size: [1, 1] } }),
      'group-norm-width',
      new RegExp(`${width} channels.*32 groups`),
      'resnet.width_factor',
    ),
  );
  test.each([0.5, 0.51, 1.5, 3.007])('width_factor %s is cut to a multiple of 32', (factor) =>
    expect(problems(vit({ resnet: { ...STEM, width_factor: factor }, patches: { size: [1, 1] } }))).toEqual([]),
  );
  test('several problems are all reported', () => {
    const config = vit({ image_size: 8, resnet: { ...STEM, width_factor: 0.25 }, transformer: { ...TRANSFORMER, num_heads: 3 } });
    expect(problems(config).map(({ code }) => code)).toEqual(['group-norm-width', 'heads-divide-width', 'no-patch-fits']);
  });
});

describe('LiT', () => {
  test.each<[string, PlainLit, RegExp, string[]]>([
    ['hidden_size and out_dim', lit({ out_dim: [null, 65] }), /64 values .* 65/, ['out_dim', 'image.hidden_size']],
    ['both of out_dim', lit({ out_dim: [32, 48] }), /32 values .* 48/, ['out_dim']],
    ['representation_size and out_dim', lit({ image: vit({ representation_size: 32 }) }), /32 values .* 64/, ['out_dim', 'image.representation_size']],
    [
      'hidden_size and bert',
      lit({ text_model: 'bert', text: { config: 'base' }, out_dim: [null, null] }),
      /64 values .* 768/,
      ['out_dim', 'image.hidden_size', 'text.config'],
    ],
  ])('towers of unequal width: %s', (_, config, words, keys) => check(config, 'lit-tower-widths', words, ...keys));
  test('one out_dim makes both equal', () => expect(problems(lit({ out_dim: 7 }))).toEqual([]));
  test('bert needs no head', () => expect(problems(lit({ text_model: 'bert', text: { config: 'base' }, out_dim: [768, null] }))).toEqual([]));
  test.each([[[64, null]], [[64, 0]]])('a text transformer does: out_dim %j', (out_dim) =>
    check(lit({ out_dim }), 'text-transformer-output', /Dense .* out_dim/, 'out_dim'),
  );
  test('of an unknown text tower no unequal widths follow', () =>
    check(lit({ text_model: 'bert', text: {}, out_dim: [32, null] }), 'unknown-field', /text.config is missing/, 'text.config'));
  test('a long text builds, as upstream clamps its positions', () =>
    expect(problems(lit({ text_model: 'bert', text: { config: 'base' }, out_dim: 8, pp: { ...LIT.pp, max_len: 600 } }))).toEqual([]));
});

describe('what is too large to count', () => {
  test.each<[string, PlainModel, RegExp, string]>([
    ['weights', vit({ hidden_size: 2 ** 40 }), /bytes of weights/, 'hidden_size'],
    ['layers', transformer({ num_layers: 10 ** 13 }), /bytes of weights/, 'transformer.num_layers'],
    ['image', vit({ image_size: 300_000, patches: { size: [1, 1] } }), /operations/, 'transformer.num_layers'],
    [
      'activations',
      vit({ image_size: 3 * 10 ** 7, patches: { size: [30_000, 30_000] }, hidden_size: 1, transformer: null, classifier: 'gap', num_classes: 1 }),
      /bytes of activations/,
      'patches.size',
    ],
    ['everything', vit({ hidden_size: Number.MAX_SAFE_INTEGER - 3, image_size: 10 ** 12 }), /bytes of weights/, 'hidden_size'],
    ['stages', vit({ resnet: { num_layers: Array(100_000).fill(1), width_factor: 1 } }), /100000 stages/, 'resnet.num_layers'],
    ['a Mixer', { ...MIXER, tokens_mlp_dim: 2 ** 50 }, /bytes of weights/, 'tokens_mlp_dim'],
  ])('%s', (_, config, words, key) => {
    const [problem, ...others] = problems(config);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'model-too-large', message: expect.stringMatching(words) });
    expect(problem?.keys).toContain(key);
  });
});
