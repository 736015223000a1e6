/** The runs of the server: one child at a time, the others wait their turn; what came of each is kept until its config is gone. */
import type { RunState } from '../core/editor';
import type { Graph } from '../core/model/graph';
import type { RunFailure, RunProgress, RunResult } from '../runner/protocol';
import type { RunHandle } from './environment';

export interface RunJob {
  readonly uri: string;
  /** Of the config: equal configs have equal ids. */
  readonly id: string;
  readonly name: string;
  readonly graph: Graph;
  /** Absolute path. */
  readonly image: string;
}

export type Start = (graph: Graph, image: string, onProgress: (progress: RunProgress) => void) => RunHandle;

export class Run {
  state: RunState = { kind: 'queued' };
  failure: RunFailure | null = null;
  /** Resolves when nothing more will happen. */
  readonly finished: Promise<void>;
  #resolve: () => void = () => undefined;
  #handle: RunHandle | null = null;
  #ended = false;

  constructor(
    readonly job: RunJob,
    private readonly changed: (run: Run) => void,
  ) {
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

  async start(start: Start): Promise<void> {
    if (this.#ended) return;
    this.#set({ kind: 'running', phase: 'building', label: '', done: 0, total: 0 });
    try {
      this.#handle = start(this.job.graph, this.job.image, (progress) => this.#set({ kind: 'running', ...progress }));
      this.#end(await this.#handle.result);
    } catch (error) {
      const message = `the run could not be started: ${error instanceof Error ? error.message : String(error)}`;
      this.#end({ ok: false, failure: { kind: 'environment', message }, peakRssBytes: null });
    }
  }

  /** Ends it at once; the child's own end follows. */
  cancel(): void {
    if (this.#ended) return;
    this.#end({ ok: false, failure: { kind: 'cancelled', message: 'cancelled' }, peakRssBytes: null });
    this.#handle?.cancel();
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
      const { outputs, timings, blocks, peakRssBytes, weights, similarity } = result;
      this.state = { kind: 'ok', outputs, ...timings, blocks, peakRssBytes, weights, similarity: similarity ?? null };
    } else {
      this.failure = result.failure;
      this.state = { kind: 'failed', reason: result.failure.message };
    }
    this.changed(this);
    this.#resolve();
  }
}

export class Runs {
  readonly #runs = new Map<string, Run>();
  #queue: Run[] = [];
  #active: Promise<void> | null = null;

  constructor(
    private readonly start: Start,
    private readonly changed: (run: Run) => void,
  ) {}

  /** The last run of a config; a cancelled one counts as none. */
  of(uri: string, id: string): Run | null {
    return this.#runs.get(keyOf(uri, id)) ?? null;
  }

  /** The same run again if this config is already running or waiting. */
  request(job: RunJob): Run {
    const existing = this.of(job.uri, job.id);
    if (existing !== null && !existing.ended) return existing;
    const run = new Run(job, this.#onChange);
    this.#runs.set(keyOf(job.uri, job.id), run);
    this.#queue.push(run);
    this.changed(run);
    this.#next();
    return run;
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
    if (run.ended) this.#queue = this.#queue.filter((waiting) => waiting !== run);
    this.changed(run);
  };

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
  }
}

const keyOf = (uri: string, id: string): string => `${id} ${uri}`;
