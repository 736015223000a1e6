import { relative, resolve, sep } from 'node:path';
import type { IndexedImage } from './format';
import type { OpenIndex } from './read';

/** A file's path as an index in `directory` has it. */
export function pathInIndex(directory: string, file: string): string {
  return relative(directory, file).replaceAll(sep, '/');
}

/** The file, absolute, of a path in an index. */
export function fileOf(directory: string, path: string): string {
  return resolve(directory, path);
}

/** A row of the index to be. */
export interface PlannedRow {
  readonly image: IndexedImage;
  /** The row of the index that is there, whose image is as it was; null for one to be embedded. */
  readonly kept: number | null;
}

export interface IndexPlan {
  /** By path. */
  readonly rows: readonly PlannedRow[];
  /** Images that the index has not yet. */
  readonly added: number;
  /** Images whose files are other than when they were embedded. */
  readonly changed: number;
  /** Images of the index whose files are gone. */
  readonly gone: number;
}

/** The images of an index and those given, each once: what is there of them stays, what `gone` says is not there any more goes. */
export function planIndex(before: OpenIndex | null, given: readonly IndexedImage[], gone: (path: string) => boolean): IndexPlan {
  const rows = new Map<string, PlannedRow>();
  const left = new Set<string>();
  for (const [row, image] of before?.index.images.entries() ?? []) {
    if (gone(image.path)) left.add(image.path);
    else rows.set(image.path, { image, kept: row });
  }
  let [added, changed] = [0, 0];
  for (const image of given) {
    const there = rows.get(image.path);
    if (there !== undefined && there.image.bytes === image.bytes && there.image.modified === image.modified) continue;
    if (there === undefined) added++;
    else changed++;
    rows.set(image.path, { image, kept: null });
  }
  const ordered = [...rows.values()].sort((a, b) => (a.image.path < b.image.path ? -1 : 1));
  return { rows: ordered, added, changed, gone: left.size };
}
