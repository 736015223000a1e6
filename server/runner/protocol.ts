/** What passes between a process that wants a forward pass and the child process that does it. Plain data, sent over IPC. */

import type { TensorSource } from '../core/checkpoint/fit';
import type { Graph } from '../core/model/graph';
import { type Phrase } from '../core/phrase';
import type { RunPlan } from '../onnx/plan';

/** Where the values of the parameters come from. */
export type RunWeights =
  /** Drawn: a smoke test. */
  | { readonly kind: 'random'; readonly seed: number }
  /** Read from a checkpoint file (absolute path); `sources` has every parameter of the graph by its full name, as `Fit.sources` has them. */
  | { readonly kind: 'checkpoint'; readonly path: string; readonly sources: ReadonlyMap<string, TensorSource> };

/** What all of a request's forward passes have in common. */
interface CommonRequest {
  readonly graph: Graph;
  /** Path of the bundled child, `dist/runner.js`. */
  readonly runnerPath: string;
  /** Default: random, seed 0. The seed is also that of token ids where none are given. */
  readonly weights?: RunWeights;
  /** `pp.crop`: short side to size and centre crop, instead of stretching. */
  readonly crop?: boolean;
  /** How many of the most probable classes to name, default none. Random weights and a head that nobody trained name none. */
  readonly top?: number;
  /** Whether the outputs' values come along with their summaries. */
  readonly values?: boolean;
}

/** A forward pass that somebody asked for. */
export interface RunRequest extends CommonRequest {
  /** Path of the image to run on. */
  readonly image: string;
  /** Token ids for the text tower, as many as it takes; without, sample ids. */
  readonly tokens?: Int32Array;
  /** A directory, made where missing: each output is written as `<name>.npy`, with `_` for `/` in the name. */
  readonly saveOutputs?: string;
}

/** Many forward passes of one graph in one child, the weights read once for many of them. */
export interface BatchRequest extends CommonRequest {
  readonly items: readonly RunItem[];
}

/** What one forward pass is fed; a graph without an image tower (`only`) takes no image. */
export interface RunItem {
  /** Path of an image. */
  readonly image?: string;
  /** Token ids, as many as the text tower takes; without, sample ids. */
  readonly tokens?: Int32Array;
  /** Path for each output that is to be saved as .npy. */
  readonly save?: Readonly<Record<string, string>>;
}

/** What the child needs of a request. */
export interface ChildRequest {
  readonly type: 'run';
  readonly plan: RunPlan;
  readonly items: readonly RunItem[];
  /** How many items go through the model side by side, section by section. */
  readonly chunk: number;
  readonly crop: boolean;
  readonly weights: RunWeights;
  readonly top: number;
  readonly values: boolean;
  /** Bytes that a decoded image may take beside the rest. */
  readonly imageBudgetBytes: number;
}

export type ChildMessage =
  | { readonly type: 'progress'; readonly progress: RunProgress }
  /** What became of one item, sent when it is known. */
  | { readonly type: 'item'; readonly index: number; readonly result: ItemResult }
  /** The last message: all items have been sent, or none more will be. */
  | { readonly type: 'result'; readonly result: ChildResult };

/** What became of all items together. */
export type ChildResult = ({ readonly ok: true } & Whole) | Failed;

export interface OutputSummary {
  /** `logits`, `img/normalized`, ... */
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether every value is finite. */
  readonly finite: boolean;
  readonly mean: number;
  readonly std: number;
  /** The .npy file it was written to, where that was asked for. */
  readonly savedTo?: string;
  /** All values in row-major order, where they were asked for. */
  readonly values?: Float32Array;
}

/** A class among the most probable ones. */
export interface TopClass {
  readonly index: number;
  /** Softmax over the logits. */
  readonly probability: number;
}

export interface Timings {
  /** Writing the ONNX bytes. */
  readonly buildMs: number;
  /** Creating ONNX Runtime's sessions. */
  readonly sessionMs: number;
  /** Reading the weights from the checkpoint; not there for random ones. */
  readonly readMs?: number;
  /** The forward passes alone. */
  readonly forwardMs: number;
}

/** What one round of a section took of the forward pass (of a batch: for all items together). */
export interface BlockTiming {
  /** The section's scope, resolved: `Transformer/encoderblock_3`. */
  readonly label: string;
  readonly ms: number;
}

export type RunFailureKind =
  /** More memory than the machine can give; nothing was tried. */
  | 'memory'
  /** The image can't be read. */
  | 'image'
  /** Token ids that the text tower doesn't take: too many, too few, beyond its vocabulary. */
  | 'tokens'
  /** The checkpoint can't be read, has changed, or lacks what its fit promised. */
  | 'weights'
  /** ONNX Runtime refused the model or failed in it. */
  | 'runtime'
  /** Ran, but the result has the wrong shape or values that are not finite. */
  | 'result'
  /** The child was killed or crashed. */
  | 'died'
  | 'cancelled'
  /** The child could not be started or ONNX Runtime not be loaded. */
  | 'environment';

export interface RunFailure {
  readonly kind: RunFailureKind;
  /** A sentence for people: what was found and what was expected. */
  readonly message: Phrase;
  /** Scope of the op that failed, where the runtime names it. */
  readonly scope?: string;
}

/** What came of one forward pass. */
interface Outcome {
  readonly outputs: readonly OutputSummary[];
  /** The most probable classes, the likeliest first, where they were asked for and the model names classes. */
  readonly top?: readonly TopClass[];
  /** LiT: cosine of the two embeddings; of trained weights only where token ids were given. */
  readonly similarity?: number;
}

/** What is known of the whole run. */
interface Whole {
  readonly timings: Timings;
  /** In the order they ran; together they are `forwardMs`. */
  readonly blocks: readonly BlockTiming[];
  readonly peakRssBytes: number;
  /** What the weights were: `random (seed 0)`, `ViT-B_16.npz`. */
  readonly weights: Phrase;
  /** What the run was expected to need at most, beside `peakRssBytes`, what it took. */
  readonly estimatedBytes: number;
}

interface Failed {
  readonly ok: false;
  readonly failure: RunFailure;
  readonly peakRssBytes: number | null;
}

export type RunSuccess = { readonly ok: true } & Outcome & Whole;

export type RunResult = RunSuccess | Failed;

/** An image that can't be read fails alone, without the others. */
export type ItemResult = ({ readonly ok: true } & Outcome) | { readonly ok: false; readonly failure: RunFailure };

export type BatchSuccess = {
  readonly ok: true;
  /** In the order of the request's items. */
  readonly items: readonly ItemResult[];
} & Whole;

export type BatchResult = BatchSuccess | Failed;

export interface RunProgress {
  readonly phase: 'building' | 'running';
  /** `Transformer/encoderblock_3` */
  readonly label: string;
  /** Section rounds done and in all, of all items. */
  readonly done: number;
  readonly total: number;
  /** Items done and in all, where there is more than one. */
  readonly items?: { readonly done: number; readonly total: number };
}
