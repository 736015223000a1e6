import { renameKey } from '../edit/edits';
import { phrase } from '../phrase';
import { titled } from '../title';
import type { Rule } from './rule';
import { entryAt } from './training-fields';

export const trainerKey: Rule = {
  code: 'trainer-key',
  severity: 'warning',
  docs: {
    title: '`train` stands where `trainer` is read',
    why: "What the program does is decided by `trainer`. Upstream's config for measuring inference time sets `train` instead, so that the program stops for want of `trainer`.",
    safe: '`train: inference_time` can mean nothing else.',
    bad: `model_name: ViT-B_32
batch: 64
num_classes: 1000
image_size: 224
train: inference_time
`,
    good: `model_name: ViT-B_32
batch: 64
num_classes: 1000
image_size: 224
trainer: inference_time
`,
  },
  checkDocument({ document, recognition }) {
    if (recognition.form !== 'training' || entryAt(document.root, 'trainer') !== undefined) return [];
    const entry = entryAt(document.root, 'train');
    if (entry?.value.kind !== 'scalar' || (entry.value.value !== 'inference_time' && entry.value.value !== 'train')) return [];
    const edit = renameKey(document, 'train', 'trainer');
    return [
      {
        range: entry.keyRange,
        message: phrase`The key that is read is \`trainer\`; without it the program stops.`,
        fixes: edit === null ? [] : [{ title: titled(phrase`Rename ${'train'} to ${'trainer'}`, phrase`the key that is read`), edits: [edit], safe: true }],
      },
    ];
  },
};
