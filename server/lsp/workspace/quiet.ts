/** Waits until nothing has happened for a while. */
export class Quiet {
  #last = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #done: () => void = () => undefined;
  #hurried = false;

  /** Something happens. */
  disturb(): void {
    this.#last = performance.now();
  }

  /** Resolves after `ms` without a disturbance, after `longest` with them, or when there is no more time to wait (`hurry`). */
  async wait(ms: number, longest: number): Promise<void> {
    if (this.#hurried) return;
    const begun = performance.now();
    this.disturb();
    await new Promise<void>((resolve) => {
      this.#done = resolve;
      const look = () => {
        const now = performance.now();
        const rest = Math.min(this.#last + ms, begun + longest) - now;
        if (rest <= 0) resolve();
        else this.#timer = setTimeout(look, rest);
      };
      look();
    });
    clearTimeout(this.#timer);
  }

  /** From now on nothing waits. */
  hurry(): void {
    this.#hurried = true;
    this.#done();
  }

  /** What waits is left waiting. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#done = () => undefined;
  }
}
