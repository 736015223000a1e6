/** Position embeddings for another grid than the one they were trained on, as upstream's `interpolate_posembed` makes them. */
import type { Pair } from '../../core/dialects/spec';

export interface PositionSource {
  /** Rows and columns of the checkpoint's grid. */
  readonly from: Pair;
  /** Rows and columns of the model's. */
  readonly to: Pair;
  /** Of the row before the grid: as it is in the checkpoint, in neither, or zeros where the checkpoint has none. */
  readonly classToken: 'kept' | 'absent' | 'zeros';
}

/** Embeddings [tokens, width] of the grid `from` -> those of the grid `to`. Throws RangeError where `values` are not as many as that needs. */
export function positionEmbeddings(values: Float32Array, { from, to, classToken }: PositionSource, width: number): Float32Array {
  const kept = classToken === 'kept' ? width : 0;
  const before = classToken === 'absent' ? 0 : width;
  const expected = kept + from[0] * from[1] * width;
  if (values.length !== expected) throw new RangeError(`${values.length} values, not the ${expected} of a ${from.join('x')} grid`);
  const result = new Float32Array(before + to[0] * to[1] * width);
  result.set(values.subarray(0, kept));
  result.set(zoom(values.subarray(kept), from, to, width), before);
  return result;
}

/**
 * `scipy.ndimage.zoom(grid, order=1)` of a grid [rows, columns, width]: corners stay corners, double precision inside, float32 outside.
 * The sums are in SciPy's order, and its edge is SciPy's too: where rounding puts the last row or column beyond the grid by the last
 * bit, it is outside, and zeros.
 */
export function zoom(grid: Float32Array, from: Pair, to: Pair, width: number): Float32Array {
  if (from[0] === to[0] && from[1] === to[1]) return grid.slice();
  const rows = samples(from[0], to[0]);
  const columns = samples(from[1], to[1]);
  const result = new Float32Array(to[0] * to[1] * width);
  rows.forEach((row, r) => {
    columns.forEach((column, c) => {
      if (row === null || column === null) return;
      const corner = (line: number, place: number) => (line * from[1] + place) * width;
      const [topLeft, topRight] = [corner(row.low, column.low), corner(row.low, column.high)];
      const [bottomLeft, bottomRight] = [corner(row.high, column.low), corner(row.high, column.high)];
      const at = (r * to[1] + c) * width;
      for (let i = 0; i < width; i++) {
        result[at + i] =
          (grid[topLeft + i] ?? 0) * row.lowWeight * column.lowWeight +
          (grid[topRight + i] ?? 0) * row.lowWeight * column.highWeight +
          (grid[bottomLeft + i] ?? 0) * row.highWeight * column.lowWeight +
          (grid[bottomRight + i] ?? 0) * row.highWeight * column.highWeight;
      }
    });
  });
  return result;
}

/** The two lines between which one of the result lies, and their shares; null beyond the grid. */
type Sample = { readonly low: number; readonly high: number; readonly lowWeight: number; readonly highWeight: number } | null;

function samples(from: number, to: number): Sample[] {
  const step = to === 1 ? 1 : (from - 1) / (to - 1);
  return Array.from({ length: to }, (_, index) => {
    const place = index * step;
    if (place > from - 1) return null;
    const low = Math.floor(place);
    const lowWeight = 1 - (place - low);
    return { low, high: Math.min(low + 1, from - 1), lowWeight, highWeight: 1 - lowWeight };
  });
}
