import { phrase } from '../phrase';
import { type ConfigNode, entryOf } from '../syntax/tree';
import type { Rule } from './rule';

/** What the evaluators of big_vision are given, beside their `type`. */
const TELLING: readonly string[] = ['pp_fn', 'pp_train', 'pp_eval', 'log_steps', 'log_percent', 'representation_layer', 'datasets'];

export const unreadEvaluator: Rule = {
  code: 'unread-evaluator',
  severity: 'warning',
  dialects: ['big_vision'],
  syntax: 'python',
  docs: {
    title: 'An evaluator stands where nobody looks for it',
    why: "big_vision's train.py runs the evaluators under `config.evals` and no others. One that is put at the top of the config, as the trainers of old had it (`config.fewshot = ...`), is never made, and its metrics are missing in the end.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  config.evals = {}
  config.fewshot = dict(type='fewshot_lsr', log_steps=10_000, representation_layer='pre_logits')
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16')
  config.evals = {}
  config.evals.fewshot = dict(type='fewshot_lsr', log_steps=10_000, representation_layer='pre_logits')
  return config
`,
  },
  checkDocument({ document: { root } }) {
    // The trainers of old have no `input`, and their own way with evaluators.
    if (root?.kind !== 'mapping' || entryOf(root, 'input') === undefined) return [];
    return root.entries
      .filter(({ key, value }) => key !== 'evals' && isEvaluator(value))
      .map(({ key, keyRange }) => ({
        range: keyRange,
        message: phrase`The evaluator \`${key}\` is never run: train.py looks for evaluators under \`evals\` alone.`,
        related: [],
      }));
  },
};

function isEvaluator(node: ConfigNode): boolean {
  const type = entryOf(node, 'type')?.value;
  return type?.kind === 'scalar' && typeof type.value === 'string' && TELLING.some((key) => entryOf(node, key) !== undefined);
}
