/** Looks at files that may be on a disk that does not answer: nobody waits long for one, and few are under way at a time. */

/** Node has four threads for files. One that waits for a dead disk is lost until that answers; the others are for everything else. */
const AT_ONCE = 2;

/** How long diagnostics wait for a file. What comes later is told by itself. */
const PATIENCE_MS = 500;

export class Looks {
  /** By path: resolves when there is no more to wait for. */
  readonly #underWay = new Map<string, Promise<void>>();
  /** To be looked at once more, as something happened since the look under way began. */
  readonly #again = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  #active = 0;

  constructor(
    /** Looks at a file; never rejects. */
    private readonly work: (path: string) => Promise<void>,
  ) {}

  /** Resolves once the file was looked at, or when nobody waits for that any more. One look serves all who ask for it meanwhile. */
  at(path: string): Promise<void> {
    let look = this.#underWay.get(path);
    if (look === undefined) {
      look = this.#patiently(this.#look(path));
      this.#underWay.set(path, look);
    }
    return look;
  }

  /** As `at`, but a look that began before does not do. */
  anew(path: string): Promise<void> {
    if (this.#underWay.has(path)) this.#again.add(path);
    return this.at(path);
  }

  async #look(path: string): Promise<void> {
    if (this.#active >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#active++;
    try {
      do await this.work(path);
      while (this.#again.delete(path));
    } finally {
      this.#active--;
      this.#underWay.delete(path);
      this.#waiting.shift()?.();
    }
  }

  async #patiently(look: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([look, patience]);
    clearTimeout(timer);
  }
}
