/** From what was typed to the image files that are meant. */
import { basename, resolve } from 'node:path';
import { english } from '../core/phrase';
import { reasonOf } from '../files';
import { findFiles } from './files';
import type { Host } from './host';

export interface ImageFile {
  /** Absolute. */
  readonly path: string;
  /** As it was typed or found. */
  readonly shown: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

export interface FoundImages {
  readonly images: readonly ImageFile[];
  /** One line each: what could not be found or read. */
  readonly problems: readonly string[];
}

const EXTENSION = /\.(?:jpe?g|png|webp|gif|tiff?|avif)$/i;

/** By its name alone: whether a file is an image that can be read. */
export const isImageName = (path: string): boolean => EXTENSION.test(path);

const IMAGES = {
  // macOS leaves a hidden ._photo.jpg, which is none, beside each photo.jpg on foreign disks.
  accepts: (path: string) => isImageName(path) && !basename(path).startsWith('.'),
  name: 'image (.jpg, .png, .webp, .gif, .tiff, .avif)',
};

/** Each file once; in directories and those in them whatever is called as images are, but for hidden ones. */
export async function findImages(host: Host, args: readonly string[]): Promise<FoundImages> {
  const { files, problems: missing } = await findFiles(host, args, IMAGES);
  const problems = [...missing];
  const images: ImageFile[] = [];
  for (const { path: shown, named } of files) {
    if (shown === '-') {
      problems.push('-: images are read from files, not from the standard input');
      continue;
    }
    const path = resolve(host.cwd, shown);
    try {
      const { kind, bytes, modified } = await host.stat(path);
      if (kind === 'file') images.push({ path, shown, bytes, modified });
      else if (named) problems.push(`${shown}: is no file`);
    } catch (error) {
      problems.push(`${shown}: ${english(reasonOf(error))}`);
    }
  }
  return { images, problems };
}
