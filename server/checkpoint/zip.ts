/** The directory of a zip file, and what stands before each member's data. The directory is read by yauzl. */
import { Buffer } from 'node:buffer';
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl';
import { PhraseError, phrase } from '../core/phrase';
import type { Bytes } from './bytes';
import { CheckpointError, count, problemOf, shown } from './problem';

/** What the directory says of a member. */
export interface Member {
  readonly name: string;
  readonly deflated: boolean;
  /** Of its local header, which its data follows. */
  readonly position: number;
  /** Of its data as it is in the file. */
  readonly packed: number;
  /** Of its data inflated. */
  readonly bytes: number;
  readonly checksum: number;
  readonly entry: Entry;
}

export interface ZipDirectory {
  /** In the directory's order. */
  readonly members: readonly Member[];
  /** Where the directory itself begins. */
  readonly position: number;
}

const STORED = 0;
const DEFLATED = 8;
/** A match of 258 bytes takes two bits at least. */
const MOST_INFLATED = 1032;
/** Without the name. */
const LOCAL_HEADER = 30;
const MOST_MEMBERS = 100_000;
/** What one read fetches: a directory of some hundred members at once. */
const WINDOW = 64 << 10;
/** The end record and the longest comment after it. */
const TAIL = 22 + 0xffff + 20;
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');

/** Throws CheckpointError. */
export async function readDirectory(bytes: Bytes): Promise<ZipDirectory> {
  const tailAt = Math.max(0, bytes.size - TAIL);
  const tail = await bytes.read(tailAt, bytes.size - tailAt);
  if (!tail.includes(END_RECORD)) {
    throw new CheckpointError(
      phrase`It begins as a zip file (.npz) but was cut off after ${count(bytes.size)} bytes: the directory that ends one is not there.`,
    );
  }
  const members: Member[] = [];
  let position = 0;
  try {
    const zip = await fromRandomAccessReaderPromise(new WindowReader(bytes, tail, tailAt), bytes.size, {
      autoClose: false,
      // Names are only names here: `..` and backslashes are allowed.
      decodeStrings: false,
      validateEntrySizes: false,
    });
    if (zip.entryCount > MOST_MEMBERS) {
      throw new CheckpointError(phrase`The zip file says that it holds ${count(zip.entryCount)} files; at most ${count(MOST_MEMBERS)} are read.`);
    }
    position = Number(zip.readEntryCursor);
    for await (const entry of zip.eachEntry()) members.push(memberOf(entry, position));
  } catch (error) {
    if (error instanceof PhraseError || !(error instanceof Error) || 'code' in error) throw error;
    throw new CheckpointError(phrase`The directory of the zip file (.npz) is damaged: ${error.message}.`);
  }
  return { members, position };
}

function memberOf(entry: Entry, directoryAt: number): Member {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  const { compressedSize: packed, uncompressedSize: bytes, compressionMethod: method, relativeOffsetOfLocalHeader: position } = entry;
  if (entry.isEncrypted()) throw problemOf(name, phrase`It is encrypted.`);
  if (method !== STORED && method !== DEFLATED) {
    throw problemOf(name, phrase`It is compressed by method ${method} of the zip format; NumPy writes 0 (stored) and 8 (deflated).`);
  }
  if (method === STORED && packed !== bytes) {
    throw problemOf(name, phrase`It is stored as it is, in ${count(packed)} bytes, and should have ${count(bytes)}.`);
  }
  if (method === DEFLATED && bytes > packed * MOST_INFLATED) {
    throw problemOf(name, phrase`${count(packed)} deflated bytes can't hold the ${count(bytes)} that the directory of the zip file promises.`);
  }
  const end = position + LOCAL_HEADER + entry.fileNameLength + packed;
  if (end > directoryAt) {
    throw problemOf(name, phrase`It should go on to byte ${count(end)}; the data of the zip file ends at byte ${count(directoryAt)}.`);
  }
  return { name, deflated: method === DEFLATED, position, packed, bytes, checksum: entry.crc32, entry };
}

/** Serves yauzl's many small reads from a piece of the file. */
class WindowReader extends RandomAccessReader {
  constructor(
    private readonly bytes: Bytes,
    private window: Buffer,
    private windowAt: number,
  ) {
    super();
  }

  override read(into: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    const start = position - this.windowAt;
    if (start >= 0 && start + length <= this.window.length) {
      this.window.copy(into, offset, start, start + length);
      callback(null);
      return;
    }
    const wanted = Math.max(length, Math.min(WINDOW, this.bytes.size - position));
    this.bytes
      .read(position, wanted)
      .then((window) => {
        this.window = window;
        this.windowAt = position;
        window.copy(into, offset, 0, length);
        return null;
      })
      .then(callback, callback);
  }
}

/** What NumPy adds to a local header: the sizes once more, in 64 bits. */
const USUAL_EXTRA = 20;

/** The bytes that are likely to hold a member's local header and `more` of its data. */
export const beginningOf = ({ position, entry }: Member, more: number, end: number) => ({
  position,
  length: Math.min(LOCAL_HEADER + entry.fileNameLength + USUAL_EXTRA + more, end - position),
});

/**
 * The bytes of a member's local header, whose beginning is given; the data follows. Throws CheckpointError, without the member's
 * name, if it does not say what the directory says.
 */
export function localHeaderLength({ entry, position }: Member, beginning: Buffer): number {
  if (beginning.length < LOCAL_HEADER || beginning.readUInt32LE(0) !== 0x04034b50) {
    throw new CheckpointError(phrase`The directory of the zip file says that it begins at byte ${count(position)}; something else is there.`);
  }
  const flags = beginning.readUInt16LE(6);
  const nameLength = beginning.readUInt16LE(26);
  const name = beginning.subarray(LOCAL_HEADER, LOCAL_HEADER + nameLength);
  const method = beginning.readUInt16LE(8);
  if ((flags & 1) !== 0 || method !== entry.compressionMethod || !name.equals(entry.fileNameRaw)) {
    throw new CheckpointError(
      phrase`The directory of the zip file says that it is at byte ${count(position)}; \`${shown(name.toString('latin1'))}\` is there, by method ${method}.`,
    );
  }
  const length = LOCAL_HEADER + nameLength + beginning.readUInt16LE(28);
  const [bytes, packed] = sizesIn(beginning.subarray(0, length), LOCAL_HEADER + nameLength) ?? [entry.uncompressedSize, entry.compressedSize];
  if (bytes !== entry.uncompressedSize || packed !== entry.compressedSize) {
    throw new CheckpointError(
      phrase`The directory of the zip file says that ${count(entry.compressedSize)} bytes of it hold ${count(entry.uncompressedSize)}; what stands before the data says ${count(packed)} and ${count(bytes)}.`,
    );
  }
  return length;
}

/** The sizes that a local header gives, of the data inflated and as it is in the file. */
function sizesIn(header: Buffer, extraAt: number): readonly [number, number] | null {
  // A program that could not go back has written them after the data.
  if ((header.readUInt16LE(6) & 8) !== 0) return null;
  const sizes = [header.readUInt32LE(22), header.readUInt32LE(18)] as const;
  if (!sizes.includes(0xffff_ffff)) return sizes;
  // Then they are in 64 bits behind the name, as NumPy has them always.
  const isThere = header.length >= extraAt + 20 && header.readUInt16LE(extraAt) === 1;
  return isThere ? [Number(header.readBigUInt64LE(extraAt + 4)), Number(header.readBigUInt64LE(extraAt + 12))] : null;
}
