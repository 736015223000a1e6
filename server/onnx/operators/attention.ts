/** softmax(q k' / sqrt(headWidth)) v, once with ONNX Runtime's own operator and once in operators of the standard. */
import type { AttentionOp, PaddingMaskOp } from '../../core/model/graph';
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

/** Token ids -> 1 where the id is not 0, else 0. */
export function paddingMask(b: NodeBuilder, op: PaddingMaskOp, ids: Value): Value {
  const present = b.node('Cast', [ids], { shape: ids.shape, dtype: 'bool' }, { to: { int: 9 } });
  return b.node('Cast', [present], { shape: op.output.shape, dtype: 'int32' }, { to: { int: 6 } });
}
