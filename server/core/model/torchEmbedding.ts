import type { Pair, TorchVitSpec, TransUnetSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import type { FieldReader } from './fields';
import { windowGrid } from './geometry';
import type { Tensor, Tokenization } from './graph';
import { emitTorchStem, planTorchStem, type StemFeatures, type TorchStemPlan } from './torchStem';

/** Image to tokens in ViT-pytorch and its descendants, with every size known and possible. */
export interface TorchEmbeddingPlan {
  readonly stem: TorchStemPlan | null;
  readonly patch: Pair;
  readonly strides: Pair;
  readonly hidden: number;
  readonly classToken: boolean;
  readonly image: Tokenization;
  readonly keys: Readonly<Record<'image' | 'patch' | 'hidden', string>>;
}

/** Pixels that a position of the stem's grid stands for, as the embedding reckons. */
export const STEM_DOWNSCALE = 16;

/** `image / 16 / grid` of whole numbers. */
export function hybridPatch(image: Pair, grid: Pair): Pair {
  const along = (index: 0 | 1) => Math.floor(Math.floor(image[index] / STEM_DOWNSCALE) / grid[index]);
  return [along(0), along(1)];
}

export function planTorchEmbedding(spec: TorchVitSpec | TransUnetSpec, reader: FieldReader): TorchEmbeddingPlan {
  const imageSize = reader.pair(spec.imageSize);
  const hidden = reader.size(spec.hiddenSize);
  const segments = spec.architecture === 'trans-unet';
  const keys = { image: spec.imageSize.key, patch: (spec.grid ?? spec.patchSize).key, hidden: spec.hiddenSize.key };
  const common = { hidden, classToken: !segments, keys };
  if (spec.grid === null) {
    const patch = reader.pair(spec.patchSize);
    const step = spec.architecture === 'torch-vit' && spec.slideStep !== null ? reader.size(spec.slideStep) : null;
    const strides: Pair = step === null ? patch : [step, step];
    const grid = windowGrid(imageSize, patch, strides, 'VALID');
    // PyTorch stops where JAX goes on without a patch.
    if (grid[0] < 1 || grid[1] < 1)
      reader.problem('no-patch-fits', phrase`No patch of ${by(patch)} fits into an image of ${by(imageSize)}.`, keys.patch, keys.image);
    const reached: Pair = [(grid[0] - 1) * strides[0] + patch[0], (grid[1] - 1) * strides[1] + patch[1]];
    return { ...common, stem: null, patch, strides, image: tokenization(imageSize, grid, patch, reached, !segments) };
  }
  const wanted = reader.pair(spec.grid);
  const patch = hybridPatch(imageSize, wanted);
  const stem = spec.resnet === null ? null : planTorchStem(spec.resnet, imageSize, reader);
  if (patch[0] < 1 || patch[1] < 1) {
    reader.problem(
      'patches-grid',
      phrase`The stem leaves ${by(under(imageSize))} positions of a ${by(imageSize)} image, too few for patches.grid ${by(wanted)}: the patch would be ${by(patch)}.`,
      keys.patch,
      keys.image,
    );
    return { ...common, stem, patch, strides: patch, image: tokenization(imageSize, [Number.NaN, Number.NaN], patch, imageSize, !segments) };
  }
  const source = stem?.grids.stages[2] ?? [Number.NaN, Number.NaN];
  const grid = windowGrid([source[0], source[1]], patch, patch, 'VALID');
  const positions = segments ? count(under(imageSize, patch)) : count(under(imageSize));
  if (count(grid) !== positions && !Number.isNaN(count(grid))) {
    reader.problem(
      'position-count',
      phrase`There are ${positions} position embeddings for the ${by(grid)} = ${count(grid)} patches of a ${by(imageSize)} image.`,
      keys.image,
      keys.patch,
    );
  }
  const effective: Pair = [patch[0] * STEM_DOWNSCALE, patch[1] * STEM_DOWNSCALE];
  return { ...common, stem, patch, strides: patch, image: tokenization(imageSize, grid, effective, imageSize, !segments) };
}

function tokenization(imageSize: Pair, grid: Pair, effectivePatch: Pair, reached: Pair, classToken: boolean): Tokenization {
  return {
    imageSize,
    grid,
    tokens: count(grid) + (classToken ? 1 : 0),
    effectivePatch,
    lostPixels: [Math.max(0, imageSize[0] - reached[0]), Math.max(0, imageSize[1] - reached[1])],
  };
}

const count = ([rows, columns]: Pair): number => rows * columns;
const by = ([height, width]: Pair): string => `${height}x${width}`;

/** Positions that the embedding expects of the stem: whole sixteens of pixels, and of those whole patches. */
function under([height, width]: Pair, [rows, columns]: Pair = [1, 1]): Pair {
  return [Math.floor(height / (rows * STEM_DOWNSCALE)), Math.floor(width / (columns * STEM_DOWNSCALE))];
}

/** Pixels [1, h, w, 3] -> tokens [1, n, hidden] with their positions; `features` are those of the stem. */
export function emitTorchEmbedding(b: GraphBuilder, images: Tensor, plan: TorchEmbeddingPlan): { tokens: Tensor; features: StemFeatures | null } {
  const { keys } = plan;
  const scope = 'transformer/embeddings';
  const features = plan.stem === null ? null : emitTorchStem(b, images, `${scope}/hybrid_model`, plan.stem);
  const embeddingKeys = [keys.patch, keys.hidden, ...(plan.stem === null ? [] : [keys.image, plan.stem.keys.width])];
  const tokens = b.section('embedding', 'embedding', () => {
    const site = { scope: `${scope}/patch_embeddings`, keys: embeddingKeys };
    const grid = b.conv(features?.output ?? images, site, plan.hidden, plan.patch, plan.strides, 'VALID', false);
    const patches = b.flatten(grid, { scope, keys: [keys.image, keys.patch] });
    const all = plan.classToken ? b.prependToken(patches, { scope, keys: [keys.hidden] }, 'cls_token') : patches;
    return b.addParameter(all, { scope, keys: [keys.image, keys.patch, keys.hidden] }, 'position_embeddings');
  });
  return { tokens, features };
}
