/** Writes zip files as Python's zipfile does for NumPy, right ones and, where a test says so, wrong ones. */
import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';

/** Bytes at a place of a file; between pieces there are zeros. */
export interface Piece {
  readonly position: number;
  readonly bytes: Buffer;
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  /** Of the whole file. */
  readonly size: number;
}

export interface ZipMember {
  readonly name: string | Buffer;
  readonly data: Buffer;
  /** Zeros after `data`, which take no memory here. Only where nothing is deflated; the checksum is wrong for more than MOST_SUMMED. */
  readonly zeros?: number;
  readonly deflated?: boolean;
  /** What is written instead of the truth. */
  readonly wrong?: {
    readonly flags?: number;
    readonly method?: number;
    readonly bytes?: number;
    readonly packed?: number;
    readonly checksum?: number;
    readonly position?: number;
    readonly localName?: string;
    readonly localBytes?: number;
    readonly localMethod?: number;
    /** The data as it stands in the file. */
    readonly data?: Buffer;
  };
}

const MOST_32 = 0xffff_ffff;
const UTF8 = 0x800;

export function zipPieces(members: readonly ZipMember[]): Pieces {
  const pieces: Piece[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, zeros = 0, deflated = false, wrong = {} } of members) {
    const rawName = Buffer.from(name as string);
    const method = deflated ? 8 : 0;
    const content = wrong.data ?? (deflated ? deflateRawSync(data) : data);
    const truth = {
      flags: typeof name === 'string' && /[^ -~]/.test(name) ? UTF8 : 0,
      checksum: zerosSummed(crc32(data), zeros),
      bytes: data.length + zeros,
      packed: content.length + zeros,
    };
    const said = { ...truth, method, position: at, ...wrong };
    const localName = Buffer.from(wrong.localName ?? rawName);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(45, 4);
    local.writeUInt16LE(said.flags, 6);
    local.writeUInt16LE(wrong.localMethod ?? said.method, 8);
    local.writeUInt32LE(said.checksum, 14);
    // As NumPy asks for: sizes in 64 bits, whatever they are.
    local.writeUInt32LE(MOST_32, 18);
    local.writeUInt32LE(MOST_32, 22);
    local.writeUInt16LE(localName.length, 26);
    local.writeUInt16LE(20, 28);
    const head = Buffer.concat([local, localName, extra64([wrong.localBytes ?? said.bytes, said.packed]), content]);
    pieces.push({ position: at, bytes: head });
    at += head.length + zeros;
    directory.push(directoryEntry(rawName, said));
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.concat([listed, endRecords(members.length, listed.length, at)]);
  return { pieces: [...pieces, { position: at, bytes: end }], size: at + end.length };
}

const ZEROS = Buffer.alloc(1 << 20);
const MOST_SUMMED = 64 << 20;

function zerosSummed(checksum: number, zeros: number): number {
  if (zeros > MOST_SUMMED) return 0;
  let sum = checksum;
  for (let left = zeros; left > 0; left -= ZEROS.length) sum = crc32(ZEROS.subarray(0, left), sum);
  return sum;
}

function directoryEntry(name: Buffer, said: { flags: number; method: number; checksum: number; packed: number; bytes: number; position: number }): Buffer {
  const large = [said.bytes, said.packed, said.position].filter((value) => value >= MOST_32);
  const extra = large.length === 0 ? Buffer.alloc(0) : extra64(large);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(45, 4);
  entry.writeUInt16LE(45, 6);
  entry.writeUInt16LE(said.flags, 8);
  entry.writeUInt16LE(said.method, 10);
  entry.writeUInt32LE(said.checksum, 16);
  entry.writeUInt32LE(Math.min(said.packed, MOST_32), 20);
  entry.writeUInt32LE(Math.min(said.bytes, MOST_32), 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE(Math.min(said.position, MOST_32), 42);
  return Buffer.concat([entry, name, extra]);
}

function extra64(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * i));
  return extra;
}

function endRecords(count: number, length: number, position: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(Math.min(length, MOST_32), 12);
  end.writeUInt32LE(Math.min(position, MOST_32), 16);
  if (count < 0xffff && position < MOST_32) return end;
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(length), 40);
  end64.writeBigUInt64LE(BigInt(position), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(position + length), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}

export function joined({ pieces, size }: Pieces): Buffer {
  const whole = Buffer.alloc(size);
  for (const { position, bytes } of pieces) bytes.copy(whole, position);
  return whole;
}

export const zip = (members: readonly ZipMember[]) => joined(zipPieces(members));
