/** The weights of a run: drawn, or read from a checkpoint when a section wants them. */

import { basename } from 'node:path';
import { type Checkpoint, openCheckpoint } from '../../checkpoint';
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
import { WeightWindows } from './windows';

export interface WeightSupply {
  readonly values: Weights;
  close(): Promise<void>;
}

/** Throws RunError `weights` where the checkpoint can't be opened. */
export async function openWeights(weights: RunWeights, plan: RunPlan): Promise<WeightSupply> {
  if (weights.kind === 'random') return drawn(plan, weights.seed);
  return CheckpointWeights.open(weights.path, weights.sources);
}

function drawn(plan: RunPlan, seed: number): WeightSupply {
  const scales = plan.sections.flatMap((section) => section.weights.filter((weight) => isScale(weight.name)).map((weight) => elements(weight.shape)));
  const windows = new WeightWindows(plan.largestParameter, Math.max(0, ...scales), seed);
  return { values: (name, shape) => windows.values(name, shape), close: async () => undefined };
}

class CheckpointWeights implements WeightSupply {
  readonly #tensors: ReadonlyMap<string, CheckpointTensor>;

  private constructor(
    private readonly path: string,
    private readonly checkpoint: Checkpoint,
    private readonly sources: ReadonlyMap<string, TensorSource>,
  ) {
    this.#tensors = new Map(checkpoint.header.tensors.map((tensor) => [tensor.name, tensor]));
  }

  static async open(path: string, sources: ReadonlyMap<string, TensorSource>): Promise<WeightSupply> {
    try {
      return new CheckpointWeights(path, await openCheckpoint(path), sources);
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  readonly values: Weights = async (name, shape) => {
    const source = this.sources.get(name);
    if (source === undefined) throw new RunError('weights', phrase`${basename(this.path)} has no values for ${name}`);
    switch (source.kind) {
      case 'new':
        return new Float32Array(elements(shape)).fill(source.value);
      case 'tensor':
        return this.#read(source.tensor, source.index, elements(shape));
      case 'positions': {
        const width = axis(shape, -1);
        const tokens = source.from[0] * source.from[1] + (source.classToken === 'kept' ? 1 : 0);
        return positionEmbeddings(await this.#read(source.tensor, null, tokens * width), source, width);
      }
    }
  };

  close(): Promise<void> {
    return this.checkpoint.close();
  }

  /** Exactly `count` values. */
  async #read(name: string, index: number | null, count: number): Promise<Float32Array> {
    const tensor = this.#tensors.get(name);
    const there = tensor === undefined ? 0 : elements(index === null ? tensor.shape : tensor.shape.slice(1));
    // The sources were made from a header that said so.
    if (there !== count) throw new RunError('weights', phrase`${basename(this.path)} has changed since the run was asked for`);
    try {
      return await this.checkpoint.read(name, { index });
    } catch (error) {
      throw unreadable(this.path, error);
    }
  }
}

function unreadable(path: string, error: unknown): RunError {
  return new RunError('weights', phrase`${basename(path)} can't be read: ${reasonOf(error)}`);
}
