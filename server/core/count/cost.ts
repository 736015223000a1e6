import { product } from '../model/geometry';
import type { Op, Section, Tensor } from '../model/graph';

/** Both dtypes of a graph take four bytes. */
const BYTES_PER_VALUE = 4;

/** Trainable values of one round of an op. */
export function parametersOf(op: Op): number {
  let sum = 0;
  for (const parameter of op.parameters) sum += product(parameter.shape);
  return sum;
}

/**
 * Multiply-accumulates of one round of an op. A convolution costs output positions x kernel x input channels x output channels,
 * padding included; attention its two products, softmax(q k') and that times v, the projections being ops of their own.
 */
export function macsOf(op: Op): number {
  switch (op.kind) {
    case 'conv': {
      const channels = op.inputs[0]?.shape.at(-1) ?? 0;
      return product(op.output.shape) * op.kernel[0] * op.kernel[1] * channels;
    }
    case 'dense':
      return product(op.output.shape) * op.inFeatures;
    case 'attention': {
      const keys = op.inputs[1]?.shape[1] ?? 0;
      return 2 * product(op.output.shape) * keys;
    }
    case 'attentionWeights': {
      const width = op.inputs[0]?.shape[2] ?? 0;
      return (op.output.shape[1] ?? 0) * (op.output.shape[2] ?? 0) * width;
    }
    case 'weigh':
      return product(op.output.shape) * (op.inputs[0]?.shape[2] ?? 0);
    case 'chainWeights':
      return product(op.output.shape) * (op.output.shape[2] ?? 0);
    default:
      return 0;
  }
}

/** Values that pass through LayerNorm or GroupNorm in one round of an op. */
export function normalizedElementsOf(op: Op): number {
  return op.kind === 'layerNorm' || op.kind === 'groupNorm' ? product(op.output.shape) : 0;
}

/** What fvcore counts besides in one round of an op: 2 for a value of BatchNorm at inference, 4 for one that is interpolated. */
export function otherFvcoreOf(op: Op): number {
  if (op.kind === 'batchNorm') return 2 * product(op.output.shape);
  return op.kind === 'upsample' ? 4 * product(op.output.shape) : 0;
}

export function bytesOf(tensor: Tensor): number {
  return product(tensor.shape) * BYTES_PER_VALUE;
}

export interface Cost {
  readonly parameters: number;
  readonly macs: number;
  /** Values that pass through LayerNorm or GroupNorm. */
  readonly normalizedElements: number;
}

/** What ops cost together, those of repeated sections once for each round. */
export function costOf(sections: readonly Pick<Section, 'ops' | 'repeat'>[]): Cost {
  const cost = { parameters: 0, macs: 0, normalizedElements: 0 };
  for (const { ops, repeat } of sections) {
    for (const op of ops) {
      cost.parameters += parametersOf(op) * repeat;
      cost.macs += macsOf(op) * repeat;
      cost.normalizedElements += normalizedElementsOf(op) * repeat;
    }
  }
  return cost;
}

/** float32. */
export const weightBytesOf = ({ parameters }: Pick<Cost, 'parameters'>): number => BYTES_PER_VALUE * parameters;
