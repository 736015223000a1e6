import { expect, test } from 'vitest';
import { randomWeights } from '../../../server/onnx/weights';
import { normalTable, Pcg32, seedFor } from '../../../server/onnx/weights/random';
import { WeightWindows } from '../../../server/runner/child/windows';

function moments(values: Float32Array): { mean: number; std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, std: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}

function drawn(name: string, shape: number[], seed = 0): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  randomWeights(seed).open({ name, shape })(values);
  return values;
}

test('the table holds the quantiles of the normal distribution', () => {
  const table = normalTable();
  const quantile = (p: number) => table[Math.floor(p * 65536)] ?? Number.NaN;
  // Known to every statistician.
  expect(quantile(0.975)).toBeCloseTo(1.959964, 3);
  expect(quantile(0.8413447)).toBeCloseTo(1, 3);
  expect(quantile(0.0013499)).toBeCloseTo(-3, 2);
  expect(moments(table).mean).toBeCloseTo(0, 6);
  expect(moments(table).std).toBeCloseTo(1, 3);
  expect(table.every((value, i) => i === 0 || value > (table[i - 1] ?? Number.NaN))).toBe(true);
});

test('the generator is uniform and below a limit stays below it', () => {
  const generator = new Pcg32(3);
  const counts = new Array<number>(16).fill(0);
  for (let i = 0; i < 160_000; i++) {
    const value = generator.below(16);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  // Chi-squared with 15 degrees of freedom: 37.7 is its 99.9th percentile.
  expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(37.7);
  expect(counts).toHaveLength(16);
});

test('kernels are scaled by their fan in, whatever their axes', () => {
  const check = (name: string, shape: number[], std: number) => expect(moments(drawn(name, shape)).std / std, name).toBeCloseTo(1, 1);
  check('Dense_0/kernel', [400, 300], 1 / 20);
  check('conv_root/kernel', [7, 7, 3, 64], 1 / Math.sqrt(147));
  check('MultiHeadDotProductAttention_1/query/kernel', [256, 4, 64], 1 / 16);
  check('MultiHeadDotProductAttention_1/out/kernel', [4, 64, 256], 1 / 16);
  check('attention_layer/query/kernel', [256, 256], 1 / 16);
  check('posembed_input/pos_embedding', [1, 100, 64], 0.02);
  expect(new Set(drawn('LayerNorm_0/scale', [64]))).toEqual(new Set([1]));
});

test('each parameter has its own numbers, the same each time and in pieces of any size', () => {
  const one = drawn('a/kernel', [100, 10]);
  expect(drawn('a/kernel', [100, 10])).toEqual(one);
  expect(drawn('b/kernel', [100, 10])).not.toEqual(one);
  expect(drawn('a/kernel', [100, 10], 1)).not.toEqual(one);
  const pieces = new Float32Array(1000);
  const fill = randomWeights(0).open({ name: 'a/kernel', shape: [100, 10] });
  for (let at = 0; at < 1000; at += 200) fill(pieces.subarray(at, at + 200));
  expect(pieces).toEqual(one);
  expect(seedFor('a', 0)).not.toBe(seedFor('a', 1));
});

test('windows lie inside one buffer, at a place of their own', () => {
  const windows = new WeightWindows(10_000, 64, 0);
  const first = windows.values('encoderblock_0/kernel', [100, 100]);
  const second = windows.values('encoderblock_1/kernel', [100, 100]);
  expect(first.buffer).toBe(second.buffer);
  expect(first.byteOffset).not.toBe(second.byteOffset);
  expect(first).toHaveLength(10_000);
  expect(windows.values('encoderblock_0/kernel', [100, 100]).byteOffset).toBe(first.byteOffset);
  expect(moments(first).std).toBeCloseTo(0.02, 3);
  const scale = windows.values('LayerNorm_0/scale', [64]);
  expect(moments(scale).mean).toBeCloseTo(1, 1);
  expect(moments(scale).std).toBeGreaterThan(0.005);
});
