import type { Pair, ScenicMixerSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import { emitMlp, LAYER_NORM_EPSILON } from './encoder';
import type { FieldReader } from './fields';
import { validGrid } from './geometry';
import type { Tensor, Tokenization } from './graph';

/** scenic's Mixer with every size known. Its patches are cut without padding, unlike upstream's. */
export interface ScenicMixerPlan {
  readonly patch: Pair;
  readonly hidden: number;
  readonly layers: number;
  readonly sequenceMlp: number;
  readonly channelsMlp: number;
  readonly scaled: boolean;
  readonly classes: number;
  readonly image: Tokenization;
  readonly keys: Readonly<Record<'image' | 'patch' | 'hidden' | 'layers' | 'sequenceMlp' | 'channelsMlp' | 'scale' | 'classes', string>>;
}

export function planScenicMixer(spec: ScenicMixerSpec, reader: FieldReader): ScenicMixerPlan {
  const imageSize = reader.pair(spec.imageSize);
  const patch = reader.pair(spec.patchSize);
  const grid = validGrid(imageSize, patch);
  if (grid[0] === 0 || grid[1] === 0) {
    const message = phrase`No patch of ${patch[0]}x${patch[1]} fits into an image of ${imageSize[0]}x${imageSize[1]}.`;
    reader.problem('no-patch-fits', message, spec.patchSize.key, spec.imageSize.key);
  }
  return {
    patch,
    hidden: reader.size(spec.hiddenSize),
    layers: reader.count(spec.numLayers),
    sequenceMlp: reader.size(spec.sequenceMlpDim),
    channelsMlp: reader.size(spec.channelsMlpDim),
    scaled: reader.value(spec.layerScale, null) !== null,
    classes: reader.size(spec.numClasses),
    image: {
      imageSize,
      grid,
      tokens: grid[0] * grid[1],
      effectivePatch: patch,
      lostPixels: [Math.max(0, imageSize[0] - grid[0] * patch[0]), Math.max(0, imageSize[1] - grid[1] * patch[1])],
    },
    keys: {
      image: spec.imageSize.key,
      patch: spec.patchSize.key,
      hidden: spec.hiddenSize.key,
      layers: spec.numLayers.key,
      sequenceMlp: spec.sequenceMlpDim.key,
      channelsMlp: spec.channelsMlpDim.key,
      scale: spec.layerScale.key,
      classes: spec.numClasses.key,
    },
  };
}

/** From pixels [1, h, w, 3] to logits [1, classes]. */
export function emitScenicMixer(b: GraphBuilder, images: Tensor, plan: ScenicMixerPlan): Tensor {
  const { keys } = plan;
  const tokens = b.section('embedding', 'embedding', () => {
    const grid = b.conv(images, { scope: 'embedding', keys: [keys.patch, keys.hidden] }, plan.hidden, plan.patch, plan.patch, 'VALID', false);
    return b.flatten(grid, { scope: '', keys: [keys.image, keys.patch] });
  });
  const block = 'mixerblock_{i}';
  const blockKeys = [keys.hidden, keys.layers];
  const site = { scope: block, keys: blockKeys };
  const scaleKeys = [keys.scale, ...blockKeys];
  const mixed = b.repeat(block, 'blocks', plan.layers, 0, tokens, (x) => {
    const normed = b.layerNorm(x, { scope: `${block}/LayerNorm_0`, keys: blockKeys }, LAYER_NORM_EPSILON);
    const tokenKeys = [keys.sequenceMlp, keys.image, keys.patch, keys.layers];
    const across = b.swapAxes(emitMlp(b, b.swapAxes(normed, site), { scope: `${block}/token_mixing`, keys: tokenKeys }, plan.sequenceMlp), site);
    const scaled = plan.scaled ? b.scale(across, { scope: `${block}/Affine_0`, keys: scaleKeys }) : across;
    const middle = b.add(scaled, x, site);
    const y = b.layerNorm(middle, { scope: `${block}/LayerNorm_1`, keys: blockKeys }, LAYER_NORM_EPSILON);
    const within = emitMlp(b, y, { scope: `${block}/channel_mixing`, keys: [keys.channelsMlp, ...blockKeys] }, plan.channelsMlp);
    // scenic scales the residual here, and not what is added to it.
    return b.add(within, plan.scaled ? b.scale(middle, { scope: `${block}/Affine_1`, keys: scaleKeys }) : middle, site);
  });
  const norm = 'pre_logits_norm';
  const normed = b.section(norm, 'blocks', () => b.layerNorm(mixed, { scope: norm, keys: [keys.hidden] }, LAYER_NORM_EPSILON));
  return b.section('head', 'head', () => {
    const pooled = b.mean(normed, { scope: '', keys: [keys.hidden] }, [1]);
    return b.dense(pooled, { scope: 'output_projection', keys: [keys.classes, keys.hidden] }, plan.classes);
  });
}
