/** The model of a config, as train.py builds it: `Model(num_classes=config.num_classes, **config.get('model', {}))`. */
import { phrase } from '../../phrase';
import type { ConfigDocument, ConfigNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Recognition } from '../dialect';
import type { BigVisionVitSpec, Field, MixerSpec, ModelSpec, Pair } from '../spec';
import { known, POOL_TYPES, POSITION_EMBEDDINGS } from '../spec';
import { isNull, type Read, Reader, readWhole } from '../visionTransformer/reader';
import { Arguments } from './arguments';
import { imageSizeOf } from './imageSize';
import { layoutOf, PREFIX } from './layout';

/** What a model does not take from its arguments. */
interface Surroundings {
  readonly imageSize: Field<Pair>;
  readonly numClasses: Field<number>;
}

/** The model of a recognised document. Never throws. */
export function models(document: ConfigDocument, _recognition: Recognition): readonly ModelSpec[] {
  const layout = layoutOf(document);
  if (layout === null) return [];
  const { root, model, module } = layout;
  const config = new Arguments(layout);
  const surroundings = { imageSize: imageSizeOf(root), numClasses: new Reader(root, '').wholeOrNull('num_classes', 0, 0) };
  return [
    {
      dialect: 'big_vision',
      node: model ?? root,
      prefix: PREFIX,
      name: nameOf(config),
      anchor: entryOf(root, 'model_name')?.keyRange ?? root.range,
      architecture: module === 'vit' ? readVit(config, surroundings) : readMixer(config, surroundings),
      training: null,
      checkpoint: null,
      labels: null,
    },
  ];
}

/** `vit B/16`: the module and the variant. */
function nameOf({ layout: { root, module }, variant }: Arguments): Field<string> {
  const entry = entryOf(root, 'model_name');
  const at = { keyRange: entry?.keyRange ?? null, range: entry?.value.range ?? null };
  return known('model_name', variant.known && variant.value !== null ? `${module} ${variant.value}` : module, at);
}

/** Defaults are those of vit.py's `_Model`. */
function readVit(config: Arguments, { imageSize, numClasses }: Surroundings): BigVisionVitSpec {
  const width = config.whole('width', 1, 768);
  return {
    architecture: 'big-vision-vit',
    imageSize,
    numClasses,
    variant: config.variant,
    patchSize: config.patchSize([16, 16]),
    width,
    depth: config.whole('depth', 0, 12),
    mlpDim: orFourTimes(config.wholeOrNull('mlp_dim', 0, 0, 0), width),
    numHeads: config.whole('num_heads', 1, 12),
    posemb: config.own.choice('posemb', POSITION_EMBEDDINGS, 'learn'),
    repSize: readRepSize(config, width),
    poolType: config.own.choice('pool_type', POOL_TYPES, 'gap'),
    dropout: config.own.number('dropout', { min: 0, max: 1 }, 0),
  };
}

/** `self.mlp_dim or 4 * d` */
function orFourTimes(mlpDim: Field<number>, width: Field<number>): Field<number> {
  if (!mlpDim.known || mlpDim.value !== 0) return mlpDim;
  return width.known ? known(mlpDim.key, 4 * width.value, mlpDim, 'derived', 'width') : { ...width, key: mlpDim.key };
}

/** `self.width if self.rep_size is True else self.rep_size`, and none where that is false. */
function readRepSize(config: Arguments, width: Field<number>): Field<number | null> {
  const size = config.own.field<number | boolean>('rep_size', readSizeOrFlag, false);
  if (!size.known) return size;
  if (size.value === true) return width.known ? known<number | null>(size.key, width.value, size, 'derived', 'width') : { ...width, key: size.key };
  return known(size.key, size.value === false || size.value === 0 ? null : size.value, size, size.source);
}

function readSizeOrFlag(node: ConfigNode): Read<number | boolean> {
  if (isNull(node)) return { value: false };
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return { value: node.value };
  const size = readWhole(node, 0);
  return 'fault' in size ? { fault: (name) => phrase`${name} is neither a whole number nor ${'True'} or ${'False'}` } : size;
}

/** Without a variant mlp_mixer.py's `MlpMixer` has no default for what decides its shape. */
function readMixer(config: Arguments, { imageSize, numClasses }: Surroundings): MixerSpec {
  return {
    architecture: 'mixer',
    imageSize,
    numClasses,
    patchSize: config.patchSize(),
    hiddenDim: config.whole('hidden_dim', 1),
    numBlocks: config.whole('num_blocks', 0),
    tokensMlpDim: config.whole('tokens_mlp_dim', 1),
    channelsMlpDim: config.whole('channels_mlp_dim', 1),
  };
}
