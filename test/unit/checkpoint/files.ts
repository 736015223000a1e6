/**
 * Writes checkpoint files for tests, as NumPy and safetensors write them:
 *
 *     await withFile('small.npz', npz([{ name: 'head/kernel', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] }]), async (path) => { ... })
 */
import { Buffer } from 'node:buffer';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joined, type Pieces, type ZipMember, zipPieces } from './zip';

export interface FileTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** float32 unless it is said. */
  readonly dtype?: keyof typeof TYPES;
  /** In row-major order. Without them the tensor is zeros, which take no memory and, on disk, no room. Those of an .npz can be read up to 64 MiB. */
  readonly values?: ArrayLike<number>;
  /** .npz only. */
  readonly bigEndian?: boolean;
  /** .npz only: first axis fastest. */
  readonly fortran?: boolean;
}

interface Type {
  readonly bytes: number;
  readonly npy: string;
  readonly safetensors: string;
  write(into: Buffer, at: number, value: number): void;
}

/** By NumPy's names. */
const TYPES = {
  float16: { bytes: 2, npy: 'f2', safetensors: 'F16', write: (into, at, value) => into.writeUInt16LE(halfOf(value), at) },
  bfloat16: { bytes: 2, npy: 'V2', safetensors: 'BF16', write: (into, at, value) => into.writeUInt16LE(bfloatOf(value), at) },
  float32: { bytes: 4, npy: 'f4', safetensors: 'F32', write: (into, at, value) => into.writeFloatLE(value, at) },
  float64: { bytes: 8, npy: 'f8', safetensors: 'F64', write: (into, at, value) => into.writeDoubleLE(value, at) },
  int32: { bytes: 4, npy: 'i4', safetensors: 'I32', write: (into, at, value) => into.writeInt32LE(value, at) },
  int64: { bytes: 8, npy: 'i8', safetensors: 'I64', write: (into, at, value) => into.writeBigInt64LE(BigInt(value), at) },
  uint8: { bytes: 1, npy: 'u1', safetensors: 'U8', write: (into, at, value) => into.writeUInt8(value, at) },
  bool: { bytes: 1, npy: 'b1', safetensors: 'BOOL', write: (into, at, value) => into.writeUInt8(value, at) },
} as const satisfies Record<string, Type>;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

/** To the nearest, ties to even, as bits. */
function bfloatOf(value: number): number {
  const bits = Buffer.alloc(4);
  bits.writeFloatLE(value);
  const whole = bits.readUInt32LE();
  return Number.isNaN(value) ? 0x7fc0 : (whole + 0x7fff + ((whole >>> 16) & 1)) >>> 16;
}

/** To the nearest, ties to even, as bits. */
function halfOf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  const exponent = Math.max(-14, Math.floor(Math.log2(size || 2 ** -14)));
  const scaled = size / 2 ** (exponent - 10);
  const rounded = scaled - Math.floor(scaled) === 0.5 ? 2 * Math.round(scaled / 2) : Math.round(scaled);
  // A fraction that is rounded up to a whole carries into the exponent by itself.
  return sign | (rounded + (exponent + 14) * 1024);
}

function encoded({ name, shape, dtype = 'float32', values = [], bigEndian = false, fortran = false }: FileTensor): Buffer {
  if (values.length !== sizeOf(shape)) throw new Error(`${name} has ${values.length} values and the shape [${shape}]`);
  const { bytes, write } = TYPES[dtype];
  const data = Buffer.alloc(values.length * bytes);
  const order = fortran ? fortranOrder(shape) : null;
  for (let i = 0; i < values.length; i++) write(data, i * bytes, values[order?.[i] ?? i] as number);
  if (bigEndian && bytes > 1) data[bytes === 2 ? 'swap16' : bytes === 4 ? 'swap32' : 'swap64']();
  return data;
}

/** For each place in an array whose first axis is fastest, the place in row-major order. */
function fortranOrder(shape: readonly number[]): readonly number[] {
  return shape.reduceRight<readonly number[]>(
    (inner, size, axis) => inner.flatMap((at) => Array.from({ length: size }, (_, i) => i * sizeOf(shape.slice(axis + 1)) + at)),
    [0],
  );
}

/** The .npy header of a tensor. */
export function npyHeader({ shape, dtype = 'float32', bigEndian = false, fortran = false }: FileTensor): Buffer {
  const { bytes, npy } = TYPES[dtype];
  const order = bytes === 1 ? '|' : bigEndian ? '>' : '<';
  const python = `{'descr': '${order}${npy}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${pythonTuple(shape)}, }`;
  return npyHeaderOf(python);
}

