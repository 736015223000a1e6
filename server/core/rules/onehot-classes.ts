import { encodedClasses } from '../dialects/bigVision/preprocess';
import { setValue } from '../edit/edits';
import { phrase } from '../phrase';
import { entryOf, valueAt } from '../syntax/tree';
import { titled } from '../title';
import { placeOf } from './fields';
import type { Rule } from './rule';

/** The losses that multiply logits by labels. */
const LOSSES: readonly unknown[] = ['sigmoid_xent', 'softmax_xent'];

export const onehotClasses: Rule = {
  code: 'onehot-classes',
  severity: 'error',
  dialects: ['big_vision'],
  syntax: 'python',
  docs: {
    title: 'The labels have another number of classes than the head',
    why: "big_vision's losses multiply the head's logits by the one-hot labels of the pipeline. Two different counts stop the first step with `mul got incompatible shapes for broadcasting`. Where one of them is 1 nothing stops: the arrays are broadcast, and with a single class the softmax loss is 0 from the first step on.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)|onehot(100, key="label", key_result="labels")')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 100
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)|onehot(100, key="label", key_result="labels")')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  return config
`,
  },
  checkModel({ spec }, { document }) {
    const { architecture } = spec;
    const pipeline = valueAt(document.root, 'input.pp');
    const loss = entryOf(document.root, 'loss')?.value;
    if (architecture.architecture === 'lit' || pipeline?.kind !== 'scalar' || typeof pipeline.value !== 'string') return [];
    if (loss !== undefined && !(loss.kind === 'scalar' && LOSSES.includes(loss.value))) return [];
    const { numClasses } = architecture;
    const labels = encodedClasses(pipeline.value);
    if (!numClasses.known || numClasses.value === 0 || labels === null || labels === numClasses.value) return [];
    const range = placeOf(spec, numClasses);
    const silent = labels === 1 || numClasses.value === 1;
    const edit = setValue(document, 'num_classes', labels);
    return [
      {
        range,
        message: silent
          ? phrase`The head has ${numClasses.value} classes and the labels ${labels}: the loss broadcasts one over the other in silence, and learns nothing that was meant.`
          : phrase`The head has ${numClasses.value} classes and the labels ${labels}: the loss can't multiply them. The first step fails.`,
        related: [{ range: pipeline.range, message: phrase`labels of ${labels} classes` }],
        fixes: edit === null ? [] : [{ title: titled(`num_classes: ${labels}`, phrase`as in the pipeline`), edits: [edit] }],
      },
    ];
  },
};
