import { randomBytes } from 'node:crypto';
import { Uri } from 'vscode';

/** The folders a page may load files from: its own, the sample images, and that of the image a run would take. */
export function resourceRoots(extension: Uri, image: Uri | null): Uri[] {
  const roots = [Uri.joinPath(extension, 'dist'), Uri.joinPath(extension, 'samples', 'images')];
  return image === null ? roots : [...roots, Uri.joinPath(image, '..')];
}

/** A word nobody can guess, which names the one script that may run. */
export const nonce = (): string => randomBytes(16).toString('base64url');
