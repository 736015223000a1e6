/**
 * Runs a graph in float64 by the plain meaning of its ops, one loop each, to hold it against the reference implementation's outputs.
 * Parameters and inputs follow the rule of test/reference/model/forward.py.
 */
import type { ConvOp, Graph, MaxPoolOp, Op, Parameter, Shape, Tensor } from '../../../server/core/model/graph';

type Values = Float64Array;

const product = (shape: Shape) => shape.reduce((a, b) => a * b, 1);

/** A plain loop: Float64Array.from is ten times slower, and BERT has 85 million values. */
function filled(length: number, f: (k: number) => number): Values {
  const values = new Float64Array(length);
  for (let k = 0; k < length; k++) values[k] = f(k);
  return values;
}

/** An unsigned 32-bit number for each index: FNV-1a of the name, mixed with the index by murmur3's finaliser. */
function mixer(name: string): (k: number) => number {
  let seed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) seed = Math.imul(seed ^ byte, 0x01000193);
  return (k) => {
    let x = (seed + k) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return (x ^ (x >>> 16)) >>> 0;
  };
}

function parameterValues(name: string, shape: Shape): (k: number) => number {
  const mix = mixer(name);
  const scale = shape.length > 1 ? Math.sqrt((3 * (shape.at(-1) ?? 1)) / product(shape)) : 0.1;
  const offset = name.endsWith('/scale') ? 1 : 0;
  return (k) => (mix(k) / 2 ** 31 - 1) * scale + offset;
}

function inputValues({ name, tensor, vocabulary = 2 }: Graph['inputs'][number]): Values {
  const mix = mixer(name);
  const count = product(tensor.shape);
  const padding = Math.floor(count / 3);
  const token = (k: number) => (k >= count - padding ? 0 : 1 + (mix(k) % (vocabulary - 1)));
  return filled(count, (k) => (name === 'tokens' ? token(k) : mix(k) / 2 ** 31 - 1));
}

/** The outputs of a graph by name. */
export function run(graph: Graph): Map<string, Values> {
  const values = new Map<number, Values>(graph.inputs.map((input) => [input.tensor.id, inputValues(input)]));
  const read = (tensor: Tensor): Values => {
    const found = values.get(tensor.id);
    if (found === undefined) throw new Error(`tensor ${tensor.id} is read before it is made`);
    return found;
  };
  for (const { ops, repeat, firstIndex, carry } of graph.sections) {
    for (let round = 0; round < repeat; round++) {
      if (carry !== null && round > 0) values.set(carry.input.id, read(carry.output));
      for (const op of ops) {
        const scope = op.scope.replace('{i}', String(firstIndex + round));
        const parameters = op.parameters.map(({ name, shape }) => parameterValues(scope === '' ? name : `${scope}/${name}`, shape));
        const result = evaluate(op, op.inputs.map(read), parameters);
        if (result.length !== product(op.output.shape)) throw new Error(`${op.kind} gives ${result.length} values for [${op.output.shape}]`);
        values.set(op.output.id, result);
      }
    }
  }
  return new Map(graph.outputs.map(({ name, tensor }) => [name, read(tensor)]));
}

