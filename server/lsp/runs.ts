/** The runs of the server: one child at a time, the others wait their turn; what came of each is kept until its config is gone. */

import { basename } from 'node:path';
import type { ModelAnalysis } from '../core/analysis';
import type { TensorSource } from '../core/checkpoint';
import type { CheckpointRead } from '../core/checkpoint/header';
import type { Cost, RunState } from '../core/editor';
import type { Graph } from '../core/model/graph';
import { english, type Phrase, phrase } from '../core/phrase';
import { reasonOf } from '../files';
import type { RunFailure, RunResult } from '../runner/protocol';
import type { Environment, RunHandle } from './environment';
import { type LogFields, logLine } from './log';
import type { ClassNames } from './weights';

export interface RunJob {
  readonly uri: string;
  /** Of the config: equal configs have equal ids. */
  readonly id: string;
  readonly name: Phrase;
  readonly graph: Graph;
  readonly cost: Cost;
  /** Absolute path. */
  readonly image: string;
  /** Whether the image was picked for this run, and is not the one that runs of this file take anyway. */
  readonly imagePicked: boolean;
  /** Null for random ones. */
  readonly weights: JobWeights | null;
}

/** Weights of a checkpoint. */
export interface JobWeights {
  /** Absolute path. */
  readonly path: string;
  /** What was known of the file: another object once it has changed. */
  readonly read: CheckpointRead & { readonly ok: true };
  readonly sources: ReadonlyMap<string, TensorSource>;
  readonly classes: ClassNames;
}

/** How many of the most probable classes are told. */
const TOP = 5;

/** Takes a line for the log. */
export type Log = (line: string) => void;

export type Start = Environment['startRun'];

export class Run {
  state: RunState;
  failure: RunFailure | null = null;
  /** Resolves when nothing more will happen. */
  readonly finished: Promise<void>;
  #resolve: () => void = () => undefined;
  #handle: RunHandle | null = null;
  #ended = false;

