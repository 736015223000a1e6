import type { Pair } from '../dialects/spec';
import type { Padding } from './graph';

/** Positions of a SAME convolution or pooling along each axis: every started stride counts. */
export function sameGrid([height, width]: Pair, [rows, columns]: Pair): Pair {
  return [Math.ceil(height / rows), Math.ceil(width / columns)];
}

/** Positions of a VALID convolution whose stride is its kernel: only whole patches count. */
export function validGrid([height, width]: Pair, [rows, columns]: Pair): Pair {
  return [Math.floor(height / rows), Math.floor(width / columns)];
}

/** Positions of a convolution or pooling of any window; a window larger than the image has none, or fewer. */
export function windowGrid([height, width]: Pair, [rows, columns]: Pair, strides: Pair, padding: Padding): Pair {
  if (padding === 'SAME') return sameGrid([height, width], strides);
  const zeros = padding === 'VALID' ? 0 : 2 * padding;
  return [Math.floor((height + zeros - rows) / strides[0]) + 1, Math.floor((width + zeros - columns) / strides[1]) + 1];
}

/** How often a ResNet stem halves its image: by its root convolution, by its pooling, and by each stage but the first. */
export function stemHalvings(stages: number): number {
  return 2 + Math.max(0, stages - 1);
}

/** What a stem of so many stages leaves of an image; its convolutions pad, and so round up. */
export function stemGrid(image: Pair, stages: number): Pair {
  let grid = image;
  for (let halvings = stemHalvings(stages); halvings > 0; halvings--) grid = sameGrid(grid, [2, 2]);
  return grid;
}

/** Values of a shape. */
export function product(shape: readonly number[]): number {
  let result = 1;
  for (let axis = 0; axis < shape.length; axis++) result *= shape[axis] ?? 1;
  return result;
}

/** All divisors of a size that a model could have, in no order; none of one beyond. */
export function divisors(n: number): number[] {
  if (n > 1e8) return [];
  const found: number[] = [];
  for (let d = 1; d * d <= n; d++) {
    if (n % d !== 0) continue;
    found.push(d);
    if (d * d !== n) found.push(n / d);
  }
  return found;
}
