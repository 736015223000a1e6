/** What is read from whole files: headers, and values of every type and order. */

import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { openCheckpoint, readHeader } from '../../../server/checkpoint';
import { type FileTensor, npyHeaderOf, npz, safetensors, withFile } from './files';
import { zip } from './zip';

const FORMATS: readonly (readonly [string, (tensors: readonly FileTensor[]) => Buffer])[] = [
  ['npz', (tensors) => npz(tensors)],
  ['npz', (tensors) => npz(tensors, { deflated: true })],
  ['safetensors', (tensors) => safetensors(tensors)],
];

async function valuesOf(file: Buffer, name: string, index: number | null = null): Promise<number[]> {
  return withFile('any.bin', file, async (path) => {
    const checkpoint = await openCheckpoint(path);
    try {
      return [...(await checkpoint.read(name, { index }))];
    } finally {
      await checkpoint.close();
    }
  });
}

test.each(FORMATS)('the header of %s names each tensor, its type and shape, in the order of the file', async (format, write) => {
  const file = write([
    { name: 'z/kernel', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
    { name: 'a', shape: [2], dtype: 'bfloat16', values: [1, 2] },
    { name: 'scalar', shape: [], dtype: 'float64', values: [7] },
    { name: 'none', shape: [0, 768], values: [] },
    { name: 'step', shape: [], dtype: 'int32', values: [10_000] },
    { name: 'half', shape: [1, 2], dtype: 'float16', values: [1, 2] },
    { name: 'mask', shape: [2], dtype: 'bool', values: [0, 1] },
  ]);
  await withFile('ViT.any', file, async (path) => {
    expect(await readHeader(path)).toEqual({
      ok: true,
      fileName: 'ViT.any',
      header: {
        format,
        bytes: file.length,
        tensors: [
          { name: 'z/kernel', shape: [2, 3], dtype: 'float32' },
          { name: 'a', shape: [2], dtype: 'bfloat16' },
          { name: 'scalar', shape: [], dtype: 'float64' },
          { name: 'none', shape: [0, 768], dtype: 'float32' },
          { name: 'step', shape: [], dtype: 'int32' },
          { name: 'half', shape: [1, 2], dtype: 'float16' },
          { name: 'mask', shape: [2], dtype: 'bool' },
        ],
      },
    });
  });
});

test.each(FORMATS)('values of %s are float32, whatever they were, and those of an entry are a part of them', async (_, write) => {
  const values = [0, -0, 1, -1.5, 65504, 2 ** -24, 2 ** -14, 0.333251953125, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1024];
  const file = write([
    { name: 'before', shape: [3], values: [9, 9, 9] },
    { name: 'float16', shape: [3, 4], dtype: 'float16', values },
    { name: 'float32', shape: [3, 4], dtype: 'float32', values },
    { name: 'float64', shape: [3, 4], dtype: 'float64', values },
    { name: 'bfloat16', shape: [3, 1, 1], dtype: 'bfloat16', values: [-1.5, 2 ** -133, Number.POSITIVE_INFINITY] },
    { name: 'scalar', shape: [], values: [7] },
    { name: 'none', shape: [0, 768], values: [] },
    { name: 'after', shape: [1], values: [9] },
  ]);
  for (const name of ['float16', 'float32', 'float64']) {
    expect(await valuesOf(file, name), name).toEqual(values);
    expect(await valuesOf(file, name, 1), name).toEqual(values.slice(4, 8));
    expect(await valuesOf(file, name, 2), name).toEqual(values.slice(8));
  }
  expect(await valuesOf(file, 'bfloat16')).toEqual([-1.5, 2 ** -133, Number.POSITIVE_INFINITY]);
  expect(await valuesOf(file, 'bfloat16', 2)).toEqual([Number.POSITIVE_INFINITY]);
  expect(await valuesOf(file, 'scalar')).toEqual([7]);
  expect(await valuesOf(file, 'none')).toEqual([]);
});

test.each([false, true])('npz has values with the first axis fastest and the highest byte first; deflated: %s', async (deflated) => {
  const values = Array.from({ length: 24 }, (_, i) => i + 0.5);
  for (const dtype of ['float16', 'float32', 'float64'] as const) {
    for (const bigEndian of [false, true]) {
      for (const fortran of [false, true]) {
        const file = npz([{ name: 'x', shape: [2, 3, 4], dtype, bigEndian, fortran, values }], { deflated });
        expect(await valuesOf(file, 'x')).toEqual(values);
        expect(await valuesOf(file, 'x', 1)).toEqual(values.slice(12));
      }
    }
  }
});

/** Longer than what is read, inflated or converted at a time, and no multiple of it. */
test.each(FORMATS)('long tensors of %s are read whole', async (_, write) => {
  const values = Float32Array.from({ length: 3 * 700_001 }, (_, i) => i % 2048);
  const half = Float32Array.from({ length: 70_001 }, (_, i) => i % 2048);
  const file = write([
    { name: 'long', shape: [3, 700_001], values },
    { name: 'half', shape: [70_001], dtype: 'float16', values: half },
    { name: 'double', shape: [3, 700_001], dtype: 'float64', values },
  ]);
  await withFile('long', file, async (path) => {
    const checkpoint = await openCheckpoint(path);
    expect(Buffer.from((await checkpoint.read('long')).buffer).equals(Buffer.from(values.buffer))).toBe(true);
    expect(Buffer.from((await checkpoint.read('double')).buffer).equals(Buffer.from(values.buffer))).toBe(true);
    expect(Buffer.from((await checkpoint.read('half')).buffer).equals(Buffer.from(half.buffer))).toBe(true);
    const entry = await checkpoint.read('double', { index: 1 });
    expect(entry).toEqual(values.subarray(700_001, 1_400_002));
    expect(entry.buffer.byteLength).toBe(entry.byteLength);
    await checkpoint.close();
  });
});

test('tensors without values are zeros', async () => {
  for (const [, write] of FORMATS) expect(await valuesOf(write([{ name: 'x', shape: [1_500_000] }]), 'x', 5)).toEqual([0]);
  for (const [, write] of FORMATS) expect((await valuesOf(write([{ name: 'x', shape: [1_500_000] }]), 'x')).every((value) => value === 0)).toBe(true);
});

test('each tensor is an array of its own', async () => {
  await withFile('two.npz', npz([{ name: 'x', shape: [2], values: [1, 2] }]), async (path) => {
    const checkpoint = await openCheckpoint(path);
    const [first, second] = await Promise.all([checkpoint.read('x'), checkpoint.read('x')]);
    first.fill(0);
    expect(second).toEqual(Float32Array.of(1, 2));
    await checkpoint.close();
  });
});

test('npy headers of every version, of Python 2, with other spaces, quotes and orders, and long ones', async () => {
  const headers = [
    npyHeaderOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 2),
    npyHeaderOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", 3),
    npyHeaderOf("{'descr': '<f4', 'fortran_order': False, 'shape': (1L,), }"),
    npyHeaderOf('{"shape":(1,),"fortran_order":False,"descr":"<f4"}'),
    npyHeaderOf(`{'descr': '<f4',${' '.repeat(20_000)}'fortran_order': False, 'shape': (1,)}`),
  ];
  const one = Buffer.from(Float32Array.of(1).buffer);
  for (const deflated of [false, true]) {
    for (const head of headers) {
      expect(await valuesOf(zip([{ name: 'x.npy', data: Buffer.concat([head, one]), deflated }]), 'x')).toEqual([1]);
    }
  }
});

