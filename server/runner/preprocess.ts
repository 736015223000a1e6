/**
 * A decoded image -> the values a model is fed, as upstream's preprocess.py computes them: TensorFlow's bilinear resize
 * without antialiasing (half-pixel centres, float32 throughout), truncation to whole levels, then x / 255 * 2 - 1.
 */
import type { Pair } from '../core/dialects/spec';

/** 8-bit RGB, row by row. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * The model's input [1, height, width, 3] for an image. Stretched to `size`, or with `crop` scaled until it covers `size`
 * (for a square one: the short side to size) and the centre cut out.
 */
export function preprocess(image: RgbImage, size: Pair, crop: boolean): Float32Array {
  const levels = crop ? coverAndCrop(image, size) : resize(image, size, { top: 0, left: 0, size });
  const values = valueTable();
  const output = new Float32Array(levels.length);
  for (let i = 0; i < levels.length; i++) output[i] = values[levels[i] ?? 0] ?? 0;
  return output;
}

/** Upstream's `_resize_small` and `_crop`; sizes are rounded half to even, in float32, as TensorFlow rounds. */
function coverAndCrop(image: RgbImage, size: Pair): Uint8Array {
  const ratio = Math.max(Math.fround(size[0] / image.height), Math.fround(size[1] / image.width));
  const scaled: Pair = [
    Math.max(size[0], roundHalfToEven(Math.fround(image.height * ratio))),
    Math.max(size[1], roundHalfToEven(Math.fround(image.width * ratio))),
  ];
  return resize(image, scaled, { top: (scaled[0] - size[0]) >> 1, left: (scaled[1] - size[1]) >> 1, size });
}

/** The part of the image resized to `scaled` that `window` shows. Only that part is computed. */
export function resize(image: RgbImage, scaled: Pair, window: { readonly top: number; readonly left: number; readonly size: Pair }): Uint8Array {
  const rows = interpolation(image.height, scaled[0], window.top, window.size[0]);
  const columns = interpolation(image.width, scaled[1], window.left, window.size[1]);
  const { data, width } = image;
  const { fround } = Math;
  const output = new Uint8Array(window.size[0] * window.size[1] * 3);
  let at = 0;
  for (const row of rows) {
    const top = row.low * width;
    const bottom = row.high * width;
    for (const column of columns) {
      for (let channel = 0; channel < 3; channel++) {
        const topLeft = data[(top + column.low) * 3 + channel] ?? 0;
        const topRight = data[(top + column.high) * 3 + channel] ?? 0;
        const bottomLeft = data[(bottom + column.low) * 3 + channel] ?? 0;
        const bottomRight = data[(bottom + column.high) * 3 + channel] ?? 0;
        const above = fround(topLeft + fround((topRight - topLeft) * column.fraction));
        const below = fround(bottomLeft + fround((bottomRight - bottomLeft) * column.fraction));
        output[at++] = fround(above + fround(fround(below - above) * row.fraction));
      }
    }
  }
  return output;
}

interface Interpolation {
  /** The two source lines, and how far from the lower to the higher. */
  readonly low: number;
  readonly high: number;
  readonly fraction: number;
}

function interpolation(sourceSize: number, scaledSize: number, first: number, count: number): Interpolation[] {
  const { fround } = Math;
  const scale = fround(sourceSize / scaledSize);
  return Array.from({ length: count }, (_, index) => {
    const position = fround(fround((first + index + 0.5) * scale) - 0.5);
    const below = Math.floor(position);
    return { low: Math.max(below, 0), high: Math.min(Math.ceil(position), sourceSize - 1), fraction: fround(position - below) };
  });
}

/** The value of each of the 256 levels, in float32 as upstream computes it. */
function valueTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, level) => -1 + Math.fround(level / 255) * 2);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
