import type { Dispatcher } from './dispatcher';

/** Asks the client to ask again, at most once in `intervalMs`, the last time included. */
export class Refresher {
  #timer: NodeJS.Timeout | undefined;
  #last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly method: string,
    private readonly supported: boolean,
    private readonly intervalMs: number,
  ) {}

  /** `now`: for what must not wait, such as the end of a run. */
  request(now = false): void {
    if (!this.supported) return;
    if (now) this.dispose();
    else if (this.#timer !== undefined) return;
    const wait = now ? 0 : Math.max(0, this.#last + this.intervalMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#last = performance.now();
      this.dispatcher.guard(this.method, () => this.dispatcher.connection.sendRequest<void>(this.method));
    }, wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
