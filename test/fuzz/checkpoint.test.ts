/**
 * Checkpoint files with bytes changed, moved and cut: reading them ends in their header and values or in a problem that is told,
 * never in another error, and never takes more than the file allows.
 */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CheckpointError, type CheckpointFiles, openCheckpoint, readHeader } from '../../server/checkpoint';
import { english } from '../../server/core/phrase';
import { type FileTensor, npz, safetensors } from '../unit/checkpoint/files';
import { setting } from './setting';

const CASES = setting('VIT_CONFIG_FUZZ', 5000);
const SEED = setting('VIT_CONFIG_FUZZ_SEED', 20_201_022);

const VALUES = Array.from({ length: 24 }, (_, i) => i / 4);
const TENSORS: readonly FileTensor[] = [
  { name: 'head/kernel', shape: [2, 3, 4], values: VALUES },
  { name: 'head/bias', shape: [4], dtype: 'bfloat16', values: [1, 2, 3, 4] },
  { name: 'step', shape: [], dtype: 'int32', values: [7] },
  { name: 'posembed', shape: [1, 6, 4], dtype: 'float16', values: VALUES },
  { name: 'double', shape: [24], dtype: 'float64', values: VALUES },
];
const FILES = [npz(TENSORS), npz(TENSORS, { deflated: true }), npz([{ name: 'f', shape: [4, 6], fortran: true, values: VALUES }]), safetensors(TENSORS)];

/** A file in memory, which ends the test where more is asked of it than a file has, or over and over. */
function memory(file: Buffer): CheckpointFiles & { reads: number } {
  const info = { kind: 'file', bytes: file.length, modified: 1 } as const;
  const files = {
    reads: 0,
    stat: async () => info,
    open: async () => ({
      stat: async () => info,
      async read(into: Uint8Array, position: number) {
        files.reads++;
        if (position < 0 || position + into.length > file.length) throw new Error(`bytes ${position} to ${position + into.length} of ${file.length}`);
        return file.copy(into, 0, position, position + into.length);
      },
      close: async () => undefined,
    }),
  };
  return files;
}

const INTERESTING = [0, 1, 0x7f, 0x80, 0xff, ...Buffer.from('0123456789-,:()[]{}\'"\\<>|fiOVu ')];

type Change = { readonly kind: 'set' | 'cut' | 'drop' | 'double' | 'number'; readonly at: number; readonly length: number; readonly byte: number };

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('set', 'set', 'set', 'set', 'number', 'number', 'cut', 'drop', 'double'),
  // A share of the file, in millionths.
  at: fc.noBias(fc.integer({ min: 0, max: 999_999 })),
  length: fc.integer({ min: 1, max: 64 }),
  byte: fc.oneof(fc.constantFrom(...INTERESTING), fc.integer({ min: 0, max: 255 })),
});

function changed(file: Buffer, { kind, at: millionths, length, byte }: Change): Buffer {
  const at = Math.floor((millionths / 1e6) * file.length);
  switch (kind) {
    case 'set': {
      const copy = Buffer.from(file);
      if (at < copy.length) copy[at] = byte;
      return copy;
    }
    // Sizes and offsets are numbers of 2, 4 and 8 bytes.
    case 'number': {
      const copy = Buffer.from(file);
      copy.subarray(at, at + (length % 3 === 0 ? 2 : length % 3 === 1 ? 4 : 8)).fill(byte);
      return copy;
    }
    case 'cut':
      return file.subarray(0, at);
    case 'drop':
      return Buffer.concat([file.subarray(0, at), file.subarray(at + length)]);
    case 'double':
      return Buffer.concat([file.subarray(0, at + length), file.subarray(at)]);
  }
}

const given = fc.tuple(fc.constantFrom(...FILES), fc.array(change, { minLength: 1, maxLength: 3 })).map(([file, changes]) => changes.reduce(changed, file));

interface Tally {
  read: number;
  values: number;
  readonly problems: Set<string>;
  slowestMs: number;
}

async function keeps(file: Buffer, tally: Tally): Promise<void> {
  const start = performance.now();
  const files = memory(file);
  const read = await readHeader('/x.npz', files);
  if (!read.ok) {
    expect(english(read.problem)).toMatch(/^.+\.$/su);
    expect(english(read.problem)).not.toMatch(/undefined\b(?!`)|NaN|\[object/);
    tally.problems.add(read.problem.text === '`{0}`: {1}' ? (read.problem.values[1] as { text: string }).text : read.problem.text);
  } else {
    tally.read++;
    const checkpoint = await openCheckpoint('/x.npz', { expected: read.header, files });
    for (const { name, shape, dtype } of checkpoint.header.tensors) {
      const values = await checkpoint.read(name).catch((error: unknown) => {
        if (!(error instanceof CheckpointError)) throw error;
        return null;
      });
      if (values === null) continue;
      tally.values++;
      expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
      // Deflate makes at most 1032 of one byte; then a value has two bytes at least.
      expect(values.length, dtype).toBeLessThan(file.length * 1032);
    }
    await checkpoint.close();
  }
  expect(files.reads).toBeLessThan(100);
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - start);
}

it('reads a changed checkpoint file, or says what is wrong with it', { timeout: 60_000 + 20 * CASES }, async () => {
  const tally: Tally = { read: 0, values: 0, problems: new Set(), slowestMs: 0 };
  await fc.assert(
    fc.asyncProperty(given, (file) => keeps(file, tally)),
    { seed: SEED, numRuns: CASES },
  );
  if (process.env.VIT_CONFIG_FUZZ) console.log(JSON.stringify({ ...tally, problems: [...tally.problems] }, null, 1));
  expect(tally.read).toBeGreaterThan(CASES / 20);
  expect(tally.values).toBeGreaterThan(CASES / 20);
  expect(tally.problems.size).toBeGreaterThan(20);
  expect(tally.slowestMs).toBeLessThan(2000);
});
