/** Which files an import of a Python config may mean. */
import { dirname } from 'node:path/posix';
import { candidates } from '../../core/syntax/python/places';
import { type Folders, isWithin } from '../workspace/places';

export interface Import {
  /** Key of the file that imports. */
  readonly importer: string;
  readonly dotted: string;
  readonly level: number;
}

export interface Bounds {
  readonly folders: Folders;
  readonly trusted: boolean;
}

/**
 * Keys of files, the likelier first. Nothing outside of the workspace's folders, the folder of the config itself and the package that the
 * config is in; only a config that is in no workspace folder may have its modules anywhere above it.
 */
export function modulePaths({ importer, dotted, level }: Import, config: string, { folders, trusted }: Bounds): readonly string[] {
  const roots = level === 0 ? folders.onDisk.map(({ key }) => key) : [];
  const free = trusted && folders.of(config) === undefined;
  const [top = ''] = dotted.split('.');
  const homes = [dirname(config), ...(level === 0 ? packagesAround(config, top) : [])];
  const mayLook = (path: string) => free || folders.of(path) !== undefined || homes.some((home) => isWithin(path, home));
  return candidates(importer, dotted, level, { roots }).filter(mayLook);
}

/** The folders of this name that a file is in: `vit_jax` of `/checkout/vit_jax/configs/vit.py`, whatever part of it is open. */
function packagesAround(path: string, name: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) if (folder.endsWith(`/${name}`)) folders.push(folder);
  return folders;
}
