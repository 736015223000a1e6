/** Position embeddings that are computed, not learned. */
import type { AddSincosOp } from '../../core/model/graph';
import type { NodeBuilder, Value } from '../builder';
import { axis } from '../shapes';

const TEMPERATURE = 10_000;

/** x + [sin(column f), cos(column f), sin(row f), cos(row f)] along the width; only the frequencies f and the indices are constants. */
export function addSincos(b: NodeBuilder, { grid }: AddSincosOp, x: Value): Value {
  const [rows, columns] = grid;
  const width = axis(x.shape, 2);
  const quarter = width / 4;
  // Of one frequency NumPy divides 0 by 0, and so does this.
  const frequencies = b.floats(Array.from({ length: quarter }, (_, k) => 1 / TEMPERATURE ** (k / (quarter - 1))));
  const half = (count: number, shape: readonly number[]) => {
    const index = b.floats(
      Array.from({ length: count }, (_, i) => i),
      [count, 1],
    );
    const angles = b.node('Mul', [index, frequencies], { shape: [count, quarter] });
    const both = [b.node('Sin', [angles], { shape: angles.shape }), b.node('Cos', [angles], { shape: angles.shape })];
    const joined = b.reshape(b.node('Concat', both, { shape: [count, 2 * quarter] }, { axis: { int: 1 } }), shape);
    return b.node('Expand', [joined, b.ints([rows, columns, 2 * quarter])], { shape: [rows, columns, 2 * quarter] });
  };
  const halves = [half(columns, [1, columns, 2 * quarter]), half(rows, [rows, 1, 2 * quarter])];
  const embedding = b.node('Concat', halves, { shape: [rows, columns, width] }, { axis: { int: 2 } });
  return b.node('Add', [x, b.reshape(embedding, x.shape)], { shape: x.shape });
}
