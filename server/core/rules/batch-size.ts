import { phrase } from '../phrase';
import { titled } from '../title';
import { placeOf, setField } from './fields';
import type { Rule } from './rule';
import { trainingOf } from './training-fields';

export const batchSize: Rule = {
  code: 'batch-size',
  severity: 'error',
  docs: {
    title: 'A batch of 0 images',
    why: '`batch` and `batch_eval` count the images of a step over all devices. With 0 the input pipeline stops. (In the config for measuring inference time 0 stands for a value from the command line and is let be.)',
    bad: `model: {model_name: ViT-B_16}
dataset: cifar10
batch: 0
`,
    good: `model: {model_name: ViT-B_16}
dataset: cifar10
batch: 512
`,
  },
  checkDocument(context) {
    const found = trainingOf(context);
    if (found === null) return [];
    const { batch, batchEval } = found.training;
    return [batch, batchEval].flatMap((field) => {
      if (!field.known || field.value !== 0) return [];
      const edit = setField(context.document, field, 512);
      return [
        {
          range: placeOf(found.model.spec, field),
          message: phrase`\`${field.key}: 0\` gives no batch at all: the input pipeline stops.`,
          fixes: edit === null ? [] : [{ title: titled(`${field.key}: 512`, phrase`upstream's default`), edits: [edit] }],
        },
      ];
    });
  },
};
