/** NumPy files that a run writes. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Shape and values of a NumPy file of float32. */
export function npy(path: string): { shape: number[]; values: Float32Array } {
  const bytes = readFileSync(path);
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, ...Buffer.from('NUMPY'), 1, 0]);
  const start = 10 + bytes.readUInt16LE(8);
  const header = /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(([\d, ]*)\), \} *\n$/.exec(bytes.toString('latin1', 10, start));
  if (header === null) throw new Error(`not a header: ${bytes.toString('latin1', 10, start)}`);
  return {
    shape: (header[1] ?? '')
      .split(',')
      .filter((n) => n.trim() !== '')
      .map(Number),
    values: new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length)),
  };
}
