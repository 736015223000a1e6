import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { CheckpointHeader } from '../../core/checkpoint/header';

export interface Checkpoint {
  readonly header: CheckpointHeader;
  read(name: string, options?: { index?: number }): Promise<Float32Array>;
  close(): void;
}

export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const fd = openSync(path, 'r');
  const length = Buffer.alloc(8);
  readSync(fd, length, 0, 8, 0);
  const size = Number(length.readBigUInt64LE(0));
  const text = Buffer.alloc(size);
  readSync(fd, text, 0, size, 8);
  const entries = JSON.parse(text.toString()) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  const tensors = Object.entries(entries).map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }));
  return {
    header: { format: 'safetensors', tensors, bytes: readFileSync(path).length },
    async read(name, { index } = {}) {
      const entry = entries[name];
      if (entry === undefined) throw new Error(name);
      const [a, b] = entry.data_offsets;
      const per = index === undefined ? b - a : (b - a) / (entry.shape[0] ?? 1);
      const values = new Float32Array(per / 4);
      readSync(fd, values, 0, per, 8 + size + a + (index ?? 0) * per);
      return values;
    },
    close: () => closeSync(fd),
  };
}
