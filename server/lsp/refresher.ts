import type { Dispatcher } from './dispatcher';
import { Throttle } from './throttle';

/** Asks the client to ask again, at most once in `intervalMs`, the last time included. */
export class Refresher {
  readonly #throttle: Throttle;

  constructor(
    dispatcher: Dispatcher,
    method: string,
    private readonly supported: boolean,
    intervalMs: number,
  ) {
    this.#throttle = new Throttle(intervalMs, () => dispatcher.guard(method, () => dispatcher.connection.sendRequest<void>(method)));
  }

  /** `now`: for what must not wait, such as the end of a run. */
  request(now = false): void {
    if (this.supported) this.#throttle.request(now);
  }

  dispose(): void {
    this.#throttle.dispose();
  }
}
