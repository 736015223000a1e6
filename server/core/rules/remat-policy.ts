import { replaceValue } from '../edit/edits';
import { nearest } from '../edit/nearest';
import { phrase } from '../phrase';
import { entryOf } from '../syntax/tree';
import { titled } from '../title';
import type { Rule } from './rule';

/** What can be named: policies, not the functions of `jax.checkpoint_policies` that make one. */
const POLICIES: readonly string[] = [
  'nothing_saveable',
  'everything_saveable',
  'dots_saveable',
  'dots_with_no_batch_dims_saveable',
  'checkpoint_dots',
  'checkpoint_dots_with_no_batch_dims',
];
/** Those functions: misused here, but there. */
const MAKERS = /^(?:save_|offload_)/;

export const rematPolicy: Rule = {
  code: 'remat-policy',
  severity: 'warning',
  dialects: ['big_vision'],
  syntax: 'python',
  docs: {
    title: 'The policy of what to keep for the backward pass is not there, or not used',
    why: "big_vision's ViT looks `remat_policy` up with `getattr(jax.checkpoint_policies, remat_policy, None)`: a name that jax does not know becomes None in silence, nothing is kept, and every block is computed twice however much memory there is. Without `scan=True` the policy is not looked at, which is reported as information.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16', scan=True, remat_policy='dots_with_no_batch_dims_savable')
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.num_classes = 10
  config.input = dict(pp='decode|resize(224)|value_range(-1, 1)')
  config.model_name = 'vit'
  config.model = dict(variant='S/16', scan=True, remat_policy='dots_with_no_batch_dims_saveable')
  return config
`,
  },
  checkModel({ spec }, { document }) {
    if (spec.architecture.architecture !== 'big-vision-vit' || spec.node === document.root) return [];
    const entry = entryOf(spec.node, 'remat_policy');
    const scan = entryOf(spec.node, 'scan')?.value;
    if (entry?.value.kind !== 'scalar' || typeof entry.value.value !== 'string') return [];
    const { value: name } = entry.value;
    const { range } = entry.value;
    const scanned = scan === undefined ? (spec.node.open === undefined ? false : null) : scan.kind === 'scalar' ? Boolean(scan.value) : null;
    if (scanned === null) return [];
    if (!scanned) {
      const message = phrase`\`remat_policy\` has no effect without \`scan=True\`: blocks that are not scanned keep all of their values.`;
      return [{ severity: 'information', range: entry.keyRange, message, related: [] }];
    }
    if (POLICIES.includes(name) || MAKERS.test(name)) return [];
    const near = nearest(name, POLICIES);
    const edit = near === null ? null : replaceValue(document, `${spec.prefix}remat_policy`, near);
    return [
      {
        range,
        message: phrase`jax has no checkpoint policy ${name}: big_vision takes none in its place, in silence, and computes every block twice.`,
        related: [],
        fixes: near === null || edit === null ? [] : [{ title: titled(`remat_policy: ${near}`), edits: [edit] }],
      },
    ];
  },
};
