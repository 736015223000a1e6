import { type Field } from '../dialects/spec';
import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import { titled } from '../title';
import { placeOf, relatedTo, setField, whole, withSource } from './fields';
import type { Rule } from './rule';
import { trainingOf } from './training-fields';

export const warmupSteps: Rule = {
  code: 'warmup-steps',
  severity: 'error',
  docs: {
    title: 'The warm-up is as long as the training, or longer',
    why: 'The learning rate falls over the steps from `warmup_steps` to `total_steps`. When both are equal their distance is 0, by which the schedule divides. When the warm-up is longer the schedule counts backwards, and every step of the training has the rate it should end with: 0 for cosine, 0.00001 at most for linear. Nothing is learnt, and nothing says so. Left out, `warmup_steps` is 500.',
    bad: `model: {model_name: ViT-B_16}
dataset: cifar10
total_steps: 100
`,
    good: `model: {model_name: ViT-B_16}
dataset: cifar10
total_steps: 100
warmup_steps: 10
`,
  },
  checkDocument(context) {
    const found = trainingOf(context);
    if (found === null) return [];
    const { warmupSteps: warmup, totalSteps, decayType } = found.training;
    const total = whole(totalSteps);
    if (!warmup.known || !totalSteps.known || total === null || !Number.isFinite(warmup.value) || warmup.value < total) return [];
    const { spec } = found.model;
    const range = placeOf(spec, warmup, totalSteps);
    const fixes: Fix[] = [];
    const shorter = Math.floor(total / 10);
    const shorten = setField(context.document, warmup, shorter, 'total_steps');
    if (shorten !== null) fixes.push({ title: titled(`warmup_steps: ${shorter}`, phrase`a tenth of the training`), edits: [shorten] });
    const longer = Math.ceil(warmup.value * 10);
    const lengthen = totalSteps.source === 'config' && longer > 0 ? setField(context.document, totalSteps, longer) : null;
    if (lengthen !== null) fixes.push({ title: titled(`total_steps: ${longer}`, phrase`the warm-up a tenth of it`), edits: [lengthen] });
    return [
      {
        range,
        message: phrase`${withSource('warmup_steps', warmup)} is not below \`total_steps: ${total}\`: ${consequenceOf(warmup.value, total, decayType)}.`,
        related: relatedTo(spec, range, totalSteps, warmup),
        fixes,
      },
    ];
  },
};

function consequenceOf(warmup: number, total: number, decayType: Field<string>): Phrase {
  if (warmup === total) return phrase`the schedule divides by their distance, which is 0`;
  return decayType.known && decayType.value === 'linear'
    ? phrase`every step has a learning rate of at most 0.00001, and nothing is learnt`
    : phrase`every step has a learning rate of 0, and nothing is learnt`;
}
