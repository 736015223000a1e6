/** Where files are: their URIs, the paths behind them, and the workspace folders around them. */
import { pathToFileURL } from 'node:url';
import type { InitializeParams, WorkspaceFolder, WorkspaceFoldersChangeEvent } from 'vscode-languageserver/node';
import { pathOf } from '../uris';

/** One name for all spellings of a file's URI (`%2B` or `+`, `C:` or `c%3A`): its path, parted by slashes. Other URIs are their own. */
export function keyOf(uri: string): string {
  const path = pathOf(uri);
  return path === null ? uri : keyOfPath(path);
}

/** The same of a path itself. */
export function keyOfPath(path: string): string {
  const slashes = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  return slashes.replace(/^[A-Z]:/, (drive) => drive.toLowerCase()).replace(/\/+$/, '');
}

/** Whether `key` is `folder`, or of something in it. */
export function isWithin(key: string, folder: string): boolean {
  return key === folder || key.startsWith(`${folder}/`);
}

/** A part of a path as VS Code spells it in a URI. */
export function encodePart(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A workspace folder on disk. */
export interface Folder {
  /** Without a slash at its end. */
  readonly uri: string;
  readonly path: string;
  readonly key: string;
}

/** The workspace folders. None is the main one: a file belongs to the innermost that holds it. */
export class Folders {
  #all: readonly WorkspaceFolder[];
  #onDisk: readonly Folder[] = [];

  /** Clients that know of no workspace folders have a root. */
  constructor({ workspaceFolders, rootUri }: Pick<InitializeParams, 'workspaceFolders' | 'rootUri'>) {
    this.#all = workspaceFolders ?? (rootUri === null ? [] : [{ uri: rootUri, name: rootUri }]);
    this.#locate();
  }

  get all(): readonly WorkspaceFolder[] {
    return this.#all;
  }

  /** Each once, the innermost first. */
  get onDisk(): readonly Folder[] {
    return this.#onDisk;
  }

  /** The folder that holds a file, the innermost of several; of a folder's own key itself. */
  of(key: string): Folder | undefined {
    return this.#onDisk.find((folder) => isWithin(key, folder.key));
  }

  change({ added, removed }: WorkspaceFoldersChangeEvent): void {
    const gone = new Set(removed.map(({ uri }) => keyOf(uri)));
    this.#all = [...this.#all.filter(({ uri }) => !gone.has(keyOf(uri))), ...added];
    this.#locate();
  }

  #locate(): void {
    const folders = new Map<string, Folder>();
    for (const { uri } of this.#all) {
      const path = pathOf(uri);
      if (path !== null) folders.set(keyOfPath(path), { uri: uri.replace(/\/+$/, ''), path, key: keyOfPath(path) });
    }
    this.#onDisk = [...folders.values()].sort((a, b) => b.key.length - a.key.length);
  }
}

/** A URI of a file by its key, as VS Code spells it where it is in a workspace folder. */
export function uriOfKey(key: string, folders: Folders): string {
  const folder = folders.of(key);
  if (folder !== undefined)
    return [
      folder.uri,
      ...key
        .slice(folder.key.length + 1)
        .split('/')
        .map(encodePart),
    ].join('/');
  // Of a file that is not on this machine, the key is its URI.
  return /^[a-z][\w+.-]+:/i.test(key) ? key : pathToFileURL(key).href;
}
