import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { type Differences, differences, fitOf, isPerfect } from '../../../server/core/checkpoint';
import type { CheckpointTensor } from '../../../server/core/checkpoint/header';
import type { ModelSpec } from '../../../server/core/dialects/spec';
import type { PlainValue } from '../../../server/core/edit/literal';
import { RANDOM, UPSTREAM, upstreamConfig } from '../model/goldens';
import type { PlainLit, PlainModel, PlainVit } from '../model/specs';
import { graphOf, headerOf, SMALL, said, savedBy, tensorsOf } from './support';

type Config = { [key: string]: unknown };

function specOf(config: object): ModelSpec {
  const [placed] = Snapshot.of(JSON.stringify(config), { fileName: 'a.vit.json', syntax: 'json', ignore: [] }).models();
  if (placed === undefined) throw new Error('no model');
  return placed.model.spec;
}

const between = (config: object, tensors: readonly CheckpointTensor[]): Differences => differences(specOf(config), headerOf(tensors));

/** `hidden_size: 768 -> 1024, stops` */
const lines = ({ keys }: Differences): string[] => keys.map(({ key, value, checkpoint, effect }) => `${key}: ${text(value)} -> ${text(checkpoint)}, ${effect}`);
const text = (value: PlainValue | undefined): string => (value === undefined ? '...' : typeof value === 'string' ? value : JSON.stringify(value));

/** The config with the checkpoint's value for each key that differs. */
function mended(config: object, { keys, inference }: Differences): object {
  const copy: Config = structuredClone(config) as Config;
  for (const { key, checkpoint } of keys) {
    if (key === 'model_name' && checkpoint === undefined) return inference.ok ? inference.config : config;
    const path = key.split('.');
    let level = copy;
    for (const name of path.slice(0, -1)) level = (level[name] ??= {}) as Config;
    level[path.at(-1) ?? key] = checkpoint;
  }
  return copy;
}

function expectMended(config: object, tensors: readonly CheckpointTensor[]): void {
  const found = between(config, tensors);
  if (found.architecture !== null || !found.inference.ok) return;
  const spec = specOf(mended(config, found));
  const fit = fitOf(graphOf(spec), spec, headerOf(tensors));
  expect(said(fit), JSON.stringify([config, lines(found)])).toEqual({});
  expect(isPerfect(fit)).toBe(true);
  expect(found.unexplained).toMatchObject({ missing: [], extra: [], misshapen: [] });
}

const small = (more: Partial<PlainVit> & { transformer?: PlainVit['transformer'] }): PlainVit => ({ ...SMALL, ...more });
const block = { mlp_dim: 40, num_heads: 3, num_layers: 2 };

