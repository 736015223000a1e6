import type { Fix } from '../finding';
import { phrase } from '../phrase';
import { titled } from '../title';
import { placeOf, relatedTo, setField, withSource } from './fields';
import type { Rule } from './rule';
import { trainingOf } from './training-fields';

export const checkpointEvalEvery: Rule = {
  code: 'checkpoint-eval-every',
  severity: 'error',
  docs: {
    title: 'Checkpoints without evaluations divide by zero',
    why: 'Whether a checkpoint is due is asked by the step modulo `eval_every`, whatever number `checkpoint_every` is. With `eval_every: 0` and `checkpoint_every` not 0, the first step stops with a `ZeroDivisionError`. Left out, `checkpoint_every` is 1000.',
    bad: `model: {model_name: ViT-B_16}
dataset: cifar10
eval_every: 0
`,
    good: `model: {model_name: ViT-B_16}
dataset: cifar10
eval_every: 0
checkpoint_every: 0
`,
  },
  checkDocument(context) {
    const found = trainingOf(context);
    if (found === null) return [];
    const { evalEvery, checkpointEvery } = found.training;
    if (!evalEvery.known || !checkpointEvery.known || evalEvery.value !== 0 || checkpointEvery.value === 0) return [];
    const { spec } = found.model;
    const range = placeOf(spec, evalEvery, checkpointEvery);
    const fixes: Fix[] = [];
    const evaluate = setField(context.document, evalEvery, 100);
    if (evaluate !== null) fixes.push({ title: titled('eval_every: 100', phrase`upstream's default; a checkpoint at each evaluation`), edits: [evaluate] });
    const none = setField(context.document, checkpointEvery, 0, 'eval_every');
    if (none !== null) fixes.push({ title: titled('checkpoint_every: 0', phrase`one checkpoint, at the end`), edits: [none] });
    return [
      {
        range,
        message: phrase`\`eval_every: 0\` with ${withSource('checkpoint_every', checkpointEvery)} divides by zero at the first step: checkpoints are due by \`eval_every\`.`,
        related: relatedTo(spec, range, checkpointEvery),
        fixes,
      },
    ];
  },
};
