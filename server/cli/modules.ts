/** The Python files that configs import, read when they are asked for. */
import type { PythonModules, PythonSource } from '../core/syntax';
import { candidates } from '../core/syntax/python/places';
import { decode, MAX_BYTES } from '../files';

export interface ModuleFiles {
  /** At most `limit` + 1 bytes; null where no file is, or none that can be read. */
  readNow(path: string, limit: number): Uint8Array | null;
}

/** A path as modules are called by: with slashes. */
export const slashed = (path: string): string => path.replaceAll('\\', '/');

/** Reads each file once. */
export class ModuleReader {
  readonly #sources = new Map<string, PythonSource | null>();

  /** `roots`: absolute folders that imports may start in, beside those above the importing file. */
  constructor(
    private readonly files: ModuleFiles,
    private readonly roots: readonly string[],
  ) {}

  /** For the configs of one file, by its absolute path. */
  of(file: string): FileModules {
    return new FileModules(this, slashed(file));
  }

  find(from: string, dotted: string, level: number): PythonSource | null {
    for (const path of candidates(from, dotted, level, { roots: this.roots.map(slashed) })) {
      const source = this.#source(path);
      if (source !== null) return source;
    }
    return null;
  }

  /** To be read anew: the file has been written. */
  forget(file: string): void {
    this.#sources.delete(slashed(file));
  }

  #source(path: string): PythonSource | null {
    let source = this.#sources.get(path);
    if (source === undefined) {
      source = this.#read(path);
      this.#sources.set(path, source);
    }
    return source;
  }

  /** What is too large for a config, or no text, is nothing that a config's values come from. */
  #read(path: string): PythonSource | null {
    const bytes = this.files.readNow(path, MAX_BYTES);
    if (bytes === null || bytes.length > MAX_BYTES) return null;
    const decoded = decode(bytes);
    return decoded.ok ? { key: path, text: decoded.text } : null;
  }
}

/** What one file imports. Keys are absolute paths with slashes. */
export class FileModules implements PythonModules {
  readonly #given = new Map<string, PythonSource>();

  constructor(
    private readonly reader: ModuleReader,
    private readonly file: string,
  ) {}

  find(from: string | null, dotted: string, level: number): PythonSource | null {
    const source = this.reader.find(from ?? this.file, dotted, level);
    if (source !== null) this.#given.set(source.key, source);
    return source;
  }

  /** The text that `key` had when it was given; empty for what never was. */
  textOf(key: string): string {
    return this.#given.get(key)?.text ?? '';
  }
}
