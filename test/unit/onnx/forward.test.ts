/** Our forward pass against upstream's own (jax, flax), with the same weights and inputs: test/reference/forward.py made the goldens. */
import { describe, expect, test } from 'vitest';
import { planParameters, runPlan } from '../../../server/onnx';
import full from '../../golden/forward/full.json';
import small from '../../golden/forward/small.json';
import { fnv1a, hashedImages, hashedValues, hashedWeights } from './hashed';
import type { Inputs, Outputs } from './run';
import { relativeError, runByPlan, runExported } from './run';
import type { Config } from './specs';
import { graphOf } from './specs';

interface Golden {
  readonly name: string;
  readonly config: Config;
  readonly tokens?: readonly number[];
  readonly parameters: { readonly count: number; readonly hash: number };
  readonly outputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: string }>>;
}

/** Of the largest value of an output. */
const TOLERANCE = 5e-5;

describe('small models', () => {
  for (const golden of small as unknown as Golden[]) {
    test(golden.name, async () => {
      const { graph, inputs } = prepared(golden);
      const byPlan = await runByPlan(graph, inputs, hashedValues);
      compare(byPlan, golden);
      if (!isBert(golden.config)) return compare(await runExported(graph, inputs, hashedWeights), golden);
      // BERT has no small size: of the export, two layers against the plan of the same.
      const cut = { ...graph, sections: graph.sections.map((section) => ({ ...section, repeat: Math.min(section.repeat, 2) })) };
      const expected = await runByPlan(cut, inputs, hashedValues);
      const actual = await runExported(cut, inputs, hashedWeights);
      for (const [name, { data }] of Object.entries(expected)) expect(relativeError(actual[name]?.data ?? new Float32Array(), data), name).toBeLessThan(1e-5);
    });
  }
});

describe('models of upstream, full size', () => {
  for (const golden of full as unknown as Golden[]) {
    test(golden.name, async () => {
      const { graph, inputs } = prepared(golden);
      compare(await runByPlan(graph, inputs, hashedValues), golden);
    }, 60_000);
  }
});

function isBert(config: Config): boolean {
  return 'text' in config && 'config' in config.text;
}

function prepared(golden: Golden) {
  const graph = graphOf(golden.config);
  const names = planParameters(runPlan(graph)).map(({ name, shape }) => `${name}[${shape.join()}]`);
  expect(names.length).toBe(golden.parameters.count);
  expect(fnv1a(names.sort().join('\n'))).toBe(golden.parameters.hash);
  const inputs: Inputs = {};
  for (const { name, tensor } of graph.inputs) inputs[name] = name === 'images' ? hashedImages(tensor.shape) : Int32Array.from(golden.tokens ?? []);
  return { graph, inputs };
}

function compare(actual: Outputs, golden: Golden): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(golden.outputs).sort());
  for (const [name, { shape, values }] of Object.entries(golden.outputs)) {
    expect(actual[name]?.dims, name).toEqual(shape);
    const expected = new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer);
    const error = relativeError(actual[name]?.data ?? new Float32Array(), expected);
    expect(error, name).toBeLessThan(TOLERANCE);
  }
}
