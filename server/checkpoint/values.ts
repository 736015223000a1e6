/** Reading the values of a tensor. */
import { Buffer } from 'node:buffer';
import { phrase } from '../core/phrase';
import type { Bytes } from './bytes';
import { crc32 } from './checksum';
import { BIG_ENDIAN, Converter, isFloat } from './convert';
import { inflated } from './inflate';
import { type Deflated, type PlacedTensor, valueCount } from './layout';
import { CheckpointError, count, shownShape } from './problem';

/** Of the tensor's values, in bytes. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/** One call reads so many bytes, which is far less than a tensor and far more than a call costs. */
const PIECE = 4 << 20;

/** All values, or those of one entry of the first axis. Throws CheckpointError, without the tensor's name. */
export async function readValues(bytes: Bytes, tensor: PlacedTensor, index: number | null): Promise<Float32Array> {
  const { encoding, shape } = tensor;
  const { dtype } = encoding;
  if (!isFloat(dtype)) throw new CheckpointError(phrase`Its values are of type ${dtype}; weights are float16, bfloat16, float32 or float64.`);
  const first = shape[0] ?? 0;
  if (index !== null && !(Number.isInteger(index) && index >= 0 && index < first)) {
    throw new CheckpointError(phrase`Its shape is \`${shownShape(shape)}\`; its first axis has no entry ${index}.`);
  }
  const total = valueCount(shape);
  const values = allocated(index === null ? total : total / first);
  // In the file an entry of the first axis is one piece, unless that axis runs fastest.
  const scattered = tensor.fortran && shape.length > 1;
  const wanted = index === null || scattered ? { from: 0, to: total } : { from: index * values.length, to: (index + 1) * values.length };
  if (encoding.dtype === 'float32' && tensor.deflated === null && !scattered && encoding.bigEndian === BIG_ENDIAN) {
    await readInto(values, bytes, tensor, wanted);
    return values;
  }
  const converter = new Converter({ ...encoding, dtype }, scattered ? scatter(shape, index, values) : append(values));
  const range = { from: wanted.from * encoding.itemBytes, to: wanted.to * encoding.itemBytes };
  for await (const piece of tensor.deflated === null ? storedPieces(bytes, tensor, range) : inflatedPieces(bytes, tensor, tensor.deflated, range)) {
    converter.push(piece);
  }
  converter.flush();
  return values;
}

function allocated(length: number): Float32Array {
  try {
    return new Float32Array(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CheckpointError(phrase`There is no memory for its ${count(length)} values.`, 'unreadable', false);
  }
}

function append(into: Float32Array): (values: Float32Array) => void {
  let at = 0;
  return (values) => {
    into.set(values, at);
    at += values.length;
  };
}

/** Takes values with the first axis fastest; `index` picks an entry of that axis. */
function scatter(shape: readonly number[], index: number | null, into: Float32Array): (values: Float32Array) => void {
  const strides = shape.map((_, axis) => valueCount(shape.slice(axis + 1)));
  const place = shape.map(() => 0);
  const start = (index ?? 0) * (strides[0] ?? 0);
  let at = 0;
  return (values) => {
    for (const value of values) {
      if (index === null || place[0] === index) into[at - start] = value;
      for (const [axis, size] of shape.entries()) {
        const stride = strides[axis] as number;
        const next = (place[axis] as number) + 1;
        at += stride;
        place[axis] = next;
        if (next < size) break;
        at -= stride * size;
        place[axis] = 0;
      }
    }
  };
}

/** Without a copy. */
async function readInto(values: Float32Array, bytes: Bytes, tensor: PlacedTensor, { from }: Part): Promise<void> {
  const into = new Uint8Array(values.buffer);
  const sum = new Sum(tensor, into.length);
  for (let done = 0; done < into.length; done += PIECE) {
    const piece = into.subarray(done, done + PIECE);
    await bytes.readInto(piece, tensor.position + from * values.BYTES_PER_ELEMENT + done);
    sum.add(piece);
  }
  sum.assertRight();
}

/** Each is good until the next is asked for. */
async function* storedPieces(bytes: Bytes, tensor: PlacedTensor, { from, to }: Part): AsyncGenerator<Buffer> {
  const sum = new Sum(tensor, to - from);
  const buffer = Buffer.allocUnsafe(Math.min(PIECE, to - from));
  for (let at = from; at < to; at += PIECE) {
    const piece = buffer.subarray(0, to - at);
    await bytes.readInto(piece, tensor.position + at);
    sum.add(piece);
    yield piece;
  }
  sum.assertRight();
}

async function* inflatedPieces(bytes: Bytes, tensor: PlacedTensor, deflated: Deflated, { from, to }: Part): AsyncGenerator<Buffer> {
  const sum = new Sum(tensor, to - from);
  const promised = deflated.head + tensor.bytes;
  let at = -deflated.head;
  for await (const piece of inflated(bytes, { position: tensor.position, length: deflated.bytes })) {
    if (at + piece.length > tensor.bytes) throw new CheckpointError(phrase`It inflates to more than the ${count(promised)} bytes that it should have.`);
    const values = piece.subarray(Math.max(0, from - at), Math.max(0, to - at));
    sum.add(piece.subarray(Math.max(0, -at)));
    at += piece.length;
    yield values;
    // The rest is another entry's.
    if (at >= to && to < tensor.bytes) return;
  }
  if (at < tensor.bytes) throw new CheckpointError(phrase`It inflates to ${count(deflated.head + at)} bytes and should have ${count(promised)}.`);
  sum.assertRight();
}

/** The checksum of all values; what is read in part has none. */
class Sum {
  private value: number;
  private readonly expected: number | null;

  constructor({ checksum, bytes }: PlacedTensor, length: number) {
    this.value = checksum?.head ?? 0;
    this.expected = checksum !== null && length === bytes ? checksum.whole : null;
  }

  add(piece: Uint8Array): void {
    if (this.expected !== null && crc32 !== null) this.value = crc32(piece, this.value);
  }

  assertRight(): void {
    if (this.expected === null || this.value === this.expected) return;
    throw new CheckpointError(phrase`Its values are damaged: their checksum (CRC-32) is not the one that was written with them.`);
  }
}
