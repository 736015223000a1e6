/** Progress of runs: shown by the client, cancelled from there. */
import type { ProgressToken } from 'vscode-languageserver/node';
import { type RunState, runTitle } from '../core/editor';
import type { Run } from './runs';
import type { Progress, WorkDone } from './workDone';

function reportOf(state: RunState): { message: string; percentage: number } {
  if (state.kind === 'queued') return { message: runTitle(state), percentage: 0 };
  if (state.kind !== 'running' || state.phase === 'building') return { message: 'building', percentage: 0 };
  const { done, total, label } = state;
  return { message: `${done} of ${total} layers · ${label}`, percentage: total > 0 ? Math.floor((100 * done) / total) : 0 };
}

export class RunProgressReporter {
  readonly #shown = new Map<Run, { readonly progress: Progress; phase: string }>();

  constructor(private readonly workDone: WorkDone) {}

  /** Shows a run under the client's own token, or, without one, under a token of ours where the client can show that. */
  show(run: Run, clientToken: ProgressToken | undefined): void {
    if (run.ended || this.#shown.has(run)) return;
    const progress = this.workDone.start('run', clientToken, () => run.cancel());
    if (progress === null) return;
    this.#shown.set(run, { progress, phase: '' });
    progress.begin({ title: `Running ${run.job.name}`, cancellable: true, percentage: 0, message: reportOf(run.state).message });
  }

  update(run: Run): void {
    const shown = this.#shown.get(run);
    if (shown === undefined) return;
    if (run.ended) {
      this.#shown.delete(run);
      shown.progress.end(run.cancelled ? 'cancelled' : runTitle(run.state));
      return;
    }
    const phase = run.state.kind === 'running' ? run.state.phase : runTitle(run.state);
    shown.progress.report(reportOf(run.state), phase !== shown.phase);
    shown.phase = phase;
  }
}
