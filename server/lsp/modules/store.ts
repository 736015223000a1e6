/** What is known of Python modules on disk, by their paths: read asynchronously, told at once. */

import type { PythonSource } from '../../core/syntax';
import { MAX_TEXT } from '../../core/syntax/limits';
import type { Disk } from '../../disk';
import { codeOf, decode, MAX_BYTES } from '../../files';
import { Holders } from '../holders';
import { Looks } from '../looks';
import { isWithin, keyOfPath } from '../workspace/places';

/** Modules that nobody holds are kept for who asks next: configs of one folder import the same ones. */
const MOST_SPARE = 64;

export interface StoreHost {
  readonly disk: Disk;
  /** The folder that a link must not lead out of. */
  rootOf(path: string): string;
  /** Something else is known of a file. */
  changed(path: string): void;
  failed(error: unknown): void;
}

interface Known {
  /** Null where no module is there. */
  readonly source: PythonSource | null;
  /** Of the file when it was read; empty where there is none. */
  readonly stamp: string;
}

const NOTHING: Known = { source: null, stamp: '' };

export class ModuleStore {
  readonly #known = new Map<string, Known>();
  /** Paths of which it is not known any more whether they are as they were, the longest first. */
  readonly #spare = new Set<string>();
  readonly #holders = new Holders((path) => this.#released(path));
  readonly #looks = new Looks((path) => this.#look(path));
  #disposed = false;

  constructor(private readonly host: StoreHost) {}

  /** Null where there is no module; undefined where nobody has looked yet, or nobody holds it. */
  get(path: string): PythonSource | null | undefined {
    return this.#spare.has(path) ? undefined : this.#known.get(path)?.source;
  }

  /** Equal for as long as a file is as it was; empty where none is. */
  stampOf(path: string): string {
    return this.#known.get(path)?.stamp ?? '';
  }

  /** What is known of these files is kept until the answer is called. */
  hold(paths: readonly string[]): () => void {
    return this.#holders.hold(paths);
  }

  /** Looks whether files are as they were, one after the other, until one is there; reads it if it is not known. Resolves when nobody waits any more. */
  async lookForFirst(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      if (this.get(path) === undefined) await this.#looks.at(path);
      // What did not answer in time may be the one that is meant.
      if (this.get(path) !== null) return;
    }
  }

  /** Looks again, after something happened to the files or may have. */
  async lookAnew(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => this.#looks.anew(path)));
  }

  /** From now on nothing is told. */
  dispose(): void {
    this.#disposed = true;
  }

  #released(path: string): void {
    if (this.#known.has(path)) this.#spare.add(path);
    const [longest] = this.#spare;
    if (longest === undefined || this.#spare.size <= MOST_SPARE) return;
    this.#known.delete(longest);
    this.#spare.delete(longest);
  }

  async #look(path: string): Promise<void> {
    try {
      const before = this.#known.get(path);
      const wasSpare = this.#spare.has(path);
      const now = await this.#read(path, before);
      // Nobody wants to know it any more.
      if (!this.#holders.has(path)) return;
      this.#known.set(path, now);
      this.#spare.delete(path);
      if (!this.#disposed && (before === undefined || wasSpare || before.source !== now.source)) this.host.changed(path);
    } catch (error) {
      this.host.failed(error);
    }
  }

  /** What can't be read is as if it were not there: it is not the file that somebody looks at. */
  async #read(path: string, before: Known | undefined): Promise<Known> {
    const { disk } = this.host;
    try {
      const { kind, bytes, modified } = await disk.stat(path);
      const stamp = `${modified} ${bytes}`;
      if (before?.stamp === stamp) return before;
      if (kind !== 'file' || bytes > MAX_BYTES || (await this.#leadsAway(path))) return { source: null, stamp };
      const decoded = decode(await disk.read(path, MAX_BYTES));
      if (!decoded.ok || decoded.text.length > MAX_TEXT) return { source: null, stamp };
      const same = before?.source?.text === decoded.text ? before.source : null;
      return { source: same ?? { key: path, text: decoded.text }, stamp };
    } catch (error) {
      if (codeOf(error) === '') throw error;
      return NOTHING;
    }
  }

  /** Whether a link leads to where nothing may be looked at. */
  async #leadsAway(path: string): Promise<boolean> {
    const { disk, rootOf } = this.host;
    const [file, folder] = await Promise.all([disk.identity(path), disk.identity(rootOf(path))]);
    return !isWithin(keyOfPath(file), keyOfPath(folder));
  }
}
