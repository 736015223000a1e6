import type { Pair } from '../dialects/spec';
import { windowGrid } from './geometry';
import type { ActivationOp, AddSincosOp, ConvOp, LookupOp, Op, Padding, Parameter, ReduceOp, Section, Shape, TakeOp, Tensor } from './graph';

/** Upstream's module path and the config keys that decided an op. */
export interface Site {
  readonly scope: string;
  readonly keys: readonly string[];
}

const NO_PARAMETERS: readonly Parameter[] = [];

/** Puts ops with known shapes into sections. Each op method takes its input, where the op belongs, and returns its output. */
export class GraphBuilder {
  readonly sections: Section[] = [];
  #ops: Op[] = [];
  #part = '';
  #tensors = 0;

  tensor(shape: Shape, dtype: Tensor['dtype'] = 'float32'): Tensor {
    return { id: this.#tensors++, shape, dtype };
  }

  /** A section that runs once. */
  section<T>(label: string, part: string, body: () => T): T {
    this.#ops = [];
    this.#part = part;
    const result = body();
    if (this.#ops.length > 0) this.sections.push({ label, ops: this.#ops, repeat: 1, firstIndex: 0, carry: null });
    return result;
  }

  /** A section whose output is its next round's input; of no rounds, the input itself. `body` is called once. */
  repeat(label: string, part: string, rounds: number, firstIndex: number, input: Tensor, body: (x: Tensor) => Tensor): Tensor {
    if (rounds === 0) return input;
    this.#ops = [];
    this.#part = part;
    const output = body(input);
    this.sections.push({ label, ops: this.#ops, repeat: rounds, firstIndex, carry: { input, output } });
    return output;
  }

  conv(x: Tensor, site: Site, features: number, kernel: Pair, strides: Pair, padding: Padding, standardized: boolean, varianceEpsilon?: number): Tensor {
    const bias: readonly Parameter[] = standardized ? NO_PARAMETERS : [{ name: 'bias', shape: [features] }];
    return this.#conv(x, site, features, { kernel, strides, padding, standardized, ...(varianceEpsilon === undefined ? {} : { varianceEpsilon }) }, bias);
  }

  /** PyTorch's: `padding` zeros on each side. */
  torchConv(x: Tensor, site: Site, features: number, kernel: number, stride: number, padding: number, kind: 'standardized' | 'bare' | 'biased'): Tensor {
    const standardized = kind === 'standardized';
    const bias: readonly Parameter[] = kind === 'biased' ? [{ name: 'bias', shape: [features] }] : NO_PARAMETERS;
    const own = { kernel: [kernel, kernel], strides: [stride, stride], padding, standardized } as const;
    return this.#conv(x, site, features, standardized ? { ...own, varianceEpsilon: 1e-5 } : own, bias);
  }

  #conv(
    x: Tensor,
    site: Site,
    features: number,
    own: Pick<ConvOp, 'kernel' | 'strides' | 'padding' | 'standardized' | 'varianceEpsilon'>,
    bias: readonly Parameter[],
  ): Tensor {
    const { kernel, strides, padding } = own;
    const [, height = 1, width = 1, channels = 1] = x.shape;
    const [rows, columns] = windowGrid([height, width], kernel, strides, padding);
    const weights: Parameter = { name: 'kernel', shape: [kernel[0], kernel[1], channels, features] };
    return this.#emit({ kind: 'conv', ...this.#at(site, [x], [1, rows, columns, features], [weights, ...bias]), ...own });
  }

  maxPool(x: Tensor, site: Site, window: Pair, strides: Pair, padding: 'SAME' | 'VALID' = 'SAME'): Tensor {
    const [, height = 1, width = 1, channels = 1] = x.shape;
    const [rows, columns] = windowGrid([height, width], window, strides, padding);
    return this.#emit({ kind: 'maxPool', ...this.#at(site, [x], [1, rows, columns, channels], NO_PARAMETERS), window, strides, padding });
  }

  groupNorm(x: Tensor, site: Site, groups: number, epsilon = 1e-6): Tensor {
    return this.#emit({ kind: 'groupNorm', ...this.#at(site, [x], x.shape, scaleAndBias(x)), groups, epsilon });
  }

  batchNorm(x: Tensor, site: Site, epsilon: number): Tensor {
    return this.#emit({ kind: 'batchNorm', ...this.#at(site, [x], x.shape, scaleAndBias(x)), epsilon });
  }

  upsample(x: Tensor, site: Site): Tensor {
    const [, height = 1, width = 1, channels = 1] = x.shape;
    return this.#emit({ kind: 'upsample', ...this.#at(site, [x], [1, 2 * height, 2 * width, channels], NO_PARAMETERS) });
  }

  /** The tensor itself where there is nothing to add. */
  pad(x: Tensor, site: Site, [rows, columns]: Pair): Tensor {
    if (rows === 0 && columns === 0) return x;
    const [, height = 1, width = 1, channels = 1] = x.shape;
    return this.#emit({ kind: 'pad', ...this.#at(site, [x], [1, height + rows, width + columns, channels], NO_PARAMETERS), by: [rows, columns] });
  }

  concat(a: Tensor, b: Tensor, site: Site): Tensor {
    return this.#emit({ kind: 'concat', ...this.#at(site, [a, b], [...a.shape.slice(0, -1), lastSize(a) + lastSize(b)], NO_PARAMETERS) });
  }

  unflatten(x: Tensor, site: Site, [rows, columns]: Pair): Tensor {
    return this.#emit({ kind: 'unflatten', ...this.#at(site, [x], [1, rows, columns, lastSize(x)], NO_PARAMETERS) });
  }

  layerNorm(x: Tensor, site: Site, epsilon: number): Tensor {
    return this.#emit({ kind: 'layerNorm', ...this.#at(site, [x], x.shape, scaleAndBias(x)), epsilon });
  }

  activation(x: Tensor, site: Site, fn: ActivationOp['fn']): Tensor {
    return this.#emit({ kind: 'activation', ...this.#at(site, [x], x.shape, NO_PARAMETERS), fn });
  }

  flatten(x: Tensor, site: Site): Tensor {
    const [, height = 1, width = 1, channels = 1] = x.shape;
    return this.#emit({ kind: 'flatten', ...this.#at(site, [x], [1, height * width, channels], NO_PARAMETERS) });
  }

  /** `kernel` and `bias` are upstream's shapes where they have more axes than [in, out] and [out]. */
  dense(x: Tensor, site: Site, outFeatures: number, kernel?: Shape, bias?: Shape): Tensor {
    const inFeatures = lastSize(x);
    const parameters: readonly Parameter[] = [
      { name: 'kernel', shape: kernel ?? [inFeatures, outFeatures] },
      { name: 'bias', shape: bias ?? [outFeatures] },
    ];
    return this.#emit({ kind: 'dense', ...this.#at(site, [x], [...x.shape.slice(0, -1), outFeatures], parameters), inFeatures, outFeatures });
  }

  attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | null, site: Site, heads: number): Tensor {
    const inputs = mask === null ? [query, key, value] : [query, key, value, mask];
    return this.#emit({ kind: 'attention', ...this.#at(site, inputs, query.shape, NO_PARAMETERS), heads });
  }

  attentionWeights(query: Tensor, key: Tensor, site: Site, heads: number): Tensor {
    const [, queries = 1] = query.shape;
    const [, keys = 1] = key.shape;
    return this.#emit({ kind: 'attentionWeights', ...this.#at(site, [query, key], [heads, queries, keys], NO_PARAMETERS), heads });
  }

  weigh(weights: Tensor, value: Tensor, site: Site): Tensor {
    const [, queries = 1] = weights.shape;
    return this.#emit({ kind: 'weigh', ...this.#at(site, [weights, value], [1, queries, lastSize(value)], NO_PARAMETERS) });
  }

  chainWeights(later: Tensor, earlier: Tensor, site: Site): Tensor {
    return this.#emit({ kind: 'chainWeights', ...this.#at(site, [later, earlier], later.shape, NO_PARAMETERS) });
  }

  selectTokens(weights: Tensor, tokens: Tensor, site: Site): Tensor {
    const [heads = 1] = weights.shape;
    return this.#emit({ kind: 'selectTokens', ...this.#at(site, [weights, tokens], [1, 1 + heads, lastSize(tokens)], NO_PARAMETERS) });
  }

  add(a: Tensor, b: Tensor, site: Site): Tensor {
    return this.#emit({ kind: 'add', ...this.#at(site, [a, b], a.shape, NO_PARAMETERS) });
  }

  addParameter(x: Tensor, site: Site, name: string): Tensor {
    return this.#emit({ kind: 'addParameter', ...this.#at(site, [x], x.shape, [{ name, shape: x.shape }]) });
  }

  addSincos(x: Tensor, site: Site, grid: Pair, scenic?: AddSincosOp['scenic']): Tensor {
    return this.#emit({ kind: 'addSincos', ...this.#at(site, [x], x.shape, NO_PARAMETERS), grid, ...(scenic === undefined ? {} : { scenic }) });
  }

  scale(x: Tensor, site: Site): Tensor {
    return this.#emit({ kind: 'scale', ...this.#at(site, [x], x.shape, [{ name: 'scale', shape: [lastSize(x)] }]) });
  }

  prependToken(x: Tensor, site: Site, name: string): Tensor {
    const [, tokens = 1, width = 1] = x.shape;
    return this.#emit({ kind: 'prependToken', ...this.#at(site, [x], [1, tokens + 1, width], [{ name, shape: [1, 1, width] }]) });
  }

  swapAxes(x: Tensor, site: Site): Tensor {
    const [, rows = 1, columns = 1] = x.shape;
    return this.#emit({ kind: 'swapAxes', ...this.#at(site, [x], [1, columns, rows], NO_PARAMETERS) });
  }

  mean(x: Tensor, site: Site, axes: readonly number[]): Tensor {
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    return this.#emit({ kind: 'mean', ...this.#at(site, [x], shape, NO_PARAMETERS), axes });
  }

  reduce(x: Tensor, site: Site, fn: ReduceOp['fn']): Tensor {
    const shape = x.shape.filter((_, axis) => axis !== 1);
    return this.#emit({ kind: 'reduce', ...this.#at(site, [x], shape, NO_PARAMETERS), fn });
  }

  take(x: Tensor, site: Site, index: TakeOp['index']): Tensor {
    const shape = x.shape.filter((_, axis) => axis !== 1);
    return this.#emit({ kind: 'take', ...this.#at(site, [x], shape, NO_PARAMETERS), index });
  }

  lookup(tokens: Tensor, site: Site, by: LookupOp['by'], rows: number, width: number): Tensor {
    return this.#emit({ kind: 'lookup', ...this.#at(site, [tokens], [1, lastSize(tokens), width], [{ name: 'embedding', shape: [rows, width] }]), by });
  }

  paddingMask(tokens: Tensor, site: Site): Tensor {
    return this.#emit({ kind: 'paddingMask', ...this.#at(site, [tokens], tokens.shape, NO_PARAMETERS, 'int32') });
  }

  normalize(x: Tensor, site: Site, epsilon: number): Tensor {
    return this.#emit({ kind: 'normalize', ...this.#at(site, [x], x.shape, NO_PARAMETERS), epsilon });
  }

  parameter(site: Site, name: string, shape: Shape): Tensor {
    return this.#emit({ kind: 'parameter', ...this.#at(site, [], shape, [{ name, shape }]) });
  }

  expParameter(site: Site, name: string): Tensor {
    return this.#emit({ kind: 'expParameter', ...this.#at(site, [], [1], [{ name, shape: [1] }]) });
  }

  #at({ scope, keys }: Site, inputs: readonly Tensor[], shape: Shape, parameters: readonly Parameter[], dtype: Tensor['dtype'] = 'float32') {
    return { scope, keys, part: this.#part, inputs, parameters, output: this.tensor(shape, dtype) };
  }

  #emit(op: Op): Tensor {
    this.#ops.push(op);
    return op.output;
  }
}

/** Size of the last axis: channels or width. */
export function lastSize(x: Tensor): number {
  return x.shape.at(-1) ?? 1;
}

function scaleAndBias(x: Tensor): readonly Parameter[] {
  const shape = [lastSize(x)];
  return [
    { name: 'scale', shape },
    { name: 'bias', shape },
  ];
}
