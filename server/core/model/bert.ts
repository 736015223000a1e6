import type { BertSpec } from '../dialects/spec';
import type { GraphBuilder } from './builder';
import type { FieldReader } from './fields';
import type { Tensor } from './graph';

/** flaxformer's two configurations, both of 30522 tokens, 512 positions and 2 segments. */
const SIZES = {
  base: { width: 768, layers: 12, heads: 12, mlpDim: 3072 },
  large: { width: 1024, layers: 24, heads: 16, mlpDim: 4096 },
} as const;
const VOCABULARY = 30522;
const POSITIONS = 512;
const SEGMENTS = 2;
const EPSILON = 1e-12;

/** A BERT text tower with every size known. */
export interface BertPlan {
  readonly kind: 'bert';
  readonly size: (typeof SIZES)[keyof typeof SIZES];
  readonly length: number;
  readonly vocabulary: number;
  readonly classes: number;
  /** Size of the embedding, and the key that decides it. */
  readonly width: number;
  readonly widthKey: string;
  readonly keys: { readonly config: string; readonly length: string; readonly classes: string };
}

export function planBert(spec: BertSpec, reader: FieldReader): BertPlan {
  const size = SIZES[reader.value(spec.config, 'base')];
  const classes = reader.count(spec.numClasses);
  return {
    kind: 'bert',
    size,
    length: reader.size(spec.maxLen),
    vocabulary: VOCABULARY,
    classes,
    width: classes > 0 ? classes : classes === 0 && spec.config.known ? size.width : Number.NaN,
    widthKey: classes > 0 ? spec.numClasses.key : spec.config.key,
    keys: { config: spec.config.key, length: spec.maxLen.key, classes: spec.numClasses.key },
  };
}

/**
 * From token ids [1, n] to the embedding [1, width]: post-norm blocks whose first token is taken, padding masked as keys.
 * Texts of more than 512 tokens are built all the same: their positions beyond the last use the last.
 * flaxformer keeps attention kernels as [in, out], and its GELU is the tanh approximation.
 */
export function emitBert(b: GraphBuilder, tokens: Tensor, prefix: string, plan: BertPlan): Tensor {
  const { width, layers, heads, mlpDim } = plan.size;
  const keys = [plan.keys.config];
  const encoder = `${prefix}BertEncoder_0`;
  const at = (scope: string) => ({ scope, keys });

  const [embedded, mask] = b.section(`${prefix}embedding`, `${prefix}embedding`, () => {
    const table = (name: string) => at(`${encoder}/embedder/embedders_${name}`);
    const words = b.lookup(tokens, table('token_ids'), 'token', VOCABULARY, width);
    const placed = b.add(words, b.lookup(tokens, table('position_ids'), 'position', POSITIONS, width), at(`${encoder}/embedder`));
    const summed = b.add(placed, b.lookup(tokens, table('segment_ids'), 'zero', SEGMENTS, width), at(`${encoder}/embedder`));
    return [b.layerNorm(summed, at(`${encoder}/layer_norm`), EPSILON), b.paddingMask(tokens, { scope: encoder, keys: [...keys, plan.keys.length] })] as const;
  });

  const layer = `${encoder}/encoder_block/layer_sequence/layers_{i}`;
  const encoded = b.repeat(layer, `${prefix}encoder`, layers, 0, embedded, (x) => {
    const attention = `${layer}/attention_block`;
    const project = (name: string) => b.dense(x, at(`${attention}/attention_layer/${name}`), width);
    const attended = b.attention(project('query'), project('key'), project('value'), mask, at(`${attention}/attention_layer`), heads);
    const projected = b.dense(attended, at(`${attention}/dense_layer`), width);
    const middle = b.layerNorm(b.add(projected, x, at(attention)), at(`${attention}/layer_norm`), EPSILON);
    const mlp = `${layer}/mlp_block`;
    const expanded = b.activation(b.dense(middle, at(`${mlp}/mlp/dense_layer`), mlpDim), at(`${mlp}/mlp`), 'gelu');
    const contracted = b.dense(expanded, at(`${mlp}/dense_layer`), width);
    return b.layerNorm(b.add(contracted, middle, at(mlp)), at(`${mlp}/layer_norm`), EPSILON);
  });

  return b.section(`${prefix}head`, `${prefix}head`, () => {
    const first = b.take(encoded, at(prefix.slice(0, -1)), 'first');
    return plan.classes === 0 ? first : b.dense(first, { scope: `${prefix}head`, keys: [plan.keys.classes, plan.keys.config] }, plan.classes);
  });
}
