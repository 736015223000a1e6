/** A runner whose child does what the test says, when it says it: for races that a real child can't be brought into. */
import { phrase, verbatim } from '../../server/core/phrase';
import type { Environment, ModelRun, RunHandle } from '../../server/lsp';
import type { RunFailureKind, RunProgress, RunResult } from '../../server/runner/protocol';

export const SUCCESS: RunResult = {
  ok: true,
  outputs: [{ name: 'logits', shape: [1, 1000], finite: true, mean: -0.0123, std: 1.02 }],
  timings: { buildMs: 2.4, sessionMs: 31, forwardMs: 61.2 },
  blocks: [{ label: 'embedding', ms: 61.2 }],
  peakRssBytes: 134_217_728,
  estimatedBytes: 150_000_000,
  weights: phrase`random (seed ${0})`,
};

export function failure(kind: RunFailureKind, message: string, scope?: string): RunResult {
  return { ok: false, failure: { kind, message: verbatim(message), ...(scope === undefined ? {} : { scope }) }, peakRssBytes: null };
}

export class FakeRun {
  cancelled = false;
  resolve: (result: RunResult) => void = () => undefined;
  readonly result = new Promise<RunResult>((resolve) => {
    this.resolve = resolve;
  });

  constructor(
    readonly request: ModelRun,
    readonly progress: (progress: RunProgress) => void,
  ) {}

  get image(): string {
    return this.request.image;
  }
}

export class FakeRunner {
  readonly runs: FakeRun[] = [];

  readonly startRun: Environment['startRun'] = (request, onProgress): RunHandle => {
    const run = new FakeRun(request, onProgress);
    this.runs.push(run);
    const cancel = () => {
      run.cancelled = true;
      run.resolve(failure('cancelled', 'The run was cancelled.'));
    };
    return { result: run.result, cancel };
  };

  /** The nth run that was started; fails where there is none. */
  run(index: number): FakeRun {
    const run = this.runs[index];
    if (run === undefined) throw new Error(`only ${this.runs.length} runs were started`);
    return run;
  }
}

export const refuseToRun: Environment['startRun'] = () => {
  throw new Error('this test did not expect a run');
};
