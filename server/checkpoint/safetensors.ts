/** Hugging Face's .safetensors: the length of a JSON header, the header, then all values in one piece. */

import { phrase } from '../core/phrase';
import type { Bytes } from './bytes';
import { duplicateKey } from './duplicateKey';
import { assertBytes, type Encoding, type Layout, type PlacedTensor } from './layout';
import { assertShape, CheckpointError, count, ofTensor, overlap, shown } from './problem';

/** Of the header's length. */
const PREFIX = 8;
/** The format's own limit is 100 MB; a header of a thousand tensors has 0.1 MB. */
const LONGEST = 32 << 20;
const METADATA = '__metadata__';

/** The format's name of a type -> NumPy's, and the bits of a value. */
const TYPES: ReadonlyMap<unknown, readonly [dtype: string, bits: number]> = new Map([
  ['BOOL', ['bool', 8]],
  ['F4', ['float4_e2m1fn', 4]],
  ['F6_E2M3', ['float6_e2m3fn', 6]],
  ['F6_E3M2', ['float6_e3m2fn', 6]],
  ['U8', ['uint8', 8]],
  ['I8', ['int8', 8]],
  ['F8_E5M2', ['float8_e5m2', 8]],
  ['F8_E4M3', ['float8_e4m3fn', 8]],
  ['F8_E8M0', ['float8_e8m0fnu', 8]],
  ['F8_E4M3FNUZ', ['float8_e4m3fnuz', 8]],
  ['F8_E5M2FNUZ', ['float8_e5m2fnuz', 8]],
  ['I16', ['int16', 16]],
  ['U16', ['uint16', 16]],
  ['F16', ['float16', 16]],
  ['BF16', ['bfloat16', 16]],
  ['I32', ['int32', 32]],
  ['U32', ['uint32', 32]],
  ['F32', ['float32', 32]],
  ['C64', ['complex64', 64]],
  ['F64', ['float64', 64]],
  ['I64', ['int64', 64]],
  ['U64', ['uint64', 64]],
]);

/** Throws CheckpointError. `beginning` is the first bytes of the file. */
export async function readSafetensors(bytes: Bytes, beginning: Buffer): Promise<Layout> {
  const length = Number(beginning.readBigUInt64LE(0));
  if (PREFIX + length > bytes.size) {
    throw new CheckpointError(phrase`The file ends after ${count(bytes.size)} bytes; its header alone takes ${count(length)}.`);
  }
  if (length > LONGEST) throw new CheckpointError(phrase`Its header takes ${count(length)} bytes; at most ${count(LONGEST)} are read.`);
  const header = parsed((await bytes.read(PREFIX, length)).toString('utf8'));
  const tensors: PlacedTensor[] = [];
  const start = PREFIX + length;
  for (const [name, entry] of Object.entries(header)) {
    if (name !== METADATA) tensors.push(await ofTensor(name, () => placed(name, entry, start, bytes.size)));
  }
  tensors.sort((a, b) => a.position - b.position || a.bytes - b.bytes);
  assertFilled(tensors, start, bytes.size);
  return { format: 'safetensors', tensors };
}

function parsed(text: string): object {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new CheckpointError(phrase`Its header is not valid JSON: ${shown((error as Error).message)}.`);
  }
  if (header === null || typeof header !== 'object' || Array.isArray(header)) {
    throw new CheckpointError(phrase`Its header is a JSON value of another kind than the object that gives each tensor.`);
  }
  const twice = duplicateKey(text);
  if (twice !== null) throw new CheckpointError(phrase`It has two tensors called \`${shown(twice)}\`.`);
  return header;
}

/** Throws CheckpointError, without the tensor's name. */
function placed(name: string, entry: unknown, start: number, size: number): PlacedTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as { readonly [key: string]: unknown };
  const type = TYPES.get(dtype);
  if (type === undefined) throw new CheckpointError(phrase`Its type \`${shown(String(JSON.stringify(dtype)))}\` is none of the format's.`);
  if (!Array.isArray(shape)) throw new CheckpointError(phrase`It has no shape.`);
  assertShape(shape);
  const [from, to] = Array.isArray(offsets) && offsets.length === 2 ? offsets : [];
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || to < from) {
    throw new CheckpointError(
      phrase`Its offsets are \`${shown(String(JSON.stringify(offsets)))}\`; they should be two whole numbers, the first not above the second.`,
    );
  }
  if (start + to > size) {
    throw new CheckpointError(phrase`It should go on to byte ${count(start + to)}; the file ends after ${count(size)}.`);
  }
  const encoding: Encoding = { dtype: type[0], itemBytes: type[1] / 8, bigEndian: false };
  assertBytes(shape, encoding, to - from);
  return { name, shape, dtype: encoding.dtype, encoding, fortran: false, position: start + from, bytes: to - from, deflated: null, checksum: null };
}

/** The format wants its values in one piece: neither gaps nor overlaps, from the header to the file's end. Throws CheckpointError. */
function assertFilled(tensors: readonly PlacedTensor[], start: number, size: number): void {
  let end = start;
  for (const [i, { name, position, bytes }] of tensors.entries()) {
    if (position < end) throw overlap(tensors[i - 1]?.name ?? '', name);
    if (position > end) throw new CheckpointError(phrase`${count(position - end)} bytes before \`${shown(name)}\` belong to no tensor.`);
    end = position + bytes;
  }
  if (end < size) throw new CheckpointError(phrase`The file has ${count(size)} bytes; its tensors end at byte ${count(end)}.`);
}
