/** Where a checkpoint file keeps its tensors and how their values are written. */
import type { CheckpointHeader, CheckpointTensor, FloatType } from '../core/checkpoint/header';
import { phrase } from '../core/phrase';
import { CheckpointError, count, shown, shownShape } from './problem';

/** How one value is written. */
export interface Encoding {
  /** NumPy's name of the type. */
  readonly dtype: FloatType | (string & {});
  readonly itemBytes: number;
  readonly bigEndian: boolean;
}

export interface PlacedTensor extends CheckpointTensor {
  readonly encoding: Encoding;
  /** First axis fastest. */
  readonly fortran: boolean;
  /** The first byte of the values; of what is deflated, if they are. */
  readonly position: number;
  /** Of all values. */
  readonly bytes: number;
  readonly deflated: Deflated | null;
  /** CRC-32 of the zip member; null where the format has none. */
  readonly checksum: Checksum | null;
}

export interface Deflated {
  /** Of what is deflated. */
  readonly bytes: number;
  /** Of the .npy header before the values, inflated. */
  readonly head: number;
}

export interface Checksum {
  readonly whole: number;
  /** Of the .npy header alone. */
  readonly head: number;
}

export interface Layout {
  readonly format: CheckpointHeader['format'];
  /** In the file's order. */
  readonly tensors: readonly PlacedTensor[];
}

/** Throws CheckpointError, without the tensor's name, if values of this shape don't take just these bytes. */
export function assertBytes(shape: readonly number[], { dtype, itemBytes }: Encoding, bytes: number): void {
  const values = valueCount(shape);
  if (!Number.isSafeInteger(values * itemBytes)) {
    throw new CheckpointError(phrase`Its header says \`${shownShape(shape)}\`, more values than any file has.`);
  }
  if (values * itemBytes === bytes) return;
  throw new CheckpointError(
    phrase`Its header says \`${shownShape(shape)}\` of ${dtype}, which take ${count(values * itemBytes)} bytes; the file has ${count(bytes)} for it.`,
  );
}

/** The number of values. */
export function valueCount(shape: readonly number[]): number {
  // Zeros first: an axis of size 0 leaves nothing, however long the others are.
  return shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
}

/** Throws CheckpointError if two tensors have one name. */
export function assertDistinct(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new CheckpointError(phrase`It has two tensors called \`${shown(name)}\`.`);
    seen.add(name);
  }
}
