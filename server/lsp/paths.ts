/** The files that a config may be about to name. */
import { dirname, resolve } from 'node:path';
import { type PathItem, pathSite } from '../core/editor';
import type { Disk, DiskEntry } from '../disk';
import { isSkippedDirectory } from '../files';
import { configPath, type FileCheckpoints } from './checkpoints';
import type { OpenDocument } from './documents';

/** Names of a directory that are looked at, and items that are offered. */
const MOST_NAMES = 2000;
const MOST_ITEMS = 200;

export interface OfferedPath extends PathItem {
  readonly kind: 'file' | 'directory';
}

/** Files and directories that fit what is typed at an offset, with the document's beginning; nothing where no file is named. */
export async function pathsAt(
  document: OpenDocument,
  offset: number,
  disk: Disk,
  checkpoints: FileCheckpoints,
): Promise<{ base: number; items: readonly OfferedPath[] }> {
  const nothing = { base: 0, items: [] };
  const placed = document.snapshot.at(offset);
  const site = placed === undefined ? null : pathSite(placed.analysis, offset - placed.base);
  const config = configPath(document.uri);
  if (placed === undefined || site === null || config === null) return nothing;
  const directory = resolve(dirname(config), site.directory);
  if (!checkpoints.mayLook(directory, document.uri)) return nothing;
  // Half a path names no directory yet.
  const entries = await disk.list(directory, MOST_NAMES).catch((): readonly DiskEntry[] => []);
  const named = entries.flatMap(({ name, kind }): { readonly name: string; readonly kind: 'file' | 'directory' }[] => {
    if (kind === 'directory') return isSkippedDirectory(name) ? [] : [{ name, kind }];
    return site.ending.test(name) ? [{ name, kind: 'file' }] : [];
  });
  const rank = ({ kind }: { readonly kind: string }) => (kind === 'file' ? 0 : 1);
  named.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return { base: placed.base, items: named.slice(0, MOST_ITEMS).map(({ name, kind }) => ({ ...site.item(name, kind), kind })) };
}
