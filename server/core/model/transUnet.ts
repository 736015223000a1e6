import type { TransUnetSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import { type EncoderPlan, planEncoder } from './encoder';
import { type FieldReader, lastName } from './fields';
import type { Tensor } from './graph';
import { emitTorchEmbedding, planTorchEmbedding, type TorchEmbeddingPlan } from './torchEmbedding';
import { emitTorchEncoder } from './torchEncoder';
import type { StemFeatures, TorchStemPlan } from './torchStem';

/** TransUNet with every size known and possible. */
export interface TransUnetPlan {
  readonly embedding: TorchEmbeddingPlan;
  readonly encoder: EncoderPlan;
  readonly blocks: readonly DecoderBlock[];
  readonly classes: number;
  readonly keys: Readonly<Record<'hidden' | 'classes' | 'decoder' | 'skips' | 'layers', string>>;
}

interface DecoderBlock {
  readonly channels: number;
  /** Which of the stem's features comes in, the deepest first; null for none. */
  readonly skip: Feature | null;
}

interface Feature {
  readonly index: number;
  readonly channels: number;
  /** Rows, and as many columns, that are made of it: padded with zeros where the stem's pooling left some out. */
  readonly side: number;
  readonly padding: number;
}

/** Channels that `conv_more` makes of the tokens. */
const HEAD_CHANNELS = 512;
const BATCH_NORM_EPSILON = 1e-5;
/** Numbers of `skip_channels` that are read. */
const MOST_SKIPS = 4;
/** Each block has four times the positions of the one before. */
const MOST_BLOCKS = 16;

export function planTransUnet(spec: TransUnetSpec, reader: FieldReader): TransUnetPlan | null {
  const embedding = planTorchEmbedding(spec, reader);
  const encoder = planEncoder(spec.transformer, embedding.hidden, spec.hiddenSize.key, reader);
  const classes = reader.size(spec.numClasses);
  const channels = reader.counts(spec.decoderChannels);
  const skips = reader.count(spec.skips);
  const skipChannels = spec.skipChannels === null ? null : reader.counts(spec.skipChannels);
  if (reader.problems.length > 0) return null;
  const keys = {
    hidden: spec.hiddenSize.key,
    classes: spec.numClasses.key,
    decoder: spec.decoderChannels.key,
    skips: spec.skips.key,
    layers: encoder.keys.layers,
  };
  const { grid, imageSize } = embedding.image;
  if (grid[0] !== grid[1] || imageSize[0] !== imageSize[1]) {
    reader.problem('unknown-field', phrase`the decoder is made for square images`, embedding.keys.image);
    return null;
  }
  if (channels.length === 0 || channels.length > MOST_BLOCKS || channels.some((count) => count < 1)) {
    reader.problem('decoder-channels', phrase`${lastName(keys.decoder)} needs the channels of each block of the decoder.`, keys.decoder);
    return null;
  }
  const widths = skipWidths(skips, skipChannels, spec, reader);
  if (widths === null) return null;
  const features = embedding.stem === null ? [] : featuresOf(embedding.stem, imageSize[0]);
  const cut = features.find(({ padding }) => padding < 0);
  if (cut !== undefined) {
    const [is, wanted] = [cut.side - cut.padding, cut.side];
    reader.problem(
      'position-count',
      phrase`Of a ${imageSize[0]}x${imageSize[1]} image a stage of the stem leaves ${is}x${is} positions, not ${wanted}x${wanted}.`,
      embedding.keys.image,
    );
    return null;
  }
  const blocks: DecoderBlock[] = [];
  for (const [index, count] of channels.slice(0, widths.length).entries()) {
    const skip = embedding.stem !== null && index < skips ? (features[index] ?? null) : null;
    if (embedding.stem !== null && index < skips && skip === null) {
      reader.problem('skip-channels', phrase`${lastName(keys.skips)} is ${skips}, and the stem gives ${features.length} features.`, keys.skips);
    } else checkSkip(index, skip, widths[index] ?? 0, grid[0] * 2 ** (index + 1), spec, reader);
    blocks.push({ channels: count, skip });
  }
  if (blocks.at(-1)?.channels !== channels.at(-1)) {
    reader.problem(
      'decoder-channels',
      phrase`The decoder has ${blocks.length} blocks and ends with ${blocks.at(-1)?.channels ?? 0} channels, but the head reads the ${channels.at(-1) ?? 0} that ${lastName(keys.decoder)} ends with.`,
      keys.decoder,
    );
  }
  return { embedding, encoder, blocks, classes, keys };
}

/** The channels that each block's first convolution is built for beside its own input; null where that can't be told. */
function skipWidths(skips: number, channels: readonly number[] | null, spec: TransUnetSpec, reader: FieldReader): readonly number[] | null {
  if (skips === 0) return [0, 0, 0, 0];
  const key = spec.skipChannels?.key ?? spec.skips.key;
  if (channels === null) {
    reader.problem('skip-channels', phrase`${lastName(spec.skips.key)} is ${skips}, and there are no skip_channels.`, key);
    return null;
  }
  if (channels.length < MOST_SKIPS) {
    reader.problem('skip-channels', phrase`${lastName(key)} has ${channels.length} of ${MOST_SKIPS} numbers.`, key);
    return null;
  }
  return channels.map((count, index) => (index >= skips && index < MOST_SKIPS ? 0 : count));
}

/** What the stem saw, the deepest first: its second stage, its first, its root. */
function featuresOf({ width, grids }: TorchStemPlan, side: number): Feature[] {
  const padded = (index: number, at: 0 | 1): Feature => {
    const right = Math.floor(side / 4 / (at + 1));
    return { index, channels: width * 4 * 2 ** at, side: right, padding: right - (grids.stages[at]?.[0] ?? right) };
  };
  return [padded(0, 1), padded(1, 0), { index: 2, channels: width, side: grids.root[0], padding: 0 }];
}

function checkSkip(index: number, skip: Feature | null, width: number, side: number, spec: TransUnetSpec, reader: FieldReader): void {
  const keys = [...(spec.skipChannels === null ? [] : [spec.skipChannels.key]), spec.skips.key];
  const actual = skip?.channels ?? 0;
  if (width !== actual) {
    const comes = skip === null ? phrase`nothing comes in` : phrase`${actual} come in`;
    reader.problem('skip-channels', phrase`Block ${index + 1} of the decoder is built for ${width} channels of a skip connection, and ${comes}.`, ...keys);
  }
  if (skip !== null && skip.side !== side) {
    reader.problem(
      'skip-channels',
      phrase`Block ${index + 1} of the decoder works on ${side}x${side} positions, and its skip connection has ${skip.side}x${skip.side}.`,
      (spec.grid ?? spec.patchSize).key,
      spec.imageSize.key,
      spec.skips.key,
    );
  }
}

/** From pixels [1, h, w, 3] to masks [1, h', w', classes]. */
export function emitTransUnet(b: GraphBuilder, images: Tensor, plan: TransUnetPlan): Tensor {
  const { embedding, keys } = plan;
  const { tokens, features } = emitTorchEmbedding(b, images, embedding);
  const encoded = emitTorchEncoder(b, tokens, plan.encoder);
  const decoderKeys = [keys.decoder];
  let x = b.section('decoder/conv_more', 'decoder', () => {
    const grid = b.unflatten(encoded, { scope: 'decoder', keys: [keys.hidden] }, embedding.image.grid);
    return emitConvRelu(b, grid, 'decoder/conv_more', [keys.hidden], HEAD_CHANNELS);
  });
  plan.blocks.forEach(({ channels, skip }, index) => {
    const scope = `decoder/blocks/${index}`;
    x = b.section(scope, 'decoder', () => {
      const site = { scope, keys: [keys.decoder, keys.skips] };
      const larger = b.upsample(x, site);
      const joined = skip === null || features === null ? larger : b.concat(larger, emitFeature(b, features, skip, scope, [keys.skips]), site);
      const first = emitConvRelu(b, joined, `${scope}/conv1`, site.keys, channels);
      return emitConvRelu(b, first, `${scope}/conv2`, decoderKeys, channels);
    });
  });
  return b.section('segmentation_head', 'head', () =>
    b.torchConv(x, { scope: 'segmentation_head/0', keys: [keys.classes, keys.decoder] }, plan.classes, 3, 1, 1, 'biased'),
  );
}

function emitFeature(b: GraphBuilder, { root, stages }: StemFeatures, { index, padding }: Feature, scope: string, keys: readonly string[]): Tensor {
  return b.pad([stages[1], stages[0], root][index] ?? root, { scope, keys }, [padding, padding]);
}

/** TransUNet's Conv2dReLU: 3x3 without bias, BatchNorm, ReLU. */
function emitConvRelu(b: GraphBuilder, x: Tensor, scope: string, keys: readonly string[], channels: number): Tensor {
  const conv = b.torchConv(x, { scope: `${scope}/0`, keys }, channels, 3, 1, 1, 'bare');
  const normed = b.batchNorm(conv, { scope: `${scope}/1`, keys }, BATCH_NORM_EPSILON);
  return b.activation(normed, { scope, keys }, 'relu');
}
