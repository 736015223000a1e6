/** Runs a graph in this process: by its plan, as the runner does, and as the exported model. */
import * as ort from 'onnxruntime-node';
import { expect } from 'vitest';
import type { Graph } from '../../../server/core/model/graph';
import { countInitializers, runPlan, writeModel } from '../../../server/onnx';
import type { WeightSource } from '../../../server/onnx/weights/source';
import type { Weights } from '../../../server/runner/child/forward';
import { forward } from '../../../server/runner/child/forward';

export type Outputs = Record<string, { readonly dims: readonly number[]; readonly data: Float32Array }>;
export type Inputs = Record<string, Float32Array | Int32Array>;

export async function runByPlan(graph: Graph, inputs: Inputs, weights: Weights): Promise<Outputs> {
  const plan = runPlan(graph);
  const fed = new Map(plan.inputs.map((input) => [input.value, tensor(inputs[input.name], input.shape)]));
  const { values } = await forward(ort, plan, [fed], weights, () => undefined);
  return Object.fromEntries(plan.outputs.map((output) => [output.name, asOutput(values[0]?.get(output.value))]));
}

/** Exports, checks that the initialisers are all parameters, loads and runs. */
export async function runExported(graph: Graph, inputs: Inputs, source: WeightSource): Promise<Outputs> {
  const { bytes, parameters } = await exported(graph, source);
  expect(countInitializers(bytes)).toBe(parameters);
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const results = await session.run(Object.fromEntries(graph.inputs.map((input) => [input.name, tensor(inputs[input.name], input.tensor.shape)])));
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, value]) => [name.replace(/_output$/, ''), asOutput(value as ort.Tensor)]));
}

export async function exported(graph: Graph, source: WeightSource): Promise<{ bytes: Uint8Array; data: Uint8Array; parameters: number }> {
  const chunks: Uint8Array[] = [];
  const data: Uint8Array[] = [];
  const summary = await writeModel(
    graph,
    source,
    {},
    { model: (chunk) => void chunks.push(chunk.slice()), data: (chunk) => void data.push(chunk.slice()), dataName: 'x' },
  );
  return { bytes: Buffer.concat(chunks), data: Buffer.concat(data), parameters: summary.parameters };
}

/** The largest difference, relative to the largest value expected. */
export function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (const [index, value] of expected.entries()) {
    const apart = Math.abs((actual[index] ?? Number.NaN) - value);
    if (Number.isNaN(apart)) return Number.NaN;
    difference = Math.max(difference, apart);
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}

function tensor(values: Float32Array | Int32Array | undefined, shape: readonly number[]): ort.Tensor {
  if (values === undefined) throw new Error('an input has no values');
  return values instanceof Float32Array ? new ort.Tensor('float32', values, shape) : new ort.Tensor('int32', values, shape);
}

function asOutput(value: ort.Tensor | undefined): Outputs[string] {
  if (value === undefined || !(value.data instanceof Float32Array)) throw new Error('an output is missing');
  return { dims: value.dims, data: value.data };
}
