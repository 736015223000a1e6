import type { DocumentAnalysis, ModelAnalysis } from '../analysis';
import type { Range } from '../text';
import { costText } from './modelLine';
import { fileLabel, type RunState, runTitle } from './run';
import type { Cost } from './saved';

/** What a click does: `show` tells of the last run, `model` shows the model itself, `trust` leads to where the workspace can be trusted. */
export type LensAction = 'run' | 'cancel' | 'show' | 'model' | 'trust' | 'none';

export interface LensInfo {
  readonly range: Range;
  readonly title: string;
  readonly action: LensAction;
  readonly model: ModelAnalysis;
}

export interface LensContext {
  /** The last run of this very config, null if there is none. */
  runOf(model: ModelAnalysis): RunState | null;
  readonly mayRun: MayRun;
  /** Whether the client has a place to show a model. */
  readonly showsModel?: boolean;
  /** Name of the image that a run would take; left out for the one that comes with the tool. */
  readonly image?: string;
  /** What the model cost in the saved file; null where that is not known. */
  savedCost?(model: ModelAnalysis): Cost | null;
}

/** Whether models may be run, and if not, why: the workspace is not trusted, or the package came without the runtime. */
export type MayRun = 'yes' | 'untrusted' | 'no-runtime';

/** A model's line: always one, so that the text below does not jump while a config is half-typed. */
export function lenses(analysis: DocumentAnalysis, context: LensContext): LensInfo[] {
  return analysis.models.flatMap((model): LensInfo[] => {
    const lens = (title: string, action: LensAction): LensInfo => ({ range: model.spec.anchor, title, action, model });
    return [...ownLenses(model, lens, context), ...(context.showsModel === true ? [lens('show model', 'model')] : [])];
  });
}

function ownLenses(model: ModelAnalysis, lens: (title: string, action: LensAction) => LensInfo, context: LensContext): LensInfo[] {
  const { figures, graph } = model;
  if (figures === null) {
    const keys = new Set(graph.ok ? [] : graph.problems.flatMap((problem) => problem.keys));
    // The findings say why; the lens says where to look.
    return [lens(["✗ can't be built", ...[...keys].slice(0, 3).map(withoutPrefix(model.spec.prefix))].join(' · '), 'none')];
  }
  const cost = costText(figures, context.savedCost?.(model));
  // A click is refused, with what to do about it.
  if (context.mayRun === 'no-runtime') return [lens(`${cost} · running needs the package for this platform`, 'run')];
  if (context.mayRun === 'untrusted') return [lens(`${cost} · trust the workspace to run it`, 'trust')];
  const state = context.runOf(model);
  if (state?.kind === 'queued' || state?.kind === 'running') return [lens(`${runTitle(state)} · ${cost}`, 'none'), lens('cancel', 'cancel')];
  const run = lens(`▷ Run on ${context.image === undefined ? 'sample image' : fileLabel(context.image)} · ${cost}`, 'run');
  return state === null ? [run] : [run, lens(runTitle(state), 'show')];
}

function withoutPrefix(prefix: string): (key: string) => string {
  return (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : key);
}
