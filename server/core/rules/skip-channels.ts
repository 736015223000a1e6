import type { ModelSpec, TransUnetSpec } from '../dialects/spec';
import type { Fix } from '../finding';
import { phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { valueAt } from '../syntax/tree';
import { titled } from '../title';
import { type Change, figuresOf, parametersText, withChanges } from './consequences';
import { labelOf, setField, valueText } from './fields';
import { findingsOfGraph } from './ofGraph';
import type { Rule, RuleFinding } from './rule';

export const skipChannels: Rule = {
  code: 'skip-channels',
  severity: 'error',
  dialects: ['vit_pytorch'],
  syntax: 'python',
  docs: {
    title: 'A skip connection does not fit the block of the decoder that it goes into',
    why: "The first `n_skip` blocks of TransUNet's decoder are built for `skip_channels` more channels and take what the ResNet stem saw: 512, 256 and 64 channels with `width_factor` 1, on 2, 4 and 8 times the positions of the encoder where a patch is one position. Other channels stop with `expected input to have 768 channels, but got 1024`, other positions with `Sizes of tensors must match except in dimension 1`. Without a stem there is nothing to skip, and `n_skip` has to be 0. The list has to have 4 numbers and has to be a list, as TransUNet writes 0 into it: a tuple stops with `'tuple' object does not support item assignment`.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'grid': (14, 14)})
  config.resnet = ml_collections.ConfigDict({'num_layers': (3, 4, 9), 'width_factor': 1})
  config.classifier = 'seg'
  config.decoder_channels = (256, 128, 64, 16)
  config.n_classes = 9
  config.skip_channels = [256, 128, 64, 16]
  config.n_skip = 3
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.patches = ml_collections.ConfigDict({'grid': (14, 14)})
  config.resnet = ml_collections.ConfigDict({'num_layers': (3, 4, 9), 'width_factor': 1})
  config.classifier = 'seg'
  config.decoder_channels = (256, 128, 64, 16)
  config.n_classes = 9
  config.skip_channels = [512, 256, 64, 16]
  config.n_skip = 3
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
  },
  checkModel(model, { document }) {
    const { architecture } = model.spec;
    if (architecture.architecture !== 'trans-unet') return [];
    const found = findingsOfGraph(model, 'skip-channels', phrase`The first forward pass stops.`, () => fixesOf(model.spec, architecture, document));
    // The first one says enough: others follow from the same list.
    return [...written(architecture, document), ...found.slice(0, 1)];
  },
};

/** A tuple, where the program writes into it. */
function written({ skipChannels: channels, skips }: TransUnetSpec, { root, text }: ConfigDocument): RuleFinding[] {
  if (!channels?.known || channels.range === null || !skips.known || skips.value === 0 || skips.value > 3) return [];
  const node = valueAt(root, channels.key);
  if (node?.kind !== 'sequence' || node.tuple !== true) return [];
  const { range } = channels;
  const source = text.slice(range.start, range.end);
  const bare = /^\(([^()]*?),?\s*\)$/.exec(source)?.[1];
  const fixes: Fix[] =
    range.origin !== undefined || bare === undefined ? [] : [{ title: titled(`[${bare}]`, phrase`a list`), edits: [{ range, newText: `[${bare}]` }] }];
  return [
    {
      range,
      message: phrase`\`skip_channels\` is a tuple, and TransUNet writes 0 into it for each block without a skip connection. Building the model fails.`,
      fixes,
    },
  ];
}

/** The stem's own channels in the list, or no skip connections. */
function fixesOf(spec: ModelSpec, { resnet, grid, skipChannels: channels, skips }: TransUnetSpec, document: ConfigDocument): Fix[] {
  const fixes: Fix[] = [];
  const propose = (key: string, value: number | readonly number[], change: Change) => {
    const field = key === skips.key ? skips : channels;
    const edit = field === null ? null : setField(document, field, value, 'n_classes');
    const after = edit === null ? null : figuresOf(withChanges(spec, [change]));
    if (edit === null || after === null) return;
    const text = Array.isArray(value) ? `[${value.join(', ')}]` : valueText(value);
    fixes.push({ title: titled(`${labelOf(spec, key)}: ${text}`, parametersText(null, after)), edits: [edit] });
  };
  if (grid !== null && resnet?.widthFactor.known && channels?.known) {
    const width = Math.trunc(64 * resnet.widthFactor.value);
    const fitting = [8 * width, 4 * width, width, channels.value[3] ?? 16];
    propose(channels.key, fitting, [channels.key, fitting]);
    propose(skips.key, 3, [skips.key, 3]);
  }
  propose(skips.key, 0, [skips.key, 0]);
  return fixes;
}