function evaluate(op: Op, inputs: readonly Values[], parameters: readonly ((k: number) => number)[]): Values {
  const [x = new Float64Array(), y = new Float64Array(), z = new Float64Array(), mask] = inputs;
  const [first = () => Number.NaN, second = () => 0] = parameters;
  const shape = op.inputs[0]?.shape ?? [];
  const last = shape.at(-1) ?? 1;
  const make = (f: (k: number) => number) => filled(product(op.output.shape), f);
  switch (op.kind) {
    case 'conv':
      return convolve(op, x, kernelOf(op, first), second);
    case 'maxPool':
      return pool(op, x);
    case 'groupNorm': {
      const size = last / op.groups;
      return standardize(x, op.epsilon, op.groups, (k) => Math.floor((k % last) / size), first, second, last);
    }
    case 'batchNorm':
      return x.map((value, k) => (value / Math.sqrt(1 + op.epsilon)) * first(k % last) + second(k % last));
    case 'upsample':
      return upsampled(x, shape, op.output.shape);
    case 'pad': {
      const [, height = 1, width = 1] = shape;
      const [, , columns = 1] = op.output.shape;
      return make((k) => {
        const [row, column] = [Math.floor(k / last / columns), Math.floor(k / last) % columns];
        return row < height && column < width ? (x[(row * width + column) * last + (k % last)] ?? 0) : 0;
      });
    }
    case 'concat': {
      const other = op.inputs[1]?.shape.at(-1) ?? 0;
      const all = last + other;
      return make((k) => (k % all < last ? (x[Math.floor(k / all) * last + (k % all)] ?? 0) : (y[Math.floor(k / all) * other + (k % all) - last] ?? 0)));
    }
    case 'attentionWeights':
      return weightsOf(x, y, shape[1] ?? 1, op.inputs[1]?.shape[1] ?? 1, last, op.heads);
    case 'weigh': {
      const [heads = 1, rows = 1, count = 1] = shape;
      const width = op.output.shape[2] ?? 1;
      return make((k) => {
        const head = Math.floor((k % width) / (width / heads));
        const from = (head * rows + Math.floor(k / width)) * count;
        return Array.from({ length: count }, (_, i) => (x[from + i] ?? 0) * (y[i * width + (k % width)] ?? 0)).reduce((a, b) => a + b);
      });
    }
    case 'chainWeights': {
      const [, rows = 1, count = 1] = shape;
      return make((k) => {
        const [head, row, column] = [Math.floor(k / (rows * count)), Math.floor(k / count), k % count];
        return Array.from({ length: count }, (_, i) => (x[row * count + i] ?? 0) * (y[(head * rows + i) * count + column] ?? 0)).reduce((a, b) => a + b);
      });
    }
    case 'selectTokens': {
      const [heads = 1, rows = 1, count = 1] = shape;
      const width = op.output.shape[2] ?? 1;
      const chosen = [0];
      for (let head = 0; head < heads; head++) {
        const row = x.subarray(head * rows * count, head * rows * count + count);
        let most = 1;
        for (let token = 2; token < count; token++) if ((row[token] ?? 0) > (row[most] ?? 0)) most = token;
        chosen.push(most);
      }
      return make((k) => y[(chosen[Math.floor(k / width)] ?? 0) * width + (k % width)] ?? 0);
    }
    case 'layerNorm':
      return standardize(x, op.epsilon, x.length / last, (k) => Math.floor(k / last), first, second, last);
    case 'activation':
      return x.map(ACTIVATIONS[op.fn]);
    case 'flatten':
    case 'unflatten':
      return x;
    case 'dense': {
      const { inFeatures, outFeatures } = op;
      const kernel = filled(inFeatures * outFeatures, first);
      const result = make((k) => second(k % outFeatures));
      for (let k = 0; k < x.length; k++) {
        const value = x[k] ?? 0;
        const row = Math.floor(k / inFeatures) * outFeatures;
        const from = (k % inFeatures) * outFeatures;
        for (let column = 0; column < outFeatures; column++) result[row + column] = (result[row + column] ?? 0) + value * (kernel[from + column] ?? 0);
      }
      return result;
    }
    case 'attention':
      return attend(x, y, z, mask, last, op.heads);
    case 'add':
      return x.map((value, k) => value + (y[k] ?? 0));
    case 'addParameter':
      return x.map((value, k) => value + first(k));
    case 'addSincos': {
      const columns = op.grid[1];
      const quarter = last / 4;
      const { scenic } = op;
      const steps = scenic === undefined ? quarter - 1 : quarter;
      return x.map((value, k) => {
        const token = Math.floor(k / last) - (scenic === 'grid behind a token' ? 1 : 0);
        if (token < 0) return value;
        if (scenic === 'tokens') {
          const place = token * 10_000 ** -((2 * Math.floor((k % last) / 2)) / last);
          return value + ((k % last) % 2 === 0 ? Math.sin(place) : Math.cos(place));
        }
        const kind = Math.floor((k % last) / quarter);
        const frequency = 10_000 ** -((k % quarter) / steps);
        const angle = frequency * (kind < 2 ? token % columns : Math.floor(token / columns));
        return value + (kind % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
      });
    }
    case 'scale':
      return x.map((value, k) => value * first(k % last));
    case 'prependToken':
      return make((k) => (k < last ? first(k) : (x[k - last] ?? 0)));
    case 'swapAxes': {
      const rows = shape[1] ?? 1;
      return make((k) => x[(k % rows) * last + Math.floor(k / rows)] ?? 0);
    }
    case 'mean': {
      const count = x.length / last;
      return make((k) => Array.from({ length: count }, (_, i) => x[i * last + k] ?? 0).reduce((a, b) => a + b) / count);
    }
    case 'reduce': {
      const tokens = x.length / last;
      return make((k) => Array.from({ length: tokens }, (_, i) => x[i * last + k] ?? 0).reduce((a, b) => (op.fn === 'max' ? Math.max(a, b) : a + b)));
    }
    case 'take': {
      const size = x.length / (shape[1] ?? 1);
      return op.index === 'first' ? x.slice(0, size) : x.slice(-size);
    }
    case 'lookup': {
      const width = op.output.shape.at(-1) ?? 1;
      const rows = op.parameters[0]?.shape[0] ?? 1;
      const rowOf = (token: number) => (op.by === 'token' ? (x[token] ?? 0) : op.by === 'zero' ? 0 : Math.min(token, rows - 1));
      return make((k) => first(rowOf(Math.floor(k / width)) * width + (k % width)));
    }
    case 'paddingMask':
      return x.map((id) => (id === 0 ? 0 : 1));
    case 'normalize': {
      const inner = product(shape.slice(2));
      const norms = new Float64Array(inner);
      x.forEach((value, k) => {
        norms[k % inner] = (norms[k % inner] ?? 0) + value ** 2;
      });
      return x.map((value, k) => value / (Math.sqrt(norms[k % inner] ?? 0) + op.epsilon));
    }
    case 'parameter':
      return make(first);
    case 'expParameter':
      return make((k) => Math.exp(first(k)));
  }
}

const ACTIVATIONS = {
  relu: (x: number) => Math.max(0, x),
  gelu: (x: number) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  'gelu-erf': (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  tanh: Math.tanh,
};

/** The error function by its Taylor series, exact in float64 where activations are. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** Bilinear, corners kept at corners. */
function upsampled(x: Values, [, height = 1, width = 1, channels = 1]: Shape, [, rows = 1, columns = 1]: Shape): Values {
  const along = (out: number, size: number, target: number) => {
    const place = target === 1 ? 0 : (out * (size - 1)) / (target - 1);
    const low = Math.min(Math.floor(place), size - 1);
    return { low, high: Math.min(low + 1, size - 1), share: place - low };
  };
  return filled(rows * columns * channels, (k) => {
    const c = k % channels;
    const r = along(Math.floor(k / channels / columns), height, rows);
    const s = along(Math.floor(k / channels) % columns, width, columns);
    const at = (row: number, column: number) => x[(row * width + column) * channels + c] ?? 0;
    const top = at(r.low, s.low) * (1 - s.share) + at(r.low, s.high) * s.share;
    const bottom = at(r.high, s.low) * (1 - s.share) + at(r.high, s.high) * s.share;
    return top * (1 - r.share) + bottom * r.share;
  });
}

function kernelOf({ parameters, standardized, varianceEpsilon }: ConvOp, at: (k: number) => number): Values {
  const shape = (parameters[0] as Parameter).shape;
  const features = shape.at(-1) ?? 1;
  const kernel = filled(product(shape), at);
  if (!standardized) return kernel;
  const count = kernel.length / features;
  for (let f = 0; f < features; f++) {
    const column = Array.from({ length: count }, (_, i) => kernel[i * features + f] ?? 0);
    const mean = column.reduce((a, b) => a + b) / count;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
    column.forEach((value, i) => {
      kernel[i * features + f] = (value - mean) / (varianceEpsilon === undefined ? deviation + 1e-5 : Math.sqrt(deviation ** 2 + varianceEpsilon));
    });
  }
  return kernel;
}

/** Calls `visit` with each output position's index and, for each place of the window inside the image, the indices of the place and the pixel. */
function slide(op: ConvOp | MaxPoolOp, window: Shape, visit: (position: number, place: number, pixel: number) => void): void {
  const [, height = 1, width = 1] = op.inputs[0]?.shape ?? [];
  const [, rows = 1, columns = 1] = op.output.shape;
  const [kernelRows = 1, kernelColumns = 1] = window;
  const before = (out: number, stride: number, kernel: number, size: number) =>
    op.padding === 'SAME' ? Math.floor(Math.max(0, (out - 1) * stride + kernel - size) / 2) : op.padding === 'VALID' ? 0 : op.padding;
  const top = before(rows, op.strides[0], kernelRows, height);
  const left = before(columns, op.strides[1], kernelColumns, width);
  for (let position = 0; position < rows * columns; position++) {
    for (let place = 0; place < kernelRows * kernelColumns; place++) {
      const i = Math.floor(position / columns) * op.strides[0] - top + Math.floor(place / kernelColumns);
      const j = (position % columns) * op.strides[1] - left + (place % kernelColumns);
      if (i >= 0 && i < height && j >= 0 && j < width) visit(position, place, i * width + j);
    }
  }
}

function convolve(op: ConvOp, x: Values, kernel: Values, bias: (k: number) => number): Values {
  const features = op.output.shape.at(-1) ?? 1;
  const channels = op.inputs[0]?.shape.at(-1) ?? 1;
  const result = filled(product(op.output.shape), (k) => (op.parameters.length > 1 ? bias(k % features) : 0));
  slide(op, op.kernel, (position, place, pixel) => {
    for (let c = 0; c < channels; c++) {
      const value = x[pixel * channels + c] ?? 0;
      const row = (place * channels + c) * features;
      for (let f = 0; f < features; f++) result[position * features + f] = (result[position * features + f] ?? 0) + value * (kernel[row + f] ?? 0);
    }
  });
  return result;
}

function pool(op: MaxPoolOp, x: Values): Values {
  const channels = op.output.shape.at(-1) ?? 1;
  const result = new Float64Array(product(op.output.shape)).fill(Number.NEGATIVE_INFINITY);
  slide(op, op.window, (position, _, pixel) => {
    for (let c = 0; c < channels; c++) {
      const at = position * channels + c;
      result[at] = Math.max(result[at] ?? 0, x[pixel * channels + c] ?? 0);
    }
  });
  return result;
}

/** To mean 0 and variance 1 within each group, then scaled and moved by channel. */
function standardize(
  x: Values,
  epsilon: number,
  groups: number,
  groupOf: (k: number) => number,
  scale: (k: number) => number,
  bias: (k: number) => number,
  channels: number,
): Values {
  const sums = new Float64Array(groups);
  const squares = new Float64Array(groups);
  const count = x.length / groups;
  x.forEach((value, k) => {
    sums[groupOf(k)] = (sums[groupOf(k)] ?? 0) + value;
  });
  const mean = (k: number) => (sums[groupOf(k)] ?? 0) / count;
  x.forEach((value, k) => {
    squares[groupOf(k)] = (squares[groupOf(k)] ?? 0) + (value - mean(k)) ** 2;
  });
  return x.map((value, k) => ((value - mean(k)) / Math.sqrt((squares[groupOf(k)] ?? 0) / count + epsilon)) * scale(k % channels) + bias(k % channels));
}

/** softmax(q k' / sqrt(size)) of each head, [heads, queries, keys]. */
function weightsOf(q: Values, k: Values, queries: number, keys: number, width: number, heads: number): Values {
  const size = width / heads;
  const result = new Float64Array(heads * queries * keys);
  for (let row = 0; row < heads * queries; row++) {
    const [head, i] = [Math.floor(row / queries), row % queries];
    let total = 0;
    for (let j = 0; j < keys; j++) {
      let sum = 0;
      for (let d = head * size; d < (head + 1) * size; d++) sum += (q[i * width + d] ?? 0) * (k[j * width + d] ?? 0);
      result[row * keys + j] = Math.exp(sum / Math.sqrt(size));
      total += result[row * keys + j] ?? 0;
    }
    for (let j = 0; j < keys; j++) result[row * keys + j] = (result[row * keys + j] ?? 0) / total;
  }
  return result;
}

function attend(q: Values, k: Values, v: Values, mask: Values | undefined, width: number, heads: number): Values {
  const size = width / heads;
  const [queries, tokens] = [q.length / width, k.length / width];
  const result = new Float64Array(q.length);
  for (let head = 0; head < heads; head++) {
    for (let i = 0; i < queries; i++) {
      const scores = Array.from({ length: tokens }, (_, j) => {
        if (mask?.[j] === 0) return 0;
        let sum = 0;
        for (let d = head * size; d < (head + 1) * size; d++) sum += (q[i * width + d] ?? 0) * (k[j * width + d] ?? 0);
        return Math.exp(sum / Math.sqrt(size));
      });
      const total = scores.reduce((a, b) => a + b);
      for (let d = head * size; d < (head + 1) * size; d++)
        result[i * width + d] = scores.reduce((sum, s, j) => sum + (s / total) * (v[j * width + d] ?? 0), 0);
    }
  }
  return result;
}
