/** Operations on token tensors [batch, tokens, width] and on what is pooled from them. */
import type {
  ActivationOp,
  AddParameterOp,
  DenseOp,
  ExpParameterOp,
  LayerNormOp,
  LookupOp,
  MeanOp,
  NormalizeOp,
  PrependTokenOp,
  ReduceOp,
  ScaleOp,
  TakeOp,
} from '../../core/model/graph';
import type { NodeBuilder, Value } from '../builder';
import { axis, optionalParameter, parameterOf, soleParameter } from '../shapes';

/** Kernels flatten to [in, out]: attention's are [width, heads, headWidth] and [heads, headWidth, width] in checkpoints. */
export function dense(b: NodeBuilder, op: DenseOp, x: Value): Value {
  const shape = [...x.shape.slice(0, -1), op.outFeatures];
  const product = b.node('MatMul', [x, b.weight(parameterOf(op, 'kernel'), [op.inFeatures, op.outFeatures])], { shape });
  const bias = optionalParameter(op, 'bias');
  return bias === undefined ? product : b.node('Add', [product, b.weight(bias, [op.outFeatures])], { shape });
}

export function layerNorm(b: NodeBuilder, op: LayerNormOp, x: Value): Value {
  const weights = [b.weight(parameterOf(op, 'scale')), b.weight(parameterOf(op, 'bias'))];
  return b.node('LayerNormalization', [x, ...weights], { shape: x.shape }, { axis: { int: -1 }, epsilon: { float: op.epsilon } });
}

/** Elementwise: keeps the layout of an image tensor. */
export function activation(b: NodeBuilder, op: ActivationOp, x: Value): Value {
  const like = { shape: x.shape, layout: x.layout };
  switch (op.fn) {
    case 'relu':
      return b.node('Relu', [x], like);
    case 'tanh':
      return b.node('Tanh', [x], like);
    case 'gelu':
      return b.node('Gelu', [x], like, { approximate: { text: 'tanh' } });
    case 'gelu-erf':
      return b.node('Gelu', [x], like, { approximate: { text: 'none' } });
  }
}

export function addParameter(b: NodeBuilder, op: AddParameterOp, x: Value): Value {
  return b.node('Add', [x, b.weight(soleParameter(op))], { shape: x.shape });
}

export function scale(b: NodeBuilder, op: ScaleOp, x: Value): Value {
  return b.node('Mul', [x, b.weight(soleParameter(op))], { shape: x.shape });
}

export function prependToken(b: NodeBuilder, op: PrependTokenOp, x: Value): Value {
  const shape = [axis(x.shape, 0), axis(x.shape, 1) + 1, axis(x.shape, 2)];
  return b.node('Concat', [b.weight(soleParameter(op)), x], { shape }, { axis: { int: 1 } });
}

export function swapAxes(b: NodeBuilder, x: Value): Value {
  return b.transpose(x, [0, 2, 1]);
}

export function mean(b: NodeBuilder, op: MeanOp, x: Value): Value {
  const shape = x.shape.filter((_, index) => !op.axes.includes(index));
  return b.node('ReduceMean', [x, b.ints(op.axes)], { shape }, { keepdims: { int: 0 } });
}

export function reduce(b: NodeBuilder, op: ReduceOp, x: Value): Value {
  const shape = [axis(x.shape, 0), ...x.shape.slice(2)];
  return b.node(op.fn === 'max' ? 'ReduceMax' : 'ReduceSum', [x, b.ints([1])], { shape }, { keepdims: { int: 0 } });
}

export function take(b: NodeBuilder, op: TakeOp, x: Value): Value {
  const index = op.index === 'first' ? 0 : axis(x.shape, 1) - 1;
  return b.node('Gather', [x, b.ints([index], [])], { shape: [axis(x.shape, 0), ...x.shape.slice(2)] }, { axis: { int: 1 } });
}

/** `ids` where the rows are chosen by token. Positions beyond the last row use the last, as upstream's lookup does. */
export function lookup(b: NodeBuilder, op: LookupOp, ids: Value | null): Value {
  const count = axis(op.output.shape, 1);
  const table = b.weight(soleParameter(op));
  const width = axis(table.shape, 1);
  if (op.by === 'zero') {
    const row = b.node('Gather', [table, b.ints([0], [1, 1])], { shape: [1, 1, width] }, { axis: { int: 0 } });
    return b.node('Expand', [row, b.ints([1, count, width])], { shape: [1, count, width] });
  }
  return b.node('Gather', [table, ids ?? positions(b, count, axis(table.shape, 0))], { shape: [1, count, width] }, { axis: { int: 0 } });
}

/** [1, count] of 0, 1, 2, ... up to the last of `rows`. */
function positions(b: NodeBuilder, count: number, rows: number): Value {
  const range = b.node('Range', [b.ints([0], []), b.ints([count], []), b.ints([1], [])], { shape: [count], dtype: 'int64' });
  const capped = count <= rows ? range : b.node('Min', [range, b.ints([rows - 1], [])], { shape: [count], dtype: 'int64' });
  return b.reshape(capped, [1, count]);
}

/** x / (|x| + epsilon) over the last axis. */
export function normalize(b: NodeBuilder, op: NormalizeOp, x: Value): Value {
  const shape = [...x.shape.slice(0, -1), 1];
  const norm = b.node('ReduceL2', [x, b.ints([-1])], { shape }, { keepdims: { int: 1 } });
  const divisor = b.node('Add', [norm, b.floats([op.epsilon], [])], { shape });
  return b.node('Div', [x, divisor], { shape: x.shape });
}

export function expParameter(b: NodeBuilder, op: ExpParameterOp): Value {
  const parameter = b.weight(soleParameter(op));
  return b.node('Exp', [parameter], { shape: parameter.shape });
}
