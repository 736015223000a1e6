import type { BigVisionVitSpec, Pair } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import type { EncoderPlan } from './encoder';
import { emitAttention, emitEncoder, emitMlp, LAYER_NORM_EPSILON, NUMBERED_BY_CLASS, planEncoder } from './encoder';
import type { FieldReader } from './fields';
import { lastName } from './fields';
import { validGrid } from './geometry';
import type { Tensor, Tokenization } from './graph';

/** big_vision's ViT with every size known and possible. */
export interface BigVisionVitPlan {
  readonly patch: Pair;
  readonly width: number;
  readonly encoder: EncoderPlan;
  readonly posemb: 'learn' | 'sincos2d';
  readonly pool: 'gap' | 'map' | 'tok' | '0' | 'none';
  readonly representation: number | null;
  readonly classes: number;
  readonly image: Tokenization;
  readonly keys: Readonly<Record<'image' | 'patch' | 'width' | 'heads' | 'mlpDim' | 'posemb' | 'pool' | 'representation' | 'classes', string>>;
}

export function planBigVisionVit(spec: BigVisionVitSpec, reader: FieldReader): BigVisionVitPlan {
  const imageSize = reader.pair(spec.imageSize);
  const patch = reader.pair(spec.patchSize);
  const width = reader.size(spec.width);
  const posemb = reader.value(spec.posemb, 'learn');
  const pool = reader.value(spec.poolType, 'gap');
  const { numHeads, mlpDim } = spec;
  const encoder = planEncoder({ numLayers: spec.depth, numHeads, mlpDim }, width, spec.width.key, reader);
  // The attention of the pooling has as many heads as that of the blocks, so with blocks the problem is there already.
  if (pool === 'map' && encoder.layers === 0 && width % encoder.heads > 0) {
    reader.problem(
      'heads-divide-width',
      phrase`${lastName(spec.width.key)} ${width} can't be divided among the ${encoder.heads} heads (${lastName(numHeads.key)}) of the attention that pools.`,
      numHeads.key,
      spec.width.key,
    );
  }
  if (posemb === 'sincos2d' && width % 4 > 0) {
    reader.problem(
      'sincos-width',
      phrase`posemb sincos2d gives a quarter of the width each to the sine and cosine of rows and columns, and ${lastName(spec.width.key)} ${width} is not a multiple of 4.`,
      spec.width.key,
      spec.posemb.key,
    );
  }
  const grid = validGrid(imageSize, patch);
  if (grid[0] === 0 || grid[1] === 0) {
    const assumed = spec.imageSize.known && spec.imageSize.source === 'default';
    const message = phrase`No patch of ${patch[0]}x${patch[1]} fits into an image of ${imageSize[0]}x${imageSize[1]}.`;
    reader.problem(assumed ? 'unknown-field' : 'no-patch-fits', message, spec.patchSize.key, spec.imageSize.key);
  }
  return {
    patch,
    width,
    encoder,
    posemb,
    pool,
    representation: reader.optionalSize(spec.repSize),
    classes: reader.count(spec.numClasses),
    image: {
      imageSize,
      grid,
      tokens: grid[0] * grid[1] + (pool === 'tok' ? 1 : 0),
      effectivePatch: patch,
      lostPixels: [Math.max(0, imageSize[0] - grid[0] * patch[0]), Math.max(0, imageSize[1] - grid[1] * patch[1])],
    },
    keys: {
      image: spec.imageSize.key,
      patch: spec.patchSize.key,
      width: spec.width.key,
      heads: spec.numHeads.key,
      mlpDim: spec.mlpDim.key,
      posemb: spec.posemb.key,
      pool: spec.poolType.key,
      representation: spec.repSize.key,
      classes: spec.numClasses.key,
    },
  };
}

/** From pixels [1, h, w, 3] to logits, or to what is pooled without a head: [1, n], or [1, tokens, n] where nothing is pooled. */
export function emitBigVisionVit(b: GraphBuilder, images: Tensor, plan: BigVisionVitPlan): Tensor {
  const { keys } = plan;
  const embedded = b.section('embedding', 'embedding', () => {
    const grid = b.conv(images, { scope: 'embedding', keys: [keys.patch, keys.width] }, plan.width, plan.patch, plan.patch, 'VALID', false);
    const patches = b.flatten(grid, { scope: '', keys: [keys.image, keys.patch] });
    const site = { scope: '', keys: [keys.posemb, keys.image, keys.patch, keys.width] };
    const placed = plan.posemb === 'learn' ? b.addParameter(patches, site, 'pos_embedding') : b.addSincos(patches, site, plan.image.grid);
    return plan.pool === 'tok' ? b.prependToken(placed, { scope: '', keys: [keys.pool, keys.width] }, 'cls') : placed;
  });
  const encoded = emitEncoder(b, embedded, 'Transformer', 'encoder', plan.encoder, NUMBERED_BY_CLASS);
  const pooled = plan.pool === 'map' ? emitAttentionPooling(b, encoded, plan) : encoded;
  return b.section('head', 'head', () => {
    const site = { scope: '', keys: [keys.pool] };
    let x = pooled;
    if (plan.pool === 'gap') x = b.mean(encoded, site, [1]);
    else if (plan.pool === 'tok' || plan.pool === '0') x = b.take(encoded, site, 'first');
    if (plan.representation !== null) {
      const scope = { scope: 'pre_logits', keys: [keys.representation, keys.width] };
      x = b.activation(b.dense(x, scope, plan.representation), scope, 'tanh');
    }
    if (plan.classes === 0) return x;
    return b.dense(x, { scope: 'head', keys: [keys.classes, plan.representation === null ? keys.width : keys.representation] }, plan.classes);
  });
}

/** MAPHead: a learned probe asks the tokens, then an MLP; [1, n, width] -> [1, width]. */
function emitAttentionPooling(b: GraphBuilder, tokens: Tensor, { encoder, width, keys }: BigVisionVitPlan): Tensor {
  const scope = 'MAPHead_0';
  const site = { scope, keys: [keys.pool, keys.width] };
  return b.section(scope, 'head', () => {
    const probe = b.parameter(site, 'probe', [1, 1, width]);
    const attention = { scope: `${scope}/MultiHeadDotProductAttention_0`, keys: [keys.pool, keys.width, keys.heads] };
    const attended = emitAttention(b, probe, tokens, attention, encoder.heads);
    const normed = b.layerNorm(attended, { scope: `${scope}/LayerNorm_0`, keys: site.keys }, LAYER_NORM_EPSILON);
    const mlp = emitMlp(b, normed, { scope: `${scope}/MlpBlock_0`, keys: [keys.pool, keys.mlpDim, keys.width] }, encoder.mlpDim);
    return b.take(b.add(attended, mlp, site), site, 'first');
  });
}
