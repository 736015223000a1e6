/** The modules that open documents import. */
import type { OpenDocument } from '../documents';
import type { ModuleFiles } from './index';

/** Modules that import modules, so many after each other. */
const MOST_ROUNDS = 16;

/** Nobody watches files outside of the workspace, nor for some clients in it: so often it is looked whether they are as they were. */
const AGAIN_MS = 1000;

interface Held {
  readonly paths: readonly string[];
  release(): void;
}

export class OpenModules {
  readonly #held = new Map<OpenDocument, Held>();
  readonly #settling = new Map<OpenDocument, Promise<void>>();
  readonly #lookedAt = new WeakMap<OpenDocument, number>();

  constructor(
    private readonly files: ModuleFiles,
    /** A document imports files, which are worth to be watched. */
    private readonly watch: () => void,
    /** There is something else to say of a document. */
    private readonly changed: (document: OpenDocument) => void,
  ) {}

  /** Reads what a document imports; null where there is nothing. Resolves at once where all of it is known. */
  look(document: OpenDocument): Promise<void> | null {
    if (!this.#hold(document)) return null;
    this.watch();
    let settling = this.#settling.get(document);
    if (settling === undefined) {
      this.#lookAgain(document);
      settling = this.#settle(document).finally(() => this.#settling.delete(document));
      this.#settling.set(document, settling);
    }
    return settling;
  }

  opened(document: OpenDocument): void {
    this.files.opened(document);
    this.reconsider();
  }

  closed(document: OpenDocument): void {
    this.#held.get(document)?.release();
    this.#held.delete(document);
    this.files.closed(document);
    this.reconsider();
  }

  /** Imports may mean something else by now. */
  reconsider(): void {
    for (const document of [...this.#held.keys()]) this.#bringUpToDate(document);
  }

  /** Something else is known of a file. */
  fileChanged(path: string): void {
    for (const [document, { paths }] of [...this.#held]) if (paths.includes(path)) this.#bringUpToDate(document);
  }

  /** Something happened to files of the workspace. */
  async touched(isTouched: (path: string) => boolean): Promise<void> {
    await this.files.lookAnew([...new Set([...this.#held.values()].flatMap(({ paths }) => paths.filter(isTouched)))]);
  }

  /** Whether a document imports anything: then its files are held, as it is by now. */
  #hold(document: OpenDocument): boolean {
    const { imports } = document;
    const before = this.#held.get(document);
    if (imports === null || (!imports.any && before === undefined)) return false;
    const paths = this.files.pathsOf(imports);
    // Held anew first, so that what both import is not forgotten in between.
    const release = this.files.hold(paths);
    before?.release();
    this.#held.set(document, { paths, release });
    return true;
  }

  /** A module that was read may import others. */
  async #settle(document: OpenDocument): Promise<void> {
    let updated = false;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const { imports } = document;
      if (imports === null) return;
      await this.files.load(imports);
      if (!this.#held.has(document)) return;
      if (document.updateImports()) updated = true;
      if (document.imports === imports) break;
      this.#hold(document);
    }
    if (updated) this.changed(document);
  }

  #lookAgain(document: OpenDocument): void {
    const now = performance.now();
    const before = this.#lookedAt.get(document);
    if (before !== undefined && now - before < AGAIN_MS) return;
    this.#lookedAt.set(document, now);
    if (before !== undefined) void this.files.lookAnew(this.#held.get(document)?.paths ?? []);
  }

  /** What is being read will be told when all of it is there. */
  #bringUpToDate(document: OpenDocument): void {
    if (!this.#settling.has(document) && document.updateImports()) this.changed(document);
  }
}
