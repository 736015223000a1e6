/** Values as a file has them -> float32. */
import { Buffer } from 'node:buffer';
import { endianness } from 'node:os';
import type { FloatType } from '../core/checkpoint/header';
import type { Encoding } from './layout';

const FLOATS: readonly string[] = ['float16', 'bfloat16', 'float32', 'float64'] satisfies readonly FloatType[];

/** Of this machine. */
export const BIG_ENDIAN = endianness() === 'BE';

/** Whether values of this type can be a weight. */
export const isFloat = (dtype: string): dtype is FloatType => FLOATS.includes(dtype);

/** Divides into values of every type. */
const STAGE = 64 << 10;

/** Takes bytes in pieces of any length and hands on values, at most STAGE / itemBytes at a time. */
export class Converter {
  private readonly stage = Buffer.from(new ArrayBuffer(STAGE));
  private readonly values: Float32Array;
  private filled = 0;

  constructor(
    private readonly encoding: Encoding & { readonly dtype: FloatType },
    /** The values are in a buffer that is used again. */
    private readonly take: (values: Float32Array) => void,
  ) {
    this.values = new Float32Array(STAGE / encoding.itemBytes);
  }

  push(piece: Uint8Array): void {
    for (let done = 0; done < piece.length; ) {
      const part = piece.subarray(done, done + STAGE - this.filled);
      this.stage.set(part, this.filled);
      this.filled += part.length;
      done += part.length;
      if (this.filled === STAGE) this.flush();
    }
  }

  /** Hands on what is left. */
  flush(): void {
    const { dtype, itemBytes, bigEndian } = this.encoding;
    const count = this.filled / itemBytes;
    const values = this.values.subarray(0, count);
    if (bigEndian !== BIG_ENDIAN) swap(this.stage.subarray(0, this.filled), itemBytes);
    toFloat32(dtype, this.stage.buffer, values);
    this.filled = 0;
    this.take(values);
  }
}

function swap(bytes: Buffer, itemBytes: number): void {
  if (itemBytes === 2) bytes.swap16();
  else if (itemBytes === 4) bytes.swap32();
  else bytes.swap64();
}

/** Fills `into` with the values that begin `from`, in this machine's byte order. */
export function toFloat32(dtype: FloatType, from: ArrayBuffer, into: Float32Array): void {
  switch (dtype) {
    case 'float32':
      into.set(new Float32Array(from, 0, into.length));
      break;
    case 'float64':
      into.set(new Float64Array(from, 0, into.length));
      break;
    case 'bfloat16':
      fromBfloat16(new Uint16Array(from, 0, into.length), bitsOf(into));
      break;
    case 'float16':
      fromFloat16(new Uint16Array(from, 0, into.length), into);
  }
}

const bitsOf = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);

/** bfloat16 is the upper half of float32. */
function fromBfloat16(halves: Uint16Array, bits: Uint32Array): void {
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] as number) << 16;
}

/** The exponent's bias is 15 instead of 127, and its fields are 13 bits lower; the product makes subnormal values normal. */
function fromFloat16(halves: Uint16Array, into: Float32Array): void {
  const bits = bitsOf(into);
  for (let i = 0; i < halves.length; i++) {
    const half = halves[i] as number;
    bits[i] = (half & 0x7fff) << 13;
    into[i] = (into[i] as number) * 2 ** 112;
    const infiniteOrNaN = (half & 0x7c00) === 0x7c00 ? 0x7f80_0000 : 0;
    bits[i] = (bits[i] as number) | infiniteOrNaN | ((half & 0x8000) << 16);
  }
}
