import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { english, phrase } from '../../../server/core/phrase';
import { RunError, runtimeFailure } from '../../../server/runner/child/failure';
import { decodeImage } from '../../../server/runner/child/image';
import { npyFile } from '../../../server/runner/npy';
import { sampleTokens } from '../../../server/runner/tokens';
import { IMAGES } from './bundle';

const folder = mkdtempSync(join(tmpdir(), 'vit-config-images-'));
afterAll(() => rmSync(folder, { recursive: true }));
const GIB = 2 ** 30;

describe('decoding an image', () => {
  const check = (name: string, file: string, make: (path: string) => Promise<unknown>, size: [number, number], pixel: [number, number, number], slack = 0) =>
    test(name, async () => {
      const path = join(folder, file);
      await make(path);
      const image = await decodeImage(path, GIB);
      expect([image.width, image.height]).toEqual(size);
      expect(image.data).toHaveLength(size[0] * size[1] * 3);
      for (const [channel, level] of pixel.entries()) expect(Math.abs((image.data[channel] ?? -99) - level)).toBeLessThanOrEqual(slack);
    });
  const raw = (width: number, height: number, channels: 1 | 2 | 3 | 4, pixel: number[]) =>
    sharp(Buffer.from(Array.from({ length: width * height }, () => pixel).flat()), { raw: { width, height, channels } });

  check('transparency is dropped, not blended', 'alpha.png', (path) => raw(5, 3, 4, [200, 100, 50, 0]).png().toFile(path), [5, 3], [200, 100, 50]);
  check('grey becomes red, green and blue', 'grey.png', (path) => raw(4, 4, 1, [90]).toColourspace('b-w').png().toFile(path), [4, 4], [90, 90, 90]);
  check('grey with transparency too', 'grey-alpha.png', (path) => raw(4, 4, 2, [90, 10]).png().toFile(path), [4, 4], [90, 90, 90]);
  check('of 16 bits the upper 8', 'deep.png', (path) => raw(4, 4, 3, [200, 100, 50]).toColourspace('rgb16').png().toFile(path), [4, 4], [200, 100, 50]);
  check(
    'EXIF rotation is ignored',
    'turned.jpg',
    (path) => raw(6, 3, 3, [255, 255, 255]).withMetadata({ orientation: 6 }).jpeg().toFile(path),
    [6, 3],
    [255, 255, 255],
  );
  check('CMYK', 'print.jpg', (path) => raw(4, 4, 3, [255, 255, 255]).toColourspace('cmyk').jpeg({ quality: 100 }).toFile(path), [4, 4], [255, 255, 255], 4);
  check('a palette', 'palette.png', (path) => raw(4, 4, 3, [10, 200, 30]).png({ palette: true }).toFile(path), [4, 4], [10, 200, 30]);
  check(
    'a colour profile is not applied',
    'profile.png',
    (path) => raw(4, 4, 3, [10, 200, 30]).withIccProfile('p3', { attach: true }).png().toFile(path),
    [4, 4],
    // sharp converted to P3 when it wrote: what is stored is what is read.
    [83, 197, 68],
    30,
  );

  const fails = (name: string, path: string, kind: string, message: RegExp, budget = GIB) =>
    test(name, async () => {
      await expect(decodeImage(path, budget)).rejects.toSatisfy((error) => error instanceof RunError && error.kind === kind && message.test(error.message));
    });
  fails('a file that is not there', join(folder, 'nothing.png'), 'image', /nothing\.png can't be read as an image: .*missing/);
  fails('a file that is no image', fileURLToPath(import.meta.url), 'image', /can't be read as an image: .*unsupported/);
  fails('an image beyond the memory that is left', join(IMAGES, 'lake.jpg'), 'memory', /641 x 427 pixels, which decode to 3 MiB; 1 MiB are left/, 1000);

  test('a truncated file', async () => {
    const whole = await sharp(join(IMAGES, 'lake.jpg')).jpeg().toBuffer();
    const path = join(folder, 'truncated.jpg');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path, whole.subarray(0, whole.length / 2));
    await expect(decodeImage(path, GIB)).rejects.toThrow(/truncated\.jpg can't be read as an image/);
  });
});

test('.npy files are as NumPy writes them', () => {
  const file = Buffer.from(npyFile(Float32Array.of(1, -2, 0.5, 3, 4, 5), [2, 3]));
  expect(file.subarray(0, 8)).toEqual(Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]));
  const length = file.readUInt16LE(8);
  expect((10 + length) % 64).toBe(0);
  expect(file.subarray(10, 10 + length).toString('latin1')).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
  expect([0, 1, 2].map((index) => file.readFloatLE(10 + length + index * 4))).toEqual([1, -2, 0.5]);
  expect(Buffer.from(npyFile(Float32Array.of(1), [1])).toString('latin1')).toContain("'shape': (1,)");
});

test('token ids are in the vocabulary, begin with a class token and end in padding', () => {
  const bert = sampleTokens(16, 30522, 0);
  expect(bert[0]).toBe(101);
  expect([...bert.slice(1, 11)].every((id) => id > 0 && id < 30522)).toBe(true);
  expect([...bert.slice(11)]).toEqual([0, 0, 0, 0, 0]);
  expect(sampleTokens(16, 30522, 0)).toEqual(bert);
  expect(sampleTokens(16, 30522, 1)).not.toEqual(bert);
  expect([...sampleTokens(6, 2, 0)]).toEqual([1, 1, 1, 1, 0, 0]);
  expect([...sampleTokens(2, 1, 0)]).toEqual([0, 0]);
  expect(sampleTokens(1, 100, 0)).toHaveLength(1);
});

test('an error of the runtime leads back to the scope of its op', () => {
  const check = (message: string, kind: string, scope: string | undefined) => {
    const { failure } = runtimeFailure(new Error(message), 3, (text) => phrase`ONNX Runtime failed: ${text}`);
    expect([failure.kind, failure.scope]).toEqual([kind, scope]);
    expect(english(failure.message)).not.toContain('{i}');
  };
  check(
    "Non-zero status code returned while running MatMul node. Name:'Transformer/encoderblock_{i}/MlpBlock_3/Dense_0/MatMul' Status Message: bad",
    'runtime',
    'Transformer/encoderblock_3/MlpBlock_3/Dense_0',
  );
  check('This is an invalid model. In Node, ("head/Gemm", Gemm, "", -1) : broken', 'runtime', undefined);
  check('Node (head/MatMul_1) Op (MatMul) [ShapeInferenceError] Incompatible dimensions', 'runtime', 'head');
  check("running Add node. Name:'a/b/Add' Failed to allocate memory for requested buffer of size 12345", 'memory', 'a/b');
  check('something else', 'runtime', undefined);
});