test('names are only names', async () => {
  const names = ['../../etc/passwd', 'a\\b', '/absolute', 'C:/x', '层/核', '__proto__', '0', 'a"b', ''];
  const tensors = names.map((name, i) => ({ name, shape: [1], values: [i] }));
  for (const file of [npz(tensors), safetensors(tensors)]) {
    await withFile('names', file, async (path) => {
      const checkpoint = await openCheckpoint(path);
      expect(checkpoint.header.tensors.map(({ name }) => name)).toEqual(names);
      for (const [i, name] of names.entries()) expect([...(await checkpoint.read(name))]).toEqual([i]);
      await checkpoint.close();
    });
  }
  // No UTF-8, though it says so.
  const data = npz([{ name: 'x', shape: [], values: [1] }]);
  const member = { name: Buffer.from([0xff, 0x2e, 0x6e, 0x70, 0x79]), data: data.subarray(30 + 5 + 20, 30 + 5 + 20 + 132), wrong: { flags: 0x800 } };
  expect(await valuesOf(zip([member]), '\ufffd')).toEqual([1]);
});

test('a safetensors file may have metadata, and nothing else', async () => {
  await withFile('empty', safetensors([], { format: 'pt' }), async (path) => {
    expect(await readHeader(path)).toMatchObject({ ok: true, header: { format: 'safetensors', tensors: [] } });
  });
  await withFile('empty', npz([]), async (path) => {
    expect(await readHeader(path)).toMatchObject({ ok: true, header: { format: 'npz', tensors: [] } });
  });
});

test('what is no array in an npz file is left alone', async () => {
  const head = npz([{ name: 'x', shape: [], values: [1] }]).subarray(55, 187);
  const file = zip([
    { name: 'x.npy', data: head },
    { name: 'README', data: Buffer.from('hello') },
  ]);
  expect(await valuesOf(file, 'x')).toEqual([1]);
});
