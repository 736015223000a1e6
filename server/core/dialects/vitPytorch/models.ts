import { hybridPatch, STEM_DOWNSCALE } from '../../model/torchEmbedding';
import { phrase } from '../../phrase';
import type { ConfigDocument, ConfigNode } from '../../syntax/tree';
import type { Recognition } from '../dialect';
import type { ArchitectureSpec, Field, ModelSpec, Pair, ResnetSpec, TorchEncoderSpec, TorchVitSpec } from '../spec';
import { known, unknownAs } from '../spec';
import { readStages } from '../visionTransformer/architectures';
import { anchorOf } from '../visionTransformer/models';
import { type Read, Reader, readWhole } from '../visionTransformer/reader';
import { gridOf, IMAGE_SIZE_KEYS, type Layout, layoutOf } from './layout';

/** `--img_size` of each program's train.py, where it is not given. */
const IMAGE_SIZES = { 'ViT-pytorch': 224, TransFG: 448, TransUNet: 224 } as const;
/** `--vit_patches_size` of TransUNet's train.py. */
const TRANSUNET_PATCH = 16;
const CLASSES = 1000;
const TRANSUNET_CLASSES = 9;
const TRANSUNET_SKIPS = 3;
const NOWHERE = { keyRange: null, range: null };

/** The model of a recognised config. Never throws. */
export function models(document: ConfigDocument, _recognition: Recognition): readonly ModelSpec[] {
  const layout = layoutOf(document);
  if (layout === null) return [];
  const config = new Reader(layout.root, '');
  return [
    {
      dialect: 'vit_pytorch',
      node: layout.root,
      prefix: '',
      name: config.text('model_name'),
      anchor: anchorOf(layout.root),
      architecture: architectureOf(layout, config),
      training: null,
      // Weights come from `pretrained_path` or the command line, in upstream's names.
      checkpoint: null,
      labels: null,
    },
  ];
}

function architectureOf({ root, program }: Layout, config: Reader): ArchitectureSpec {
  const patches = config.child('patches');
  const typed = program !== 'TransFG' && gridOf(root) !== undefined ? patches.pair('grid', 1, false) : null;
  const imageSize = imageSizeOf(config, program, typed);
  const hybrid = typed !== null;
  const grid = typed === null ? null : gridField(typed, imageSize, program);
  const common = {
    imageSize,
    grid,
    patchSize: grid === null ? patches.pair('size', 1, true) : derivedPatch(imageSize, grid),
    hiddenSize: config.whole('hidden_size', 1),
    transformer: encoderOf(config.child('transformer')),
    resnet: hybrid ? stemOf(config.child('resnet')) : null,
  };
  if (program !== 'TransUNet')
    return { architecture: 'torch-vit', ...common, ...splitOf(config, program), numClasses: config.whole('num_classes', 1, CLASSES) };
  const skipChannels = config.absent('skip_channels') ? null : config.field('skip_channels', readChannels);
  return {
    architecture: 'trans-unet',
    ...common,
    numClasses: config.whole('n_classes', 1, TRANSUNET_CLASSES),
    decoderChannels: config.field('decoder_channels', readChannels),
    skipChannels,
    // train.py sets it to 3 unless it is told otherwise, which without skip_channels it has to be.
    skips: config.whole('n_skip', 0, skipChannels === null ? 0 : TRANSUNET_SKIPS),
  };
}

/** Of a hybrid of ViT-pytorch the grid tells for what images it is, should it not be those of train.py. */
function imageSizeOf(config: Reader, program: Layout['program'], grid: Field<Pair> | null): Field<Pair> {
  for (const key of IMAGE_SIZE_KEYS) if (config.entry(key) !== undefined) return config.pair(key, 1, true);
  const side = IMAGE_SIZES[program];
  if (program === 'ViT-pytorch' && grid?.known && hybridPatch([side, side], grid.value).some((pixels) => pixels !== 1)) {
    const [rows, columns] = grid.value;
    return known(IMAGE_SIZE_KEYS[0], [rows * STEM_DOWNSCALE, columns * STEM_DOWNSCALE], NOWHERE, 'default', phrase`assumed, as ${'patches.grid'} is for it`);
  }
  return known(IMAGE_SIZE_KEYS[0], [side, side], NOWHERE, 'default', phrase`assumed, as ${`--img_size ${side}`} is the default of ${program}'s train.py`);
}

/**
 * TransUNet's train.py replaces the config's grid by that of its image size, so the config's own counts only where it says
 * a size too.
 */
function gridField(grid: Field<Pair>, imageSize: Field<Pair>, program: Layout['program']): Field<Pair> {
  if (program !== 'TransUNet' || !imageSize.known || imageSize.source !== 'default') return grid;
  const [height, width] = imageSize.value;
  const replaced: Pair = [Math.floor(height / TRANSUNET_PATCH), Math.floor(width / TRANSUNET_PATCH)];
  return known(grid.key, replaced, grid, 'derived', phrase`train.py, which sets it to img_size / ${TRANSUNET_PATCH}`);
}

function derivedPatch(imageSize: Field<Pair>, grid: Field<Pair>): Field<Pair> {
  if (!grid.known) return unknownAs(grid.key, grid);
  if (!imageSize.known) return unknownAs(grid.key, imageSize, grid);
  return known(grid.key, hybridPatch(imageSize.value, grid.value), grid, 'derived', phrase`image / 16 / grid`);
}

function encoderOf(encoder: Reader): TorchEncoderSpec {
  return {
    numLayers: encoder.whole('num_layers', 0),
    numHeads: encoder.whole('num_heads', 1),
    mlpDim: encoder.whole('mlp_dim', 1),
    dropoutRate: encoder.number('dropout_rate', { min: 0, max: 1 }),
    attentionDropoutRate: encoder.number('attention_dropout_rate', { min: 0, max: 1 }),
  };
}

function stemOf(stem: Reader): ResnetSpec {
  return { numLayers: stem.field('num_layers', readStages), widthFactor: stem.number('width_factor', { min: 0, exclusive: true }) };
}

/** train.py's defaults for what a config of TransFG leaves out. */
function splitOf(config: Reader, program: Layout['program']): Pick<TorchVitSpec, 'split' | 'slideStep'> {
  if (program !== 'TransFG') return { split: null, slideStep: null };
  const split = config.choice('split', ['non-overlap', 'overlap'], 'non-overlap');
  return { split, slideStep: split.known && split.value === 'overlap' ? config.whole('slide_step', 1, 12) : null };
}

function readChannels(node: ConfigNode): Read<readonly number[]> {
  if (node.kind !== 'sequence') return { fault: (name) => phrase`${name} is not a list` };
  const channels: number[] = [];
  for (const item of node.items) {
    const count = readWhole(item, 0);
    if ('fault' in count) return { fault: (name) => count.fault(phrase`a number of ${name}`) };
    channels.push(count.value);
  }
  return { value: channels };
}
