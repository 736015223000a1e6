import type { Field, Known, ModelSpec, Pair } from '../dialects/spec';
import type { Fix } from '../finding';
import { STEM_DOWNSCALE } from '../model/torchEmbedding';
import { phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import { titled } from '../title';
import { type Change, figuresOf, withChanges } from './consequences';
import { labelOf, setField, tokenCount, valueText } from './fields';
import { findingsOfGraph } from './ofGraph';
import type { Rule } from './rule';

export const positionCount: Rule = {
  code: 'position-count',
  severity: 'error',
  dialects: ['vit_pytorch'],
  syntax: 'python',
  docs: {
    title: 'The stem leaves more or fewer positions than there are embeddings',
    why: 'A hybrid of ViT-pytorch or TransUNet makes one position embedding for each 16 x 16 pixels (TransUNet: for each whole patch), while the stem rounds in its own way and the patches are cut from what it leaves. Where the two differ, the first forward pass stops with `The size of tensor a (362) must match the size of tensor b (325)`. In ViT-pytorch that is so with any patch larger than 1 position, and in both with many images whose sides are no multiples of 16.',
    bad: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.img_size = 300
  config.patches = ml_collections.ConfigDict({'grid': (18, 18)})
  config.resnet = ml_collections.ConfigDict({'num_layers': (3, 4, 9), 'width_factor': 1})
  config.classifier = 'token'
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict({'mlp_dim': 3072, 'num_heads': 12, 'num_layers': 12, 'attention_dropout_rate': 0.0, 'dropout_rate': 0.1})
  return config
`,
    good: `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.img_size = 288
  config.patches = ml_collections.ConfigDict({'grid': (18, 18)})
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
    return findingsOfGraph(model, 'position-count', phrase`The first forward pass stops.`, () => fixesOf(model.spec, grid, imageSize, document));
  },
};

/** The multiples of 16 next to the image's side, the nearer first; then the grid with one position a patch. */
function fixesOf(spec: ModelSpec, grid: Field<Pair>, imageSize: Known<Pair>, document: ConfigDocument): Fix[] {
  const [height, width] = imageSize.value;
  const fixes: Fix[] = [];
  const propose = (field: Field<unknown>, value: number | Pair, ...changes: Change[]) => {
    const edit = setField(document, field, value);
    const after = edit === null ? null : figuresOf(withChanges(spec, changes));
    if (edit !== null && after !== null)
      fixes.push({ title: titled(`${labelOf(spec, field.key)}: ${valueText(value, document.syntax)}`, tokenCount(after.tokens)), edits: [edit] });
  };
  if (height === width && height % STEM_DOWNSCALE !== 0) {
    const sides = [Math.round, Math.floor, Math.ceil].map((round) => round(height / STEM_DOWNSCALE) * STEM_DOWNSCALE);
    for (const side of new Set(sides)) propose(imageSize, side, [imageSize.key, [side, side]]);
  }
  const whole: Pair = [Math.floor(height / STEM_DOWNSCALE), Math.floor(width / STEM_DOWNSCALE)];
  propose(grid, whole, [grid.key, whole]);
  return fixes;
}
