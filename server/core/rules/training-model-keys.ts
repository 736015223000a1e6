import { WHOLE_KEYS } from '../dialects/visionTransformer/keys';
import { removeEntry, setValue } from '../edit/edits';
import type { Fix } from '../finding';
import { phrase } from '../phrase';
import { titled } from '../title';
import { moved } from './moved';
import type { Rule, RuleFinding } from './rule';
import { entryAt, isInference } from './training-fields';

export const trainingModelKeys: Rule = {
  code: 'training-model-keys',
  severity: 'warning',
  docs: {
    title: 'The model of a training config has keys its class does not take',
    why: "`train.py` gives everything under `model` to the model's class, and the number of classes besides, which it takes from the data set. `num_classes` there comes twice and `image_size` is unexpected: both stop with a `TypeError`, as do `checkpoint` and `labels`, which belong beside `model`. The image size of a training is `pp.crop`.",
    bad: `model:
  model_name: my-vit
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
  num_classes: 10
dataset: cifar10
pp: {train: train, test: test, crop: 224}
`,
    good: `model:
  model_name: my-vit
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
dataset: cifar10
pp: {train: train, test: test, crop: 224}
`,
  },
  checkDocument({ document, recognition }) {
    if (recognition.form !== 'training' || isInference(document.root)) return [];
    return ['num_classes', 'image_size', ...WHOLE_KEYS].flatMap((key): RuleFinding[] => {
      const path = `model.${key}`;
      const entry = entryAt(document.root, path);
      if (entry === undefined) return [];
      if (WHOLE_KEYS.includes(key)) {
        const message = phrase`\`${path}\` is given to the model's class as an argument, which it does not take: it stops. Here \`${key}\` is read beside \`model\`.`;
        return [{ range: entry.keyRange, message, fixes: moved(document, path, key, 'model') }];
      }
      const removal = removeEntry(document, path);
      const fixes: Fix[] = [];
      const size = entry.value.kind === 'scalar' && typeof entry.value.value === 'number' ? entry.value.value : null;
      const crop = key === 'image_size' && size !== null && removal !== null ? setValue(document, 'pp.crop', size) : null;
      if (crop !== null && removal !== null)
        fixes.push({ title: titled(`pp.crop: ${size}`, phrase`the key that sets the image size of a training`), edits: [removal, crop] });
      if (removal !== null)
        fixes.push({ title: titled(phrase`Remove ${path}`, key === 'num_classes' ? phrase`the data set decides` : phrase`pp.crop decides`), edits: [removal] });
      const message =
        key === 'num_classes'
          ? phrase`\`${path}\` is given to the model's class as an argument: the number of classes comes from the data set, and given twice it stops.`
          : phrase`\`${path}\` is given to the model's class as an argument: a model's class takes no image size: it stops; the size is \`pp.crop\`.`;
      return [{ range: entry.keyRange, message, fixes }];
    });
  },
};
