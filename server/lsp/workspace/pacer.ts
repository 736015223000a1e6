/** Longest time of work before the server listens to its client again. */
const SLICE_MS = 4;

/** Lets pieces of work take turns, one at a time, with the event loop in between: a hover during a sweep must not wait for it. */
export class Pacer {
  #tail: Promise<unknown> = Promise.resolve();
  #since = performance.now();

  /** Rejects as `work` does. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#tail.then(async () => {
      await this.pause();
      return work();
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /** For within a long piece: gives way if it is time to. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) return;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    this.#since = performance.now();
  }
}
