import type { DocumentAnalysis, ModelAnalysis } from '../analysis';
import { type Phrase, phrase } from '../phrase';
import { lacksOnlyUntold } from '../rules/ofGraph';
import type { Range } from '../text';
import { costText } from './modelLine';
import { fileLabel, type RunState, runTitle } from './run';
import type { Cost } from './saved';

/** What a click does: `run-weights` runs with the checkpoint, `show` tells of the last run, `model` shows the model itself, `trust` leads to where the workspace can be trusted. */
export type LensAction = 'run' | 'run-weights' | 'cancel' | 'show' | 'model' | 'trust' | 'none';

export interface LensInfo {
  readonly range: Range;
  readonly title: Phrase;
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
  /** Name of the checkpoint file that a model can be run with; null where there is none. */
  weightsOf?(model: ModelAnalysis): string | null;
  /** What the model cost in the saved file; null where that is not known. */
  savedCost?(model: ModelAnalysis): Cost | null;
}

/** Whether models may be run, and if not, why: the workspace is not trusted, or the package came without the runtime. */
export type MayRun = 'yes' | 'untrusted' | 'no-runtime';

/** A model's line: always one, so that the text below does not jump while a config is half-typed. */
export function lenses(analysis: DocumentAnalysis, context: LensContext): LensInfo[] {
  return analysis.models.flatMap((model): LensInfo[] => {
    const lens = (title: Phrase, action: LensAction): LensInfo => ({ range: model.spec.anchor, title, action, model });
    return [...ownLenses(model, lens, context), ...(context.showsModel === true ? [lens(phrase`show model`, 'model')] : [])];
  });
}

function ownLenses(model: ModelAnalysis, lens: (title: Phrase, action: LensAction) => LensInfo, context: LensContext): LensInfo[] {
  const { figures, graph } = model;
  if (figures === null) {
    const without = lacksOnlyUntold(model);
    // Beside a fault the rest is of no interest.
    const problems = graph.ok ? [] : graph.problems.filter(({ untold }) => without || untold === undefined);
    // The findings say why; the lens says where to look.
    const keys = [...new Set(problems.flatMap((problem) => problem.keys).map(typedKey(model.spec.prefix)))];
    const where = keys.slice(0, 3).join(' · ');
    if (without) {
      const [reason] = problems.flatMap(({ untold }) => untold ?? []);
      return [lens(reason === undefined || keys.length > 1 ? phrase`costs not known · ${where}` : phrase`costs not known · ${where}: ${reason}`, 'none')];
    }
    return [lens(where === '' ? phrase`✗ can't be built` : phrase`✗ can't be built · ${where}`, 'none')];
  }
  const sizes = costText(figures, context.savedCost?.(model));
  // Of a function that makes one model or another, which one it is.
  const args = model.spec.python?.args ?? null;
  const cost = args === null ? sizes : `${args} · ${sizes}`;
  // A click is refused, with what to do about it.
  if (context.mayRun === 'no-runtime') return [lens(phrase`${cost} · running needs the package for this platform`, 'run')];
  if (context.mayRun === 'untrusted') return [lens(phrase`${cost} · trust the workspace to run it`, 'trust')];
  const state = context.runOf(model);
  if (state?.kind === 'queued' || state?.kind === 'running') return [lens(phrase`${runTitle(state)} · ${cost}`, 'none'), lens(phrase`cancel`, 'cancel')];
  const run = lens(context.image === undefined ? phrase`▷ Run on sample image · ${cost}` : phrase`▷ Run on ${fileLabel(context.image)} · ${cost}`, 'run');
  const weights = context.weightsOf?.(model) ?? null;
  return [
    run,
    ...(weights === null ? [] : [lens(phrase`▷ Run with ${fileLabel(weights)}`, 'run-weights')]),
    ...(state === null ? [] : [lens(runTitle(state), 'show')]),
  ];
}

/** The key as it is typed: without the model's prefix, a pair for each of its numbers (`out_dim.0`). */
function typedKey(prefix: string): (key: string) => string {
  return (key) => (key.startsWith(prefix) ? key.slice(prefix.length) : key).replace(/\.\d+$/, '');
}
