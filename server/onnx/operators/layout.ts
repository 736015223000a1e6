/** Between channels-last, as the graph has image tensors, and channels-first, as ONNX computes on them. */
import type { NodeBuilder, Value } from '../builder';

export function channelsFirst(b: NodeBuilder, value: Value): Value {
  return value.layout === 'nchw' || value.shape.length !== 4 ? value : b.transpose(value, [0, 3, 1, 2], 'nchw');
}

export function channelsLast(b: NodeBuilder, value: Value): Value {
  return value.layout === 'nchw' ? b.transpose(value, [0, 2, 3, 1]) : value;
}
