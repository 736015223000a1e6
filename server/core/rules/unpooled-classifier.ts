import type { Fix } from '../finding';
import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { placeOf, relatedTo, setField, vitOf } from './fields';
import type { Rule } from './rule';
import { isInference } from './training-fields';

export const unpooledClassifier: Rule = {
  code: 'unpooled-classifier',
  severity: 'error',
  docs: {
    title: 'One answer is wanted, and the classifier gives one for each token',
    why: '`unpooled` and `token_unpooled` leave the tokens as they are. The loss of `train.py` multiplies the logits [batch, tokens, classes] by labels [batch, classes], and LiT compares one vector for an image with one for a text: both want a pooled model (`token` or `gap`). It fails, or where the numbers happen to agree it compares what does not belong together.',
    bad: `model:
  model_name: my-vit
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
  classifier: unpooled
dataset: cifar10
pp: {train: train, test: test, crop: 224}
`,
    good: `model:
  model_name: my-vit
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
  classifier: gap
dataset: cifar10
pp: {train: train, test: test, crop: 224}
`,
  },
  checkModel({ spec, figures }, { document }) {
    const lit = spec.architecture.architecture === 'lit';
    const vit = vitOf(spec.architecture);
    if (vit === null || !(lit || (spec.training !== null && !isInference(document.root)))) return [];
    const { classifier } = vit;
    if (!classifier.known || (classifier.value !== 'unpooled' && classifier.value !== 'token_unpooled')) return [];
    const range = placeOf(spec, classifier);
    return [
      {
        range,
        message: lit
          ? phrase`\`classifier: ${classifier.value}\` gives an embedding for each token, and a LiT model compares one for the whole image.`
          : phrase`\`classifier: ${classifier.value}\` gives logits for each token, and the loss of a training wants one set for each image.`,
        related: relatedTo(spec, range, ...(spec.name.known ? [spec.name] : [])),
        fixes: (classifier.value === 'unpooled' ? (['gap', 'token'] as const) : (['token', 'gap'] as const)).flatMap((pooled): Fix[] => {
          const edit = setField(document, classifier, pooled);
          const how = pooled === 'gap' ? phrase`the mean of all tokens` : phrase`the class token`;
          const after = figuresOf(withChanges(spec, [[classifier.key, pooled]]));
          return edit === null ? [] : [{ title: titled(`classifier: ${pooled}`, how, parametersText(figures, after)), edits: [edit] }];
        }),
      },
    ];
  },
};
