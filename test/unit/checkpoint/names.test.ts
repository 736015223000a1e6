import { describe, expect, test } from 'vitest';
import { inferConfig, isComplete, isPerfect } from '../../../server/core/checkpoint';
import type { CheckpointTensor } from '../../../server/core/checkpoint/header';
import { type Naming, namesOf } from '../../../server/core/checkpoint/names';
import { english } from '../../../server/core/phrase';
import { upstreamConfig } from '../model/goldens';
import type { PlainLit, PlainModel } from '../model/specs';
import { asLinen, fitting, headerOf, SMALL, said, savedBy, tensorsOf } from './support';

type Tensors = readonly CheckpointTensor[];

const POSITIONS = 'Transformer/posembed_input/pos_embedding';
const renamed = (tensors: Tensors, change: (name: string) => string): CheckpointTensor[] => tensors.map((tensor) => ({ ...tensor, name: change(tensor.name) }));

/** big_vision's names of a ViT: positions beside the encoder, of the grid alone. */
const bigVision = (config: PlainModel): CheckpointTensor[] =>
  asLinen(savedBy(config)).map(({ name, shape, dtype }) => {
    if (!name.endsWith(POSITIONS)) return { name, shape, dtype };
    const [batch = 1, tokens = 0, width = 0] = shape;
    return {
      name: name.replace(POSITIONS, 'pos_embedding'),
      shape: [batch, tokens - ('classifier' in config && config.classifier === 'token' ? 1 : 0), width],
      dtype,
    };
  });

/** Blocks in one tensor, as `scan: true` saves them. */
function stacked(tensors: Tensors): CheckpointTensor[] {
  const block = /encoderblock_\d+\//;
  const stack = (name: string) => name.replace(block, 'encoderblock/');
  return tensors.flatMap((tensor) => {
    if (!block.test(tensor.name)) return [tensor];
    const count = tensors.filter(({ name }) => block.test(name) && stack(name) === stack(tensor.name)).length;
    return tensor.name.includes('encoderblock_0/') ? [{ ...tensor, name: stack(tensor.name), shape: [count, ...tensor.shape] }] : [];
  });
}

const GAP = { ...SMALL, classifier: 'gap' };

describe('big_vision', () => {
  test.each<[string, PlainModel, Tensors]>([
    ['pooled by mean', GAP, bigVision(GAP)],
    ['beside an optimizer', GAP, [...renamed(bigVision(GAP), (name) => `params/${name}`), ...tensorsOf({ 'opt/0/count': [], step: [] })]],
    ['of a Flax optimizer', GAP, [...renamed(bigVision(GAP), (name) => `opt/target/${name}`), ...tensorsOf({ 'opt/state/step': [] })]],
    ['stacked', GAP, stacked(bigVision(GAP))],
    ['stacked beside an optimizer', GAP, renamed(stacked(bigVision(GAP)), (name) => `params/${name}`)],
    ['positions in the encoder', GAP, renamed(bigVision(GAP), (name) => (name === 'pos_embedding' ? 'Transformer/pos_embedding' : name))],
    ['upstream names beside an optimizer', SMALL, renamed(savedBy(SMALL), (name) => `params/${name}`)],
  ])('%s: the model is filled, and upstream would not know how', (_, config, tensors) => {
    const fit = fitting(config, tensors);
    expect([fit.naming, said(fit), isPerfect(fit)]).toEqual(['big_vision', { stops: ['names'] }, true]);
    expect(fit.sources.size).toBe(savedBy(config).length);
  });

  test('a stack fills each block with an entry of it', () => {
    const fit = fitting(GAP, stacked(bigVision(GAP)));
    expect(fit.sources.get('Transformer/encoderblock_1/MlpBlock_3/Dense_0/kernel')).toEqual({
      kind: 'tensor',
      tensor: 'Transformer/encoderblock/MlpBlock_0/Dense_0/kernel',
      index: 1,
    });
    const shallow = fitting({ ...GAP, transformer: { mlp_dim: 40, num_heads: 3, num_layers: 1 } }, stacked(bigVision(GAP)));
    expect(shallow.extra.map(({ name }) => name)).toContain('Transformer/encoderblock/MlpBlock_0/Dense_0/kernel');
    expect([isComplete(shallow), isPerfect(shallow)]).toEqual([true, false]);
  });

  const positionsOf = (config: PlainModel, tensors: Tensors) => fitting(config, tensors).sources.get(POSITIONS);
  const resampled = { kind: 'positions', tensor: 'pos_embedding', from: [4, 4] };

  test.each<[string, PlainModel, Tensors, object]>([
    ['a class token gets no position', SMALL, bigVision(SMALL), { ...resampled, to: [4, 4], classToken: 'zeros' }],
    ['of another size', { ...SMALL, image_size: 48 }, bigVision(SMALL), { ...resampled, to: [6, 6], classToken: 'zeros' }],
    ['no class token', { ...GAP, image_size: 48 }, bigVision(GAP), { ...resampled, to: [6, 6], classToken: 'absent' }],
    [
      'older files have a position for it',
      { ...SMALL, image_size: 48 },
      renamed(savedBy(SMALL), (name) => (name === POSITIONS ? 'pos_embedding' : name)),
      { ...resampled, to: [6, 6], classToken: 'kept' },
    ],
    [
      'a grid that is no square, as it is',
      { ...SMALL, image_size: [32, 40] },
      bigVision({ ...SMALL, image_size: [32, 40] }),
      { ...resampled, from: [4, 5], to: [4, 5], classToken: 'zeros' },
    ],
  ])('positions: %s', (_, config, tensors, source) => expect(positionsOf(config, tensors)).toEqual(source));

  test('attention pooling has no like', () => {
    const tensors = [...bigVision(GAP), ...tensorsOf({ 'MAPHead_0/probe': [1, 1, 24], 'MAPHead_0/LayerNorm_0/scale': [24] })];
    expect(said(fitting(GAP, tensors))).toEqual({ extra: ['MAPHead_0/probe', 'MAPHead_0/LayerNorm_0/scale'], stops: ['names', 'map-head'] });
    const inference = inferConfig(headerOf(tensors));
    expect(inference.ok ? '' : english(inference.reason)).toContain('pools by attention (a MAP head, `MAPHead_0/probe`)');
    const inlined = [...bigVision(GAP), ...tensorsOf({ probe: [1, 1, 24] })];
    expect(said(fitting(GAP, inlined)).stops).toEqual(['names', 'map-head']);
  });

  test('computed positions have no like', () => {
    const tensors = renamed(bigVision(GAP), (name) => `params/${name}`).filter(({ name }) => name !== 'params/pos_embedding');
    const inference = inferConfig(headerOf(tensors));
    expect(inference.ok ? '' : english(inference.reason)).toContain('sincos2d');
  });

  test('two towers', () => {
    const config = upstreamConfig('LiT-L16S') as PlainLit;
    const gap: PlainLit = { ...config, image: { ...config.image, classifier: 'gap' } };
    const tensors = stacked(renamed(savedBy(gap), (name) => name.replace(`img/${POSITIONS}`, 'img/pos_embedding')));
    const fit = fitting(gap, tensors);
    expect([fit.naming, said(fit)]).toEqual(['big_vision', { stops: ['names'] }]);
    const inference = inferConfig(headerOf(tensors));
    expect(inference.ok && inference.config).toMatchObject({
      out_dim: [null, 1024],
      image: { hidden_size: 1024, classifier: 'gap' },
      text: { width: 384, num_layers: 12 },
    });
  });
});

