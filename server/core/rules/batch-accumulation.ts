import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import { titled } from '../title';
import { placeOf, relatedTo, setField, whole, withSource } from './fields';
import type { Rule } from './rule';
import { trainingOf } from './training-fields';

export const batchAccumulation: Rule = {
  code: 'batch-accumulation',
  severity: 'error',
  docs: {
    title: 'The accumulation steps do not divide the batch',
    why: "Each device takes batch / devices images and goes through them in `accum_steps` equal parts. Where `accum_steps` does not divide the whole batch, it can't divide a device's share, whatever the number of devices, and the first step stops with `Bad accum_steps`. Left out, `batch` is 512 and `accum_steps` 8.",
    bad: `model: {model_name: ViT-B_16}
dataset: cifar10
batch: 100
accum_steps: 8
`,
    good: `model: {model_name: ViT-B_16}
dataset: cifar10
batch: 96
accum_steps: 8
`,
  },
  checkDocument(context) {
    const found = trainingOf(context);
    if (found === null) return [];
    const { training, model } = found;
    const { batch: batchField, accumSteps } = training;
    const [batch, steps] = [whole(batchField), whole(accumSteps)];
    if (batch === null || steps === null || batch % steps === 0 || !batchField.known || !accumSteps.known) return [];
    const range = placeOf(model.spec, accumSteps, batchField);
    const fixes: Fix[] = [];
    const divisor = nearest(steps, 1, steps * 2, (n) => n <= batch && batch % n === 0);
    const divided = divisor === null ? null : setField(context.document, accumSteps, divisor, 'batch');
    if (divisor !== null && divided !== null) fixes.push({ title: titled(`accum_steps: ${divisor}`, atATime(batch / divisor)), edits: [divided] });
    const multiple = Math.max(1, Math.round(batch / steps)) * steps;
    const filled = setField(context.document, batchField, multiple);
    if (filled !== null) fixes.push({ title: titled(`batch: ${multiple}`, atATime(multiple / steps)), edits: [filled] });
    return [
      {
        range,
        message: phrase`${withSource('accum_steps', accumSteps)} does not divide \`batch: ${batch}\`, and so no device's share of it: training stops at the first step.`,
        related: relatedTo(model.spec, range, batchField, accumSteps),
        fixes,
      },
    ];
  },
};

function atATime(images: number): Phrase {
  return images === 1 ? phrase`1 image at a time over all devices` : phrase`${images} images at a time over all devices`;
}

/** The number nearest to `to` within the bounds that passes, the smaller of two equally near. */
function nearest(to: number, from: number, through: number, passes: (n: number) => boolean): number | null {
  for (let distance = 0; distance <= 10_000; distance++) {
    if (to - distance >= from && passes(to - distance)) return to - distance;
    if (to + distance <= through && passes(to + distance)) return to + distance;
  }
  return null;
}
