/** Progress of runs: shown by the client, cancelled from there. */

import type { ProgressToken } from 'vscode-languageserver/node';
import { lensText, type RunState, runTitle } from '../core/editor';
import { type Say } from '../core/phrase';
import type { Run } from './runs';
import type { Progress, WorkDone } from './workDone';

function reportOf(state: RunState, say: Say): { message: string; percentage: number } {
  if (state.kind === 'queued') return { message: say(runTitle(state)), percentage: 0 };
  if (state.kind !== 'running' || state.phase === 'building') return { message: say`building`, percentage: 0 };
  const { done, total, label } = state;
  return { message: say`${done} of ${total} layers · ${label}`, percentage: total > 0 ? Math.floor((100 * done) / total) : 0 };
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
    progress.begin({
      title: this.workDone.say`Run of ${run.job.name}`,
      cancellable: true,
      percentage: 0,
      message: reportOf(run.state, this.workDone.say).message,
    });
  }

  update(run: Run): void {
    const shown = this.#shown.get(run);
    if (shown === undefined) return;
    if (run.ended) {
      this.#shown.delete(run);
      shown.progress.end(run.cancelled ? this.workDone.say`cancelled` : lensText(this.workDone.say(runTitle(run.state))));
      return;
    }
    const phase = run.state.kind === 'running' ? run.state.phase : this.workDone.say(runTitle(run.state));
    shown.progress.report(reportOf(run.state, this.workDone.say), phase !== shown.phase);
    shown.phase = phase;
  }
}
