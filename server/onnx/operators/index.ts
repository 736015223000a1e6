/** One writer for each kind of op: op of the graph -> nodes of ONNX. */
import type { Op, Tensor } from '../../core/model/graph';
import type { NodeBuilder, Value } from '../builder';
import { sameShape } from '../builder';
import { soleParameter } from '../shapes';
import { attention, attentionWeights, chainWeights, paddingMask, selectTokens, weigh } from './attention';
import { batchNorm, concat, conv, flatten, groupNorm, maxPool, pad, unflatten, upsample } from './image';
import { channelsFirst, channelsLast } from './layout';
import { addSincos } from './positions';
import { activation, addParameter, dense, expParameter, layerNorm, lookup, mean, normalize, prependToken, reduce, scale, swapAxes, take } from './tokens';

/**
 * Writes `op` and gives the value of its output. `valueOf` finds the values of tensors made before.
 * Throws RangeError where the graph contradicts itself (a defect of the graph, never of a config).
 */
export function writeOp(b: NodeBuilder, op: Op, valueOf: (tensor: Tensor) => Value): Value {
  b.enter(op.scope);
  const value = write(b, op, valueOf);
  const shape = value.layout === 'nchw' ? [0, 2, 3, 1].map((axis) => value.shape[axis] ?? 0) : value.shape;
  if (!sameShape(shape, op.output.shape)) {
    throw new RangeError(`${op.kind} in ${op.scope || 'the model'} gives [${shape.join()}], but the graph says [${op.output.shape.join()}]`);
  }
  return value;
}

function write(b: NodeBuilder, op: Op, valueOf: (tensor: Tensor) => Value): Value {
  const raw = (index: number): Value => {
    const tensor = op.inputs[index];
    if (tensor === undefined) throw new RangeError(`${op.kind} in ${op.scope} lacks its input ${index}`);
    return valueOf(tensor);
  };
  const input = (index: number): Value => channelsLast(b, raw(index));
  switch (op.kind) {
    case 'conv':
      return conv(b, op, raw(0));
    case 'maxPool':
      return maxPool(b, op, raw(0));
    case 'groupNorm':
      return groupNorm(b, op, raw(0));
    case 'batchNorm':
      return batchNorm(b, op, raw(0));
    case 'upsample':
      return upsample(b, raw(0));
    case 'pad':
      return pad(b, op, raw(0));
    case 'concat':
      return concat(b, [raw(0), raw(1)]);
    case 'unflatten':
      return unflatten(b, op, input(0));
    case 'attentionWeights':
      return attentionWeights(b, op, input(0), input(1));
    case 'weigh':
      return weigh(b, input(0), input(1));
    case 'chainWeights':
      return chainWeights(b, input(0), input(1));
    case 'selectTokens':
      return selectTokens(b, input(0), input(1));
    case 'flatten':
      return flatten(b, raw(0));
    case 'activation':
      return activation(b, op, raw(0));
    case 'add': {
      const [left, right] = [raw(0), raw(1)];
      const sides = left.layout === right.layout ? [left, right] : [channelsFirst(b, left), channelsFirst(b, right)];
      const first = sides[0] ?? left;
      return b.node('Add', sides, { shape: first.shape, layout: first.layout });
    }
    case 'layerNorm':
      return layerNorm(b, op, input(0));
    case 'dense':
      return dense(b, op, input(0));
    case 'attention':
      return attention(b, op, input(0), input(1), input(2), op.inputs.length > 3 ? input(3) : null);
    case 'addParameter':
      return addParameter(b, op, input(0));
    case 'addSincos':
      return addSincos(b, op, input(0));
    case 'scale':
      return scale(b, op, input(0));
    case 'prependToken':
      return prependToken(b, op, input(0));
    case 'swapAxes':
      return swapAxes(b, input(0));
    case 'mean':
      return mean(b, op, input(0));
    case 'reduce':
      return reduce(b, op, input(0));
    case 'take':
      return take(b, op, input(0));
    case 'lookup':
      return lookup(b, op, op.by === 'token' ? input(0) : null);
    case 'paddingMask':
      return paddingMask(b, op, input(0));
    case 'normalize':
      return normalize(b, op, input(0));
    case 'parameter':
      return b.weight(soleParameter(op));
    case 'expParameter':
      return expParameter(b, op);
  }
}
