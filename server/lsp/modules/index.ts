/** The modules that Python configs import, as the language server knows them: of open files their text, of others what is on disk. */
import { isAbsolute } from 'node:path';
import { dirname } from 'node:path/posix';
import type { PythonSource } from '../../core/syntax';
import { MAX_TEXT } from '../../core/syntax/limits';
import { configPath } from '../checkpoints';
import type { OpenDocument } from '../documents';
import { type Folders, keyOf, keyOfPath, uriOfKey } from '../workspace/places';
import { type Answer, Imports } from './imports';
import { ModuleStore, type StoreHost } from './store';
import { type Import, modulePaths } from './where';

export { Imports } from './imports';

export interface ModulesHost extends Omit<StoreHost, 'rootOf'> {
  readonly folders: Folders;
  readonly trusted: () => boolean;
}

/** A module, and how its file was when a config was checked that imports it. */
export interface SeenModule {
  readonly path: string;
  /** Empty where there was none. */
  readonly stamp: string;
}

export class ModuleFiles {
  readonly #store: ModuleStore;
  readonly #open = new Map<string, OpenDocument>();
  readonly #texts = new Map<string, PythonSource>();

  constructor(private readonly host: ModulesHost) {
    this.#store = new ModuleStore({ ...host, rootOf: (path) => host.folders.of(path)?.key ?? dirname(path) });
  }

  /** What a config may import, whatever is known at the time it is asked. */
  importsOf(uri: string): Imports {
    const path = configPath(uri);
    const config = path === null ? uri : keyOfPath(path);
    return new Imports(
      (from, dotted, level) => this.#answer({ importer: from ?? config, dotted, level }, config),
      (key) => this.#open.get(key)?.uri ?? uriOfKey(key, this.host.folders),
    );
  }

  /** An open file is as its editor shows it, not as it is on disk. */
  opened(document: OpenDocument): void {
    this.#open.set(keyOf(document.uri), document);
  }

  closed(document: OpenDocument): void {
    const key = keyOf(document.uri);
    if (this.#open.get(key) !== document) return;
    this.#open.delete(key);
    this.#texts.delete(key);
  }

  /** Every file that imports may mean, as far as it was looked for. */
  pathsOf(imports: Imports): readonly string[] {
    return [...new Set(imports.paths.flat())];
  }

  hold(paths: readonly string[]): () => void {
    return this.#store.hold(paths);
  }

  /** Looks for what was not known when it was asked for; of what is held only. */
  async load(imports: Imports): Promise<void> {
    await Promise.all(imports.paths.map((paths) => this.#store.lookForFirst(paths)));
  }

  /** Something happened to them, or may have. */
  lookAnew(paths: readonly string[]): Promise<void> {
    return this.#store.lookAnew(paths);
  }

  /** How files are that imports may mean, as far as they are held. */
  seen(paths: readonly string[]): readonly SeenModule[] {
    return paths.map((path) => ({ path, stamp: this.#stampOf(path) }));
  }

  /** Whether nothing has happened to files since; looks at them. */
  async areAsSeen(seen: readonly SeenModule[]): Promise<boolean> {
    const paths = seen.map(({ path }) => path);
    const release = this.hold(paths);
    try {
      await this.lookAnew(paths);
      return seen.every(({ path, stamp }) => this.#stampOf(path) === stamp);
    } finally {
      release();
    }
  }

  dispose(): void {
    this.#store.dispose();
  }

  #answer(asked: Import, config: string): Answer {
    const { folders, trusted } = this.host;
    const paths: string[] = [];
    let sure = true;
    for (const path of modulePaths(asked, config, { folders, trusted: trusted() })) {
      const isOnDisk = isAbsolute(path);
      // That of an open file, too, which counts again when it is closed.
      if (isOnDisk) paths.push(path);
      const known = this.#textOf(path) ?? (isOnDisk ? this.#store.get(path) : null);
      // One that is not known yet may be the one that is meant.
      if (known === undefined) sure = false;
      else if (sure && known !== null) return { source: known, paths };
    }
    return { source: null, paths };
  }

  /** Of an open file that of its text, so that its edits count. */
  #stampOf(path: string): string {
    const open = this.#open.get(path);
    return open === undefined ? this.#store.stampOf(path) : `open ${open.ordinal} ${open.version}`;
  }

  #textOf(key: string): PythonSource | null {
    const text = this.#open.get(key)?.text.getText();
    if (text === undefined || text.length > MAX_TEXT) return null;
    const before = this.#texts.get(key) ?? this.#store.get(key);
    if (before?.text === text) return before;
    const source = { key, text };
    this.#texts.set(key, source);
    return source;
  }
}
