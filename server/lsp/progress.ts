/** Work-done progress of runs: shown by the client, cancelled from there. */
import {
  type Connection,
  type ProgressToken,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver/node';
import type { RunState } from '../core/editor';
import type { Dispatcher } from './dispatcher';
import type { Run } from './runs';

/** Reports closer together than this tell a person nothing. */
const INTERVAL_MS = 50;

function reportOf(state: RunState): WorkDoneProgressReport {
  if (state.kind === 'queued') return { kind: 'report', message: 'waiting for another run', percentage: 0 };
  if (state.kind !== 'running' || state.phase === 'building') return { kind: 'report', message: 'building', percentage: 0 };
  const { done, total, label } = state;
  return { kind: 'report', message: `${done} of ${total} layers · ${label}`, percentage: total > 0 ? Math.floor((100 * done) / total) : 0 };
}

/** One run's progress under one token. What is sent waits for the client to have made the token. */
class Progress {
  #sending: Promise<void>;
  #reportedAt = Number.NEGATIVE_INFINITY;
  #phase = '';

  constructor(
    private readonly connection: Connection,
    readonly token: ProgressToken,
    created: Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#sending = created;
  }

  send(value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
    this.#sending = this.#sending.then(() => this.connection.sendProgress(WorkDoneProgress.type, this.token, value));
    this.#sending.catch(this.onError);
  }

  report(state: RunState): void {
    const phase = state.kind === 'running' ? state.phase : state.kind;
    const now = performance.now();
    if (phase === this.#phase && now - this.#reportedAt < INTERVAL_MS) return;
    this.#phase = phase;
    this.#reportedAt = now;
    this.send(reportOf(state));
  }
}

export class RunProgressReporter {
  readonly #shown = new Map<Run, Progress>();
  #tokens = 0;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly supported: boolean,
  ) {
    dispatcher.notification(WorkDoneProgressCancelNotification.type, ({ token }) => {
      for (const [run, progress] of this.#shown) if (progress.token === token) run.cancel();
    });
  }

  /** Shows a run under the client's own token, or, without one, under a token of ours where the client can show that. */
  show(run: Run, clientToken: ProgressToken | undefined): void {
    if (run.ended || this.#shown.has(run) || (clientToken === undefined && !this.supported)) return;
    const { connection } = this.dispatcher;
    const token = clientToken ?? `vit-config-run-${++this.#tokens}`;
    const created = clientToken === undefined ? connection.sendRequest(WorkDoneProgressCreateRequest.type, { token }) : Promise.resolve();
    const progress = new Progress(connection, token, created, (error) => this.dispatcher.logError('progress', error));
    this.#shown.set(run, progress);
    progress.send({ kind: 'begin', title: `Running ${run.job.name}`, cancellable: true, percentage: 0, message: reportOf(run.state).message });
  }

  update(run: Run, outcome: string): void {
    const progress = this.#shown.get(run);
    if (progress === undefined) return;
    if (!run.ended) return progress.report(run.state);
    this.#shown.delete(run);
    progress.send({ kind: 'end', message: outcome });
  }
}
