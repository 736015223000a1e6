/** What the configs of one file import: asked for while they are read, and answered by what is known then. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PythonModules, PythonSource } from '../../core/syntax';

export interface Answer {
  /** Null where there is none, or none is known yet. */
  readonly source: PythonSource | null;
  /** The files on disk that it depends on: the answer's own is the last. */
  readonly paths: readonly string[];
}

export type Resolve = (from: string | null, dotted: string, level: number) => Answer;

interface Asked {
  readonly from: string | null;
  readonly dotted: string;
  readonly level: number;
  readonly answer: Answer;
}

export class Imports implements PythonModules {
  readonly #asked = new Map<string, Asked>();
  readonly #sources = new Map<string, PythonSource>();

  constructor(
    private readonly resolve: Resolve,
    /** How the client spells the place of a file. */
    private readonly uriOf: (key: string) => string,
  ) {}

  /** The same all the time, so that what is read of it fits together. */
  find(from: string | null, dotted: string, level: number): PythonSource | null {
    const id = `${level} ${dotted} ${from ?? ''}`;
    let asked = this.#asked.get(id);
    if (asked === undefined) {
      asked = { from, dotted, level, answer: this.resolve(from, dotted, level) };
      this.#asked.set(id, asked);
      const { source } = asked.answer;
      if (source !== null) this.#sources.set(source.key, source);
    }
    return asked.answer.source;
  }

  get any(): boolean {
    return this.#asked.size > 0;
  }

  /** The text of a module that was found, as it was read: what origins and related places are in. */
  textOf(key: string): TextDocument | null {
    const source = this.#sources.get(key);
    return source === undefined ? null : TextDocument.create(this.uriOf(key), 'python', 0, source.text);
  }

  /** Of each import, where it may be. */
  get paths(): readonly (readonly string[])[] {
    return [...this.#asked.values()].map(({ answer }) => answer.paths);
  }

  /** Whether something would be answered otherwise by now. */
  get outdated(): boolean {
    return [...this.#asked.values()].some(({ from, dotted, level, answer }) => !same(this.resolve(from, dotted, level).source, answer.source));
  }
}

function same(a: PythonSource | null, b: PythonSource | null): boolean {
  return a === b || (a !== null && b !== null && a.key === b.key && a.text === b.text);
}
