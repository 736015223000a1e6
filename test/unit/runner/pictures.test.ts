/** From the bytes of an image file to what a model is fed, against TensorFlow and upstream's preprocess.py: test/reference/checkpoints/pictures.py. */
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../server/core/dialects/spec';
import { decodeImage } from '../../../server/runner/child/image';
import { preprocess } from '../../../server/runner/preprocess';
import golden from '../../golden/pictures/pictures.json';

const PICTURES = join(__dirname, '..', '..', 'golden', 'pictures');
/** Of 255. */
const TOLERANCE = 1;
/** What libjpeg's fast transform, which TensorFlow takes unless told otherwise, is off by itself. */
const FAST_TRANSFORM = 4;

describe.each(golden)('$name', ({ name, image, size, decoded, stretched, cropped, byDefault }) => {
  const picture = () => decodeImage(join(PICTURES, name), 2 ** 30);
  const prepared = async (crop: boolean) => levels(preprocess(await picture(), size as [number, number] satisfies Pair, crop));

  test('decoded', async () => {
    const { height, width, data } = await picture();
    expect([height, width]).toEqual(image);
    expect(apart(data, decoded)).toBeLessThanOrEqual(TOLERANCE);
  });
  test('stretched', async () => {
    const actual = await prepared(false);
    expect(apart(actual, stretched)).toBeLessThanOrEqual(TOLERANCE);
    expect(apart(actual, byDefault)).toBeLessThanOrEqual(name.endsWith('.png') ? TOLERANCE : FAST_TRANSFORM);
  });
  test('cropped', async () => expect(apart(await prepared(true), cropped)).toBeLessThanOrEqual(TOLERANCE));
});

function levels(values: Float32Array): Uint8Array {
  return Uint8Array.from(values, (value) => Math.round(((value + 1) / 2) * 255));
}

/** The largest difference in levels. */
function apart(actual: Uint8Array, stored: string): number {
  const expected = inflateSync(Buffer.from(stored, 'base64'));
  expect(actual).toHaveLength(expected.length);
  return actual.reduce((most, level, i) => Math.max(most, Math.abs(level - (expected[i] ?? 0))), 0);
}
