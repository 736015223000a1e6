import type { ProgressToken } from 'vscode-languageserver/node';
import { type Say } from '../../core/phrase';
import type { Progress, WorkDone } from '../workDone';

/** A sweep nobody asked for is not worth mentioning when it takes no longer than this. */
const QUIET_MS = 500;

/** The progress of a sweep: shown from the start when a person asked for it (`begin`), else only when it takes a while. */
export class SweepProgress {
  #progress: Progress | null = null;
  #timer: NodeJS.Timeout | undefined;
  #state: { readonly message: string; readonly percentage: number };
  #total = 0;

  constructor(
    private readonly workDone: WorkDone,
    /** By which a client can tell one that a person asked for (`check`) from ours (`sweep`). */
    private readonly name: 'check' | 'sweep',
    private readonly token: ProgressToken | undefined,
    private readonly cancel: () => void,
  ) {
    this.#state = { message: this.#say`looking for configs`, percentage: 0 };
    this.#timer = setTimeout(() => this.begin(), QUIET_MS);
  }

  get #say(): Say {
    return this.workDone.say;
  }

  begin(): void {
    clearTimeout(this.#timer);
    this.#progress = this.workDone.start(this.name, this.token, this.cancel);
    this.#progress?.begin({ title: this.#say`Checking ViT configs`, cancellable: true, ...this.#state });
  }

  report(done: number, total: number): void {
    this.#state = { message: this.#say`${done} of ${total} files`, percentage: Math.floor((100 * done) / total) };
    this.#progress?.report(this.#state, this.#total !== total);
    this.#total = total;
  }

  /** Nobody is left to be told: says nothing from now on. */
  drop(): void {
    clearTimeout(this.#timer);
    this.#progress = null;
  }

  end(message: string): void {
    clearTimeout(this.#timer);
    this.#progress?.end(message === '' ? this.#state.message : message);
    this.#progress = null;
  }
}
