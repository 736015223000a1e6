/** What of a checkpoint does not fit a model, and what is changed so that it does, in lines of English: the words of the rules. */
import type { Fit, Stop } from '../core/checkpoint';
import type { Comparison } from '../core/checkpoint/comparison';
import type { CheckpointTensor } from '../core/checkpoint/header';
import { humanCount } from '../core/count/units';
import type { ModelSpec } from '../core/dialects/spec';
import { english } from '../core/phrase';
import { adaptationText } from '../core/rules/checkpoint-adapted';
import { unusableText } from '../core/rules/checkpoint-loader';
import { architectureText, differenceText, gridText, told } from '../core/rules/checkpoint-mismatch';
import { wantingTexts } from '../core/rules/checkpoint-tensors';

/** Of tensors without a use so many are named. */
const NAMED = 3;

/** `fit` is of the part of the model that is run. The keys whose values are other than the checkpoint's; where that does not explain it, the tensors. At least one line. */
export function misfitText(spec: ModelSpec, comparison: Comparison, fit: Fit): string[] {
  const { fileName, differences } = comparison;
  const { inference, architecture } = differences;
  if (!inference.ok) return [english(inference.reason)];
  if (architecture !== null) return [english(architectureText(fileName, architecture))];
  const keys = told(comparison);
  const lines = keys.map((difference) => english(differenceText(spec, difference, comparison)));
  if (keys.some(({ effect }) => effect === 'stops')) return lines;
  return [...lines, ...fit.stops.flatMap((stop) => stopText(stop, spec) ?? []), ...wantingTexts(fit, fileName).map(english)];
}

/** What is other than in the file, and what of the file is left out. */
export function adaptationsText({ adaptations, sources, stops, extra, naming }: Fit): string[] {
  const lines = adaptations.map((adaptation) => english(adaptationText(adaptation)));
  if (!adaptations.some(({ kind }) => kind === 'head') && sources.get('head/kernel')?.kind === 'new') lines.push('the head is new, as upstream makes it');
  if (stops.some(({ kind }) => kind === 'names')) lines.push(`the names are those of ${naming}: upstream's loader does not know them`);
  if (extra.length > 0) lines.push(`${extra.length === 1 ? '1 tensor is' : `${humanCount(extra.length)} tensors are`} not used: ${listed(extra)}`);
  return lines;
}

/** Null where it does not keep a model from running. */
function stopText(stop: Stop, spec: ModelSpec): string | null {
  switch (stop.kind) {
    case 'names':
    case 'headless':
      return null;
    case 'map-head':
      return `the checkpoint pools by attention (${stop.tensor.name}), which upstream's models do not`;
    case 'no-head':
      return "the checkpoint has no head, and upstream's loader looks for one";
    case 'no-positions':
      return `the checkpoint has position embeddings (${stop.tensor.name}), and the model adds none`;
    default: {
      const said = gridText(stop, spec) ?? unusableText(stop);
      return said === null ? null : english(said);
    }
  }
}

function listed(tensors: readonly CheckpointTensor[]): string {
  const names = tensors.slice(0, NAMED).map(({ name }) => name);
  return tensors.length <= NAMED ? names.join(', ') : `${names.join(', ')}, ...`;
}
