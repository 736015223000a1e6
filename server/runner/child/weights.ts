/** The weights of a run: drawn, or read from a checkpoint when a section wants them. */

import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { TensorSource } from '../../core/checkpoint/fit';
import type { CheckpointTensor } from '../../core/checkpoint/header';
import { phrase } from '../../core/phrase';
import { reasonOf } from '../../files';
import type { RunPlan } from '../../onnx/plan';
import { axis, elements } from '../../onnx/shapes';
import { isScale } from '../../onnx/weights';
import { positionEmbeddings } from '../../onnx/weights/positions';
import type { RunWeights } from '../protocol';
import { RunError } from './failure';
import type { Weights } from './forward';
import { type Checkpoint, openCheckpoint } from './standIn';
import { WeightWindows } from './windows';

export interface WeightSupply {
  readonly values: Weights;
  /** Throws RunError `weights` where the file is no longer the one that was opened. */
  check(): void;
  close(): void;
}

/** Throws RunError `weights` where the checkpoint can't be opened. */
export async function openWeights(weights: RunWeights, plan: RunPlan): Promise<WeightSupply> {
  if (weights.kind === 'random') return drawn(plan, weights.seed);
  return CheckpointWeights.open(weights.path, weights.sources);
}

function drawn(plan: RunPlan, seed: number): WeightSupply {
  const scales = plan.sections.flatMap((section) => section.weights.filter((weight) => isScale(weight.name)).map((weight) => elements(weight.shape)));
  const windows = new WeightWindows(plan.largestParameter, Math.max(0, ...scales), seed);
  return { values: (name, shape) => windows.values(name, shape), check: () => undefined, close: () => undefined };
}

class CheckpointWeights implements WeightSupply {
  readonly #tensors: ReadonlyMap<string, CheckpointTensor>;

  private constructor(
    private readonly path: string,
    private readonly checkpoint: Checkpoint,
    private readonly sources: ReadonlyMap<string, TensorSource>,
    private readonly stamp: string,
  ) {
    this.#tensors = new Map(checkpoint.header.tensors.map((tensor) => [tensor.name, tensor]));
  }

  static async open(path: string, sources: ReadonlyMap<string, TensorSource>): Promise<WeightSupply> {
    try {
      const stamp = stampOf(path);
      return new CheckpointWeights(path, await openCheckpoint(path), sources, stamp);
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  readonly values: Weights = async (name, shape) => {
    const source = this.sources.get(name);
    if (source === undefined) throw new RunError('weights', phrase`${this.#file} has no values for ${name}`);
    switch (source.kind) {
      case 'new':
        return new Float32Array(elements(shape));
      case 'tensor':
        return this.#read(source.tensor, source.index, elements(shape));
      case 'positions': {
        const width = axis(shape, -1);
        const tokens = source.from[0] * source.from[1] + (source.classToken === 'kept' ? 1 : 0);
        return positionEmbeddings(await this.#read(source.tensor, null, tokens * width), source, width);
      }
    }
  };

  check(): void {
    if (this.#stampNow() !== this.stamp) throw this.#changed();
  }

  close(): void {
    this.checkpoint.close();
  }

  /** Exactly `count` values. */
  async #read(name: string, index: number | null, count: number): Promise<Float32Array> {
    const tensor = this.#tensors.get(name);
    const there = tensor === undefined ? 0 : elements(index === null ? tensor.shape : tensor.shape.slice(1));
    // The sources were made from a header that said so.
    if (there !== count) throw this.#changed();
    try {
      return await this.checkpoint.read(name, index === null ? {} : { index });
    } catch (error) {
      if (this.#stampNow() !== this.stamp) throw this.#changed();
      throw unreadable(this.path, error);
    }
  }

  get #file(): string {
    return basename(this.path);
  }

  #changed(): RunError {
    return new RunError('weights', phrase`${this.#file} has changed since the run was asked for`);
  }

  #stampNow(): string | null {
    try {
      return stampOf(this.path);
    } catch {
      return null;
    }
  }
}

function stampOf(path: string): string {
  const { size, mtimeMs, ino } = statSync(path);
  return `${size} ${mtimeMs} ${ino}`;
}

function unreadable(path: string, error: unknown): RunError {
  return new RunError('weights', phrase`${basename(path)} can't be read: ${reasonOf(error)}`);
}