describe('one cause, one key', () => {
  test.each<[string, PlainModel, PlainModel, string[]]>([
    ['nothing', SMALL, SMALL, []],
    ['width', small({ hidden_size: 48 }), SMALL, ['hidden_size: 48 -> 24, stops']],
    ['patches', small({ patches: { size: [16, 16] } }), SMALL, ['patches.size: [16,16] -> [8,8], stops']],
    ['fewer blocks', small({ transformer: { ...block, num_layers: 1 } }), SMALL, ['transformer.num_layers: 1 -> 2, silent']],
    ['more blocks', small({ transformer: { ...block, num_layers: 5 } }), SMALL, ['transformer.num_layers: 5 -> 2, stops']],
    ['heads', small({ transformer: { ...block, num_heads: 4 } }), SMALL, ['transformer.num_heads: 4 -> 3, stops']],
    ['heads that do not divide', small({ transformer: { ...block, num_heads: 5 } }), SMALL, ['transformer.num_heads: 5 -> 3, stops']],
    ['resolution', small({ image_size: 48 }), SMALL, ['image_size: 48 -> 32, adapts']],
    ['a resolution with the same grid', small({ image_size: 39 }), SMALL, []],
    ['a grid that is no square', small({ image_size: [32, 48] }), SMALL, ['image_size: [32,48] -> 32, stops']],
    ['classes', small({ num_classes: 10 }), SMALL, ['num_classes: 10 -> 7, adapts']],
    ['no head', small({ num_classes: 0 }), SMALL, ['num_classes: 0 -> 7, silent']],
    ['a head nobody has', SMALL, small({ num_classes: 0 }), ['num_classes: 7 -> 0, stops']],
    ['pooling', small({ classifier: 'gap' }), SMALL, ['classifier: gap -> token, stops']],
    ['no pooling', SMALL, small({ classifier: 'unpooled' }), ['classifier: token -> gap, stops']],
    ['another pooling of the same weights', small({ classifier: 'token_unpooled' }), SMALL, []],
    ['pre_logits dropped', SMALL, small({ representation_size: 24 }), ['representation_size: null -> 24, adapts']],
    ['pre_logits nobody has', small({ representation_size: 24 }), SMALL, ['representation_size: 24 -> null, stops']],
    ['positions', small({ transformer: { ...block, add_position_embedding: false } }), SMALL, ['transformer.add_position_embedding: false -> true, stops']],
    [
      'a stem',
      small({ resnet: { num_layers: [1], width_factor: 0.5 }, patches: { size: [2, 2] } }),
      SMALL,
      ['resnet: ... -> null, stops', 'patches.size: [2,2] -> [8,8], stops'],
    ],
    [
      'the encoder',
      small({ transformer: null }),
      SMALL,
      ['transformer: ... -> {"num_layers":2,"mlp_dim":40,"num_heads":3,"attention_dropout_rate":0,"dropout_rate":0}, stops'],
    ],
  ])('%s', (_, config, trained, keys) => {
    const tensors = savedBy(trained);
    expect(lines(between(config, tensors))).toEqual(keys);
    expectMended(config, tensors);
  });

  test('evidence is a tensor as the file has it', () => {
    const [difference] = between(small({ hidden_size: 48 }), savedBy(SMALL)).keys;
    expect(difference?.evidence).toEqual([{ name: 'embedding/kernel', shape: [8, 8, 3, 24], dtype: 'float32' }]);
    expect(difference?.tensors).toBeGreaterThan(30);
  });
});

describe('LiT', () => {
  const base = upstreamConfig('LiT-B16B_2') as PlainLit;
  test.each<[string, object, string[]]>([
    ['both outputs', { ...base, out_dim: 768 }, ['out_dim: [768,768] -> [null,768], stops']],
    ['the size of BERT', { ...base, text: { config: 'large' } }, ['text.config: large -> base, stops']],
    ['resolution', { ...base, pp: { ...base.pp, size: 384 } }, ['pp.size: 384 -> 224, stops']],
    ['length of the text', { ...base, pp: { ...base.pp, max_len: 77 } }, []],
    ['the image tower', { ...base, image: { ...base.image, patches: { size: [32, 32] } } }, ['image.patches.size: [32,32] -> [16,16], stops']],
  ])('%s', (_, config, keys) => {
    const tensors = savedBy(base);
    expect(lines(between(config, tensors))).toEqual(keys);
    expectMended(config, tensors);
  });

  test('the other text tower', () => {
    const config = upstreamConfig('LiT-L16S');
    const tensors = savedBy(upstreamConfig('LiT-L16L'));
    expect(lines(between(config, tensors))).toEqual(['text_model: text_transformer -> bert, stops', 'text: ... -> {"config":"large"}, stops']);
    expectMended(config, tensors);
  });
});

