/** The bytes of an open file, in bounds. */
import { Buffer } from 'node:buffer';
import { phrase } from '../core/phrase';
import type { OpenFile } from './files';
import { CheckpointError, count } from './problem';

export interface Range {
  readonly position: number;
  readonly length: number;
}

/** Ranges nearer than this are read together: a call costs more than that many bytes. */
const GAP = 16 << 10;
const TOGETHER = 256 << 10;
/** Reads under way at a time. */
const AT_ONCE = 128;

export class Bytes {
  constructor(
    private readonly file: OpenFile,
    /** Of the whole file, as it was when it was opened. */
    readonly size: number,
  ) {}

  /** Throws CheckpointError if the file ends before. */
  async read(position: number, length: number): Promise<Buffer> {
    this.assertWithin(position, length);
    const bytes = Buffer.allocUnsafe(length);
    await this.readInto(bytes, position);
    return bytes;
  }

  /** Throws CheckpointError if the file ends before. */
  async readInto(into: Uint8Array, position: number): Promise<void> {
    this.assertWithin(position, into.length);
    const done = await this.file.read(into, position);
    if (done < into.length) throw new CheckpointError(endsEarly(position + done, position + into.length));
  }

  /** Each range, in the order given; neighbours share a read. */
  async readAll(ranges: readonly Range[]): Promise<Buffer[]> {
    const found = new Array<Buffer>(ranges.length);
    const groups = grouped(ranges);
    for (let first = 0; first < groups.length; first += AT_ONCE) {
      await Promise.all(
        groups.slice(first, first + AT_ONCE).map(async ({ position, length, members }) => {
          const bytes = await this.read(position, length);
          for (const i of members) {
            const range = ranges[i] as Range;
            found[i] = bytes.subarray(range.position - position, range.position - position + range.length);
          }
        }),
      );
    }
    return found;
  }

  private assertWithin(position: number, length: number): void {
    if (!(position >= 0 && length >= 0 && position + length <= this.size)) throw new CheckpointError(endsEarly(this.size, position + length));
  }
}

const endsEarly = (size: number, wanted: number) => phrase`The file ends after ${count(size)} bytes; what it should hold goes on to byte ${count(wanted)}.`;

interface Group extends Range {
  /** Indexes of the ranges in it. */
  readonly members: readonly number[];
}

function grouped(ranges: readonly Range[]): readonly Group[] {
  const order = ranges.map((_, i) => i).sort((a, b) => (ranges[a]?.position ?? 0) - (ranges[b]?.position ?? 0));
  const groups: { position: number; length: number; members: number[] }[] = [];
  for (const i of order) {
    const { position, length } = ranges[i] as Range;
    const last = groups.at(-1);
    const end = position + length;
    if (last !== undefined && position <= last.position + last.length + GAP && end - last.position <= TOGETHER) {
      last.length = Math.max(last.length, end - last.position);
      last.members.push(i);
    } else {
      groups.push({ position, length, members: [i] });
    }
  }
  return groups;
}
