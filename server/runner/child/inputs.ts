/** What an item is fed: its image decoded and preprocessed, its token ids checked, or sample ids. */

import type * as ort from 'onnxruntime-node';
import { phrase } from '../../core/phrase';
import type { PlanInput } from '../../onnx/plan';
import { preprocess } from '../preprocess';
import type { ChildRequest, RunFailure, RunItem } from '../protocol';
import { sampleTokens } from '../tokens';
import { failureOf, RunError } from './failure';
import { decodeImage } from './image';

export type Feed = { readonly ok: true; inputs(runtime: typeof ort): Map<string, ort.Tensor> } | { readonly ok: false; readonly failure: RunFailure };

type Made = readonly [PlanInput, Float32Array | Int32Array];

export class Feeder {
  /** Images are decoded one after the other: each may take all the memory that is left for one. */
  #decoding: Promise<unknown> = Promise.resolve();

  constructor(private readonly request: ChildRequest) {}

  /** Never rejects. */
  async feeds(item: RunItem): Promise<Feed> {
    try {
      const made: Made[] = [];
      for (const input of this.request.plan.inputs) made.push([input, input.name === 'images' ? await this.#image(item, input) : this.#tokens(item, input)]);
      return { ok: true, inputs: (runtime) => new Map(made.map(([input, values]) => [input.value, tensor(runtime, values, input.shape)])) };
    } catch (error) {
      return { ok: false, failure: failureOf(error) };
    }
  }

  #image({ image }: RunItem, { shape: [, height = 0, width = 0] }: PlanInput): Promise<Float32Array> {
    if (image === undefined) throw new RunError('image', phrase`The model takes an image, and none was given`);
    const { imageBudgetBytes, crop } = this.request;
    const decoded = this.#decoding.then(async () => preprocess(await decodeImage(image, imageBudgetBytes), [height, width], crop));
    this.#decoding = decoded.catch(() => undefined);
    return decoded;
  }

  #tokens({ tokens }: RunItem, { shape: [, length = 0], vocabulary }: PlanInput): Int32Array {
    const { weights } = this.request;
    const ids = vocabulary ?? 1;
    if (tokens === undefined) return sampleTokens(length, ids, weights.kind === 'random' ? weights.seed : 0);
    if (tokens.length !== length) throw new RunError('tokens', phrase`The text tower takes ${length} token ids, and ${tokens.length} were given`);
    const beyond = tokens.find((id) => id < 0 || id >= ids);
    if (beyond !== undefined) throw new RunError('tokens', phrase`Token id ${beyond} is not below ${ids}, the size of the text tower's vocabulary`);
    return tokens;
  }
}

function tensor(runtime: typeof ort, values: Float32Array | Int32Array, shape: readonly number[]): ort.Tensor {
  return values instanceof Float32Array ? new runtime.Tensor('float32', values, shape) : new runtime.Tensor('int32', values, shape);
}
