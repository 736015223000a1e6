/** Which files somebody wants to know of, each counted as often as it is held. */
export class Holders {
  readonly #counts = new Map<string, number>();

  /** `released` is called for a path when nobody holds it any more. */
  constructor(private readonly released: (path: string) => void) {}

  has(path: string): boolean {
    return this.#counts.has(path);
  }

  /** They are held until the answer is called. */
  hold(paths: readonly string[]): () => void {
    for (const path of paths) this.#counts.set(path, (this.#counts.get(path) ?? 0) + 1);
    return () => {
      for (const path of paths) this.#release(path);
    };
  }

  #release(path: string): void {
    const left = (this.#counts.get(path) ?? 1) - 1;
    if (left > 0) return void this.#counts.set(path, left);
    this.#counts.delete(path);
    this.released(path);
  }
}
