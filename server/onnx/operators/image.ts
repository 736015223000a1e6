/** Operations on image tensors: convolution, pooling, group normalisation, and the step to tokens. */
import type { ConvOp, GroupNormOp, MaxPoolOp } from '../../core/model/graph';
import type { NodeBuilder, Value } from '../builder';
import { axis, optionalParameter, parameterOf, windowed } from '../shapes';
import { channelsFirst, channelsLast } from './layout';

const STANDARDIZATION_EPSILON = 1e-5;

/** Kernels are [height, width, in, out] in checkpoints and [out, in, height, width] in ONNX. */
export function conv(b: NodeBuilder, op: ConvOp, input: Value): Value {
  const x = channelsFirst(b, input);
  const parameter = parameterOf(op, 'kernel');
  const [height, width, channels, features] = [0, 1, 2, 3].map((index) => axis(parameter.shape, index)) as [number, number, number, number];
  const bias = optionalParameter(op, 'bias');

  // Two steps that each move a single axis: ONNX Runtime is several times slower at both in one.
  let kernel = b.transpose(b.weight(parameter, [height * width * channels, features]), [1, 0]);
  if (op.standardized) kernel = standardized(b, kernel);
  const byChannel = height * width === 1 ? kernel : b.transpose(b.reshape(kernel, [features, height * width, channels]), [0, 2, 1]);
  const oihw = b.reshape(byChannel, [features, channels, height, width]);

  const { pads, output } = windowed([axis(x.shape, 2), axis(x.shape, 3)], op.kernel, op.strides, op.padding);
  return b.node(
    'Conv',
    [x, oihw, ...(bias === undefined ? [] : [b.weight(bias)])],
    { shape: [axis(x.shape, 0), features, ...output], layout: 'nchw' },
    { kernel_shape: { ints: op.kernel }, strides: { ints: op.strides }, pads: { ints: pads } },
  );
}

/** Weight standardisation of an [out, height x width x in] kernel: per output channel (w - mean) / (std + 1e-5), std over the population. */
function standardized(b: NodeBuilder, kernel: Value): Value {
  const perChannel = [axis(kernel.shape, 0), 1];
  const axes = b.ints([1]);
  const mean = b.node('ReduceMean', [kernel, axes], { shape: perChannel }, { keepdims: { int: 1 } });
  const centred = b.node('Sub', [kernel, mean], { shape: kernel.shape });
  const square = b.node('Mul', [centred, centred], { shape: kernel.shape });
  const variance = b.node('ReduceMean', [square, axes], { shape: perChannel }, { keepdims: { int: 1 } });
  const deviation = b.node('Sqrt', [variance], { shape: perChannel });
  const divisor = b.node('Add', [deviation, b.floats([STANDARDIZATION_EPSILON])], { shape: perChannel });
  return b.node('Div', [centred, divisor], { shape: kernel.shape });
}

export function maxPool(b: NodeBuilder, op: MaxPoolOp, input: Value): Value {
  const x = channelsFirst(b, input);
  const { pads, output } = windowed([axis(x.shape, 2), axis(x.shape, 3)], op.window, op.strides, op.padding);
  return b.node(
    'MaxPool',
    [x],
    { shape: [axis(x.shape, 0), axis(x.shape, 1), ...output], layout: 'nchw' },
    { kernel_shape: { ints: op.window }, strides: { ints: op.strides }, pads: { ints: pads } },
  );
}

/**
 * Normalises each group of channels over its channels and positions, then scales and shifts each channel.
 * ONNX's GroupNormalization-18 scales whole groups and -21 needs a newer opset: InstanceNormalization over the groups is the same.
 */
export function groupNorm(b: NodeBuilder, op: GroupNormOp, input: Value): Value {
  const x = channelsFirst(b, input);
  const channels = axis(x.shape, 1);
  const ones = b.floats(new Array<number>(op.groups).fill(1));
  const zeros = b.floats(new Array<number>(op.groups).fill(0));
  const grouped = b.reshape(x, [1, op.groups, (channels / op.groups) * axis(x.shape, 2) * axis(x.shape, 3)]);
  const normal = b.node('InstanceNormalization', [grouped, ones, zeros], { shape: grouped.shape }, { epsilon: { float: op.epsilon } });
  const image = b.reshape(normal, x.shape, 'nchw');
  const scaled = b.node('Mul', [image, b.weight(parameterOf(op, 'scale'), [channels, 1, 1])], { shape: x.shape, layout: 'nchw' });
  return b.node('Add', [scaled, b.weight(parameterOf(op, 'bias'), [channels, 1, 1])], { shape: x.shape, layout: 'nchw' });
}

/** [1, h, w, c] -> [1, h*w, c]. */
export function flatten(b: NodeBuilder, input: Value): Value {
  const x = channelsLast(b, input);
  return b.reshape(x, [axis(x.shape, 0), axis(x.shape, 1) * axis(x.shape, 2), axis(x.shape, 3)]);
}
