/** Does a thing when asked to, at most once in `intervalMs`, the last time included. */
export class Throttle {
  #timer: NodeJS.Timeout | undefined;
  #last = Number.NEGATIVE_INFINITY;
  #disposed = false;

  constructor(
    private readonly intervalMs: number,
    private readonly work: () => void,
  ) {}

  /** `now`: for what must not wait, such as the end of a run. */
  request(now = false): void {
    if (this.#disposed) return;
    if (now) clearTimeout(this.#timer);
    else if (this.#timer !== undefined) return;
    const wait = now ? 0 : Math.max(0, this.#last + this.intervalMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.work();
    }, wait);
  }

  /** Nothing is done from now on, whatever is asked for by work that ends later. */
  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
  }
}
