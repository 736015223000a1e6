/** Models being written as ONNX files: in this process, a few megabytes at a time, so that everything else goes on meanwhile. */
import { basename } from 'node:path';
import type { ProgressToken } from 'vscode-languageserver/node';
import type { Figures } from '../core/count/figures';
import { humanBytes, humanCount } from '../core/count/units';
import type { ModelSpec } from '../core/dialects/spec';
import { nameOf } from '../core/editor';
import type { Graph } from '../core/model/graph';
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
  | { readonly state: 'finished'; readonly message: string; readonly files: readonly string[]; readonly bytes: number }
  | { readonly state: 'cancelled' | 'failed'; readonly message: string };

interface ActiveExport {
  readonly name: string;
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
    if (this.#active.has(output)) return { state: 'failed', message: `${basename(output)} is being written already.` };
    const abort = new AbortController();
    const done = this.#write(request, name, abort, token);
    this.#active.set(output, { name, abort, done });
    return done.finally(() => this.#active.delete(output));
  }

  underWay(): { readonly name: string; readonly output: string }[] {
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

  async #write(request: ExportRequest, name: string, abort: AbortController, token: ProgressToken | undefined): Promise<ExportOutcome> {
    const { graph, figures, output, replace, id } = request;
    const { weightBytes } = figures;
    const begun = performance.now();
    const log = (event: 'start' | 'end', fields: LogFields) => this.log(logLine(`export ${event}`, { model: name, id, output, ...fields }));
    const progress = this.workDone.start('export', token, () => abort.abort(new ExportCancelled()));
    progress?.begin({ title: `Exporting ${name}`, cancellable: true, percentage: 0 });
    log('start', { weightBytes });
    const end = (outcome: ExportOutcome, fields: LogFields): ExportOutcome => {
      log('end', { ...fields, ms: performance.now() - begun });
      progress?.end(outcome.state === 'finished' ? `written, ${humanBytes(outcome.bytes)}` : outcome.state);
      return outcome;
    };
    try {
      const mayReplace = (path: string) => replace.includes(path);
      await assertPlace(this.files, output, weightBytes, mayReplace);
      const job = { graph, path: output, options: { weights: 'random' as const, modelName: name }, mayReplace };
      const onWrite = (_: string, written: number) =>
        progress?.report({
          message: `${humanBytes(written)} of ${humanBytes(weightBytes)}`,
          percentage: Math.min(100, Math.floor((100 * written) / weightBytes)),
        });
      const { parameters, external, bytes } = await exportToFile(this.files, job, onWrite, abort.signal);
      const files = external ? [output, dataPath(output)] : [output];
      const where = external ? `${basename(output)}, its weights beside it in ${basename(dataPath(output))}` : basename(output);
      const message = `${name} is written to ${where}: ${humanCount(parameters)} random weights, ${humanBytes(bytes)}.`;
      return end({ state: 'finished', message, files, bytes }, { ok: true, bytes, external: external ? true : null });
    } catch (error) {
      if (error instanceof ExportCancelled)
        return end({ state: 'cancelled', message: `The export of ${name} was cancelled; nothing was written.` }, { cancelled: true });
      const reason = error instanceof PlaceError ? `${basename(error.path)}: ${error.message}` : reasonOf(error);
      const details = isExpected(error) || !(error instanceof Error) ? reason : error.stack;
      return end({ state: 'failed', message: `${name} can't be exported: ${reason.replace(/\.$/, '')}.` }, { failed: true, reason: details });
    }
  }
}

/** What people can do something about; anything else is a mistake of ours, and the log should say where. */
function isExpected(error: unknown): boolean {
  return error instanceof PlaceError || error instanceof ExportError || (error instanceof Error && 'code' in error);
}
