import type { Comparison } from '../checkpoint/comparison';
import type { Stop } from '../checkpoint/fit';
import { type Phrase, phrase } from '../phrase';
import { checkpointPlace, nameText, tensorText } from './checkpoint-place';
import type { Rule, RuleFinding } from './rule';

export const checkpointLoader: Rule = {
  code: 'checkpoint-loader',
  severity: 'error',
  docs: {
    title: "Upstream's loader does not know such a checkpoint",
    why: "Upstream finds weights by the names of its own modules. Parameters of PyTorch (timm, torchvision, CLIP) and of Hugging Face are named and laid out otherwise, and none of them loads. A ViT of big_vision has the same parts, some under other names: a run here reads them, upstream's loader stops (a warning). A weight that is not of floating point, or big_vision's attention pooling, can't be loaded at all.",
    bad: `model_name: ViT-B_16
checkpoint: timm.safetensors
`,
    good: `model_name: ViT-B_16
checkpoint: ViT-B_16.npz
`,
  },
  checkModel({ spec, comparison }, { document }) {
    if (comparison === null) return [];
    const found = findingOf(comparison);
    return found === null ? [] : [{ range: checkpointPlace(spec, document), ...found }];
  },
};

function findingOf({ differences: { inference }, fit, fileName }: Comparison): Pick<RuleFinding, 'message' | 'severity'> | null {
  if (!inference.ok) return { message: phrase`None of \`${fileName}\` can be loaded. ${inference.reason}` };
  const stop = fit?.stops.find(({ kind }) => kind === 'dtype' || kind === 'positions-batch') ?? null;
  const unusable = stop === null ? null : unusableText(stop);
  if (unusable !== null) return { message: unusable };
  if (inference.naming !== 'big_vision') return null;
  return {
    severity: 'warning',
    message: phrase`\`${fileName}\` has the names of big_vision: a run here reads it, upstream's loader does not find the weights and stops.`,
  };
}

/** Of a weight that no model can be loaded from; null for another stop. */
export function unusableText(stop: Stop): Phrase | null {
  if (stop.kind === 'dtype') return phrase`${nameText(stop.tensor.name)} is of ${stop.tensor.dtype}; weights are of floating point.`;
  if (stop.kind === 'positions-batch') return phrase`${tensorText(stop.tensor)} holds several sets of position embeddings; upstream takes one.`;
  return null;
}
