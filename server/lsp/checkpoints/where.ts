/** Which files a reference to a checkpoint may mean. */
import { dirname, isAbsolute, resolve } from 'node:path';
import type { CheckpointReference } from '../../core/checkpoint/header';
import { isLocal } from '../../core/paths';
import { pathOf } from '../uris';
import { type Folders, isWithin, keyOf, keyOfPath } from '../workspace/places';

/** The path of a config, or that where it will be saved: VS Code's `untitled:/folder/name.yaml`. Null for text without a place. */
export function configPath(uri: string): string | null {
  const [, path] = /^untitled:(?:\/\/)?(\/.+)$/.exec(uri) ?? [];
  return pathOf(path === undefined ? uri : `file://${path}`);
}

/**
 * Absolute paths, the likelier first. Upstream's directories are relative to where training is started, which is the workspace folder
 * as often as the config's. In a workspace that is not trusted, no file outside of its folders and the config's own is looked at.
 */
export function candidates({ path, required }: CheckpointReference, uri: string, folders: Folders, trusted: boolean): readonly string[] {
  if (!isLocal(path)) return [];
  const config = configPath(uri);
  const home = config === null ? null : dirname(config);
  const folder = folders.of(config === null ? keyOf(uri) : keyOfPath(config))?.path ?? null;
  const roots = isAbsolute(path) ? [''] : [home, required ? null : folder].filter((root) => root !== null);
  return [...new Set(roots.map((root) => resolve(root, path)))].filter((file) => trusted || isInside(file, uri, folders));
}

/** Whether a file or directory is in the workspace, or in the folder of a config. */
export function isInside(path: string, uri: string, folders: Folders): boolean {
  const key = keyOfPath(path);
  const config = configPath(uri);
  return folders.of(key) !== undefined || (config !== null && isWithin(key, keyOfPath(dirname(config))));
}
