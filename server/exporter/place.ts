/** Where a model is to be written: the files it takes there, and whether they may. */

import { basename, dirname } from 'node:path';
import { humanBytes } from '../core/count/units';
import { type Phrase, PhraseError, phrase } from '../core/phrase';
import { reasonOf } from '../files';
import type { Files } from './files';

export type PlaceProblem = 'directory' | 'exists' | 'folder' | 'space';

/** A place that can't take the model; it says why, in words that can stand after the path. */
export class PlaceError extends PhraseError {
  constructor(
    readonly problem: PlaceProblem,
    readonly path: string,
    said: Phrase,
  ) {
    super(said);
  }
}

/** Of a model whose weights are too large for its own file. */
export const dataPath = (path: string): string => `${path}.data`;

/** What a file is called until it is whole. */
export const partPath = (path: string): string => `${path}.part`;

/** All that an export to `path` may leave behind when its process ends in the midst of it. */
export const partPaths = (path: string): readonly string[] => [partPath(path), partPath(dataPath(path))];

/** Throws PlaceError where the model can't be written to `path` (absolute), before anything is; `mayReplace` is asked of files that exist. */
export async function assertPlace(files: Files, path: string, weightBytes: number, mayReplace: (path: string) => boolean): Promise<void> {
  for (const file of [path, dataPath(path)]) await assertFree(files, file, mayReplace);
  const directory = dirname(path);
  const info = await files.stat(directory).catch((error: unknown) => reasonOf(error));
  if (!('kind' in info) || info.kind !== 'directory') {
    throw new PlaceError('folder', directory, phrase`${'kind' in info ? phrase`is not a directory` : info}, so ${basename(path)} can't be written there`);
  }
  const free = await files.freeBytes(directory).catch(() => Number.POSITIVE_INFINITY);
  if (weightBytes > free) throw new PlaceError('space', path, phrase`the weights take ${humanBytes(weightBytes)}, only ${humanBytes(free)} are free there`);
}

/** Throws PlaceError for a file that is there and may not be replaced, or is none. */
export async function assertFree(files: Files, path: string, mayReplace: (path: string) => boolean): Promise<void> {
  const info = await files.stat(path).catch(() => null);
  if (info?.kind === 'directory') throw new PlaceError('directory', path, phrase`is a directory`);
  if (info !== null && !mayReplace(path)) throw new PlaceError('exists', path, phrase`exists already`);
}
