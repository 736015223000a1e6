/**
 * A model as typed operations with known shapes: what is counted, checked and run.
 * Image tensors are [batch, height, width, channels], token tensors [batch, tokens, width], as upstream has them.
 */

import type { Pair } from '../dialects/spec';
import { type Phrase } from '../phrase';

export type Shape = readonly number[];

/** The result of an operation, or an input of the graph. */
export interface Tensor {
  readonly id: number;
  readonly shape: Shape;
  readonly dtype: 'float32' | 'int32';
}

/** A trainable array with upstream's name below its op's scope (`kernel`, `query/kernel`, `pos_embedding`) and shape. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
}

interface OpBase {
  /**
   * Upstream's module path, the name under which checkpoints keep its parameters: `Transformer/encoderblock_{i}/MlpBlock_3/Dense_0`.
   * `{i}` stands for the index within a repeated section. Empty for parameters of the model itself (`cls`).
   */
  readonly scope: string;
  /** The part a person would name, a row of the hover's table: `stem`, `embedding`, `encoder`, `head`, with the tower before it in LiT. */
  readonly part: string;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly parameters: readonly Parameter[];
  /** The config keys that decided this op's shape (dotted, from the document's root). */
  readonly keys: readonly string[];
}

/** SAME and VALID as JAX has them, or so many zeros on each side. */
export type Padding = 'SAME' | 'VALID' | number;

export interface ConvOp extends OpBase {
  readonly kind: 'conv';
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  /** Weight standardisation: per output channel minus mean, divided by (standard deviation + 1e-5). */
  readonly standardized: boolean;
  /** Divided by sqrt(variance + this) instead, as PyTorch's programs and scenic have it. */
  readonly varianceEpsilon?: number;
}
export interface MaxPoolOp extends OpBase {
  readonly kind: 'maxPool';
  readonly window: Pair;
  readonly strides: Pair;
  readonly padding: 'SAME' | 'VALID';
}
export interface GroupNormOp extends OpBase {
  readonly kind: 'groupNorm';
  readonly groups: number;
  readonly epsilon: number;
}
/** At inference, with the statistics of a model nobody trained: mean 0, variance 1. Those are no parameters. */
export interface BatchNormOp extends OpBase {
  readonly kind: 'batchNorm';
  readonly epsilon: number;
}
/** [1, h, w, c] -> [1, 2h, 2w, c], bilinear, corners kept at corners. */
export interface UpsampleOp extends OpBase {
  readonly kind: 'upsample';
}
/** Zeros below and to the right of an image tensor. */
export interface PadOp extends OpBase {
  readonly kind: 'pad';
  /** Rows and columns. */
  readonly by: Pair;
}
/** Joins two image tensors along their channels. */
export interface ConcatOp extends OpBase {
  readonly kind: 'concat';
}
/** [1, h*w, c] -> [1, h, w, c]. */
export interface UnflattenOp extends OpBase {
  readonly kind: 'unflatten';
}
export interface LayerNormOp extends OpBase {
  readonly kind: 'layerNorm';
  readonly epsilon: number;
}
export interface ActivationOp extends OpBase {
  readonly kind: 'activation';
  /** `gelu` is the tanh approximation. */
  readonly fn: 'relu' | 'gelu' | 'gelu-erf' | 'tanh';
}
/** [1, h, w, c] -> [1, h*w, c]. */
export interface FlattenOp extends OpBase {
  readonly kind: 'flatten';
}
/** Over the last axis. The kernel's shape is upstream's (attention: [width, heads, headWidth]) and flattens to [in, out]. */
export interface DenseOp extends OpBase {
  readonly kind: 'dense';
  readonly inFeatures: number;
  readonly outFeatures: number;
}
/** softmax(q k' / sqrt(headWidth)) v; inputs q [1, m, width], k and v [1, n, width] and, optionally, a padding mask [1, n] of 1 and 0. */
export interface AttentionOp extends OpBase {
  readonly kind: 'attention';
  readonly heads: number;
}
/** softmax(q k' / sqrt(headWidth)) of q, k [1, n, width] -> [heads, n, n]: attention's weights by themselves. */
export interface AttentionWeightsOp extends OpBase {
  readonly kind: 'attentionWeights';
  readonly heads: number;
}
/** Weights [heads, n, n] times values [1, n, width] -> [1, n, width]. */
export interface WeighOp extends OpBase {
  readonly kind: 'weigh';
}
/** The product of two sets of weights, [heads, n, n] each: how attention flows through both blocks. */
export interface ChainWeightsOp extends OpBase {
  readonly kind: 'chainWeights';
}
/** Weights [heads, n, n] and tokens [1, n, width] -> [1, 1 + heads, width]: the first token, and for each head the other one it looks at most. */
export interface SelectTokensOp extends OpBase {
  readonly kind: 'selectTokens';
}
export interface AddOp extends OpBase {
  readonly kind: 'add';
}
/** Adds its one parameter, broadcast over the batch. */
export interface AddParameterOp extends OpBase {
  readonly kind: 'addParameter';
}
/**
 * Adds the fixed embedding of a grid's rows and columns, without parameters: of a token at row y and column x, a quarter of the
 * width each of sin(x f), cos(x f), sin(y f), cos(y f), where f_k = 10000^(-k / (width / 4 - 1)). The input is [1, rows*columns, width].
 */
