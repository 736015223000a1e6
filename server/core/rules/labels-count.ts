import type { Field, Known } from '../dialects/spec';
import { setValue } from '../edit/edits';
import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, relatedTo } from './fields';
import type { Rule } from './rule';

export const labelsCount: Rule = {
  code: 'labels-count',
  severity: 'warning',
  docs: {
    title: 'There are not as many labels as classes',
    why: '`labels` names the outputs of the classification head in their order. With a name too few or too many, at least one of them names another class than it is thought to, most likely all behind the one that is missing.',
    bad: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
num_classes: 3
labels: [cat, dog]
`,
    good: `model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}
num_classes: 2
labels: [cat, dog]
`,
  },
  checkModel({ spec, figures }, { document }) {
    const { labels, architecture, training } = spec;
    // LiT compares an image with as many texts as there are.
    if (labels === null || !labels.known || typeof labels.value === 'string' || labels.range === null || architecture.architecture === 'lit') return [];
    const classes: Field<number> = architecture.numClasses;
    const names = labels.value.length;
    if (!classes.known || classes.value === names) return [];
    // A data set whose count is not known decides.
    if (training !== null && classes.source === 'default') return [];
    return [
      {
        range: labels.range,
        message: classes.value === 0 ? phrase`\`labels\` has nothing to name: without \`num_classes\` the model has no head.` : told(names, classes),
        related: relatedTo(spec, labels.range, classes),
        fixes: fixes(),
      },
    ];

    function fixes(): Fix[] {
      const edit = training !== null || names === 0 ? null : setValue(document, classes.key, names, 'labels');
      if (edit === null) return [];
      const after = figuresOf(withChanges(spec, [[classes.key, names]]));
      return [{ title: titled(`${labelOf(spec, classes.key)}: ${names}`, phrase`a class for each name`, parametersText(figures, after)), edits: [edit] }];
    }
  },
};

function told(names: number, { value, source, origin }: Known<number>): Phrase {
  const classes =
    source === 'default'
      ? phrase`\`num_classes\` is ${value} (the default)`
      : source === 'derived' && origin !== undefined
        ? phrase`\`num_classes\` is ${value} (from ${origin})`
        : phrase`\`num_classes\` is ${value}`;
  return names === 1 ? phrase`\`labels\` has 1 name, and ${classes}.` : phrase`\`labels\` has ${names} names, and ${classes}.`;
}
