/** Headers made from models: what upstream would save of them. */
import { fitOf } from '../../../server/core/checkpoint';
import type { Fit } from '../../../server/core/checkpoint/fit';
import type { CheckpointHeader, CheckpointTensor } from '../../../server/core/checkpoint/header';
import type { ModelSpec } from '../../../server/core/dialects/spec';
import { buildGraph } from '../../../server/core/model';
import type { Graph } from '../../../server/core/model/graph';
import { planParameters, runPlan } from '../../../server/onnx/plan';
import { type PlainModel, type PlainVit, specOf } from '../model/specs';

export function graphOf(spec: ModelSpec): Graph {
  const result = buildGraph(spec);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.graph;
}

export const headerOf = (tensors: readonly CheckpointTensor[]): CheckpointHeader => ({ format: 'npz', tensors, bytes: 0 });

/** `name: [16, 16, 3, 768]` and so on. */
export const tensorsOf = (shapes: Readonly<Record<string, readonly number[]>>): CheckpointTensor[] =>
  Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: 'float32' }));

const saved = new WeakMap<PlainModel, readonly CheckpointTensor[]>();

/** What upstream saves of a model: all its parameters. */
export function savedBy(config: PlainModel): readonly CheckpointTensor[] {
  let tensors = saved.get(config);
  if (tensors === undefined) saved.set(config, (tensors = made(config)));
  return tensors;
}

function made(config: PlainModel): CheckpointTensor[] {
  return planParameters(runPlan(graphOf(specOf(config)))).map(({ name, shape }) => ({ name, shape, dtype: 'float32' }));
}

/** Upstream's own numbering since Linen. */
export const asLinen = (tensors: readonly CheckpointTensor[]): CheckpointTensor[] =>
  tensors.map((tensor) => ({
    ...tensor,
    name: tensor.name
      .replace('/MultiHeadDotProductAttention_1/', '/MultiHeadDotProductAttention_0/')
      .replace(/(encoderblock_\d+)\/LayerNorm_2\//, '$1/LayerNorm_1/')
      .replace('/MlpBlock_3/', '/MlpBlock_0/'),
  }));

export function fitting(config: PlainModel, tensors: readonly CheckpointTensor[], training = false): Fit {
  const spec = specOf(config);
  return fitOf(graphOf(spec), training ? { ...spec, training: {} as ModelSpec['training'] } : spec, headerOf(tensors));
}

/** Six blocks of 8 x 8 patches, 24 wide. */
export const SMALL: PlainVit = {
  patches: { size: [8, 8] },
  hidden_size: 24,
  transformer: { mlp_dim: 40, num_heads: 3, num_layers: 2 },
  classifier: 'token',
  representation_size: null,
  image_size: 32,
  num_classes: 7,
};

/** What differs of a fit from one with nothing to say, in words short enough to compare. */
export function said(fit: Fit): Record<string, unknown> {
  const about: Record<string, unknown> = {};
  if (fit.missing.length > 0) about.missing = fit.missing.map(({ name }) => name);
  if (fit.extra.length > 0) about.extra = fit.extra.map(({ name }) => name);
  if (fit.misshapen.length > 0) about.misshapen = fit.misshapen.map(({ parameter, tensor }) => `${tensor.name} [${tensor.shape}] for [${parameter.shape}]`);
  if (fit.stops.length > 0) about.stops = fit.stops.map((stop) => ('error' in stop ? `${stop.kind}: ${stop.error}` : stop.kind));
  if (fit.adaptations.length > 0) about.adaptations = fit.adaptations;
  return about;
}
