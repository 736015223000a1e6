import type { TransformerSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder, Site } from './builder';
import { lastSize } from './builder';
import type { FieldReader } from './fields';
import { lastName } from './fields';
import type { Tensor } from './graph';

/** What upstream's `Encoder` is built from, and the keys that say so. */
export interface EncoderPlan {
  readonly layers: number;
  readonly heads: number;
  readonly mlpDim: number;
  readonly keys: { readonly width: readonly string[]; readonly layers: string; readonly heads: string; readonly mlpDim: string };
}

export const LAYER_NORM_EPSILON = 1e-6;

/** What the modules of a block are called: flax once numbered them through, and now numbers them by class. */
interface BlockNames {
  readonly attention: string;
  readonly secondNorm: string;
  readonly mlp: string;
}

/** The names of upstream's published checkpoints. */
const NUMBERED_THROUGH: BlockNames = { attention: 'MultiHeadDotProductAttention_1', secondNorm: 'LayerNorm_2', mlp: 'MlpBlock_3' };
export const NUMBERED_BY_CLASS: BlockNames = { attention: 'MultiHeadDotProductAttention_0', secondNorm: 'LayerNorm_1', mlp: 'MlpBlock_0' };

/** Reads the sizes of an encoder of blocks `width` wide. Upstream checks the heads where it builds a block. */
export function planEncoder(
  spec: Pick<TransformerSpec, 'numLayers' | 'numHeads' | 'mlpDim'>,
  width: number,
  widthKey: string,
  reader: FieldReader,
): EncoderPlan {
  const layers = reader.count(spec.numLayers);
  const heads = reader.size(spec.numHeads);
  const mlpDim = reader.size(spec.mlpDim);
  const headsKey = spec.numHeads.key;
  if (layers > 0 && width % heads > 0) {
    reader.problem(
      'heads-divide-width',
      phrase`${lastName(widthKey)} ${width} can't be divided among ${heads} heads (${lastName(headsKey)}): ${heads} x ${Math.floor(width / heads)} leaves ${width % heads}.`,
      headsKey,
      widthKey,
    );
  }
  return { layers, heads, mlpDim, keys: { width: [widthKey], layers: spec.numLayers.key, heads: headsKey, mlpDim: spec.mlpDim.key } };
}

/**
 * Pre-norm transformer blocks and the closing `encoder_norm`, [1, n, width] -> the same.
 * Scopes are those under which checkpoints keep the parameters.
 */
export function emitEncoder(b: GraphBuilder, input: Tensor, scope: string, part: string, plan: EncoderPlan, names = NUMBERED_THROUGH): Tensor {
  const { layers, heads, mlpDim, keys } = plan;
  const block = `${scope}/encoderblock_{i}`;
  const widthKeys = [...keys.width, keys.layers];
  const headKeys = [...keys.width, keys.heads, keys.layers];
  const mlpKeys = [keys.mlpDim, ...keys.width, keys.layers];
  const encoded = b.repeat(block, part, layers, 0, input, (x) => {
    const normed = b.layerNorm(x, { scope: `${block}/LayerNorm_0`, keys: widthKeys }, LAYER_NORM_EPSILON);
    const attended = emitAttention(b, normed, normed, { scope: `${block}/${names.attention}`, keys: headKeys }, heads);
    const middle = b.add(attended, x, { scope: block, keys: widthKeys });
    const y = b.layerNorm(middle, { scope: `${block}/${names.secondNorm}`, keys: widthKeys }, LAYER_NORM_EPSILON);
    return b.add(middle, emitMlp(b, y, { scope: `${block}/${names.mlp}`, keys: mlpKeys }, mlpDim), { scope: block, keys: widthKeys });
  });
  return b.section(`${scope}/encoder_norm`, part, () => b.layerNorm(encoded, { scope: `${scope}/encoder_norm`, keys: keys.width }, LAYER_NORM_EPSILON));
}

/** Flax's MultiHeadDotProductAttention, [1, m, width] asking [1, n, width]: kernels [width, heads, headWidth], `out` [heads, headWidth, width]. */
export function emitAttention(b: GraphBuilder, query: Tensor, x: Tensor, { scope, keys }: Site, heads: number): Tensor {
  const width = lastSize(x);
  const headWidth = width / heads;
  const project = (from: Tensor, name: string) => b.dense(from, { scope: `${scope}/${name}`, keys }, width, [width, heads, headWidth], [heads, headWidth]);
  const attended = b.attention(project(query, 'query'), project(x, 'key'), project(x, 'value'), null, { scope, keys }, heads);
  return b.dense(attended, { scope: `${scope}/out`, keys }, width, [heads, headWidth, width]);
}

/** Dense, GELU (tanh), Dense back to the width of the input. */
export function emitMlp(b: GraphBuilder, x: Tensor, { scope, keys }: Site, hidden: number): Tensor {
  const expanded = b.activation(b.dense(x, { scope: `${scope}/Dense_0`, keys }, hidden), { scope, keys }, 'gelu');
  return b.dense(expanded, { scope: `${scope}/Dense_1`, keys }, lastSize(x));
}