describe('where a config says it in other words', () => {
  test('a name alone', () => {
    const tensors = savedBy({ ...upstreamConfig('ViT-L_16'), num_classes: 1000 } as PlainModel);
    expect(lines(between({ model_name: 'ViT-B_16' }, tensors))).toEqual(['model_name: ViT-B_16 -> ViT-L_16, stops']);
    expect(lines(between({ model_name: 'ViT-B_16' }, savedBy(SMALL)))).toEqual([
      'model_name: ViT-B_16 -> ..., stops',
      'image_size: 224 -> 32, adapts',
      'num_classes: 1000 -> 7, adapts',
    ]);
    expectMended({ model_name: 'ViT-B_16' }, tensors);
    expectMended({ model_name: 'ViT-B_16', image_size: 384 }, tensors);
  });

  test('a training takes its size from the crop, its classes from the data', () => {
    const { image_size: _, num_classes: __, ...model } = SMALL;
    const config = { dataset: 'cifar10', pp: { train: 'train', test: 'test', crop: 48 }, model: { ...model, hidden_size: 48 } };
    expect(lines(between(config, savedBy(SMALL)))).toEqual([
      'model.hidden_size: 48 -> 24, stops',
      'pp.crop: 48 -> 32, adapts',
      'model.num_classes: 10 -> 7, adapts',
    ]);
  });

  test('another architecture', () => {
    const found = between(SMALL, savedBy(upstreamConfig('Mixer-B_16')));
    expect([found.architecture, found.keys]).toEqual([{ config: 'vit', checkpoint: 'mixer' }, []]);
  });

  test('Unknown is left alone', () => {
    const { hidden_size: _, ...config } = SMALL;
    expect(lines(between({ ...config, num_classes: 'ten' }, savedBy(SMALL)))).toEqual([]);
  });
});

test('what no key explains is left over', () => {
  const tensors = savedBy(SMALL).map((tensor) => (tensor.name.endsWith('encoderblock_1/MlpBlock_3/Dense_0/bias') ? { ...tensor, shape: [41] } : tensor));
  const { keys, unexplained } = between(SMALL, [...tensors, ...tensorsOf({ step: [] })]);
  expect(keys).toEqual([]);
  expect(unexplained).toMatchObject({ missing: [], extra: [{ name: 'step' }], misshapen: [{ tensor: { shape: [41] } }] });
});

test('of any two configs the keys that differ make up the difference', () => {
  const configs = [...RANDOM, ...UPSTREAM].map(({ config }) => config);
  fc.assert(
    fc.property(fc.constantFrom(...configs), fc.constantFrom(...configs), (config, trained) => expectMended(config, savedBy(trained))),
    { numRuns: 250 },
  );
});

test('any upstream model of another: few keys', () => {
  const configs = UPSTREAM.filter(({ name }) => !name.endsWith('384')).map(({ config }) => config);
  for (const [i, config] of configs.entries()) {
    for (let step = 1; step <= 3; step++) {
      const trained = configs[(i + step) % configs.length] ?? config;
      expect(between(config, savedBy(trained)).keys.length).toBeLessThanOrEqual(8);
    }
  }
});

describe('damaged headers', () => {
  const saved = RANDOM.slice(0, 60).map(({ config }) => ({ config, tensors: savedBy(config) }));
  const shape = fc.array(fc.oneof(fc.nat(5), fc.nat(2000), fc.constant(2 ** 40)), { maxLength: 5 });
  const damage = fc.tuple(fc.nat(10_000), fc.constantFrom('drop', 'shape', 'name', 'twice', 'level'), shape, fc.string());

  test('never throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...saved),
        fc.constantFrom(...saved),
        fc.array(damage, { minLength: 1, maxLength: 6 }),
        ({ config }, { tensors }, damages) => {
          const header = [...tensors];
          for (const [at, kind, shape, name] of damages) {
            const place = at % Math.max(1, header.length);
            const tensor = header[place];
            if (tensor === undefined) continue;
            if (kind === 'drop') header.splice(place, 1);
            else if (kind === 'twice') header.push(tensor);
            else header[place] = kind === 'shape' ? { ...tensor, shape } : { ...tensor, name: kind === 'name' ? name : `${name}/${tensor.name}` };
          }
          between(config, header);
          const spec = specOf(config);
          fitOf(graphOf(spec), spec, headerOf(header));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('nor do names without end, or stacks of a million blocks', () => {
    const tensors = tensorsOf({
      [Array(20_000).fill('a').join('/')]: [1],
      'embedding/kernel': [8, 8, 3, 24],
      'Transformer/encoderblock/LayerNorm_0/scale': [1_000_000, 24],
    });
    expect(between(SMALL, tensors).inference.ok).toBe(true);
  });
});
