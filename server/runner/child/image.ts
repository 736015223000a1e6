/** Decodes an image file as upstream's reader does: 8-bit RGB, transparency dropped, no rotation by EXIF, no colour profile. */
import type { Sharp } from 'sharp';
import { phrase } from '../../core/phrase';
import type { RgbImage } from '../preprocess';
import { RunError } from './failure';

/** Throws RunError: `environment` without the image library, `memory` beyond `budgetBytes`, `image` for what can't be decoded. */
export async function decodeImage(path: string, budgetBytes: number): Promise<RgbImage> {
  const sharp = await loadSharp();
  try {
    const image = sharp(path, { ignoreIcc: true, limitInputPixels: false, sequentialRead: true });
    const { width, height, space } = await image.metadata();
    // The pixels once in the library and once here, with room for an alpha channel.
    const needed = width * height * 8;
    if (needed > budgetBytes) {
      throw new RunError('memory', phrase`${path} has ${width} x ${height} pixels, which decode to ${mebibytes(needed)}; ${mebibytes(budgetBytes)} are left`);
    }
    if (space === 'cmyk') return await decodeInks(image);
    const { data, info } = await image.toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new RunError('image', phrase`${path} decodes to ${info.channels} channels, not to red, green and blue`);
    return { width: info.width, height: info.height, data };
  } catch (error) {
    if (error instanceof RunError) throw error;
    throw new RunError('image', phrase`${path} can't be read as an image: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Cyan, magenta, yellow and black without a colour profile, as libjpeg's users turn them to RGB: each colour what its ink and black leave of white. */
async function decodeInks(image: Sharp): Promise<RgbImage> {
  const { data: inks, info } = await image.pipelineColourspace('cmyk').toColourspace('cmyk').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const light = 255 - (inks[i * channels + 3] ?? 0);
    for (let colour = 0; colour < 3; colour++) {
      data[i * 3 + colour] = Math.max(0, light - Math.round(((inks[i * channels + colour] ?? 0) * light) / 255));
    }
  }
  return { width, height, data };
}

async function loadSharp() {
  try {
    return (await import('sharp')).default;
  } catch (error) {
    throw new RunError('environment', phrase`The image library (sharp) can't be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(Math.max(0, bytes) / 2 ** 20)} MiB`;
}
