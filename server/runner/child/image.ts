/** Decodes an image file as upstream's reader does: 8-bit RGB, transparency dropped, no rotation by EXIF, no colour profile. */
import { phrase } from '../../core/phrase';
import type { RgbImage } from '../preprocess';
import { RunError } from './failure';

/** Throws RunError: `environment` without the image library, `memory` beyond `budgetBytes`, `image` for what can't be decoded. */
export async function decodeImage(path: string, budgetBytes: number): Promise<RgbImage> {
  const sharp = await loadSharp();
  try {
    const image = sharp(path, { ignoreIcc: true, limitInputPixels: false, sequentialRead: true });
    const { width, height } = await image.metadata();
    // The pixels once in the library and once here, with room for an alpha channel.
    const needed = width * height * 8;
    if (needed > budgetBytes) {
      throw new RunError('memory', phrase`${path} has ${width} x ${height} pixels, which decode to ${mebibytes(needed)}; ${mebibytes(budgetBytes)} are left`);
    }
    const { data, info } = await image.toColourspace('srgb').removeAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new RunError('image', phrase`${path} decodes to ${info.channels} channels, not to red, green and blue`);
    return { width: info.width, height: info.height, data };
  } catch (error) {
    if (error instanceof RunError) throw error;
    throw new RunError('image', phrase`${path} can't be read as an image: ${error instanceof Error ? error.message : String(error)}`);
  }
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
