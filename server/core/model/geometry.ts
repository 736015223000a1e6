import type { Pair } from '../dialects/spec';

/** Positions of a SAME convolution or pooling along each axis: every started stride counts. */
export function sameGrid([height, width]: Pair, [rows, columns]: Pair): Pair {
  return [Math.ceil(height / rows), Math.ceil(width / columns)];
}

/** Positions of a VALID convolution whose stride is its kernel: only whole patches count. */
export function validGrid([height, width]: Pair, [rows, columns]: Pair): Pair {
  return [Math.floor(height / rows), Math.floor(width / columns)];
}

export function product(shape: readonly number[]): number {
  let result = 1;
  for (let axis = 0; axis < shape.length; axis++) result *= shape[axis] ?? 1;
  return result;
}
