/** What came out: shape, finiteness, mean and deviation, and the files asked for. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type * as ort from 'onnxruntime-node';
import { phrase } from '../../core/phrase';
import type { PlanOutput } from '../../onnx/plan';
import { npyFile } from '../npy';
import type { OutputSummary } from '../protocol';
import { RunError } from './failure';

/** Throws RunError `result` where the shape is not the expected one or a value is not finite. */
export async function summarize(output: PlanOutput, tensor: ort.Tensor | undefined, saveTo: string | undefined): Promise<OutputSummary> {
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
export function similarity(values: ReadonlyMap<string, ort.Tensor>, outputs: readonly PlanOutput[]): number | undefined {
  const [image, text] = ['img/normalized', 'txt/normalized'].map((name) => {
    const output = outputs.find((candidate) => candidate.name === name);
    const data = output === undefined ? undefined : values.get(output.value)?.data;
    return data instanceof Float32Array ? data : undefined;
  });
  if (image === undefined || text === undefined || image.length !== text.length) return undefined;
  return image.reduce((sum, value, index) => sum + value * (text[index] ?? 0), 0);
}
