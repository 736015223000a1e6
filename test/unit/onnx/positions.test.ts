/** Position embeddings as SciPy interpolates them, to the last bit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../server/core/dialects/spec';
import { positionEmbeddings, zoom } from '../../../server/onnx/weights/positions';
import { fillHashed } from './hashed';

interface Golden {
  readonly width: number;
  readonly cases: readonly { readonly from: [number, number]; readonly to: [number, number]; readonly values: string }[];
}
const { width, cases } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'golden', 'positions.json'), 'utf8')) as Golden;

const floats = (text: string) => new Float32Array(new Uint8Array(Buffer.from(text, 'base64')).buffer);

function grid(from: readonly number[], to: readonly number[]): Float32Array {
  const values = new Float32Array((from[0] ?? 0) * (from[1] ?? 0) * width);
  fillHashed(values, `positions ${from.join('x')} ${to.join('x')}`, 0, 0, 1);
  return values;
}

describe('the values of scipy.ndimage.zoom, bit for bit', () => {
  for (const { from, to, values } of cases) {
    test(`${from.join('x')} to ${to.join('x')}`, () => expect(Buffer.from(zoom(grid(from, to), from, to, width).buffer).toString('base64')).toBe(values));
  }

  test('its edge included: from 24 to 22 the last row and column are zeros', () => {
    const golden = cases.find(({ from, to }) => from.join() === '24,24' && to.join() === '22,22');
    expect(floats(golden?.values ?? '').slice(-22 * width)).toEqual(new Float32Array(22 * width));
  });
});

describe('the row of the class token', () => {
  const values = Float32Array.of(10, 1, 2, 3, 4);
  const from: Pair = [2, 2];
  const to: Pair = [3, 3];
  const enlarged = [1, 1.5, 2, 2, 2.5, 3, 3, 3.5, 4];
  test('kept', () => expect([...positionEmbeddings(values, { from, to, classToken: 'kept' }, 1)]).toEqual([10, ...enlarged]));
  test('absent', () => expect([...positionEmbeddings(values.slice(1), { from, to, classToken: 'absent' }, 1)]).toEqual(enlarged));
  test('zeros', () => expect([...positionEmbeddings(values.slice(1), { from, to, classToken: 'zeros' }, 1)]).toEqual([0, ...enlarged]));
  test('of a grid of the same size', () => expect(positionEmbeddings(values, { from, to: from, classToken: 'kept' }, 1)).toEqual(values));
  test('more values than the grid has are a mistake', () =>
    expect(() => positionEmbeddings(values, { from, to, classToken: 'absent' }, 1)).toThrow(RangeError));
});
