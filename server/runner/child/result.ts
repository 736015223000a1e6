/** What came out: shape, finiteness, mean and deviation, the most probable classes, and the files asked for. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as ort from 'onnxruntime-node';
import { phrase } from '../../core/phrase';
import type { PlanOutput } from '../../onnx/plan';
import { npyFile } from '../npy';
import type { ItemResult, OutputSummary, TopClass } from '../protocol';
import { RunError } from './failure';
import type { Values } from './forward';

export interface ResultOptions {
  /** Path for each output that is to be saved. */
  readonly save: Readonly<Record<string, string>>;
  readonly top: number;
  readonly values: boolean;
  /** Whether the cosine of the embeddings means something, if only that they can be compared. */
  readonly similarity: boolean;
}

/** Throws what `summarize` throws. */
export async function itemResult(planned: readonly PlanOutput[], made: Values, { save, top, values, similarity }: ResultOptions): Promise<ItemResult> {
  const outputs: OutputSummary[] = [];
  for (const output of planned) {
    const tensor = made.get(output.value);
    const summary = await summarize(output, tensor, save[output.name]);
    outputs.push(values && tensor?.data instanceof Float32Array ? { ...summary, values: tensor.data } : summary);
  }
  const cosine = similarity ? cosineOf(made, planned) : undefined;
  const logits = planned.find(({ name, shape }) => name === 'logits' && shape.length === 2);
  const scores = logits === undefined ? undefined : made.get(logits.value)?.data;
  return {
    ok: true,
    outputs,
    ...(top > 0 && scores instanceof Float32Array ? { top: topClasses(scores, top) } : {}),
    ...(cosine === undefined ? {} : { similarity: cosine }),
  };
}

/** The `count` likeliest classes, the likeliest first; of equal ones the lower index. */
export function topClasses(logits: Float32Array, count: number): TopClass[] {
  const largest = logits.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY);
  const exponentials = Float64Array.from(logits, (value) => Math.exp(value - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return Array.from(logits.keys())
    .sort((a, b) => (logits[b] ?? 0) - (logits[a] ?? 0) || a - b)
    .slice(0, count)
    .map((index) => ({ index, probability: (exponentials[index] ?? 0) / sum }));
}

/** Throws RunError `result` where the shape is not the expected one or a value is not finite. */
async function summarize(output: PlanOutput, tensor: ort.Tensor | undefined, saveTo: string | undefined): Promise<OutputSummary> {
  const values = tensor?.data;
  if (tensor === undefined || !(values instanceof Float32Array)) throw new RunError('result', phrase`${output.name}: the run gave no such output`);
  if (tensor.dims.join() !== output.shape.join()) {
    throw new RunError('result', phrase`${output.name}: expected the shape [${output.shape.join(', ')}], got [${tensor.dims.join(', ')}]`);
  }
  const summary = { name: output.name, shape: tensor.dims, ...statistics(values) };
  if (saveTo !== undefined) {
    await mkdir(dirname(saveTo), { recursive: true });
    await writeFile(saveTo, npyFile(values, tensor.dims));
  }
  if (!summary.finite) {
    const bad = values.findIndex((value) => !Number.isFinite(value));
    throw new RunError('result', phrase`${output.name}: value ${bad} of ${values.length} is ${String(values[bad])}, not a finite number`);
  }
  return saveTo === undefined ? summary : { ...summary, savedTo: saveTo };
}

function statistics(values: Float32Array): { finite: boolean; mean: number; std: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { finite: Number.isFinite(sum), mean, std: Math.sqrt(squares / values.length) };
}

/** The dot product of LiT's two normalised embeddings, their cosine. */
function cosineOf(values: Values, outputs: readonly PlanOutput[]): number | undefined {
  const [image, text] = ['img/normalized', 'txt/normalized'].map((name) => {
    const output = outputs.find((candidate) => candidate.name === name);
    const data = output === undefined ? undefined : values.get(output.value)?.data;
    return data instanceof Float32Array ? data : undefined;
  });
  if (image === undefined || text === undefined || image.length !== text.length) return undefined;
  return image.reduce((sum, value, index) => sum + value * (text[index] ?? 0), 0);
}
