/** The goldens of test/reference/checkpoints, and the whole product run on them: config text, analysis, header, fit, a child with ONNX Runtime. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { readHeader } from '../../../server/checkpoint';
import { Snapshot } from '../../../server/core/analysis';
import { type Fit, fitOf, isComplete } from '../../../server/core/checkpoint';
import type { Graph } from '../../../server/core/model/graph';
import { withoutHead } from '../../../server/core/model/prune';
import { english } from '../../../server/core/phrase';
import { startRun } from '../../../server/runner';
import type { RunSuccess } from '../../../server/runner/protocol';
import { relativeError } from '../onnx/run';

export const GOLDEN = join(__dirname, '..', '..', 'golden');
export const PICTURES = join(GOLDEN, 'pictures');

export interface Case {
  readonly name: string;
  /** File names, in the folder of the goldens. */
  readonly config: string;
  readonly weights?: string;
  readonly picture: string;
  readonly tokens?: readonly number[];
  /** In what the checkpoint is of another model than the config, which upstream's loader adapts. */
  readonly pretrained?: { readonly image_size?: readonly number[]; readonly num_classes?: number; readonly representation_size?: number };
  /** Its checkpoint is not there: the values follow a rule, for parameters so many and with names and shapes of this hash. */
  readonly byRule?: { readonly count: number; readonly hash: number };
  readonly outputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly values: string }>>;
}

export function casesIn(folder: string): readonly Case[] {
  return JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
}

/** The graph of a config file that has one model, and how a checkpoint fits it. */
export async function prepared(config: string, weights: string): Promise<{ graph: Graph; fit: Fit }> {
  const { graph, spec } = modelOf(config);
  const read = await readHeader(weights);
  if (!read.ok) throw new Error(english(read.problem));
  const fit = fitOf(graph, spec, read.header);
  const { missing, misshapen, stops } = fit;
  if (!isComplete(fit)) throw new Error(JSON.stringify({ missing, misshapen, stops }, null, 1));
  return { graph, fit };
}

export function modelOf(config: string) {
  const snapshot = Snapshot.of(readFileSync(config, 'utf8'), { fileName: basename(config), syntax: 'yaml', ignore: [] });
  const [placed, ...others] = snapshot.models();
  expect(others).toEqual([]);
  if (placed?.model.graph.ok !== true)
    throw new Error(`${config} builds no model: ${JSON.stringify(snapshot.findings().map(({ message }) => english(message)))}`);
  return { graph: placed.model.graph.graph, spec: placed.model.spec };
}

export interface ProofRun {
  readonly graph: Graph;
  readonly fit: Fit;
  readonly weights: string;
  readonly runnerPath: string;
}

/** Largest difference of every output of the golden from what the product computes, relative to the output's largest value. */
export async function differences(golden: Case, { graph, ...run }: ProofRun): Promise<{ errors: Record<string, number>; result: RunSuccess }> {
  const result = await ran(golden, { graph, ...run });
  const errors: Record<string, number> = {};
  const compare = (name: string, { outputs }: RunSuccess) => {
    const expected = golden.outputs[name];
    const actual = outputs.find((output) => output.name === name);
    expect(actual?.shape, name).toEqual(expected?.shape);
    errors[name] = distance(actual?.values ?? new Float32Array(), expectedValues(golden, name));
  };
  for (const { name } of result.outputs) compare(name, result);
  // A new head is zeros: behind it nothing can be seen of the rest.
  if ('logits' in golden.outputs) compare('pre_logits', await ran(golden, { graph: withoutHead(graph), ...run }));
  expect(Object.keys(errors).sort()).toEqual(Object.keys(golden.outputs).sort());
  return { errors, result };
}

async function ran({ picture, tokens }: Case, { graph, fit, weights, runnerPath }: ProofRun): Promise<RunSuccess> {
  const handle = startRun(
    {
      graph,
      image: join(PICTURES, picture),
      ...(tokens === undefined ? {} : { tokens: Int32Array.from(tokens) }),
      weights: { kind: 'checkpoint', path: weights, sources: fit.sources },
      values: true,
      runnerPath,
    },
    () => undefined,
  );
  const result = await handle.result;
  if (!result.ok) throw new Error(`${result.failure.kind}: ${english(result.failure.message)}`);
  return result;
}

export function expectedValues({ outputs }: Case, name: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(outputs[name]?.values ?? '', 'base64')).buffer);
}

/** Relative to the largest value; of a head that is all zeros, what is not. */
export function distance(actual: Float32Array, expected: Float32Array): number {
  if (expected.some((value) => value !== 0)) return relativeError(actual, expected);
  expect(actual).toHaveLength(expected.length);
  return Math.max(...actual.map(Math.abs));
}
