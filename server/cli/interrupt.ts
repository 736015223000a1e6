import type { Host } from './host';

/** Ctrl-C: ends the child of the run under way. */
export class Interrupt {
  happened = false;
  readonly release: () => void;
  #handle: { cancel(): void } | null = null;

  constructor(host: Host) {
    this.release = host.onInterrupt(() => {
      this.happened = true;
      this.#handle?.cancel();
    });
  }

  watch(handle: { cancel(): void }): void {
    this.#handle = handle;
    if (this.happened) handle.cancel();
  }
}
