/** NumPy's .npy format, version 1.0. */
import { Buffer } from 'node:buffer';

/** What stands before float32 values in row-major order. Of two axes it takes 128 bytes, however long they are. */
export function npyHeader(shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const prefix = 10;
  // The header is padded with spaces to a multiple of 64 and ends in a newline.
  const length = Math.ceil((prefix + dictionary.length + 1) / 64) * 64 - prefix;
  const head = Buffer.alloc(prefix);
  head.write('\x93NUMPY', 'latin1');
  head[6] = 1;
  head.writeUInt16LE(length, 8);
  return Buffer.concat([head, Buffer.from(`${dictionary.padEnd(length - 1)}\n`, 'latin1')]);
}

/** The bytes of values, the lowest first. */
export function npyValues(values: Float32Array): Uint8Array {
  const body = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => body.writeFloatLE(value, index * 4));
  return body;
}

/** The file for a float32 array in row-major order. */
export function npyFile(values: Float32Array, shape: readonly number[]): Uint8Array {
  return Buffer.concat([npyHeader(shape), npyValues(values)]);
}
