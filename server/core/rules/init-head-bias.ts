import { removeEntry } from '../edit/edits';
import { phrase } from '../phrase';
import { entryOf } from '../syntax/tree';
import { placeOf } from './fields';
import type { Rule } from './rule';

export const initHeadBias: Rule = {
  code: 'init-head-bias',
  severity: 'error',
  dialects: ['big_vision'],
  syntax: 'python',
  docs: {
    title: 'A bias is set of a head that is not there',
    why: "big_vision's train.py writes `init_head_bias` into the head's bias as soon as the config has the key, whatever its value. A model with `num_classes` 0 or None has no head, and the training stops with `KeyError: 'head'`.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 0
  config.init_head_bias = -6.9
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 0
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  return config
`,
  },
  checkModel({ spec }, { document }) {
    const { architecture } = spec;
    const entry = entryOf(document.root, 'init_head_bias');
    if (entry === undefined || architecture.architecture === 'lit') return [];
    const { numClasses } = architecture;
    if (!numClasses.known || numClasses.value !== 0) return [];
    const removal = removeEntry(document, 'init_head_bias');
    return [
      {
        range: entry.keyRange,
        message: phrase`\`init_head_bias\` is for a head, and a model without classes has none: train.py stops with \`KeyError: 'head'\`.`,
        related: [{ range: placeOf(spec, numClasses), message: phrase`no head, by \`num_classes\`` }],
        fixes: removal === null ? [] : [{ title: phrase`Remove \`init_head_bias\``, edits: [removal] }],
      },
    ];
  },
};
