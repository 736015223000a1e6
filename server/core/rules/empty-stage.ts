import { setValue } from '../edit';
import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import { valueAt } from '../syntax/tree';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, pairText, resnetOf, valueText } from './fields';
import type { Rule } from './rule';

export const emptyStage: Rule = {
  code: 'empty-stage',
  severity: 'warning',
  dialects: ['vision_transformer', 'scenic', 'vit_pytorch'],
  docs: {
    title: 'A stage of no units is built with one',
    why: 'Each number in `resnet.num_layers` builds a stage, and the first unit of a stage is built whatever the number is: it carries the stride and the new width. So 0 is silently read as 1. To leave a stage out, take its number out of the list; the effective patch then halves.',
    bad: `model_name: my-hybrid
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 0], width_factor: 1}
`,
    good: `model_name: my-hybrid
patches: {size: [1, 1]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
resnet: {num_layers: [3, 4, 1], width_factor: 1}
`,
  },
  checkModel({ spec, figures }, { document }) {
    const stages = resnetOf(spec.architecture)?.numLayers;
    if (stages === undefined || !stages.known || !stages.value.includes(0)) return [];
    const list = valueAt(document.root, stages.key);
    if (list?.kind !== 'sequence') return [];
    const mended = stages.value.map((units) => Math.max(units, 1));
    const fixes: Fix[] = [];
    const propose = (value: readonly number[], ...consequences: (Phrase | null)[]) => {
      const edit = setValue(document, stages.key, value);
      if (edit !== null) fixes.push({ title: titled(`${labelOf(spec, stages.key)}: ${valueText(value, document.syntax)}`, ...consequences), edits: [edit] });
    };
    propose(mended, phrase`what is built, written down`);
    const filled = stages.value.filter((units) => units > 0);
    const after = figuresOf(withChanges(spec, [[stages.key, filled]]));
    const stagesLeft = filled.length === 1 ? phrase`1 stage` : phrase`${filled.length} stages`;
    if (after !== null) propose(filled, stagesLeft, phrase`effective patch ${pairText(after.effectivePatch)}`, parametersText(figures, after));
    return stages.value.flatMap((units, stage) => {
      const item = list.items[stage];
      // ViT-pytorch reads three.
      if (units !== 0 || item === undefined || (spec.dialect === 'vit_pytorch' && stage > 2)) return [];
      return [{ range: item.range, message: phrase`Stage ${stage + 1} has 0 units, and is built with one all the same.`, fixes }];
    });
  },
};
