import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import { titled } from '../title';
import { labelOf, setField, valueText } from './fields';
import { findingsOfGraph } from './ofGraph';
import type { Rule } from './rule';

const STAGES = 3;

export const hybridStages: Rule = {
  code: 'hybrid-stages',
  severity: 'error',
  dialects: ['vit_pytorch'],
  syntax: 'python',
  docs: {
    title: 'The stem has three stages, whatever the list says',
    why: 'ViT-pytorch and TransUNet build the stages of a hybrid from `resnet.num_layers[0]`, `[1]` and `[2]`. With fewer numbers building stops with `IndexError: tuple index out of range`; more are not read, and the effective patch stays 16 pixels where upstream would halve the image once more.',
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'grid': (14, 14)})
  config.resnet = ml_collections.ConfigDict({'num_layers': (3, 4), 'width_factor': 1})
  config.classifier = 'token'
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'grid': (14, 14)})
  config.resnet = ml_collections.ConfigDict({'num_layers': (3, 4, 9), 'width_factor': 1})
  config.classifier = 'token'
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
  },
  checkModel(model, { document }) {
    const { architecture } = model.spec;
    if (architecture.architecture !== 'torch-vit' && architecture.architecture !== 'trans-unet') return [];
    const stages = architecture.resnet?.numLayers;
    if (stages === undefined || !stages.known) return [];
    const propose = (value: readonly number[], ...consequences: Phrase[]): Fix[] => {
      const edit = setField(document, stages, value);
      return edit === null
        ? []
        : [{ title: titled(`${labelOf(model.spec, stages.key)}: ${valueText(value, document.syntax)}`, ...consequences), edits: [edit] }];
    };
    if (stages.value.length > STAGES && stages.range !== null) {
      const message = phrase`The stem has ${STAGES} stages: of \`${labelOf(model.spec, stages.key)}\` only the first ${STAGES} numbers are read.`;
      return [{ severity: 'warning', range: stages.range, message, fixes: propose(stages.value.slice(0, STAGES), phrase`what is built, written down`) }];
    }
    return findingsOfGraph(model, 'hybrid-stages', phrase`Building the model fails.`, () => propose([3, 4, 9], phrase`as in ResNet-50`));
  },
};
