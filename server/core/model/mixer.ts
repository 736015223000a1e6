import type { MixerSpec, Pair } from '../dialects/spec';
import type { GraphBuilder } from './builder';
import { emitMlp, LAYER_NORM_EPSILON } from './encoder';
import type { FieldReader } from './fields';
import { sameGrid } from './geometry';
import type { Tensor, Tokenization } from './graph';

/** An MlpMixer with every size known. */
export interface MixerPlan {
  readonly patch: Pair;
  readonly hidden: number;
  readonly blocks: number;
  readonly tokensMlp: number;
  readonly channelsMlp: number;
  readonly classes: number;
  readonly image: Tokenization;
  readonly keys: Readonly<Record<'image' | 'patch' | 'hidden' | 'blocks' | 'tokensMlp' | 'channelsMlp' | 'classes', string>>;
}

export function planMixer(spec: MixerSpec, reader: FieldReader): MixerPlan {
  const imageSize = reader.pair(spec.imageSize);
  const patch = reader.pair(spec.patchSize);
  const grid = sameGrid(imageSize, patch);
  return {
    patch,
    hidden: reader.size(spec.hiddenDim),
    blocks: reader.count(spec.numBlocks),
    tokensMlp: reader.size(spec.tokensMlpDim),
    channelsMlp: reader.size(spec.channelsMlpDim),
    classes: reader.count(spec.numClasses),
    image: { imageSize, grid, tokens: grid[0] * grid[1], effectivePatch: patch, lostPixels: [0, 0] },
    keys: {
      image: spec.imageSize.key,
      patch: spec.patchSize.key,
      hidden: spec.hiddenDim.key,
      blocks: spec.numBlocks.key,
      tokensMlp: spec.tokensMlpDim.key,
      channelsMlp: spec.channelsMlpDim.key,
      classes: spec.numClasses.key,
    },
  };
}

/** From pixels [1, h, w, 3] to logits [1, classes], or to the mean token [1, hidden] without a head. */
export function emitMixer(b: GraphBuilder, images: Tensor, plan: MixerPlan): Tensor {
  const { keys } = plan;
  const hiddenKeys = [keys.hidden];
  const stem = b.section('stem', 'stem', () => {
    const grid = b.conv(images, { scope: 'stem', keys: [keys.patch, keys.hidden] }, plan.hidden, plan.patch, plan.patch, 'SAME', false);
    return b.flatten(grid, { scope: '', keys: [keys.image, keys.patch] });
  });
  const block = 'MixerBlock_{i}';
  const blockKeys = [keys.hidden, keys.blocks];
  const mixed = b.repeat(block, 'blocks', plan.blocks, 0, stem, (x) => {
    const site = { scope: block, keys: blockKeys };
    const normed = b.layerNorm(x, { scope: `${block}/LayerNorm_0`, keys: blockKeys }, LAYER_NORM_EPSILON);
    const tokenKeys = [keys.tokensMlp, keys.image, keys.patch, keys.blocks];
    const mixedTokens = emitMlp(b, b.swapAxes(normed, site), { scope: `${block}/token_mixing`, keys: tokenKeys }, plan.tokensMlp);
    const middle = b.add(x, b.swapAxes(mixedTokens, site), site);
    const y = b.layerNorm(middle, { scope: `${block}/LayerNorm_1`, keys: blockKeys }, LAYER_NORM_EPSILON);
    const channelKeys = [keys.channelsMlp, keys.hidden, keys.blocks];
    return b.add(middle, emitMlp(b, y, { scope: `${block}/channel_mixing`, keys: channelKeys }, plan.channelsMlp), site);
  });
  const normed = b.section('pre_head_layer_norm', 'blocks', () => b.layerNorm(mixed, { scope: 'pre_head_layer_norm', keys: hiddenKeys }, LAYER_NORM_EPSILON));
  return b.section('head', 'head', () => {
    const pooled = b.mean(normed, { scope: '', keys: hiddenKeys }, [1]);
    return plan.classes === 0 ? pooled : b.dense(pooled, { scope: 'head', keys: [keys.classes, keys.hidden] }, plan.classes);
  });
}
