/** Runs, exports and checks of the workspace as notifications with a Cancel button, which VS Code's own progress of a server lacks. */
import { type Progress, ProgressLocation, window } from 'vscode';
import type {
  HandleWorkDoneProgressSignature,
  ProgressToken,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageclient/node';

/** What is done within this needs no notification, which would only flash. */
const PATIENCE_MS = 1000;
/** The server's tokens of what a person has asked for. */
const OURS = /^vit-config-(run|export|check)-/;

class Task {
  #shown: Progress<{ message?: string; increment?: number }> | undefined;
  #message: string | undefined;
  #percentage = 0;
  #reported = 0;
  #end: () => void = () => undefined;
  readonly #ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });
  readonly #timer: NodeJS.Timeout;

  constructor({ title, message }: WorkDoneProgressBegin, cancel: () => void) {
    this.#message = message;
    this.#timer = setTimeout(() => {
      void window.withProgress({ location: ProgressLocation.Notification, cancellable: true, title }, (progress, cancellation) => {
        cancellation.onCancellationRequested(cancel);
        this.#shown = progress;
        this.#tell();
        return this.#ended;
      });
    }, PATIENCE_MS);
  }

  report({ message, percentage }: WorkDoneProgressReport): void {
    this.#message = message;
    this.#percentage = percentage ?? this.#percentage;
    this.#tell();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#end();
  }

  #tell(): void {
    this.#shown?.report({ ...(this.#message === undefined ? {} : { message: this.#message }), increment: this.#percentage - this.#reported });
    if (this.#shown !== undefined) this.#reported = this.#percentage;
  }
}

export class Tasks {
  readonly #tasks = new Map<ProgressToken, Task>();

  constructor(private readonly cancel: (token: ProgressToken) => void) {}

  /** Middleware of the language client, whose own progress in the status bar is left to what nobody waits for. */
  readonly handle = (
    token: ProgressToken,
    params: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd,
    next: HandleWorkDoneProgressSignature,
  ): void => {
    if (!OURS.test(String(token))) return next(token, params);
    if (params.kind === 'begin') this.#tasks.set(token, new Task(params, () => this.cancel(token)));
    else if (params.kind === 'report') this.#tasks.get(token)?.report(params);
    else {
      this.#end(token);
      // Without its end the language client would keep the token.
      next(token, params);
    }
  };

  /** The server is gone, and with it what it did. */
  endAll(): void {
    for (const token of [...this.#tasks.keys()]) this.#end(token);
  }

  #end(token: ProgressToken): void {
    this.#tasks.get(token)?.end();
    this.#tasks.delete(token);
  }
}
