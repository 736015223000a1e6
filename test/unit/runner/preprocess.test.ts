/** Our resizing against upstream's own preprocessing in TensorFlow, to the last level: test/reference/resize.py made the golden. */
import { expect, test } from 'vitest';
import { preprocess } from '../../../server/runner/preprocess';
import golden from '../../golden/resize.json';

/** Every level, nothing flat; as test/reference/resize.py has it. */
function picture(height: number, width: number) {
  const data = Uint8Array.from({ length: height * width * 3 }, (_, index) => ((Math.imul(index, 2654435761) ^ (index >>> 3)) >>> 13) & 255);
  return { height, width, data };
}

function fnv1a(bytes: Uint8Array): number {
  let code = 0x811c9dc5;
  for (const byte of bytes) code = Math.imul(code ^ byte, 0x01000193) >>> 0;
  return code;
}

for (const { image, size, crop, hash, levels } of golden) {
  const [height = 0, width = 0] = image;
  const [rows = 0, columns = 0] = size;
  test(`${height}x${width} to ${rows}x${columns}${crop ? ', cropped' : ''}`, () => {
    const values = preprocess(picture(height, width), [rows, columns], crop);
    const actual = Uint8Array.from(values, (value) => Math.round(((value + 1) / 2) * 255));
    if (levels !== undefined) expect(Buffer.from(actual).toString('base64')).toBe(levels);
    expect(fnv1a(actual)).toBe(hash);
    // The value of a level is upstream's in float32, not only near it.
    expect(values.every((value, index) => value === Math.fround(-1 + Math.fround(Math.fround((actual[index] ?? 0) / 255) * 2)))).toBe(true);
  });
}

test('crop of a picture for an image that is not square covers it', () => {
  const values = preprocess(picture(50, 40), [10, 30], true);
  expect(values).toHaveLength(10 * 30 * 3);
  expect(new Set(values).size).toBeGreaterThan(100);
});
