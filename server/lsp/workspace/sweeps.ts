/** The sweeps of the workspace, one at a time: those we make by ourselves, and those a person asks for. */
import type { ProgressToken } from 'vscode-languageserver/node';
import type { Dispatcher } from '../dispatcher';
import { logLine } from '../log';
import type { WorkDone } from '../workDone';
import type { FolderStates } from './folderStates';
import type { Folder } from './places';
import type { Sweeper, Swept } from './sweeper';
import { SweepProgress } from './sweepProgress';
import { placeOf } from './walk';

export class Sweeps {
  /** Keys of the folders that a sweep of ours is due in. */
  readonly #due = new Set<string>();
  /** Under way or waiting for their turn. */
  readonly #sweeps = new Map<AbortController, SweepProgress>();
  #automatic: AbortController | undefined;
  #turn: Promise<void> = Promise.resolve();
  #disposed = false;
  /** When the last one ended, by performance.now(); null before the first, and when a person has called it off. */
  last: { readonly endedAt: number; readonly tookMs: number } | null = null;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly workDone: WorkDone,
    private readonly sweeper: Sweeper,
    private readonly states: FolderStates,
  ) {}

  /** One of our own, for all folders that are due by the time its turn comes. */
  request(folders: readonly Folder[]): void {
    const scheduled = this.#due.size > 0;
    for (const { key } of folders) this.#due.add(key);
    if (scheduled || folders.length === 0) return;
    const swept = this.#turn.then(async () => {
      const due = this.states.followed.filter(({ key }) => this.#due.has(key));
      this.#due.clear();
      if (this.#disposed) return;
      const abort = this.#begin('sweep', undefined);
      this.#automatic = abort;
      await this.#sweep(due, false, abort);
    });
    this.#turn = swept.catch((error: unknown) => this.dispatcher.logError('sweep', error));
  }

  /** One that a person asked for: of every followed folder, reading what seems unchanged, too. One of ours gives way. */
  async now(token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<Swept & { readonly cancelled: boolean }> {
    this.#automatic?.abort();
    const abort = this.#begin('check', token);
    onCancel(() => abort.abort());
    this.#sweeps.get(abort)?.begin();
    const swept = this.#turn.then(() => this.#sweep(this.states.followed, true, abort));
    this.#turn = swept.then(
      () => undefined,
      () => undefined,
    );
    return { ...(await swept), cancelled: abort.signal.aborted };
  }

  /** Resolves when all that was due by now is over. */
  async over(): Promise<void> {
    await this.#turn;
  }

  dispose(): void {
    this.#disposed = true;
    for (const [abort, progress] of this.#sweeps) {
      abort.abort();
      progress.drop();
    }
    this.#sweeps.clear();
  }

  #begin(name: 'check' | 'sweep', token: ProgressToken | undefined): AbortController {
    const abort = new AbortController();
    this.#sweeps.set(abort, new SweepProgress(this.workDone, name, token, () => abort.abort()));
    return abort;
  }

  async #sweep(folders: readonly Folder[], fresh: boolean, abort: AbortController): Promise<Swept> {
    const progress = this.#sweeps.get(abort);
    const begun = performance.now();
    try {
      const swept = await this.sweeper.sweep(folders.map(placeOf), fresh, abort.signal, (done, total) => progress?.report(done, total));
      const fields = { folders: folders.length, files: swept.files, ms: performance.now() - begun, cancelled: abort.signal.aborted || null };
      if (!this.#disposed) this.dispatcher.connection.console.log(logLine('sweep', fields));
      return swept;
    } finally {
      const endedAt = performance.now();
      this.last = abort.signal.aborted ? null : { endedAt, tookMs: endedAt - begun };
      if (this.#sweeps.delete(abort)) progress?.end(abort.signal.aborted ? this.workDone.say`cancelled` : '');
    }
  }
}
