/** Does a thing when asked to, at most once in `intervalMs`, the last time included. */
export class Throttle {
  #timer: NodeJS.Timeout | undefined;
  #last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly intervalMs: number,
    private readonly work: () => void,
  ) {}

  /** `now`: for what must not wait, such as the end of a run. */
  request(now = false): void {
    if (now) this.dispose();
    else if (this.#timer !== undefined) return;
    const wait = now ? 0 : Math.max(0, this.#last + this.intervalMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.work();
    }, wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
