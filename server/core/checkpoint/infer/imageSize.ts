/** The image's size from the number of its patches. */
import type { Pair } from '../../dialects/spec';
import { divisors } from '../../model/geometry';
import { type Phrase, phrase } from '../../phrase';
import type { NamedTensor } from '../names';

export interface InferredSize {
  /** One number for a square. */
  readonly value: number | Pair;
  readonly evidence: readonly (NamedTensor | null)[];
  readonly note: Phrase | null;
}

/** How pixels become patches: a stem rounds up to whole cells of so many pixels, of which whole patches are taken. */
export interface Patching {
  readonly stem: Pair;
  readonly patch: Pair;
}

/** The size that the patches divide; others give as many. A grid that is no square is a guess, the nearest to one. */
export function imageSize(positions: NamedTensor | null, patches: number, { stem, patch }: Patching, kernel: NamedTensor): InferredSize {
  if (positions === null || patches < 1) return { value: 224, evidence: [], note: phrase`no weight depends on it` };
  const [rows, columns] = gridOf(patches);
  const size: Pair = [rows * patch[0] * stem[0], columns * patch[1] * stem[1]];
  const evidence = [positions, kernel];
  if (rows !== columns) return { value: size, evidence, note: phrase`a guess: ${patches} patches are no square, here they are ${rows} x ${columns}` };
  if (size[0] !== size[1]) return { value: size, evidence, note: null };
  const least = (rows * patch[0] - 1) * stem[0] + 1;
  const most = (rows * patch[0] + patch[0] - 1) * stem[0];
  return { value: size[0], evidence, note: least === most ? null : phrase`${rows} x ${columns} patches; any size from ${least} to ${most} gives as many` };
}

/** The nearest to a square, no higher than wide. */
function gridOf(patches: number): Pair {
  const side = Math.sqrt(patches);
  if (Number.isInteger(side)) return [side, side];
  const rows = Math.max(1, ...divisors(patches).filter((divisor) => divisor < side));
  return [rows, patches / rows];
}
