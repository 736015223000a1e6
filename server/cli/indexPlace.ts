/** Where an index is to be written: what is there already, and whether it may be added to. */
import { english } from '../core/phrase';
import { reasonOf } from '../files';
import { InputError } from './arguments';
import { type Feature, imageFeature } from './feature';
import { shownPath } from './files';
import { isUnchanged } from './fingerprint';
import type { Host } from './host';
import { DamagedIndex, FEATURES_FILE, fileOf, INDEX_FILE, type OpenIndex, openIndex } from './imageIndex';
import { isSameFeature, recordedModel } from './recorded';

/** In the current directory. */
export const DEFAULT_INDEX = 'features';

export interface IndexPlace {
  /** As it was typed. */
  readonly shown: string;
  /** Absolute. */
  readonly directory: string;
  /** Whether it was typed at all. */
  readonly named: boolean;
  /** Whether what is there may be replaced. */
  readonly force: boolean;
}

export interface IndexUse {
  readonly feature: Feature;
  readonly crop: boolean;
  /** Absolute path of the checkpoint. */
  readonly weights: string;
}

/** The index that is there and that rows made so can be added to; null where a new one is written. Throws InputError where neither may be. */
export async function indexToWrite(host: Host, place: IndexPlace, use: IndexUse): Promise<OpenIndex | null> {
  const { shown, directory, force } = place;
  try {
    if (!(await isFree(host, place)) && !force) {
      throw new InputError(`${shown}: is a directory with other files in it, and no index; say -o ${shown} to write into it, or -o DIR for another`);
    }
    if (force) return null;
    const before = await openIndex(host, directory);
    if (before === null) return null;
    const difference = await differenceOf(host, directory, before, use);
    if (difference === null) return before;
    throw new InputError(`${shown}: is an index of ${difference}; --force makes it anew, -o DIR makes another`);
  } catch (error) {
    if (error instanceof DamagedIndex) throw new InputError(`${shown}: ${error.message}; --force makes it anew`);
    if (error instanceof Error && 'code' in error) throw new InputError(`${shown}: ${english(reasonOf(error))}`);
    throw error;
  }
}

/** Throws InputError where there is no index, or none that can be read, or one without images. */
export async function indexToSearch(host: Host, shown: string, directory: string): Promise<OpenIndex> {
  try {
    const open = await openIndex(host, directory);
    if (open === null) throw new InputError(`${shown}: there is no index; vit-config embed makes one, --index DIR names another`);
    if (open.index.images.length === 0) throw new InputError(`${shown}: the index has no images`);
    return open;
  } catch (error) {
    if (error instanceof DamagedIndex) throw new InputError(`${shown}: ${error.message}; vit-config embed --force makes it anew`);
    if (error instanceof Error && 'code' in error) throw new InputError(`${shown}: ${english(reasonOf(error))}`);
    throw error;
  }
}

/** Whether nobody would be surprised to find an index there. */
async function isFree(host: Host, { directory, named }: IndexPlace): Promise<boolean> {
  const info = await host.stat(directory).catch(() => null);
  if (info === null) return true;
  // A file in the way: listing it says what is wrong.
  const names = (await host.list(directory)).map(({ name }) => name);
  if (names.includes(INDEX_FILE)) return true;
  if (named) return !names.includes(FEATURES_FILE);
  return names.every((name) => name.startsWith('.') || name.endsWith('.part'));
}

/** In what an index was made otherwise, to stand after "an index of"; null if in nothing. */
async function differenceOf(host: Host, directory: string, { index }: OpenIndex, { feature, crop, weights }: IndexUse): Promise<string | null> {
  if (!(await isUnchanged(host.checkpoints, weights, index.weights))) return `other weights (${shownPath(host.cwd, fileOf(directory, index.weights.path))})`;
  const { entry } = recordedModel(directory, index);
  if (!isSameFeature(imageFeature(entry), feature)) return `another model (${index.model})`;
  if (index.crop !== crop) return index.crop ? 'images whose middle was cut out (--crop)' : 'images that were stretched, not cropped';
  return null;
}
