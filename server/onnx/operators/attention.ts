/** softmax(q k' / sqrt(headWidth)) v, once with ONNX Runtime's own operator and once in operators of the standard. */
import type { AttentionOp, AttentionWeightsOp, PaddingMaskOp } from '../../core/model/graph';
import type { NodeBuilder, Value } from '../builder';
import { axis } from '../shapes';

/** What masked scores are lowered by: the exponential of anything so low is zero in float32. */
const MASKED = -1e10;

/** `mask` [1, n] is 1 where a key may be attended to. */
export function attention(b: NodeBuilder, op: AttentionOp, query: Value, key: Value, value: Value, mask: Value | null): Value {
  return b.attention === 'fused' ? fused(b, op, query, key, value, mask) : standard(b, op, query, key, value, mask);
}

/** `com.microsoft.MultiHeadAttention` never holds the whole matrix of scores: at 1024 pixels a seventh of the memory of the standard form. */
function fused(b: NodeBuilder, op: AttentionOp, query: Value, key: Value, value: Value, mask: Value | null): Value {
  return b.node(
    'MultiHeadAttention',
    mask === null ? [query, key, value] : [query, key, value, null, mask],
    { shape: query.shape },
    { num_heads: { int: op.heads }, mask_filter_value: { float: MASKED } },
    'com.microsoft',
  );
}

function standard(b: NodeBuilder, op: AttentionOp, query: Value, key: Value, value: Value, mask: Value | null): Value {
  const [batch, queries, width] = [axis(query.shape, 0), axis(query.shape, 1), axis(query.shape, 2)];
  const keys = axis(key.shape, 1);
  const headWidth = width / op.heads;
  const split = (x: Value, perm: readonly number[]) => b.transpose(b.reshape(x, [batch, axis(x.shape, 1), op.heads, headWidth]), perm);

  const scaled = b.node('Mul', [query, b.floats([1 / Math.sqrt(headWidth)], [])], { shape: query.shape });
  const scoreShape = [batch, op.heads, queries, keys];
  let scores = b.node('MatMul', [split(scaled, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])], { shape: scoreShape });
  if (mask !== null) scores = b.node('Add', [scores, maskBias(b, mask, batch, keys)], { shape: scoreShape });
  const weights = b.node('Softmax', [scores], { shape: scoreShape }, { axis: { int: -1 } });
  const mixed = b.node('MatMul', [weights, split(value, [0, 2, 1, 3])], { shape: [batch, op.heads, queries, headWidth] });
  return b.reshape(b.transpose(mixed, [0, 2, 1, 3]), query.shape);
}

/** 0 where the mask is 1, a huge negative number where it is 0. */
function maskBias(b: NodeBuilder, mask: Value, batch: number, keys: number): Value {
  const kept = b.node('Cast', [mask], { shape: mask.shape }, { to: { int: 1 } });
  const dropped = b.node('Sub', [b.floats([1], []), kept], { shape: mask.shape });
  return b.reshape(b.node('Mul', [dropped, b.floats([MASKED], [])], { shape: mask.shape }), [batch, 1, 1, keys]);
}

/** softmax(q k' / sqrt(headWidth)), [heads, n, n]. */
export function attentionWeights(b: NodeBuilder, op: AttentionWeightsOp, query: Value, key: Value): Value {
  const headWidth = axis(query.shape, 2) / op.heads;
  const scaled = b.node('Mul', [query, b.floats([1 / Math.sqrt(headWidth)], [])], { shape: query.shape });
  const scores = b.node('MatMul', [byHead(b, scaled, op.heads, [1, 0, 2]), byHead(b, key, op.heads, [1, 2, 0])], { shape: op.output.shape });
  return b.node('Softmax', [scores], { shape: op.output.shape }, { axis: { int: -1 } });
}

/** Weights [heads, n, n] times values [1, n, width]. */
export function weigh(b: NodeBuilder, weights: Value, value: Value): Value {
  const heads = axis(weights.shape, 0);
  const split = byHead(b, value, heads, [1, 0, 2]);
  const mixed = b.node('MatMul', [weights, split], { shape: [heads, axis(weights.shape, 1), axis(split.shape, 2)] });
  return b.reshape(b.transpose(mixed, [1, 0, 2]), [1, axis(weights.shape, 1), axis(value.shape, 2)]);
}

export function chainWeights(b: NodeBuilder, later: Value, earlier: Value): Value {
  return b.node('MatMul', [later, earlier], { shape: later.shape });
}

/** The first token, and for each head the other one that it gives the most weight to, as seen from the first. */
export function selectTokens(b: NodeBuilder, weights: Value, tokens: Value): Value {
  const [heads, count] = [axis(weights.shape, 0), axis(weights.shape, 1)];
  const ofFirst = b.node('Gather', [weights, b.ints([0], [])], { shape: [heads, count] }, { axis: { int: 1 } });
  const ofOthers = b.node('Slice', [ofFirst, b.ints([1]), b.ints([count]), b.ints([1])], { shape: [heads, count - 1] });
  const most = b.node('ArgMax', [ofOthers], { shape: [heads], dtype: 'int64' }, { axis: { int: 1 }, keepdims: { int: 0 } });
  const chosen = b.node('Add', [most, b.ints([1])], { shape: [heads], dtype: 'int64' });
  const all = b.node('Concat', [b.ints([0]), chosen], { shape: [heads + 1], dtype: 'int64' }, { axis: { int: 0 } });
  return b.node('Gather', [tokens, all], { shape: [1, heads + 1, axis(tokens.shape, 2)] }, { axis: { int: 1 } });
}

/** [1, n, width] -> [n, heads, headWidth], its axes then in another order. */
function byHead(b: NodeBuilder, x: Value, heads: number, perm: readonly number[]): Value {
  return b.transpose(b.reshape(x, [axis(x.shape, 1), heads, axis(x.shape, 2) / heads]), perm);
}

/** Token ids -> 1 where the id is not 0, else 0. */
export function paddingMask(b: NodeBuilder, op: PaddingMaskOp, ids: Value): Value {
  const present = b.node('Cast', [ids], { shape: ids.shape, dtype: 'bool' }, { to: { int: 9 } });
  return b.node('Cast', [present], { shape: op.output.shape, dtype: 'int32' }, { to: { int: 6 } });
}
