/** Finds, below a workspace folder, the files that may hold configs. */

import { join } from 'node:path';
import { hasTellingName } from '../../core/dialects';
import { english } from '../../core/phrase';
import type { Disk, DiskEntry } from '../../disk';
import { codeOf, isSkippedDirectory, mayHoldConfig, reasonOf } from '../../files';
import { encodePart, type Folder, isWithin, keyOf, keyOfPath } from './places';

/** A file or directory and its names. */
export interface Place {
  readonly uri: string;
  readonly path: string;
  readonly key: string;
  readonly name: string;
}

/** What bounds a walk: a workspace may hold a data set of a million annotations in JSON. */
export interface WalkLimits {
  /** Names looked at in one folder of the workspace. */
  readonly names: number;
  /** Names looked at in one directory. */
  readonly directory: number;
  /** Files of one directory whose name does not tell what they are. */
  readonly crowd: number;
}

export const WALK_LIMITS: WalkLimits = { names: 500_000, directory: 20_000, crowd: 1000 };

export interface WalkHost {
  readonly disk: Disk;
  readonly limits: WalkLimits;
  /** Whether a workspace folder lies there, which is walked for itself; or whether a file there is found by its own name. */
  isFolder(key: string): boolean;
  isInFolder(key: string): boolean;
  /** Says something to people, once. */
  say(message: string): void;
}

export interface Walked {
  readonly files: readonly Place[];
  /** Keys of directories of which only telling names count, or nothing at all (`all`). */
  readonly setAside: ReadonlyMap<string, 'all' | 'untelling'>;
  /** Keys of what was left to another walk or could not be read: what is known of it stays. */
  readonly unseen: readonly string[];
  /** Whether it was all looked at. */
  readonly complete: boolean;
}

/**
 * Walks `start`, a workspace folder or a directory in one. Links to directories are not followed, so that it ends; a link to a
 * file is, unless that is found by its own name.
 */
export async function walk(host: WalkHost, start: Place, signal: AbortSignal): Promise<Walked> {
  const { disk, limits } = host;
  const files: Place[] = [];
  const setAside = new Map<string, 'all' | 'untelling'>();
  const unseen: string[] = [];
  let names = 0;
  const directories = [start];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    if (signal.aborted) return { files, setAside, unseen, complete: false };
    let entries: readonly DiskEntry[];
    try {
      entries = await disk.list(directory.path, limits.directory);
    } catch (error) {
      // One that vanished since it was found has nothing any more; a workspace folder that is not there is worth a word.
      if (codeOf(error) !== 'ENOENT') unseen.push(directory.key);
      if (codeOf(error) !== 'ENOENT' || host.isFolder(directory.key)) host.say(`${directory.path} is not looked through: ${english(reasonOf(error))}`);
      continue;
    }
    names += entries.length;
    if (names > limits.names) {
      host.say(`${start.path} holds more than ${limits.names} files: not all were looked at. Open the folder of your configs for itself to see all of them.`);
      return { files, setAside, unseen, complete: false };
    }
    if (entries.length > limits.directory) {
      unseen.push(directory.key);
      host.say(`${directory.path} holds more than ${limits.directory} files: not all were looked at.`);
    }
    if (!host.isFolder(directory.key) && isPythonEnvironment(entries)) {
      setAside.set(directory.key, 'all');
      continue;
    }
    const candidates = entries.filter(({ name, kind }) => (kind === 'file' || kind === 'link') && mayHoldConfig(name));
    const telling = candidates.filter(({ name }) => hasTellingName(name));
    const crowded = candidates.length - telling.length > limits.crowd;
    if (crowded) {
      setAside.set(directory.key, 'untelling');
      host.say(`${directory.path} holds more than ${limits.crowd} YAML, JSON and Python files: only those named *.vit.yaml or *.vit.json are looked at.`);
    }
    for (const { name, kind } of crowded ? telling : candidates) {
      const place = placeIn(directory, name);
      if (kind === 'file' || (await leadsOutside(host, place))) files.push(place);
    }
    for (const { name, kind } of entries) {
      if (kind !== 'directory' || isSkippedDirectory(name)) continue;
      const place = placeIn(directory, name);
      if (host.isFolder(place.key)) unseen.push(place.key);
      else directories.push(place);
    }
  }
  return { files, setAside, unseen, complete: true };
}

export function placeOf({ uri, path, key }: Folder): Place {
  return { uri, path, key, name: '' };
}

/** A place in a folder by the URI the client gave it; null where it is in a directory that is not walked. */
export function placeAt(folder: Folder, uri: string, path: string): Place | null {
  const key = keyOf(uri);
  if (!isWithin(key, folder.key)) return null;
  const parts = key.slice(folder.key.length + 1).split('/');
  return parts.slice(0, -1).some(isSkippedDirectory) ? null : { uri, path, key, name: parts.at(-1) ?? '' };
}

function placeIn(directory: Place, name: string): Place {
  return { uri: `${directory.uri}/${encodePart(name)}`, path: join(directory.path, name), key: `${directory.key}/${name}`, name };
}

/** What venv, virtualenv and conda make. */
function isPythonEnvironment(entries: readonly DiskEntry[]): boolean {
  return entries.some(({ name, kind }) => (name === 'pyvenv.cfg' && kind !== 'directory') || (name === 'conda-meta' && kind === 'directory'));
}

/** Whether a link leads to a file that no walk finds by its own name. */
async function leadsOutside({ disk, isInFolder, say }: WalkHost, { path }: Place): Promise<boolean> {
  try {
    const target = await disk.identity(path);
    if (isInFolder(keyOfPath(target))) return false;
    return (await disk.stat(target)).kind === 'file';
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') say(`${path} is not looked at: ${english(reasonOf(error))}`);
    return false;
  }
}
