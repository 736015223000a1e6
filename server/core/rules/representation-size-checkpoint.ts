import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { placeOf, setField, valueText } from './fields';
import type { Rule } from './rule';
import { isInference } from './training-fields';

export const representationSizeCheckpoint: Rule = {
  code: 'representation-size-checkpoint',
  severity: 'information',
  docs: {
    title: 'Fine-tuning with a representation layer needs a checkpoint that has one',
    why: 'A training starts from a checkpoint. With `representation_size` set it must have a `pre_logits` layer of just that size, which the AugReg checkpoints have not: the weights are missing and the first step fails. With null the layer of the checkpoint, if any, is dropped, which is what most fine-tunings want.',
    bad: `model:
  model_name: ViT-B_16
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
  representation_size: 768
dataset: cifar10
pp: {train: train, test: test, crop: 384}
`,
    good: `model:
  model_name: ViT-B_16
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
  representation_size: null
dataset: cifar10
pp: {train: train, test: test, crop: 384}
`,
  },
  checkModel({ spec, figures, comparison }, { document }) {
    // The file itself tells.
    if (comparison !== null) return [];
    const { architecture, training } = spec;
    if (architecture.architecture !== 'vit' || training === null || isInference(document.root)) return [];
    const size = architecture.representationSize;
    if (!size.known || size.value === null) return [];
    const edit = setField(document, size, null);
    const after = figuresOf(withChanges(spec, [[size.key, null]]));
    return [
      {
        range: placeOf(spec, size),
        message: phrase`\`representation_size: ${size.value}\` needs a checkpoint with a \`pre_logits\` layer of that size; the AugReg checkpoints have none.`,
        fixes:
          edit === null
            ? []
            : [
                {
                  title: titled(
                    `representation_size: ${valueText(null, document.syntax)}`,
                    phrase`loads any checkpoint of this model`,
                    parametersText(figures, after),
                  ),
                  edits: [edit],
                },
              ],
      },
    ];
  },
};
