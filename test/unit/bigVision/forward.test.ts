/** Our forward passes against big_vision's own, with the same weights and images, by ONNX Runtime. */
import { describe, expect, test } from 'vitest';
import { hashedImages, hashedValues, hashedWeights } from '../onnx/hashed';
import { type Outputs, relativeError, runByPlan, runExported } from '../onnx/run';
import { FORWARD, type Forward, graphOf } from './goldens';

/** Of the largest value of an output. */
const TOLERANCE = 5e-5;

describe.each(FORWARD.map((golden) => [`${golden.config.model_name} ${JSON.stringify(golden.config.model)}`, golden] as const))('%s', (_, golden) => {
  const graph = graphOf(golden.config);
  const images = hashedImages(graph.inputs[0]?.tensor.shape ?? []);

  test('as it is run', async () => compare(await runByPlan(graph, { images }, hashedValues), golden));
  test('as it is exported', async () => compare(await runExported(graph, { images }, hashedWeights), golden));
});

function compare(actual: Outputs, { outputs }: Forward): void {
  expect(Object.keys(actual)).toEqual(Object.keys(outputs));
  for (const [name, { shape, values }] of Object.entries(outputs)) {
    expect(actual[name]?.dims, name).toEqual(shape);
    const expected = new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer);
    expect(relativeError(actual[name]?.data ?? new Float32Array(), expected), name).toBeLessThan(TOLERANCE);
  }
}
