import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, setField } from './fields';
import { findingsOfGraph } from './ofGraph';
import type { Rule } from './rule';

export const partLayers: Rule = {
  code: 'part-layers',
  severity: 'error',
  dialects: ['vit_pytorch'],
  syntax: 'python',
  docs: {
    title: 'TransFG has no parts to select',
    why: 'TransFG multiplies the attention of all blocks but the last, takes for each head the token that the class token looks at most, and gives only these to the last block. With one block there is no attention to multiply (`IndexError: list index out of range`); with one head the parts lose an axis when they are put together (`Tensors must have same number of dimensions: got 3 and 2`).',
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.split = 'overlap'
  config.slide_step = 12
  config.classifier = 'token'
  config.hidden_size = 64
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 256, 'num_heads': 1, 'num_layers': 4, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.split = 'overlap'
  config.slide_step = 12
  config.classifier = 'token'
  config.hidden_size = 64
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 256, 'num_heads': 2, 'num_layers': 4, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
  },
  checkModel(model, { document }) {
    const { architecture } = model.spec;
    if (architecture.architecture !== 'torch-vit') return [];
    const { numHeads, numLayers } = architecture.transformer;
    return findingsOfGraph(model, 'part-layers', phrase`The first forward pass stops.`, ({ keys }) => {
      const field = keys.includes(numHeads.key) ? numHeads : numLayers;
      const edit = setField(document, field, 2);
      const after = edit === null ? null : figuresOf(withChanges(model.spec, [[field.key, 2]]));
      if (edit === null || after === null) return [];
      return [{ title: titled(`${labelOf(model.spec, field.key)}: 2`, parametersText(model.figures, after)), edits: [edit] }];
    });
  },
};
