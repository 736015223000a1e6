import { type Comparison, fits, leavesOutHead } from '../checkpoint/comparison';
import type { Adaptation } from '../checkpoint/fit';
import type { Pair } from '../dialects/spec';
import { type Phrase, phrase } from '../phrase';
import { checkpointPlace, classCount, relatedCheckpoint } from './checkpoint-place';
import { relatedTo } from './fields';
import type { Rule } from './rule';

export const checkpointAdapted: Rule = {
  code: 'checkpoint-adapted',
  severity: 'information',
  docs: {
    title: 'What upstream changes of the checkpoint while it loads',
    why: 'Fine-tuning starts from the weights of another task. Upstream makes the head anew, with zeros, for another number of classes; it interpolates the position embeddings of a square grid to those of another one; and where `representation_size` is null it drops the `pre_logits` layer of the checkpoint. All of it is usual, and none of it is said by upstream.',
    bad: `model_name: ViT-B_16
image_size: 384
checkpoint: ViT-B_16.npz
`,
    good: `model_name: ViT-B_16
checkpoint: ViT-B_16.npz
`,
  },
  checkModel({ spec, comparison }, { document }) {
    if (comparison === null || !fits(comparison)) return [];
    const said = adaptationTexts(comparison);
    if (said.length === 0) return [];
    const deciding = comparison.differences.keys.flatMap((key) => ((key.effect === 'adapts' || leavesOutHead(key)) && key.field?.known ? [key.field] : []));
    const only = said.length === 1 ? deciding[0]?.range : null;
    const range = only ?? checkpointPlace(spec, document);
    const message = phrase`Of \`${comparison.fileName}\`, ${said.reduce((before, next) => phrase`${before}; ${next}`)}.`;
    return [{ range, message, related: [...relatedCheckpoint(spec, document, range, comparison.fileName), ...relatedTo(spec, range, ...deciding)] }];
  },
};

/** What is adapted, each in a clause; also what a model without a head leaves out. */
export function adaptationTexts({ fit, differences: { keys } }: Comparison): readonly Phrase[] {
  const headless = keys.find(leavesOutHead);
  const classes = typeof headless?.checkpoint === 'number' ? headless.checkpoint : null;
  return [
    ...(fit?.adaptations ?? []).map(adaptationText),
    ...(classes === null ? [] : [phrase`the head (${classCount(classes)}) is left out, since \`num_classes\` is 0`]),
  ];
}

/** A clause. */
export function adaptationText(adaptation: Adaptation): Phrase {
  switch (adaptation.kind) {
    case 'head':
      return phrase`the head (${classCount(adaptation.from)}) is made anew for ${adaptation.to}`;
    case 'positions':
      return phrase`position embeddings are interpolated from ${gridText(adaptation.from)} to ${gridText(adaptation.to)}`;
    case 'pre-logits-dropped':
      return phrase`\`pre_logits\` (${adaptation.size}) is dropped, since \`representation_size\` is null`;
  }
}

const gridText = ([rows, columns]: Pair) => `${rows}x${columns}`;
