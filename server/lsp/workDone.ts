/** Work-done progress: begun under a token of the client or of ours, cancelled from the client. */

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
import { type Say } from '../core/phrase';
import type { Dispatcher } from './dispatcher';

/** Reports closer together than this tell a person nothing. */
const INTERVAL_MS = 50;

/** The progress of one piece of work. What is sent waits for the client to have made the token. */
export class Progress {
  #sending: Promise<void>;
  #reportedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly connection: Connection,
    readonly token: ProgressToken,
    created: Promise<void>,
    readonly cancel: () => void,
    private readonly onEnd: (progress: Progress) => void,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#sending = created;
  }

  begin(value: Omit<WorkDoneProgressBegin, 'kind'>): void {
    this.#send({ kind: 'begin', ...value });
  }

  /** `now`: for what must not be left out. */
  report(value: Omit<WorkDoneProgressReport, 'kind'>, now = false): void {
    const time = performance.now();
    if (!now && time - this.#reportedAt < INTERVAL_MS) return;
    this.#reportedAt = time;
    this.#send({ kind: 'report', ...value });
  }

  end(message: string): void {
    this.onEnd(this);
    this.#send({ kind: 'end', message });
  }

  #send(value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void {
    this.#sending = this.#sending.then(() => this.connection.sendProgress(WorkDoneProgress.type, this.token, value));
    this.#sending.catch(this.onError);
  }
}

export class WorkDone {
  readonly #under = new Set<Progress>();
  #tokens = 0;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly supported: boolean,
    /** Words titles and messages. */
    readonly say: Say,
  ) {
    dispatcher.notification(WorkDoneProgressCancelNotification.type, ({ token }) => {
      for (const progress of this.#under) if (progress.token === token) progress.cancel();
    });
  }

  /**
   * Under the client's own token, or, without one, under a token of ours (`vit-config-NAME-1`) where the client can show that;
   * null where it can't. `cancel` is called when a person cancels it.
   */
  start(name: string, clientToken: ProgressToken | undefined, cancel: () => void): Progress | null {
    if (clientToken === undefined && !this.supported) return null;
    const { connection } = this.dispatcher;
    const token = clientToken ?? `vit-config-${name}-${++this.#tokens}`;
    const created = clientToken === undefined ? connection.sendRequest(WorkDoneProgressCreateRequest.type, { token }) : Promise.resolve();
    const progress = new Progress(
      connection,
      token,
      created,
      cancel,
      (ended) => this.#under.delete(ended),
      (error) => this.dispatcher.logError('progress', error),
    );
    this.#under.add(progress);
    return progress;
  }
}
