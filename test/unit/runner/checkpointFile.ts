/** Checkpoint files for tests. */
import { writeFileSync } from 'node:fs';
import type { Shape } from '../../../server/core/model/graph';

export interface TestTensor {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** A safetensors file of float32. */
export function writeSafetensors(path: string, tensors: Readonly<Record<string, TestTensor>>): void {
  let offset = 0;
  const header: Record<string, { dtype: string; shape: Shape; data_offsets: [number, number] }> = {};
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const bodies = Object.values(tensors).map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  writeFileSync(path, Buffer.concat([length, text, ...bodies]));
}
