import type { Pair, ScenicVitSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import { type EncoderPlan, emitAttention, emitEncoder, emitMlp, LAYER_NORM_EPSILON, NUMBERED_BY_CLASS, planEncoder } from './encoder';
import { type FieldReader, lastName } from './fields';
import { validGrid } from './geometry';
import type { Tensor, Tokenization } from './graph';
import { emitStem, planStem, SCENIC_STEM, type StemPlan } from './resnet';

/** scenic's ViT, or its HybridViT, with every size known and possible. */
export interface ScenicVitPlan {
  readonly stem: StemPlan | null;
  readonly patch: Pair;
  readonly hidden: number;
  readonly encoder: EncoderPlan;
  readonly positions: 'learned_1d' | 'sinusoidal_1d' | 'sinusoidal_2d' | 'none';
  readonly classifier: 'token' | '0' | 'gap' | 'gmp' | 'gsp' | 'map' | 'none';
  readonly representation: number | null;
  readonly classes: number;
  readonly image: Tokenization;
  readonly keys: Readonly<Record<'image' | 'patch' | 'hidden' | 'heads' | 'mlpDim' | 'positions' | 'classifier' | 'representation' | 'classes', string>>;
}

export function planScenicVit(spec: ScenicVitSpec, reader: FieldReader): ScenicVitPlan {
  const imageSize = reader.pair(spec.imageSize);
  const patch = reader.pair(spec.patchSize);
  const hidden = reader.size(spec.hiddenSize);
  const positions = reader.value(spec.positions, 'learned_1d');
  const classifier = reader.value(spec.classifier, 'gap');
  const encoder = planEncoder(spec.transformer, hidden, spec.hiddenSize.key, reader);
  const stem = spec.resnet === null ? null : planStem(spec.resnet, imageSize, reader);
  if (classifier === 'map' && encoder.layers === 0 && hidden % encoder.heads > 0) {
    reader.problem(
      'heads-divide-width',
      phrase`${lastName(spec.hiddenSize.key)} ${hidden} can't be divided among the ${encoder.heads} heads (${lastName(encoder.keys.heads)}) of the attention that pools.`,
      encoder.keys.heads,
      spec.hiddenSize.key,
    );
  }
  const source = stem?.grid ?? imageSize;
  const grid = validGrid(source, patch);
  if (grid[0] === 0 || grid[1] === 0) {
    const keys = [spec.patchSize.key, spec.imageSize.key];
    reader.problem('no-patch-fits', phrase`No patch of ${patch[0]}x${patch[1]} fits into the ${source[0]}x${source[1]} positions of an image.`, ...keys);
  }
  const tokens = grid[0] * grid[1];
  if (positions === 'sinusoidal_1d' && hidden % 2 > 0) {
    const message = phrase`sinusoidal_1d gives half of the width each to sines and cosines, and ${lastName(spec.hiddenSize.key)} ${hidden} is odd.`;
    reader.problem('sincos-width', message, spec.hiddenSize.key, spec.positions.key);
  }
  if (positions === 'sinusoidal_2d') checkSincos(spec, hidden, tokens, reader);
  const downscale = stem?.downscale ?? 1;
  const effectivePatch: Pair = [patch[0] * downscale, patch[1] * downscale];
  return {
    stem,
    patch,
    hidden,
    encoder,
    positions,
    classifier,
    representation: reader.optionalSize(spec.representationSize),
    classes: reader.count(spec.numClasses),
    image: {
      imageSize,
      grid,
      tokens: tokens + (classifier === 'token' ? 1 : 0),
      effectivePatch,
      lostPixels: [Math.max(0, imageSize[0] - grid[0] * effectivePatch[0]), Math.max(0, imageSize[1] - grid[1] * effectivePatch[1])],
    },
    keys: {
      image: spec.imageSize.key,
      patch: spec.patchSize.key,
      hidden: spec.hiddenSize.key,
      heads: encoder.keys.heads,
      mlpDim: encoder.keys.mlpDim,
      positions: spec.positions.key,
      classifier: spec.classifier.key,
      representation: spec.representationSize.key,
      classes: spec.numClasses.key,
    },
  };
}

function checkSincos(spec: ScenicVitSpec, hidden: number, tokens: number, reader: FieldReader): void {
  if (hidden % 4 > 0) {
    const message = phrase`sinusoidal_2d gives a quarter of the width each to the sine and cosine of rows and columns, and ${lastName(spec.hiddenSize.key)} ${hidden} is not a multiple of 4.`;
    reader.problem('sincos-width', message, spec.hiddenSize.key, spec.positions.key);
  }
  // A grid of another shape is cut anew: rows of it are then no rows of the image.
  if (Math.floor(Math.sqrt(tokens)) ** 2 !== tokens && tokens > 0) {
    reader.problem(
      'sincos-width',
      phrase`sinusoidal_2d takes ${tokens} patches for a square grid, which they are not.`,
      spec.positions.key,
      spec.patchSize.key,
    );
  }
}

/** From pixels [1, h, w, 3] to logits, or to what is pooled without a head. */
export function emitScenicVit(b: GraphBuilder, images: Tensor, plan: ScenicVitPlan): Tensor {
  const { keys, stem } = plan;
  const pixels = stem === null ? images : emitStem(b, images, '', stem, SCENIC_STEM);
  const embedded = b.section('embedding', 'embedding', () => {
    const site = { scope: 'embedding', keys: [keys.patch, keys.hidden, ...(stem === null ? [] : [stem.keys.width, stem.keys.stages])] };
    const patches = b.flatten(b.conv(pixels, site, plan.hidden, plan.patch, plan.patch, 'VALID', false), { scope: '', keys: [keys.image, keys.patch] });
    const tokens = plan.classifier === 'token' ? b.prependToken(patches, { scope: '', keys: [keys.classifier, keys.hidden] }, 'cls') : patches;
    return emitPositions(b, tokens, plan);
  });
  const encoded = emitEncoder(b, embedded, 'Transformer', 'encoder', plan.encoder, NUMBERED_BY_CLASS);
  const pooled = plan.classifier === 'map' ? emitMap(b, encoded, plan) : encoded;
  return b.section('head', 'head', () => {
    const site = { scope: '', keys: [keys.classifier] };
    let x = pooled;
    if (plan.classifier === 'gap') x = b.mean(encoded, site, [1]);
    else if (plan.classifier === 'gmp' || plan.classifier === 'gsp') x = b.reduce(encoded, site, plan.classifier === 'gmp' ? 'max' : 'sum');
    else if (plan.classifier === 'token' || plan.classifier === '0') x = b.take(encoded, site, 'first');
    if (plan.representation !== null) {
      const scope = { scope: 'pre_logits', keys: [keys.representation, keys.hidden] };
      x = b.activation(b.dense(x, scope, plan.representation), scope, 'tanh');
    }
    if (plan.classes === 0) return x;
    return b.dense(x, { scope: 'output_projection', keys: [keys.classes, plan.representation === null ? keys.hidden : keys.representation] }, plan.classes);
  });
}

/** Of sinusoidal_2d the class token gets none. */
function emitPositions(b: GraphBuilder, tokens: Tensor, { positions, classifier, keys, image }: ScenicVitPlan): Tensor {
  const site = { scope: 'Transformer/posembed_input', keys: [keys.positions, keys.image, keys.patch, keys.hidden, keys.classifier] };
  switch (positions) {
    case 'learned_1d':
      return b.addParameter(tokens, site, 'pos_embedding');
    case 'sinusoidal_1d':
      return b.addSincos(tokens, site, image.grid, 'tokens');
    case 'sinusoidal_2d': {
      const side = Math.floor(Math.sqrt(image.grid[0] * image.grid[1]));
      return b.addSincos(tokens, site, [side, side], classifier === 'token' ? 'grid behind a token' : 'grid');
    }
    case 'none':
      return tokens;
  }
}

/** MAPHead: a learned probe asks the tokens, then an MLP; [1, n, width] -> [1, width]. */
function emitMap(b: GraphBuilder, tokens: Tensor, { encoder, hidden, keys }: ScenicVitPlan): Tensor {
  const scope = 'MAPHead_0';
  const site = { scope, keys: [keys.classifier, keys.hidden] };
  return b.section(scope, 'head', () => {
    const probe = b.parameter(site, 'probe', [1, 1, hidden]);
    const attention = { scope: `${scope}/MultiHeadDotProductAttention_0`, keys: [keys.classifier, keys.hidden, keys.heads] };
    const attended = emitAttention(b, probe, tokens, attention, encoder.heads);
    const normed = b.layerNorm(attended, { scope: `${scope}/LayerNorm_0`, keys: site.keys }, LAYER_NORM_EPSILON);
    const mlp = emitMlp(b, normed, { scope: `${scope}/MlpBlock_0`, keys: [keys.classifier, keys.mlpDim, keys.hidden] }, encoder.mlpDim);
    return b.take(b.add(attended, mlp, site), site, 'first');
  });
}
