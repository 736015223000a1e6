/** What passes between a process that wants a forward pass and the child process that does it. Plain data, sent over IPC. */

import type { Graph } from '../core/model/graph';
import { type Phrase } from '../core/phrase';
import type { RunPlan } from '../onnx/plan';

/** A forward pass that somebody asked for. */
export interface RunRequest {
  readonly graph: Graph;
  /** Path of the image to run on. */
  readonly image: string;
  /** Path of the bundled child, `dist/runner.js`. */
  readonly runnerPath: string;
  /** `pp.crop`: short side to size and centre crop, instead of stretching. */
  readonly crop?: boolean;
  /** Of the random weights and token ids, default 0. */
  readonly seed?: number;
  /** A directory, made where missing: each output is written as `<name>.npy`, with `_` for `/` in the name. */
  readonly saveOutputs?: string;
}

/** What the child needs of a request. */
export interface ChildRequest {
  readonly type: 'run';
  readonly plan: RunPlan;
  readonly image: string;
  readonly crop: boolean;
  readonly seed: number;
  /** Path for each output that is to be saved. */
  readonly save: Readonly<Record<string, string>>;
  /** Bytes that the decoded image may take beside the rest. */
  readonly imageBudgetBytes: number;
}

export type ChildMessage = { readonly type: 'progress'; readonly progress: RunProgress } | { readonly type: 'result'; readonly result: RunResult };

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
}

export interface Timings {
  /** Writing the ONNX bytes. */
  readonly buildMs: number;
  /** Creating ONNX Runtime's sessions. */
  readonly sessionMs: number;
  /** The forward pass alone. */
  readonly forwardMs: number;
}

/** What one round of a section took of the forward pass. */
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

export interface RunSuccess {
  readonly ok: true;
  readonly outputs: readonly OutputSummary[];
  readonly timings: Timings;
  /** In the order they ran; together they are `forwardMs`. */
  readonly blocks: readonly BlockTiming[];
  readonly peakRssBytes: number;
  /** What the weights were: `random (seed 0)`. */
  readonly weights: Phrase;
  /** LiT: cosine of the two embeddings. */
  readonly similarity?: number;
  /** What the run was expected to need at most, beside `peakRssBytes`, what it took. */
  readonly estimatedBytes: number;
}

export type RunResult = RunSuccess | { readonly ok: false; readonly failure: RunFailure; readonly peakRssBytes: number | null };

export interface RunProgress {
  readonly phase: 'building' | 'running';
  /** `Transformer/encoderblock_3` */
  readonly label: string;
  /** Section rounds done and in all. */
  readonly done: number;
  readonly total: number;
}
