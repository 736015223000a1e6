import { phrase } from '../phrase';
import { titled } from '../title';
import { figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, setField, valueText } from './fields';
import { findingsOfGraph } from './ofGraph';
import type { Rule } from './rule';

const BLOCKS = 4;

export const decoderChannels: Rule = {
  code: 'decoder-channels',
  severity: 'error',
  dialects: ['vit_pytorch'],
  syntax: 'python',
  docs: {
    title: 'The decoder does not end with the channels that the head reads',
    why: "TransUNet's decoder has a block for each number of `decoder_channels`, but no more than `skip_channels` has (4). The segmentation head reads the last number of the list. With more numbers than blocks the head does not fit the last block, and the first forward pass stops with `expected input to have 8 channels, but got 16`.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.classifier = 'seg'
  config.decoder_channels = (256, 128, 64, 16, 8)
  config.n_skip = 0
  config.n_classes = 9
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.classifier = 'seg'
  config.decoder_channels = (256, 128, 64, 16)
  config.n_skip = 0
  config.n_classes = 9
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
  },
  checkModel(model, { document }) {
    const { architecture } = model.spec;
    if (architecture.architecture !== 'trans-unet') return [];
    const { decoderChannels: channels, skipChannels } = architecture;
    return findingsOfGraph(model, 'decoder-channels', phrase`The first forward pass stops.`, () => {
      const most = skipChannels?.known ? skipChannels.value.length : BLOCKS;
      const fitting = channels.known ? channels.value.slice(0, most) : [];
      const edit = fitting.length === 0 ? null : setField(document, channels, fitting);
      const after = edit === null ? null : figuresOf(withChanges(model.spec, [[channels.key, fitting]]));
      if (edit === null || after === null) return [];
      return [{ title: titled(`${labelOf(model.spec, channels.key)}: ${valueText(fitting, document.syntax)}`, parametersText(null, after)), edits: [edit] }];
    });
  },
};