const pythonTuple = (shape: readonly number[]) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`);

/** The .npy header with this text, padded as NumPy pads it. */
export function npyHeaderOf(python: string, version: 1 | 2 | 3 = 1): Buffer {
  const prefix = version === 1 ? 10 : 12;
  const text = Buffer.from(python);
  const length = Math.ceil((prefix + text.length + 1) / 64) * 64 - prefix;
  const head = Buffer.alloc(prefix + length, ' ');
  head.write('\x93NUMPY', 'latin1');
  head[6] = version;
  head[7] = 0;
  if (version === 1) head.writeUInt16LE(length, 8);
  else head.writeUInt32LE(length, 8);
  text.copy(head, prefix);
  head[head.length - 1] = 0x0a;
  return head;
}

function npzMember(tensor: FileTensor, deflated: boolean): ZipMember {
  const head = npyHeader(tensor);
  const name = `${tensor.name}.npy`;
  const bytes = sizeOf(tensor.shape) * TYPES[tensor.dtype ?? 'float32'].bytes;
  if (tensor.values === undefined && !deflated) return { name, data: head, zeros: bytes };
  return { name, data: Buffer.concat([head, tensor.values === undefined ? Buffer.alloc(bytes) : encoded(tensor)]), deflated };
}

export interface NpzOptions {
  readonly deflated?: boolean;
}

export const npzPieces = (tensors: readonly FileTensor[], { deflated = false }: NpzOptions = {}): Pieces =>
  zipPieces(tensors.map((tensor) => npzMember(tensor, deflated)));

/** As `numpy.savez` writes it; deflated, `numpy.savez_compressed`. */
export const npz = (tensors: readonly FileTensor[], options: NpzOptions = {}) => joined(npzPieces(tensors, options));

export function safetensorsPieces(tensors: readonly FileTensor[], metadata: Readonly<Record<string, string>> | null = null): Pieces {
  const entries: (readonly [string, unknown])[] = metadata === null ? [] : [['__metadata__', metadata]];
  let at = 0;
  for (const { name, shape, dtype = 'float32' } of tensors) {
    const { safetensors: type, bytes } = TYPES[dtype];
    const end = at + sizeOf(shape) * bytes;
    entries.push([name, { dtype: type, shape, data_offsets: [at, end] }]);
    at = end;
  }
  const head = safetensorsHeader(`{${entries.map((entry) => entry.map((part) => JSON.stringify(part)).join(':')).join(',')}}`);
  const pieces = [{ position: 0, bytes: head }];
  let position = head.length;
  for (const tensor of tensors) {
    if (tensor.values !== undefined) pieces.push({ position, bytes: encoded(tensor) });
    position += sizeOf(tensor.shape) * TYPES[tensor.dtype ?? 'float32'].bytes;
  }
  return { pieces, size: position };
}

/** A header with this JSON and its length before it, padded as the format's own writer pads it. */
export function safetensorsHeader(json: string): Buffer {
  const text = Buffer.from(json);
  const head = Buffer.alloc(8 + Math.ceil(text.length / 8) * 8, ' ');
  head.writeBigUInt64LE(BigInt(head.length - 8));
  text.copy(head, 8);
  return head;
}

/** As safetensors' `save_file` writes it, in the order given. */
export const safetensors = (tensors: readonly FileTensor[], metadata: Readonly<Record<string, string>> | null = null) =>
  joined(safetensorsPieces(tensors, metadata));

/** Writes a file; what is between pieces takes no room where the file system knows holes. */
export async function writePieces(path: string, { pieces, size }: Pieces): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const { position, bytes } of pieces) await file.write(bytes, 0, bytes.length, position);
    await file.truncate(size);
  } finally {
    await file.close();
  }
}

/** Runs `work` with a directory that is gone afterwards. */
export async function withDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'vit-config-checkpoint-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Runs `work` with the path of a file that is gone afterwards. */
export async function withFile<T>(name: string, content: Buffer | Pieces, work: (path: string) => Promise<T>): Promise<T> {
  return withDirectory(async (directory) => {
    const path = join(directory, name);
    await writePieces(path, Buffer.isBuffer(content) ? { pieces: [{ position: 0, bytes: content }], size: content.length } : content);
    return work(path);
  });
}

/** The tensors of a ViT, as they are saved: `layers` x 16 + 8 of them. Without values. */
export function vitTensors(layers: number, width = 768, mlp = 3072, heads = 12): readonly FileTensor[] {
  const depth = width / heads;
  const block = (i: number): readonly FileTensor[] => {
    const at = `Transformer/encoderblock_${i}`;
    const attention = `${at}/MultiHeadDotProductAttention_1`;
    return [
      { name: `${at}/LayerNorm_0/bias`, shape: [width] },
      { name: `${at}/LayerNorm_0/scale`, shape: [width] },
      { name: `${at}/LayerNorm_2/bias`, shape: [width] },
      { name: `${at}/LayerNorm_2/scale`, shape: [width] },
      { name: `${at}/MlpBlock_3/Dense_0/bias`, shape: [mlp] },
      { name: `${at}/MlpBlock_3/Dense_0/kernel`, shape: [width, mlp] },
      { name: `${at}/MlpBlock_3/Dense_1/bias`, shape: [width] },
      { name: `${at}/MlpBlock_3/Dense_1/kernel`, shape: [mlp, width] },
      ...['key', 'query', 'value'].flatMap((part) => [
        { name: `${attention}/${part}/bias`, shape: [heads, depth] },
        { name: `${attention}/${part}/kernel`, shape: [width, heads, depth] },
      ]),
      { name: `${attention}/out/bias`, shape: [width] },
      { name: `${attention}/out/kernel`, shape: [heads, depth, width] },
    ];
  };
  return [
    ...Array.from({ length: layers }, (_, i) => block(i)).flat(),
    { name: 'Transformer/encoder_norm/bias', shape: [width] },
    { name: 'Transformer/encoder_norm/scale', shape: [width] },
    { name: 'Transformer/posembed_input/pos_embedding', shape: [1, 197, width] },
    { name: 'cls', shape: [1, 1, width] },
    { name: 'embedding/bias', shape: [width] },
    { name: 'embedding/kernel', shape: [16, 16, 3, width] },
    { name: 'head/bias', shape: [1000] },
    { name: 'head/kernel', shape: [width, 1000] },
  ];
}
