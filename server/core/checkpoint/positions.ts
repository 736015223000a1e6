/** Position embeddings of a checkpoint in a model with another number of tokens. */
import type { Pair } from '../dialects/spec';
import type { Shape } from '../model/graph';
import type { Stop, TensorSource } from './fit';
import type { NamedTensor } from './names';

/** What is to be filled, and what upstream goes by. */
export interface PositionsWanted {
  /** [1, tokens, width] of the model. */
  readonly shape: Shape;
  readonly grid: Pair;
  readonly classifier: string | null;
  /** Whether there is a class token in the model, and one in the checkpoint. */
  readonly classToken: boolean;
  readonly checkpointHasClassToken: boolean;
}

export type Positions =
  | { readonly kind: 'source'; readonly source: TensorSource; readonly resampled: { readonly from: Pair; readonly to: Pair } | null }
  /** Of another width, or of a grid that can't be resampled; `stop` where upstream's assertions say so. */
  | { readonly kind: 'misshapen'; readonly stop: Stop | null };

const MISSHAPEN: Positions = { kind: 'misshapen', stop: null };

const floorRoot = (n: number): number => Math.floor(Math.sqrt(n));
const isSquare = (n: number): boolean => n > 0 && floorRoot(n) ** 2 === n;
const square = (n: number): Pair => [floorRoot(n), floorRoot(n)];

/** As upstream's `interpolate_posembed`, which takes a class token for granted with `classifier: token`, and none with any other. */
export function upstreamPositions(found: NamedTensor, wanted: PositionsWanted): Positions {
  const { tensor, shape } = found;
  if (sameShape(shape, wanted.shape)) return { kind: 'source', source: { kind: 'tensor', tensor: tensor.name, index: found.index }, resampled: null };
  const [batch, positions = 0, width] = shape;
  const tokens = wanted.shape[1] ?? 0;
  if (shape.length !== 3) return MISSHAPEN;
  if (batch !== 1) return { kind: 'misshapen', stop: { kind: 'positions-batch', tensor, error: 'AssertionError' } };
  const row = wanted.classifier === 'token' ? 1 : 0;
  const old = positions - row;
  const anew = tokens - row;
  const stop =
    gridStop('checkpoint', tensor, old, row === 1 ? !wanted.checkpointHasClassToken : wanted.checkpointHasClassToken, row) ??
    gridStop('config', tensor, anew, row === 0 && wanted.classToken, row) ??
    // Of a class token alone there is nothing to resample.
    (old < 1 ? ({ kind: 'old-grid', tensor, positions: old, error: 'ValueError' } as const) : null);
  if (stop !== null) return { kind: 'misshapen', stop };
  if (width !== wanted.shape[2]) return MISSHAPEN;
  const [from, to] = [square(old), square(anew)];
  return {
    kind: 'source',
    source: { kind: 'positions', tensor: tensor.name, from, to, classToken: row === 1 ? 'kept' : 'absent' },
    resampled: { from, to },
  };
}

/** `mistaken`: a class token is counted with the grid, or missing from it. */
function gridStop(of: 'checkpoint' | 'config', tensor: NamedTensor['tensor'], positions: number, mistaken: boolean, row: number): Stop | null {
  if (positions < 1 || isSquare(positions)) return null;
  const error = `AssertionError: ${floorRoot(positions) ** 2} != ${positions}`;
  if (mistaken && isSquare(row === 1 ? positions + 1 : positions - 1)) return { kind: 'class-token', tensor, of, positions, error };
  return { kind: of === 'checkpoint' ? 'old-grid' : 'new-grid', tensor, positions, error };
}

/** As big_vision adds them: to the grid alone, before the class token, unless they are of its older way. `adapts`: grids may differ. */
export function bigVisionPositions(found: NamedTensor, wanted: PositionsWanted, adapts: boolean): Positions {
  const { tensor, shape } = found;
  const [batch, positions = 0, width] = shape;
  const tokens = wanted.shape[1] ?? 0;
  if (shape.length !== 3 || batch !== 1 || width !== wanted.shape[2]) return MISSHAPEN;
  const hasRow = floorRoot(positions) ** 2 + 1 === positions;
  if (hasRow && !wanted.classToken) return MISSHAPEN;
  const old = positions - (hasRow ? 1 : 0);
  const anew = tokens - (wanted.classToken ? 1 : 0);
  const same = old === anew;
  if (same && hasRow === wanted.classToken) return upstreamPositions(found, wanted);
  if (!same && !(adapts && isSquare(old) && isSquare(anew))) return MISSHAPEN;
  const from = same ? wanted.grid : square(old);
  const to = same ? wanted.grid : square(anew);
  const classToken = !wanted.classToken ? 'absent' : hasRow ? 'kept' : 'zeros';
  return { kind: 'source', source: { kind: 'positions', tensor: tensor.name, from, to, classToken }, resampled: same ? null : { from, to } };
}

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, axis) => size === b[axis]);
