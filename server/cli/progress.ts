/** A line on a terminal that is written over and over; nothing where the error output is no terminal. */
import type { Host } from './host';

const CLEAR = '\r\u001b[K';

export interface ProgressLine {
  show(text: string): void;
  /** Clears the line. */
  end(): void;
}

export function progressLine(host: Host): ProgressLine {
  let shown = false;
  return {
    show(text) {
      if (!host.err.isTerminal) return;
      shown = true;
      host.err.write(`${CLEAR}${text.slice(0, host.err.columns - 1)}`);
    },
    end() {
      if (shown) host.err.write(CLEAR);
      shown = false;
    },
  };
}
