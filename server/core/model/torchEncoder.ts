import type { GraphBuilder, Site } from './builder';
import { lastSize } from './builder';
import { type EncoderPlan, LAYER_NORM_EPSILON } from './encoder';
import type { Tensor } from './graph';

/** The keys behind a block's parts. */
export interface BlockKeys {
  readonly width: readonly string[];
  readonly heads: readonly string[];
  readonly mlp: readonly string[];
}

export function blockKeysOf({ keys }: EncoderPlan): BlockKeys {
  const width = [...keys.width, keys.layers];
  return { width, heads: [...keys.width, keys.heads, keys.layers], mlp: [keys.mlpDim, ...width] };
}

/** What a block of ViT-pytorch does, [1, n, width] -> the same, and attention's weights where they are asked for. */
export interface BlockResult {
  readonly output: Tensor;
  /** [heads, n, n]. */
  readonly weights: Tensor | null;
}

/** A pre-norm block; names are those of the state dict, with slashes for its dots. */
export function emitTorchBlock(b: GraphBuilder, x: Tensor, scope: string, plan: EncoderPlan, wantsWeights: boolean): BlockResult {
  const keys = blockKeysOf(plan);
  const normed = b.layerNorm(x, { scope: `${scope}/attention_norm`, keys: keys.width }, LAYER_NORM_EPSILON);
  const { attended, weights } = emitAttention(b, normed, { scope: `${scope}/attn`, keys: keys.heads }, plan.heads, wantsWeights);
  const middle = b.add(attended, x, { scope, keys: keys.width });
  const y = b.layerNorm(middle, { scope: `${scope}/ffn_norm`, keys: keys.width }, LAYER_NORM_EPSILON);
  const mlp = { scope: `${scope}/ffn`, keys: keys.mlp };
  const expanded = b.activation(b.dense(y, { ...mlp, scope: `${mlp.scope}/fc1` }, plan.mlpDim), mlp, 'gelu-erf');
  const back = b.dense(expanded, { ...mlp, scope: `${mlp.scope}/fc2` }, lastSize(x));
  return { output: b.add(back, middle, { scope, keys: keys.width }), weights };
}

function emitAttention(b: GraphBuilder, x: Tensor, site: Site, heads: number, wantsWeights: boolean): { attended: Tensor; weights: Tensor | null } {
  const width = lastSize(x);
  const project = (from: Tensor, name: string) => b.dense(from, { scope: `${site.scope}/${name}`, keys: site.keys }, width);
  const [query, key, value] = [project(x, 'query'), project(x, 'key'), project(x, 'value')];
  if (!wantsWeights) return { attended: project(b.attention(query, key, value, null, site, heads), 'out'), weights: null };
  const weights = b.attentionWeights(query, key, site, heads);
  return { attended: project(b.weigh(weights, value, site), 'out'), weights };
}

/** All blocks and `encoder_norm`, [1, n, width] -> the same. */
export function emitTorchEncoder(b: GraphBuilder, tokens: Tensor, plan: EncoderPlan): Tensor {
  const layer = 'transformer/encoder/layer/{i}';
  const encoded = b.repeat(layer, 'encoder', plan.layers, 0, tokens, (x) => emitTorchBlock(b, x, layer, plan, false).output);
  const norm = 'transformer/encoder/encoder_norm';
  return b.section(norm, 'encoder', () => b.layerNorm(encoded, { scope: norm, keys: plan.keys.width }, LAYER_NORM_EPSILON));
}
