/** Position embeddings that are computed, not learned. */
import type { AddSincosOp } from '../../core/model/graph';
import type { NodeBuilder, Value } from '../builder';
import { axis } from '../shapes';

const TEMPERATURE = 10_000;

/** x + [sin(column f), cos(column f), sin(row f), cos(row f)] along the width; only the frequencies f and the indices are constants. */
export function addSincos(b: NodeBuilder, { grid, scenic }: AddSincosOp, x: Value): Value {
  if (scenic === 'tokens') return addSincosOfTokens(b, x);
  const [rows, columns] = grid;
  const width = axis(x.shape, 2);
  const quarter = width / 4;
  // Of one frequency NumPy divides 0 by 0, and so does this.
  const steps = scenic === undefined ? quarter - 1 : quarter;
  const frequencies = b.floats(Array.from({ length: quarter }, (_, k) => 1 / TEMPERATURE ** (k / steps)));
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
  const flat = b.reshape(embedding, [1, rows * columns, width]);
  if (scenic !== 'grid behind a token') return b.node('Add', [x, flat], { shape: x.shape });
  const none = b.node('Expand', [b.floats([0], [1, 1, 1]), b.ints([1, 1, width])], { shape: [1, 1, width] });
  return b.node('Add', [x, b.node('Concat', [none, flat], { shape: x.shape }, { axis: { int: 1 } })], { shape: x.shape });
}

/** x + [sin(i f0), cos(i f0), sin(i f1), cos(i f1), ...] of the i-th token. */
function addSincosOfTokens(b: NodeBuilder, x: Value): Value {
  const [tokens, width] = [axis(x.shape, 1), axis(x.shape, 2)];
  const half = width / 2;
  const frequencies = b.floats(Array.from({ length: half }, (_, k) => 1 / TEMPERATURE ** ((2 * k) / width)));
  const places = b.floats(
    Array.from({ length: tokens }, (_, i) => i),
    [tokens, 1],
  );
  const angles = b.node('Mul', [places, frequencies], { shape: [tokens, half] });
  const both = ['Sin', 'Cos'].map((wave) => b.reshape(b.node(wave, [angles], { shape: angles.shape }), [tokens, half, 1]));
  const turns = b.node('Concat', both, { shape: [tokens, half, 2] }, { axis: { int: 2 } });
  return b.node('Add', [x, b.reshape(turns, x.shape)], { shape: x.shape });
}
