import type { Classifier, Pair, VitSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import type { EncoderPlan } from './encoder';
import { emitEncoder, planEncoder } from './encoder';
import type { FieldReader } from './fields';
import { validGrid } from './geometry';
import type { Tensor, Tokenization } from './graph';
import type { StemPlan } from './resnet';
import { emitStem, planStem } from './resnet';

/** A VisionTransformer with every size known and possible. */
export interface VitPlan {
  readonly stem: StemPlan | null;
  readonly patch: Pair;
  readonly hidden: number;
  /** null: the embedding grid is pooled as it is. */
  readonly encoder: EncoderPlan | null;
  readonly positionEmbedding: boolean;
  readonly classifier: Classifier;
  readonly representation: number | null;
  readonly classes: number;
  /** Size of the output's last axis, and the key that decides it. */
  readonly width: number;
  readonly widthKey: string;
  readonly image: Tokenization;
  readonly keys: {
    readonly image: string;
    readonly patch: string;
    readonly hidden: string;
    readonly classifier: string;
    readonly classes: string;
    readonly representation: string;
  };
}

export function planVit(spec: VitSpec, reader: FieldReader): VitPlan {
  const imageSize = reader.pair(spec.imageSize);
  const patch = reader.pair(spec.patchSize);
  const hidden = reader.size(spec.hiddenSize);
  const classes = reader.count(spec.numClasses);
  const classifier = reader.value(spec.classifier, 'token');
  const representation = reader.optionalSize(spec.representationSize);
  const stem = spec.resnet === null ? null : planStem(spec.resnet, imageSize, reader);
  const encoder = spec.transformer === null ? null : planEncoder(spec.transformer, hidden, spec.hiddenSize.key, reader);
  const positionEmbedding = spec.transformer !== null && reader.value(spec.transformer.positionEmbedding, true);

  const source = stem?.grid ?? imageSize;
  const grid = validGrid(source, patch);
  if (grid[0] === 0 || grid[1] === 0) {
    const keys = [spec.patchSize.key, spec.imageSize.key];
    if (stem !== null) keys.push(stem.keys.stages);
    const message =
      stem === null
        ? phrase`No patch of ${by(patch)} fits into an image of ${by(source)}.`
        : phrase`No patch of ${by(patch)} fits into the ${by(source)} grid that the ResNet stem leaves of a ${by(imageSize)} image.`;
    reader.problem('no-patch-fits', message, ...keys);
  }
  const downscale = stem?.downscale ?? 1;
  const effectivePatch: Pair = [patch[0] * downscale, patch[1] * downscale];
  const classToken = encoder !== null && (classifier === 'token' || classifier === 'token_unpooled');
  // A head decides the width unless there is none; of a class count that can't be had, neither is known.
  const headless = representation ?? hidden;
  const width = classes > 0 ? classes : classes === 0 ? headless : Number.NaN;
  const widthKey = (classes > 0 ? spec.numClasses : representation === null ? spec.hiddenSize : spec.representationSize).key;
  return {
    stem,
    patch,
    hidden,
    encoder,
    positionEmbedding,
    classifier,
    representation,
    classes,
    width,
    widthKey,
    image: {
      imageSize,
      grid,
      tokens: grid[0] * grid[1] + (classToken ? 1 : 0),
      effectivePatch,
      lostPixels: [Math.max(0, imageSize[0] - grid[0] * effectivePatch[0]), Math.max(0, imageSize[1] - grid[1] * effectivePatch[1])],
    },
    keys: {
      image: spec.imageSize.key,
      patch: spec.patchSize.key,
      hidden: spec.hiddenSize.key,
      classifier: spec.classifier.key,
      classes: spec.numClasses.key,
      representation: spec.representationSize.key,
    },
  };
}

/** From pixels [1, h, w, 3] to what the model returns; `prefix` is the tower's name with a slash, or empty. */
export function emitVit(b: GraphBuilder, images: Tensor, prefix: string, plan: VitPlan): Tensor {
  const { keys } = plan;
  const model = prefix.slice(0, -1);
  const pixels = plan.stem === null ? images : emitStem(b, images, prefix, plan.stem);
  const hiddenKeys = [keys.hidden];
  const embeddingKeys = [keys.patch, keys.hidden];
  if (plan.stem !== null) embeddingKeys.push(plan.stem.keys.width, plan.stem.keys.stages);
  let x = b.section(`${prefix}embedding`, `${prefix}embedding`, () => {
    const grid = b.conv(pixels, { scope: `${prefix}embedding`, keys: embeddingKeys }, plan.hidden, plan.patch, plan.patch, 'VALID', false);
    if (plan.encoder === null) return grid;
    let tokens = b.flatten(grid, { scope: model, keys: [keys.image, keys.patch] });
    if (plan.image.tokens > plan.image.grid[0] * plan.image.grid[1]) {
      tokens = b.prependToken(tokens, { scope: model, keys: [keys.classifier, keys.hidden] }, 'cls');
    }
    if (!plan.positionEmbedding) return tokens;
    const positionKeys = [keys.image, keys.patch, keys.hidden, keys.classifier];
    if (plan.stem !== null) positionKeys.push(plan.stem.keys.stages);
    return b.addParameter(tokens, { scope: `${prefix}Transformer/posembed_input`, keys: positionKeys }, 'pos_embedding');
  });
  if (plan.encoder !== null) x = emitEncoder(b, x, `${prefix}Transformer`, `${prefix}encoder`, plan.encoder);
  return b.section(`${prefix}head`, `${prefix}head`, () => {
    const pooled = emitPooling(b, x, { scope: model, keys: [keys.classifier] }, plan.classifier);
    const represented =
      plan.representation === null ? pooled : emitRepresentation(b, pooled, prefix, plan.representation, [keys.representation, ...hiddenKeys]);
    if (plan.classes === 0) return represented;
    const headKeys = [keys.classes, plan.representation === null ? keys.hidden : keys.representation];
    return b.dense(represented, { scope: `${prefix}head`, keys: headKeys }, plan.classes);
  });
}

function emitPooling(b: GraphBuilder, x: Tensor, site: { scope: string; keys: readonly string[] }, classifier: Classifier): Tensor {
  switch (classifier) {
    case 'token':
      return b.take(x, site, 'first');
    case 'gap':
      return b.mean(x, site, x.shape.length === 4 ? [1, 2] : [1]);
    case 'unpooled':
    case 'token_unpooled':
      return x;
  }
}

function emitRepresentation(b: GraphBuilder, x: Tensor, prefix: string, size: number, keys: readonly string[]): Tensor {
  const site = { scope: `${prefix}pre_logits`, keys };
  return b.activation(b.dense(x, site, size), site, 'tanh');
}

function by([height, width]: Pair): string {
  return `${height}x${width}`;
}
