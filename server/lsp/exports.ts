/** Models being written as ONNX files: in this process, a few megabytes at a time, so that everything else goes on meanwhile. */

import { basename } from 'node:path';
import type { ProgressToken } from 'vscode-languageserver/node';
import type { Figures } from '../core/count/figures';
import { humanBytes, humanCount } from '../core/count/units';
import type { ModelSpec } from '../core/dialects/spec';
import { nameOf } from '../core/editor';
import type { Graph } from '../core/model/graph';
import { english, type Phrase, phrase } from '../core/phrase';
import { assertPlace, dataPath, ExportCancelled, exportToFile, type Files, PlaceError, partPaths } from '../exporter';
import { reasonOf } from '../files';
import { ExportError } from '../onnx/exportError';
import { type LogFields, logLine } from './log';
import type { Log } from './runs';
import type { WorkDone } from './workDone';

export interface ExportRequest {
  readonly spec: ModelSpec;
  /** Of the config. */
  readonly id: string;
  readonly graph: Graph;
  readonly figures: Figures;
  /** Absolute path of the model file. */
  readonly output: string;
  /** Paths of existing files that may be replaced. */
  readonly replace: readonly string[];
}

export type ExportOutcome =
  | { readonly state: 'finished'; readonly message: Phrase; readonly files: readonly string[]; readonly bytes: number }
  | { readonly state: 'cancelled' | 'failed'; readonly message: Phrase };

interface ActiveExport {
  readonly name: Phrase;
  readonly abort: AbortController;
  readonly done: Promise<ExportOutcome>;
}

export class Exports {
  /** By the path of the model file. */
  readonly #active = new Map<string, ActiveExport>();

  constructor(
    private readonly files: Files,
    /** Removes a file at once, for when there is no time left. */
    private readonly removeNow: (path: string) => void,
    private readonly workDone: WorkDone,
    private readonly log: Log,
  ) {}

  /** Resolves when the model is written or what there was of it is gone; never rejects. */
  async run(request: ExportRequest, token: ProgressToken | undefined): Promise<ExportOutcome> {
    const name = nameOf(request.spec);
    const { output } = request;
    if (this.#active.has(output)) return { state: 'failed', message: phrase`${basename(output)} is being written already.` };
    const abort = new AbortController();
    const done = this.#write(request, name, abort, token);
    this.#active.set(output, { name, abort, done });
    return done.finally(() => this.#active.delete(output));
  }

  underWay(): { readonly name: Phrase; readonly output: string }[] {
    return [...this.#active].map(([output, { name }]) => ({ name, output }));
  }

  /** Cancels the export to a file, or all there are; gives their number. */
  cancel(output?: string): number {
    const matching = [...this.#active].filter(([path]) => output === undefined || path === output);
    for (const [, { abort }] of matching) abort.abort(new ExportCancelled());
    return matching.length;
  }

  /** Cancels all; resolves when nothing is left of them. */
  async stop(): Promise<void> {
    this.cancel();
    await Promise.all([...this.#active.values()].map(({ done }) => done));
  }

  /** As `stop`, where the process ends now. */
  dispose(): void {
    for (const path of [...this.#active.keys()].flatMap(partPaths)) this.removeNow(path);
    this.cancel();
  }

  async #write(request: ExportRequest, name: Phrase, abort: AbortController, token: ProgressToken | undefined): Promise<ExportOutcome> {
    const { graph, figures, output, replace, id } = request;
    const { weightBytes } = figures;
    const begun = performance.now();
    const log = (event: 'start' | 'end', fields: LogFields) => this.log(logLine(`export ${event}`, { model: english(name), id, output, ...fields }));
    const progress = this.workDone.start('export', token, () => abort.abort(new ExportCancelled()));
    progress?.begin({ title: this.workDone.say`Exporting ${name}`, cancellable: true, percentage: 0 });
    log('start', { weightBytes });
    const end = (outcome: ExportOutcome, fields: LogFields): ExportOutcome => {
      log('end', { ...fields, ms: performance.now() - begun });
      progress?.end(this.workDone.say(ending(outcome)));
      return outcome;
    };
    try {
      const mayReplace = (path: string) => replace.includes(path);
      await assertPlace(this.files, output, weightBytes, mayReplace);
      const job = { graph, path: output, options: { weights: 'random' as const, modelName: english(name) }, mayReplace };
      const onWrite = (_: string, written: number) =>
        progress?.report({
          message: this.workDone.say`${humanBytes(written)} of ${humanBytes(weightBytes)}`,
          percentage: Math.min(100, Math.floor((100 * written) / weightBytes)),
        });
      const { parameters, external, bytes } = await exportToFile(this.files, job, onWrite, abort.signal);
      const files = external ? [output, dataPath(output)] : [output];
      const weights = phrase`${humanCount(parameters)} random weights, ${humanBytes(bytes)}`;
      const message = external
        ? phrase`${name} is written to ${basename(output)}, its weights beside it in ${basename(dataPath(output))}: ${weights}.`
        : phrase`${name} is written to ${basename(output)}: ${weights}.`;
      return end({ state: 'finished', message, files, bytes }, { ok: true, bytes, external: external ? true : null });
    } catch (error) {
      if (error instanceof ExportCancelled)
        return end({ state: 'cancelled', message: phrase`The export of ${name} was cancelled; nothing was written.` }, { cancelled: true });
      const reason = error instanceof PlaceError ? phrase`${basename(error.path)}: ${error.said}` : reasonOf(error);
      const details = isExpected(error) || !(error instanceof Error) ? english(reason) : error.stack;
      return end({ state: 'failed', message: phrase`${name} can't be exported: ${reason}.` }, { failed: true, reason: details });
    }
  }
}

function ending(outcome: ExportOutcome): Phrase {
  if (outcome.state === 'finished') return phrase`written, ${humanBytes(outcome.bytes)}`;
  return outcome.state === 'cancelled' ? phrase`cancelled` : phrase`failed`;
}

/** What people can do something about; anything else is a mistake of ours, and the log should say where. */
function isExpected(error: unknown): boolean {
  return error instanceof PlaceError || error instanceof ExportError || (error instanceof Error && 'code' in error);
}
