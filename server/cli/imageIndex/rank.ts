export interface Ranked {
  readonly row: number;
  /** Cosine of the two directions, from -1 to 1; 0 where one of them has none, being all zeros. */
  readonly score: number;
}

/** The `top` rows nearest to `query` in direction, the nearest first; of equal ones the earlier row. */
export function rank(rows: Float32Array, query: Float32Array, top: number): Ranked[] {
  const width = query.length;
  const queryLength = Math.sqrt(dot(query, 0, query));
  const scores = Float64Array.from({ length: rows.length / width }, (_, row) => {
    const at = row * width;
    const lengths = queryLength * Math.sqrt(dot(rows, at, rows.subarray(at, at + width)));
    return lengths > 0 ? clamped(dot(rows, at, query) / lengths) : 0;
  });
  return Array.from(scores.keys())
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, top)
    .map((row) => ({ row, score: scores[row] ?? 0 }));
}

/** Rounding may leave a cosine a little beyond 1. */
const clamped = (cosine: number) => Math.max(-1, Math.min(1, cosine));

function dot(values: Float32Array, start: number, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < other.length; i++) sum += (values[start + i] ?? 0) * (other[i] ?? 0);
  return sum;
}
