/** The checkpoints that open documents name. */
import type { OpenDocument } from '../documents';
import type { FileCheckpoints } from './index';

interface Held {
  readonly paths: readonly string[];
  release(): void;
}

export class OpenCheckpoints {
  readonly #held = new Map<OpenDocument, Held>();

  constructor(
    private readonly files: FileCheckpoints,
    /** A document names files, which are worth to be watched. */
    private readonly watch: () => void,
    /** There is something else to say of a document. */
    private readonly changed: (document: OpenDocument) => void,
  ) {}

  /** Looks at the files that a document names by now; null where there are none. Resolves in half a second at the latest. */
  look(document: OpenDocument): Promise<void> | null {
    const before = this.#held.get(document);
    const { references } = document;
    if (references.length === 0 && before === undefined) return null;
    const paths = this.files.pathsOf(references, document.uri);
    // Held anew first, so that what both name is not forgotten in between.
    const release = this.files.hold(paths);
    before?.release();
    if (paths.length === 0) {
      release();
      this.#held.delete(document);
      return null;
    }
    this.#held.set(document, { paths, release });
    this.watch();
    return this.files.look(paths).then(() => this.#update(document));
  }

  closed(document: OpenDocument): void {
    this.#held.get(document)?.release();
    this.#held.delete(document);
  }

  /** Something else is known of a file. */
  fileChanged(path: string): void {
    for (const [document, { paths }] of this.#held) if (paths.includes(path)) this.#update(document);
  }

  /** Something happened to files of the workspace. */
  async touched(isTouched: (path: string) => boolean): Promise<void> {
    await this.files.lookAnew([...new Set([...this.#held.values()].flatMap(({ paths }) => paths.filter(isTouched)))]);
  }

  #update(document: OpenDocument): void {
    if (this.#held.has(document) && document.updateCheckpoints()) this.changed(document);
  }
}
