import { describe, expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { fitOf, inferConfig, isPerfect } from '../../../server/core/checkpoint';
import type { CheckpointTensor } from '../../../server/core/checkpoint/header';
import type { Inferred } from '../../../server/core/checkpoint/infer';
import { fieldsOf, valueOf } from '../../../server/core/dialects/fields';
import type { ModelSpec } from '../../../server/core/dialects/spec';
import { configText } from '../../../server/core/dialects/visionTransformer/text';
import { english } from '../../../server/core/phrase';
import { RANDOM, UPSTREAM } from '../model/goldens';
import { specOf } from '../model/specs';
import { asLinen, graphOf, headerOf, SMALL, said, savedBy, tensorsOf } from './support';

export function inferred(tensors: readonly CheckpointTensor[]): Inferred {
  const inference = inferConfig(headerOf(tensors));
  if (!inference.ok) throw new Error(english(inference.reason));
  return inference;
}

function refusal(tensors: readonly CheckpointTensor[]): string {
  const inference = inferConfig(headerOf(tensors));
  if (inference.ok) throw new Error(JSON.stringify(inference.config));
  return english(inference.reason);
}

/** The model of a config's YAML, as the product reads it. */
function read({ config }: Pick<Inferred, 'config'>): ModelSpec {
  const [placed] = Snapshot.of(configText(config, { syntax: 'yaml' }), { fileName: 'inferred.vit.yaml', syntax: 'yaml', ignore: [] }).models();
  if (placed === undefined) throw new Error('no model');
  return placed.model.spec;
}

/** Values by key, but for those that no weight shows. */
function shaping(spec: ModelSpec): Record<string, unknown> {
  const fields = fieldsOf(spec.architecture).filter(({ key }) => !/(?:dropout_rate|head_bias_init|text_model)$/.test(key));
  return Object.fromEntries(
    fields.map((field) => [field.key.replace(/^out_dim\.\d/, 'out_dim'), valueOf<unknown>(field)]).filter(([key]) => key !== 'out_dim'),
  );
}

const fitsItsFile = (tensors: readonly CheckpointTensor[]): Inferred => {
  const inference = inferred(tensors);
  const spec = read(inference);
  const fit = fitOf(graphOf(spec), spec, headerOf(tensors));
  expect(said(fit), JSON.stringify(inference.config)).toEqual({});
  expect(isPerfect(fit)).toBe(true);
  return inference;
};

describe('of every released model the config comes back', () => {
  test.each(UPSTREAM.map((golden) => [golden.name, golden] as const))('%s', (name, { config }) => {
    const saved = savedBy(config);
    for (const tensors of [saved, asLinen(saved), [...saved].reverse()]) {
      const inference = fitsItsFile(tensors);
      expect(inference.modelName).toBe(name.startsWith('testing') ? null : name.replace(/ at \d+$/, ''));
      // What has the same weights: pooled or not, 27 patches of 14 pixels of 384 or 378.
      const alike = { ...(name.startsWith('testing-unpooled') ? { classifier: 'gap' } : {}), ...(name === 'ViT-H_14 at 384' ? { image_size: 378 } : {}) };
      const square = 'image_size' in alike ? { image_size: [378, 378] } : {};
      expect(shaping(read(inference))).toEqual({ ...shaping(specOf(config)), ...alike, ...square });
      if (inference.modelName !== null)
        expect(inference.config).toMatchObject({ ...config, ...alike, ...('image' in config ? { image: withoutName(config.image) } : {}) });
    }
  });
});

const withoutName = ({ model_name: _, ...config }: { model_name?: string }) => config;

test('random configs: what comes back fits the file', () => {
  for (const { config } of RANDOM) fitsItsFile(savedBy(config));
});

test('each key has the tensor that says so', () => {
  const { keys } = inferred(savedBy(SMALL));
  const told = keys.map(({ key, value, evidence, note }) => [
    key,
    value,
    evidence.map(({ name, shape }) => `${name} [${shape}]`).join(', '),
    note === null ? '' : english(note),
  ]);
  expect(told).toEqual([
    [
      'image_size',
      32,
      'Transformer/posembed_input/pos_embedding [1,17,24], embedding/kernel [8,8,3,24]',
      '4 x 4 patches; any size from 32 to 39 gives as many',
    ],
    ['num_classes', 7, 'head/kernel [24,7]', ''],
    ['patches.size', [8, 8], 'embedding/kernel [8,8,3,24]', ''],
    ['hidden_size', 24, 'embedding/kernel [8,8,3,24]', ''],
    ['transformer.num_layers', 2, 'Transformer/encoderblock_1/LayerNorm_0/scale [24]', ''],
    ['transformer.mlp_dim', 40, 'Transformer/encoderblock_0/MlpBlock_3/Dense_0/kernel [24,40]', ''],
    ['transformer.num_heads', 3, 'Transformer/encoderblock_0/MultiHeadDotProductAttention_1/query/kernel [24,3,8]', ''],
    ['transformer.attention_dropout_rate', 0, '', 'dropout has no weights'],
    ['transformer.dropout_rate', 0, '', 'dropout has no weights'],
    ['classifier', 'token', 'cls [1,1,24]', 'or token_unpooled, whose weights are the same'],
    ['representation_size', null, '', ''],
  ]);
});

describe('what is no checkpoint of these models', () => {
  test.each<[string, Record<string, readonly number[]>, string]>([
    ['nothing', {}, 'The file has no tensors.'],
    ['one array', { arr_0: [3] }, "The file has one tensor, `arr_0`, which is no part of upstream's models."],
    ['two', { a: [3], b: [] }, "The file has two tensors, `a` and `b`; neither is a part of upstream's models."],
    ['four', { a: [3], b: [], c: [1], d: [2] }, "None of the 4 tensors is a part of upstream's models; the first are `a`, `b` and `c`."],
    [
      'timm',
      { cls_token: [1, 1, 8], 'blocks.0.attn.qkv.weight': [24, 8] },
      "The tensors are named as in a PyTorch model of timm (`cls_token`), which upstream's loader doesn't know.",
    ],
    [
      'an encoder without its embedding',
      { 'Transformer/encoder_norm/scale': [8] },
      "`patches.size` can't be told: the file has no tensor `embedding/kernel` as the model would have it.",
    ],
    ['images of one channel', { 'embedding/kernel': [4, 4, 1, 8] }, '`embedding/kernel` takes images of 1 channels; these models take 3.'],
  ])('%s', (_, shapes, reason) => expect(refusal(tensorsOf(shapes))).toBe(reason));
});