describe('names as upstream has them', () => {
  test('dots for slashes, and GroupNorm with axes of size 1', () => {
    const hybrid = { ...SMALL, patches: { size: [2, 2] }, resnet: { num_layers: [1], width_factor: 0.5 } };
    const tensors = savedBy(hybrid).map(({ name, shape, dtype }) => ({
      name: name.replaceAll('/', '.'),
      shape: /gn\d\/|gn_/.test(name) ? [1, 1, 1, ...shape] : shape,
      dtype,
    }));
    const fit = fitting(hybrid, tensors);
    expect([fit.naming, said(fit)]).toEqual(['upstream', {}]);
    expect(fit.sources.get('block1/unit1/gn1/scale')).toEqual({ kind: 'tensor', tensor: 'block1.unit1.gn1.scale', index: null });
  });

  test('other axes of size 1 are another shape', () => {
    const tensors = savedBy(SMALL).map((tensor) => (tensor.name === 'embedding/bias' ? { ...tensor, shape: [1, ...tensor.shape] } : tensor));
    expect(said(fitting(SMALL, tensors))).toEqual({ misshapen: ['embedding/bias [1,24] for [24]'] });
  });
});

test.each<[Naming, string[]]>([
  ['timm', ['cls_token', 'pos_embed', 'patch_embed.proj.weight', 'blocks.0.norm1.weight', 'blocks.0.attn.qkv.weight']],
  ['timm', ['stem.proj.weight', 'blocks.0.mlp_tokens.fc1.weight']],
  ['torchvision', ['class_token', 'conv_proj.weight', 'encoder.layers.encoder_layer_0.ln_1.weight']],
  ['hugging-face', ['vit.embeddings.cls_token', 'vit.encoder.layer.0.attention.attention.query.weight']],
  ['hugging-face', ['vision_model.encoder.layers.0.self_attn.q_proj.weight']],
  ['hugging-face', ['vit/encoder/layer/0/attention/attention/query/kernel']],
  ['open_clip', ['visual.conv1.weight', 'visual.transformer.resblocks.0.attn.in_proj_weight']],
  ['pytorch', ['features.0.weight', 'features.1.running_mean']],
  ['unknown', ['arr_0', 'arr_1']],
  ['unknown', []],
  ['upstream', ['Transformer/encoder_norm/scale']],
  ['upstream', ['txt/BertEncoder_0/layer_norm/scale']],
])('%s: %j', (naming, names) => {
  expect(namesOf(headerOf(tensorsOf(Object.fromEntries(names.map((name) => [name, [1]]))))).naming).toBe(naming);
});
