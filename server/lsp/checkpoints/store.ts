/** What is known of checkpoint files, by their paths: read asynchronously, told at once. */
import { createHash } from 'node:crypto';
import type { CheckpointRead } from '../../core/checkpoint/header';
import { Holders } from '../holders';
import { Looks } from '../looks';

export interface StoreHost {
  /** Reads a header, or has it from a cache: the same object for a file that is as it was. */
  read(path: string): Promise<CheckpointRead>;
  /** A file was read anew; `other`: there is something else to say of its header. */
  changed(path: string, other: boolean): void;
  failed(error: unknown): void;
}

interface Known {
  /** Null while nobody holds it: hundreds of headers would be a lot. */
  read: CheckpointRead | null;
  /** Of its content. */
  revision: string;
}

export class CheckpointStore {
  readonly #known = new Map<string, Known>();
  readonly #holders = new Holders((path) => this.#released(path));
  readonly #looks = new Looks((path) => this.#look(path));
  #disposed = false;

  constructor(private readonly host: StoreHost) {}

  /** Null where nobody has looked yet, or nobody holds it. */
  get(path: string): CheckpointRead | null {
    return this.#known.get(path)?.read ?? null;
  }

  /** Equal for equal headers; empty where nobody has looked yet. */
  revisionOf(path: string): string {
    return this.#known.get(path)?.revision ?? '';
  }

  /** What is read of these files is kept until the answer is called. */
  hold(paths: readonly string[]): () => void {
    return this.#holders.hold(paths);
  }

  /** Looks whether files are as they were, and reads them where not. Resolves in half a second at the latest. */
  async look(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => this.#looks.at(path)));
  }

  /** As `look`, after something happened to the files. */
  async lookAnew(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => this.#looks.anew(path)));
  }

  /** From now on nothing is told. */
  dispose(): void {
    this.#disposed = true;
  }

  #released(path: string): void {
    const known = this.#known.get(path);
    if (known?.read?.ok === true) known.read = null;
    // Of what is not there nothing is kept: every letter of a path that is typed names another file.
    else this.#known.delete(path);
  }

  async #look(path: string): Promise<void> {
    try {
      const read = await this.host.read(path);
      const known = this.#known.get(path);
      if (known?.read === read) return;
      const revision = revisionOf(read);
      // Who waited in vain may hold it no more; that there is something to be said now is said all the same.
      this.#known.set(path, { read: this.#holders.has(path) ? read : null, revision });
      if (!this.#disposed) this.host.changed(path, known?.revision !== revision);
    } catch (error) {
      this.host.failed(error);
    }
  }
}

const revisionOf = (read: CheckpointRead): string => createHash('sha1').update(JSON.stringify(read)).digest('base64');
