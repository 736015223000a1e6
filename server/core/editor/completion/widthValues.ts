/** Widths, depths and heads, of whichever tower. */

import { valueOf } from '../../dialects/fields';
import type { Field, ModelSpec } from '../../dialects/spec';
import { divisors } from '../../model/geometry';
import { phrase } from '../../phrase';
import { ratio } from '../format';
import { type Candidate, candidate, costWith, ranked } from './candidate';

/** A stack of blocks; a field is missing where its tower has none, or where there is no spec of it yet. */
export interface Stack {
  readonly model: ModelSpec | null;
  readonly width: Field<number> | undefined;
  readonly heads: Field<number> | undefined;
  /** What the key of the width is called. */
  readonly widthName: string;
}

const MOST = 8;

function cost<T>(model: ModelSpec | null, field: Field<T> | undefined, value: T): string | null {
  return model === null ? null : costWith(model, field, value);
}

/** Widths that the heads divide where there are any, `first` and those with heads of 64 before others. */
export function widths({ model, width, heads }: Stack, first: number | null, usual: readonly number[]): Candidate[] {
  const count = heads === undefined ? null : valueOf(heads);
  const fits = (value: number) => count === null || value % count === 0;
  const of64 = count !== null && count > 0 && count <= 64 ? [64 * count] : [];
  return ranked(null, [...of64, ...ranked(first, usual)])
    .filter(fits)
    .slice(0, MOST)
    .map((value) => candidate(value, count === null || count < 1 ? null : phrase`${count} heads of ${value / count}`, cost(model, width, value)));
}

/** Head counts that divide the width, those with heads of 64 first; null while the width is not known. */
export function headCounts({ width }: Stack): Candidate[] | null {
  const size = width === undefined ? null : valueOf(width);
  if (size === null || size < 1) return null;
  const far = (count: number) => Math.abs(Math.log(size / count / 64));
  return divisors(size)
    .sort((a, b) => far(a) - far(b))
    .slice(0, MOST)
    .map((count) => candidate(count, phrase`head width ${size / count}`));
}

/** Hidden widths as multiples of the width; null while that is not known. */
export function hiddenWidths(stack: Stack, field: Field<number> | undefined, multiples: readonly number[]): Candidate[] | null {
  const size = stack.width === undefined ? null : valueOf(stack.width);
  if (size === null || size < 1) return null;
  return multiples
    .map((multiple) => multiple * size)
    .filter((value) => Number.isSafeInteger(value))
    .map((value) => candidate(value, phrase`${ratio(value / size)}× ${stack.widthName}`, cost(stack.model, field, value)));
}

/** Plain numbers, each with what the model would cost. */
export function costed(model: ModelSpec | null, field: Field<number> | undefined, first: number | null, usual: readonly number[]): Candidate[] {
  return ranked(first, usual)
    .slice(0, MOST)
    .map((value) => candidate(value, cost(model, field, value)));
}
