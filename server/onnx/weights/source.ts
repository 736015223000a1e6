/** Where the values of a model's parameters come from. */
import type { Shape } from '../../core/model/graph';

/** A parameter under its full name (`Transformer/encoderblock_3/MlpBlock_3/Dense_0/kernel`). */
export interface NamedParameter {
  readonly name: string;
  readonly shape: Shape;
}

/** Writes the next values of a parameter, in row-major order, into `target`; called until all are written. */
export type Fill = (target: Float32Array) => void;

export interface WeightSource {
  /** For people and for the model's metadata: `random (seed 0)`. */
  readonly description: string;
  open(parameter: NamedParameter): Fill;
}