  constructor(
    readonly job: RunJob,
    place: number,
    private readonly changed: (run: Run) => void,
    private readonly log: Log,
  ) {
    this.state = { kind: 'queued', place };
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get ended(): boolean {
    return this.#ended;
  }

  get cancelled(): boolean {
    return this.failure?.kind === 'cancelled';
  }

  /** Its place in the line of runs, while it waits. */
  moveTo(place: number): void {
    if (this.state.kind === 'queued' && this.state.place !== place) this.#set({ kind: 'queued', place });
  }

  async start(start: Start): Promise<void> {
    if (this.#ended) return;
    const { graph, cost, image, uri, weights } = this.job;
    this.#log('start', { image, ...cost, weights: weights?.path ?? null, uri });
    this.#set({ kind: 'running', phase: 'building', label: '', done: 0, total: 0 });
    try {
      const real = weights === null ? {} : { weights: { kind: 'checkpoint' as const, path: weights.path, sources: weights.sources }, top: TOP };
      this.#handle = start({ graph, image, ...real }, ({ phase, label, done, total }) => this.#set({ kind: 'running', phase, label, done, total }));
      this.#end(await this.#handle.result);
    } catch (error) {
      const message = phrase`The run could not be started: ${reasonOf(error)}`;
      this.#end({ ok: false, failure: { kind: 'environment', message }, peakRssBytes: null });
    }
  }

  /** Ends it at once; the child's own end follows. The child is told first: when the client is gone, saying anything fails. */
  cancel(): void {
    if (this.#ended) return;
    this.#handle?.cancel();
    this.#end({ ok: false, failure: { kind: 'cancelled', message: phrase`cancelled` }, peakRssBytes: null });
  }

  /** Resolves when the child is gone, which may be after the run was called off. */
  async childGone(): Promise<void> {
    await this.#handle?.result;
  }

  #set(state: RunState): void {
    if (this.#ended) return;
    this.state = state;
    this.changed(this);
  }

  #end(result: RunResult): void {
    if (this.#ended) return;
    this.#ended = true;
    if (result.ok) {
      const { outputs, timings, blocks, peakRssBytes, weights, similarity = null } = result;
      const { names, notes } = this.job.weights?.classes ?? { names: null, notes: [] };
      const top = (result.top ?? []).map((found) => ({ ...found, name: names?.[found.index] ?? null }));
      const image = this.job.imagePicked ? { image: basename(this.job.image) } : {};
      this.state = { kind: 'ok', outputs, ...timings, blocks, peakRssBytes, weights, trained: this.job.weights !== null, top, notes, similarity, ...image };
      this.#log('end', { ok: true, ...timings, peakRssBytes });
    } else {
      const { kind, message: reason, scope } = result.failure;
      this.failure = result.failure;
      this.state = { kind: 'failed', reason };
      this.#log('end', this.cancelled ? { cancelled: true } : { failed: true, kind, reason: english(reason), scope, peakRssBytes: result.peakRssBytes });
    }
    this.changed(this);
    this.#resolve();
  }

  #log(event: 'start' | 'end', fields: LogFields): void {
    this.log(logLine(`run ${event}`, { model: english(this.job.name), id: this.job.id, ...fields }));
  }
}

export class Runs {
  readonly #runs = new Map<string, Run>();
  #queue: Run[] = [];
  #active: Promise<void> | null = null;

  constructor(
    private readonly start: Start,
    private readonly changed: (run: Run) => void,
    private readonly log: Log,
  ) {}

  /** The last run of a model; a cancelled one counts as none, and so does one with the weights of a file that has changed, or is no longer the one. */
  last(uri: string, id: string, { checkpoint }: ModelAnalysis): Run | null {
    const run = this.of(uri, id);
    return run === null || run.job.weights === null || run.job.weights.read === checkpoint ? run : null;
  }

  /** The last run of a config, whatever has become of its weights. */
  of(uri: string, id: string): Run | null {
    return this.#runs.get(keyOf(uri, id)) ?? null;
  }

  /** The same run again if this config is already running or waiting; with another image or other weights in its place. */
  request(job: RunJob): Run {
    const existing = this.of(job.uri, job.id);
    if (existing !== null && !existing.ended) {
      if (existing.job.image === job.image && existing.job.weights?.read === job.weights?.read) return existing;
      existing.cancel();
    }
    const run = new Run(job, this.#firstPlace + this.#queue.length, this.#onChange, this.log);
    this.#runs.set(keyOf(job.uri, job.id), run);
    this.#queue.push(run);
    this.changed(run);
    this.#next();
    return run;
  }

  /** Those that run or wait, in their order. */
  underWay(): Run[] {
    return this.#all().filter(({ ended }) => !ended);
  }

  /** Cancels the runs of a file, of one of its configs, or all there are. */
  cancel(uri?: string, id?: string): number {
    const matching = this.#all().filter(({ ended, job }) => !ended && (uri === undefined || job.uri === uri) && (id === undefined || job.id === id));
    for (const run of matching) run.cancel();
    return matching.length;
  }

  /** Forgets what came of configs the file no longer has. Runs under way go on: an undo brings their config back. */
  prune(uri: string, present: ReadonlySet<string>): void {
    for (const run of this.#all()) if (run.ended && run.job.uri === uri && !present.has(run.job.id)) this.#runs.delete(keyOf(uri, run.job.id));
  }

  /** Calls off runs of configs the file no longer has. */
  cancelStale(uri: string, present: ReadonlySet<string>): void {
    for (const run of this.#all()) if (run.job.uri === uri && !present.has(run.job.id)) run.cancel();
  }

  hasAny(uri: string): boolean {
    return this.#all().some(({ job }) => job.uri === uri);
  }

  close(uri: string): void {
    this.cancel(uri);
    this.prune(uri, new Set());
  }

  dispose(): void {
    this.cancel();
  }

  #all(): Run[] {
    return [...this.#runs.values()];
  }

  readonly #onChange = (run: Run): void => {
    const key = keyOf(run.job.uri, run.job.id);
    if (run.cancelled && this.#runs.get(key) === run) this.#runs.delete(key);
    if (run.ended && this.#queue.includes(run)) {
      this.#queue = this.#queue.filter((waiting) => waiting !== run);
      this.#number();
    }
    this.changed(run);
  };

  /** Of the first that waits. A child that is still being ended holds its place. */
  get #firstPlace(): number {
    return this.#active === null ? 1 : 2;
  }

  #number(): void {
    for (const [index, run] of [...this.#queue].entries()) run.moveTo(this.#firstPlace + index);
  }

  #next(): void {
    if (this.#active !== null) return;
    const run = this.#queue.shift();
    if (run === undefined) return;
    this.#active = run
      .start(this.start)
      .then(() => run.childGone())
      .finally(() => {
        this.#active = null;
        this.#next();
      });
    this.#number();
  }
}

const keyOf = (uri: string, id: string): string => `${id} ${uri}`;
