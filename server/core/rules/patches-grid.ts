import type { Field, Known, ModelSpec, Pair } from '../dialects/spec';
import { readPair, readWhole } from '../dialects/visionTransformer/reader';
import type { Fix } from '../finding';
import { hybridPatch, STEM_DOWNSCALE } from '../model/torchEmbedding';
import { phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { valueAt } from '../syntax/tree';
import { titled } from '../title';
import { figuresOf, withChanges } from './consequences';
import { labelOf, pairText, patchCount, setField, valueText } from './fields';
import { findingsOfGraph } from './ofGraph';
import type { Rule, RuleFinding } from './rule';

export const patchesGrid: Rule = {
  code: 'patches-grid',
  severity: 'error',
  dialects: ['vit_pytorch'],
  syntax: 'python',
  docs: {
    title: 'The grid is finer than what the stem leaves of the image',
    why: "In ViT-pytorch and TransUNet a hybrid has no patch size of its own: it is img_size // 16 // `patches.grid`, as the stem leaves one position of 16 pixels. A grid finer than that makes a patch of (0, 0). TransUNet stops with `ZeroDivisionError: integer division or modulo by zero`, ViT-pytorch at the first image. TransUNet's train.py replaces the grid of the config by img_size / 16, so that a config which says no image size is fine there; code of one's own that builds the model from the config alone has to do the same, which is said as information.",
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.img_size = 224
  config.patches = ml_collections.ConfigDict({'grid': (16, 16)})
  config.resnet = ml_collections.ConfigDict({'num_layers': (3, 4, 9), 'width_factor': 1})
  config.classifier = 'token'
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.img_size = 224
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
    const { grid, imageSize } = architecture;
    if (grid === null || !imageSize.known) return [];
    const found = findingsOfGraph(model, 'patches-grid', phrase`The program stops where it divides by it.`, () =>
      fixesOf(model.spec, grid, imageSize, document),
    );
    return [...found, ...replaced(model.spec, grid, imageSize, document)];
  },
};

/** A grid of one position a patch, or images that the grid is for. */
function fixesOf(spec: ModelSpec, grid: Field<Pair>, imageSize: Known<Pair>, document: ConfigDocument): Fix[] {
  const [height, width] = imageSize.value;
  const whole: Pair = [Math.floor(height / STEM_DOWNSCALE), Math.floor(width / STEM_DOWNSCALE)];
  const fixes: Fix[] = [];
  const smaller = whole[0] > 0 && whole[1] > 0 ? setField(document, grid, whole) : null;
  if (smaller !== null) {
    fixes.push({ title: titled(`${labelOf(spec, grid.key)}: ${valueText(whole, document.syntax)}`, patchCount(whole[0] * whole[1])), edits: [smaller] });
  }
  if (!grid.known || grid.value[0] !== grid.value[1] || height !== width) return fixes;
  const side = grid.value[0] * STEM_DOWNSCALE;
  const larger = setField(document, imageSize, side);
  if (larger !== null && figuresOf(withChanges(spec, [[imageSize.key, [side, side]]])) !== null) {
    fixes.push({ title: titled(`${labelOf(spec, imageSize.key)}: ${side}`, patchCount(grid.value[0] ** 2)), edits: [larger] });
  }
  return fixes;
}

/** TransUNet: the grid that stands in the config, where train.py puts another one in its place that the config's own would not be. */
function replaced(spec: ModelSpec, grid: Field<Pair>, imageSize: Known<Pair>, document: ConfigDocument): RuleFinding[] {
  if (!grid.known || grid.source !== 'derived' || grid.range === null) return [];
  const node = valueAt(document.root, grid.key);
  const typed = node === undefined ? null : readPair(node, false, (item) => readWhole(item, 1));
  if (typed === null || 'fault' in typed || hybridPatch(imageSize.value, typed.value).every((pixels) => pixels > 0)) return [];
  const [own, other] = [valueText(typed.value, document.syntax), valueText(grid.value, document.syntax)];
  return [
    {
      severity: 'information',
      range: grid.range,
      message: phrase`train.py replaces \`${labelOf(spec, grid.key)} = ${own}\` by ${other} for images of ${pairText(imageSize.value)} pixels. Code that does not do so gets patches of 0 pixels.`,
    },
  ];
}