export interface AddSincosOp extends OpBase {
  readonly kind: 'addSincos';
  readonly grid: Pair;
  /**
   * scenic's, where f_k = 10000^(-k / (width / 4)): of a grid, of a grid behind a class token that gets none, or of the tokens'
   * places i in a row, where sin(i f_k) and cos(i f_k) take turns along the width and f_k = 10000^(-2k / width).
   */
  readonly scenic?: 'grid' | 'grid behind a token' | 'tokens';
}
/** Times its one parameter [width], a scale. */
export interface ScaleOp extends OpBase {
  readonly kind: 'scale';
}
/** Puts its one parameter [1, 1, width] before the tokens. */
export interface PrependTokenOp extends OpBase {
  readonly kind: 'prependToken';
}
/** Swaps axes 1 and 2 of three. */
export interface SwapAxesOp extends OpBase {
  readonly kind: 'swapAxes';
}
export interface MeanOp extends OpBase {
  readonly kind: 'mean';
  /** In the shapes of this graph (channels last). */
  readonly axes: readonly number[];
}
/** The largest value, or the sum, along axis 1 of tokens [1, n, width]; the axis dropped. */
export interface ReduceOp extends OpBase {
  readonly kind: 'reduce';
  readonly fn: 'max' | 'sum';
}
/** One index along axis 1, the axis dropped. */
export interface TakeOp extends OpBase {
  readonly kind: 'take';
  readonly index: 'first' | 'last';
}
/**
 * Rows of its one parameter [rows, width] for its input, the token ids [1, n]: by token id, by position 0..n-1, or row 0 for all.
 * Gives [1, n, width]. Positions beyond the last row take the last row, as JAX clamps them.
 */
export interface LookupOp extends OpBase {
  readonly kind: 'lookup';
  readonly by: 'token' | 'position' | 'zero';
}
/** int32 token ids [1, n] -> 1 where the id is not 0, else 0. */
export interface PaddingMaskOp extends OpBase {
  readonly kind: 'paddingMask';
}
/** x / (|x| + epsilon) over axis 1, which is the last one of a pooled embedding [1, width]. */
export interface NormalizeOp extends OpBase {
  readonly kind: 'normalize';
  readonly epsilon: number;
}
/** Its one parameter as it is: a query that is learned (the probe of attention pooling). */
export interface ParameterOp extends OpBase {
  readonly kind: 'parameter';
}
/** The exponential of its one parameter (LiT's temperature). */
export interface ExpParameterOp extends OpBase {
  readonly kind: 'expParameter';
}

export type Op =
  | ConvOp
  | MaxPoolOp
  | GroupNormOp
  | BatchNormOp
  | UpsampleOp
  | PadOp
  | ConcatOp
  | UnflattenOp
  | LayerNormOp
  | ActivationOp
  | FlattenOp
  | DenseOp
  | AttentionOp
  | AttentionWeightsOp
  | WeighOp
  | ChainWeightsOp
  | SelectTokensOp
  | AddOp
  | AddParameterOp
  | AddSincosOp
  | ScaleOp
  | PrependTokenOp
  | SwapAxesOp
  | MeanOp
  | ReduceOp
  | TakeOp
  | LookupOp
  | PaddingMaskOp
  | NormalizeOp
  | ParameterOp
  | ExpParameterOp;

/**
 * Ops that run in order, `repeat` times. A repeated section feeds its `carry.output` back as `carry.input`, of equal shape;
 * ops behind the section read `carry.output`. Other tensors from before the section may be read inside it.
 * So a hundred equal blocks cost one block to analyse.
 */
export interface Section {
  /** For progress: `stem`, `Transformer/encoderblock_{i}`. */
  readonly label: string;
  readonly ops: readonly Op[];
  readonly repeat: number;
  /** The value of `{i}` in the first round. */
  readonly firstIndex: number;
  readonly carry: { readonly input: Tensor; readonly output: Tensor } | null;
}

export interface GraphInput {
  readonly name: 'images' | 'tokens';
  readonly tensor: Tensor;
  /** Number of rows the token ids may name. */
  readonly vocabulary?: number;
}

export interface GraphOutput {
  /** `logits`, `pre_logits` (no head), `masks` (a class count at each pixel), `img/normalized`, `txt/normalized`, `t`. */
  readonly name: string;
  readonly tensor: Tensor;
}

/** How the image becomes tokens; Mixer and ViT alike. */
export interface Tokenization {
  readonly imageSize: Pair;
  readonly grid: Pair;
  /** grid rows x columns, the class token included. */
  readonly tokens: number;
  /** Pixels a token covers, stem included. */
  readonly effectivePatch: Pair;
  /** Pixels [bottom rows, right columns] that no patch reaches (0 for SAME padding). */
  readonly lostPixels: Pair;
}

export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly sections: readonly Section[];
  readonly outputs: readonly GraphOutput[];
  readonly image: Tokenization;
  /** Tokens of the text tower (LiT). */
  readonly textTokens: number | null;
}

/** Why there is no graph. */
export interface GraphProblem {
  /** The code of the rule that reports it; `unknown-field` where a field is Unknown, which structure findings report. */
  readonly code:
    | 'unknown-field'
    | 'no-patch-fits'
    | 'heads-divide-width'
    | 'group-norm-width'
    | 'patches-grid'
    | 'hybrid-stages'
    | 'position-count'
    | 'decoder-channels'
    | 'skip-channels'
    | 'part-layers'
    | 'sincos-width'
    | 'lit-tower-widths'
    | 'text-transformer-output'
    | 'model-too-large';
  readonly message: Phrase;
  /** The keys that decided it. */
  readonly keys: readonly string[];
  /** Why it is not known, where the config is at no fault. */
  readonly untold?: Phrase;
}

export type GraphResult = { readonly ok: true; readonly graph: Graph } | { readonly ok: false; readonly problems: readonly GraphProblem[] };
