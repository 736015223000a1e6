/** Operations on image tensors: convolution, pooling, group normalisation, and the step to tokens. */
import type { BatchNormOp, ConvOp, GroupNormOp, MaxPoolOp, PadOp, UnflattenOp } from '../../core/model/graph';
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
  if (op.standardized) kernel = standardized(b, kernel, op.varianceEpsilon);
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

/**
 * Weight standardisation of an [out, height x width x in] kernel: per output channel (w - mean) / (std + 1e-5), std over the population;
 * with an epsilon for the variance, (w - mean) / sqrt(variance + epsilon).
 */
function standardized(b: NodeBuilder, kernel: Value, varianceEpsilon: number | undefined): Value {
  const perChannel = [axis(kernel.shape, 0), 1];
  const axes = b.ints([1]);
  const mean = b.node('ReduceMean', [kernel, axes], { shape: perChannel }, { keepdims: { int: 1 } });
  const centred = b.node('Sub', [kernel, mean], { shape: kernel.shape });
  const square = b.node('Mul', [centred, centred], { shape: kernel.shape });
  const variance = b.node('ReduceMean', [square, axes], { shape: perChannel }, { keepdims: { int: 1 } });
  const root = (value: Value) => b.node('Sqrt', [value], { shape: perChannel });
  const raised = (value: Value, by: number) => b.node('Add', [value, b.floats([by])], { shape: perChannel });
  const divisor = varianceEpsilon === undefined ? raised(root(variance), STANDARDIZATION_EPSILON) : root(raised(variance, varianceEpsilon));
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

/** At inference, of statistics as a fresh model has them. */
export function batchNorm(b: NodeBuilder, op: BatchNormOp, input: Value): Value {
  const x = channelsFirst(b, input);
  const channels = axis(x.shape, 1);
  const [mean, variance] = [0, 1].map((value) => b.floats(new Array<number>(channels).fill(value)));
  const weights = [b.weight(parameterOf(op, 'scale')), b.weight(parameterOf(op, 'bias')), mean ?? null, variance ?? null];
  return b.node('BatchNormalization', [x, ...weights], { shape: x.shape, layout: 'nchw' }, { epsilon: { float: op.epsilon } });
}

/** Twice the rows and columns, as `UpsamplingBilinear2d` makes them. */
export function upsample(b: NodeBuilder, input: Value): Value {
  const x = channelsFirst(b, input);
  const shape = [axis(x.shape, 0), axis(x.shape, 1), 2 * axis(x.shape, 2), 2 * axis(x.shape, 3)];
  const mode = { mode: { text: 'linear' }, coordinate_transformation_mode: { text: 'align_corners' } };
  return b.node('Resize', [x, null, null, b.ints(shape)], { shape, layout: 'nchw' }, mode);
}

/** Zeros below and to the right. */
export function pad(b: NodeBuilder, { by: [rows, columns] }: PadOp, input: Value): Value {
  const x = channelsFirst(b, input);
  const shape = [axis(x.shape, 0), axis(x.shape, 1), axis(x.shape, 2) + rows, axis(x.shape, 3) + columns];
  return b.node('Pad', [x, b.ints([0, 0, 0, 0, 0, 0, rows, columns])], { shape, layout: 'nchw' });
}

export function concat(b: NodeBuilder, inputs: readonly Value[]): Value {
  const parts = inputs.map((input) => channelsFirst(b, input));
  const channels = parts.reduce((sum, { shape }) => sum + axis(shape, 1), 0);
  const [first] = parts;
  const shape = [1, channels, axis(first?.shape ?? [], 2), axis(first?.shape ?? [], 3)];
  return b.node('Concat', parts, { shape, layout: 'nchw' }, { axis: { int: 1 } });
}

/** [1, h*w, c] -> [1, h, w, c]. */
export function unflatten(b: NodeBuilder, op: UnflattenOp, x: Value): Value {
  return b.reshape(x, op.output.shape);
}

/** [1, h, w, c] -> [1, h*w, c]. */
export function flatten(b: NodeBuilder, input: Value): Value {
  const x = channelsLast(b, input);
  return b.reshape(x, [axis(x.shape, 0), axis(x.shape, 1) * axis(x.shape, 2), axis(x.shape, 3)]);
}
