/** Runs in real child processes with weights from a file, one image and many. */
import { existsSync, mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TensorSource } from '../../../server/core/checkpoint/fit';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import type { Graph } from '../../../server/core/model/graph';
import { only, withoutHead } from '../../../server/core/model/prune';
import { english } from '../../../server/core/phrase';
import { planParameters, runPlan } from '../../../server/onnx';
import { positionEmbeddings } from '../../../server/onnx/weights/positions';
import { startBatch, startRun } from '../../../server/runner';
import { decodeImage } from '../../../server/runner/child/image';
import { topClasses } from '../../../server/runner/child/result';
import { preprocess } from '../../../server/runner/preprocess';
import type { BatchRequest, BatchSuccess, ItemResult, RunProgress, RunRequest, RunSuccess, RunWeights } from '../../../server/runner/protocol';
import { inEnglish } from '../../english';
import { type FileTensor, npz, safetensors } from '../checkpoint/files';
import { hashedValues } from '../onnx/hashed';
import { relativeError, runByPlan } from '../onnx/run';
import type { Config } from '../onnx/specs';
import { graphOf } from '../onnx/specs';
import { bundledRunner, IMAGES } from './bundle';

let runner: Awaited<ReturnType<typeof bundledRunner>>;
beforeAll(async () => {
  runner = await bundledRunner();
});
afterAll(() => runner.remove());

const LAKE = join(IMAGES, 'lake.jpg');
const OWL = join(IMAGES, 'owl.png');

const VIT: Config = {
  patches: { size: [16, 16] },
  hidden_size: 24,
  transformer: { mlp_dim: 48, num_heads: 2, num_layers: 3 },
  classifier: 'token',
  image_size: [64, 64],
  num_classes: 12,
};
const LIT = {
  image: { patches: { size: [16, 16] }, hidden_size: 24, transformer: { mlp_dim: 32, num_heads: 2, num_layers: 1 }, classifier: 'token' },
  text: { width: 16, num_layers: 2, mlp_dim: 32, num_heads: 2, vocab_size: 50 },
  out_dim: [24, 24],
  pp: { max_len: 6 },
  image_size: [64, 64],
} as unknown as Config;

const tensor = (name: string): TensorSource => ({ kind: 'tensor', tensor: name, index: null });

let files = 0;
/** A checkpoint of exactly the graph's parameters, `more` in place of some or beside them. */
function checkpoint(graph: Graph, more: readonly FileTensor[] = [], sources: Record<string, TensorSource> = {}, write = safetensors) {
  const parameters = planParameters(runPlan(graph));
  const path = join(runner.folder, `weights${files++}`);
  const tensors = parameters.map(({ name, shape }) => ({ name, shape, values: hashedValues(name, shape) }));
  writeFileSync(path, write([...tensors, ...more]));
  const all = new Map([...parameters.map(({ name }) => [name, tensor(name)] as const), ...Object.entries(sources)]);
  return { kind: 'checkpoint', path, sources: all } satisfies RunWeights;
}

async function success(request: Omit<RunRequest, 'runnerPath'>): Promise<RunSuccess> {
  const result = await startRun({ ...request, runnerPath: runner.path }, () => undefined).result;
  if (!result.ok) throw new Error(`${result.failure.kind}: ${english(result.failure.message)}`);
  return result;
}

async function batch(
  request: Omit<BatchRequest, 'runnerPath'>,
  onProgress: (progress: RunProgress) => void = () => undefined,
  onItem: ((index: number, result: ItemResult) => void) | null = null,
): Promise<BatchSuccess> {
  const result = await startBatch({ ...request, runnerPath: runner.path }, onProgress, onItem).result;
  if (!result.ok) throw new Error(`${result.failure.kind}: ${english(result.failure.message)}`);
  return result;
}

async function pixels(path: string): Promise<Float32Array> {
  return preprocess(await decodeImage(path, 1e9), [64, 64], false);
}

const valuesOf = (item: ItemResult | undefined): Float32Array | undefined => (item?.ok === true ? item.outputs[0]?.values : undefined);

test('the values of the file are what the model computes with', async () => {
  const graph = graphOf(VIT);
  const result = await success({ graph, image: LAKE, weights: checkpoint(graph), values: true, top: 5 });
  const expected = await runByPlan(graph, { images: await pixels(LAKE) }, hashedValues);
  expect(result.outputs[0]?.values).toEqual(expected.logits?.data);
  expect(english(result.weights)).toMatch(/^weights\d+$/);
  expect(result.timings.readMs).toBeGreaterThan(0);
  expect(result.top).toHaveLength(5);
  expect(result.top).toEqual(topClasses(expected.logits?.data ?? new Float32Array(), 5));
});

test('a compressed .npz gives the same, and float16 its own rounding', async () => {
  const graph = graphOf(VIT);
  const run = async (write: (tensors: readonly FileTensor[]) => Buffer) =>
    valuesOf(await success({ graph, image: LAKE, weights: checkpoint(graph, [], {}, write), values: true }));
  const whole = await run((tensors) => npz(tensors));
  expect(await run((tensors) => npz(tensors, { deflated: true }))).toEqual(whole);
  const half = await run((tensors) => npz(tensors.map((tensor) => ({ ...tensor, dtype: 'float16' }))));
  expect(half).not.toEqual(whole);
  expect(relativeError(half ?? new Float32Array(), whole ?? new Float32Array())).toBeLessThan(0.01);
});

test('the values come only where they are asked for, and classes only of weights that somebody trained', async () => {
  const graph = graphOf(VIT);
  const drawn = await success({ graph, image: LAKE, top: 5 });
  expect(drawn.outputs[0]).not.toHaveProperty('values');
  expect(drawn).not.toHaveProperty('top');
  expect(drawn.timings).not.toHaveProperty('readMs');
  expect(await success({ graph, image: LAKE, weights: checkpoint(graph) })).not.toHaveProperty('top');
});

test('one entry of a stacked tensor, another name, axes of size 1, a new head, another grid', async () => {
  const graph = graphOf(VIT);
  const stacked = 'Transformer/encoderblocks/MlpBlock_3/Dense_0/bias';
  const parameter = (i: number) => `Transformer/encoderblock_${i}/MlpBlock_3/Dense_0/bias`;
  const positions = 'Transformer/posembed_input/pos_embedding';
  const small = hashedValues('small', [1, 10, 24]);
  const weights = checkpoint(
    graph,
    [
      { name: stacked, shape: [3, 48], values: hashedValues(stacked, [3, 48]) },
      { name: 'small', shape: [1, 10, 24], values: small },
      { name: 'norm', shape: [1, 1, 1, 24], values: hashedValues('norm', [24]) },
    ],
    {
      ...Object.fromEntries([0, 1, 2].map((i) => [parameter(i), { kind: 'tensor', tensor: stacked, index: i }])),
      [positions]: { kind: 'positions', tensor: 'small', from: [3, 3], to: [4, 4], classToken: 'kept' },
      'Transformer/encoder_norm/bias': tensor('norm'),
      'head/kernel': { kind: 'new', value: 0 },
    },
  );
  const features = withoutHead(graph);
  const expected = await runByPlan(features, { images: await pixels(OWL) }, (name, shape) => {
    const round = [0, 1, 2].find((i) => name === parameter(i));
    if (round !== undefined) return hashedValues(stacked, [3, 48]).slice(round * 48, (round + 1) * 48);
    if (name === positions) return positionEmbeddings(small, { from: [3, 3], to: [4, 4], classToken: 'kept' }, 24);
    return name === 'Transformer/encoder_norm/bias' ? hashedValues('norm', [24]) : hashedValues(name, shape);
  });
  expect((await success({ graph: features, image: OWL, weights, values: true })).outputs[0]?.values).toEqual(expected.pre_logits?.data);
  // A head of zeros leaves its bias.
  const whole = await success({ graph, image: OWL, weights, values: true, top: 3 });
  expect(whole.outputs[0]?.values).toEqual(hashedValues('head/bias', [12]));
  expect(whole).not.toHaveProperty('top');
});

describe('many items in one child', () => {
  test('each has what it has alone, in order, and what fails fails alone', async () => {
    const graph = graphOf(VIT);
    const weights = checkpoint(graph);
    const progress: RunProgress[] = [];
    const told: (readonly [number, ItemResult])[] = [];
    const images = [LAKE, OWL, runner.path, LAKE];
    const result = await batch(
      { graph, items: images.map((image) => ({ image })), weights, values: true, top: 2 },
      (state) => progress.push(state),
      (index, item) => told.push([index, item]),
    );
    const alone = await Promise.all([LAKE, OWL].map((image) => success({ graph, image, weights, values: true, top: 2 })));
    expect(told.map(([index]) => index)).toEqual([0, 1, 2, 3]);
    expect(result.items.map(({ ok }) => ok)).toEqual([true, true, false, true]);
    for (const [index, of] of [
      [0, 0],
      [1, 1],
      [3, 0],
    ] as const) {
      expect(told[index]?.[1]).toEqual({ ok: true, outputs: alone[of]?.outputs, top: alone[of]?.top });
      // Who has been told holds the values or not, as it likes; the result does not.
      expect(result.items[index]).toEqual({ ok: true, outputs: alone[of]?.outputs.map(({ values: _, ...output }) => output), top: alone[of]?.top });
    }
    expect(inEnglish(result.items[2])).toMatchObject({ failure: { kind: 'image', message: expect.stringContaining("can't be read as an image") } });
    expect(progress.at(-1)).toEqual({ phase: 'running', label: '', done: 24, total: 24, items: { done: 4, total: 4 } });
    expect(progress.slice(1).map(({ done }) => done)).toEqual(
      progress
        .slice(1)
        .map(({ done }) => done)
        .toSorted((a, b) => a - b),
    );
    expect(result.blocks.map(({ label }) => label)).toEqual(alone[0]?.blocks.map(({ label }) => label));
  });

  test('more than go through side by side', async () => {
    const graph = graphOf(VIT);
    const items = Array.from({ length: 70 }, (_, i) => ({ image: i % 2 === 0 ? LAKE : OWL }));
    const counts = new Set<number>();
    const result = await batch({ graph, items, weights: checkpoint(graph), values: true }, (state) => counts.add(state.items?.done ?? 0));
    expect([...counts]).toEqual([0, 32, 64, 70]);
    const [first, second] = result.items;
    for (const [i, item] of result.items.entries()) expect(valuesOf(item)).toEqual(valuesOf(i % 2 === 0 ? first : second));
    expect(valuesOf(first)).not.toEqual(valuesOf(second));
  });

  test('given token ids, without an image tower', async () => {
    const lit = graphOf(LIT);
    const graph = only(lit, ['txt/normalized']);
    const ids = [Int32Array.of(1, 5, 7, 0, 0, 0), Int32Array.of(1, 49, 2, 3, 4, 5), Int32Array.of(1, 2), Int32Array.of(1, 50, 0, 0, 0, 0)];
    const result = await batch({ graph, items: ids.map((tokens) => ({ tokens })), weights: checkpoint(lit), values: true });
    for (const [i, tokens] of ids.slice(0, 2).entries()) {
      expect(valuesOf(result.items[i])).toEqual((await runByPlan(graph, { tokens }, hashedValues))['txt/normalized']?.data);
    }
    expect(inEnglish(result.items.slice(2))).toMatchObject([
      { ok: false, failure: { kind: 'tokens', message: 'The text tower takes 6 token ids, and 2 were given' } },
      { ok: false, failure: { kind: 'tokens', message: "Token id 50 is not below 50, the size of the text tower's vocabulary" } },
    ]);
    const both = await success({ graph: lit, image: LAKE, tokens: ids[0] ?? new Int32Array(), weights: checkpoint(lit) });
    expect(Math.abs(both.similarity ?? Number.NaN)).toBeLessThanOrEqual(1.0001);
    // Of a text that nobody gave trained weights say nothing.
    expect(await success({ graph: lit, image: LAKE, weights: checkpoint(lit) })).not.toHaveProperty('similarity');
  });

  test('none at all', async () => expect((await batch({ graph: graphOf(VIT), items: [] })).items).toEqual([]));

  test('outputs are saved for each', async () => {
    const graph = graphOf(VIT);
    const paths = [0, 1].map((i) => join(runner.folder, 'many', `${i}.npy`));
    const result = await batch({ graph, items: paths.map((path) => ({ image: LAKE, save: { logits: path } })) });
    expect(result.items.map((item) => item.ok && item.outputs[0]?.savedTo)).toEqual(paths);
    for (const path of paths) expect(existsSync(path)).toBe(true);
  });
});

test('memory: less than the weights beside what a run takes anyway, and the estimate holds', async () => {
  const graph = graphOf({ ...UPSTREAM_MODELS['ViT-S_16'], image_size: [224, 224] } as unknown as Config);
  const weights = checkpoint(graph);
  const [drawn, read] = [await success({ graph, image: LAKE }), await success({ graph, image: LAKE, weights })];
  expect(read.peakRssBytes - drawn.peakRssBytes).toBeLessThan(statSync(weights.path).size);
  expect(read.estimatedBytes).toBeGreaterThan(read.peakRssBytes);
  expect(read.estimatedBytes).toBeLessThan(3 * read.peakRssBytes);
});

describe('a checkpoint that is not what it was', () => {
  async function check(spoil: (weights: ReturnType<typeof checkpoint>) => void, message: RegExp): Promise<void> {
    const graph = graphOf(VIT);
    const weights = checkpoint(graph);
    spoil(weights);
    const result = await startRun({ graph, image: LAKE, runnerPath: runner.path, weights }, () => undefined).result;
    expect(inEnglish(result)).toMatchObject({ ok: false, failure: { kind: 'weights', message: expect.stringMatching(message) } });
  }

  test('gone', () => check((weights) => Object.assign(weights, { path: join(runner.folder, 'gone.npz') }), /^gone\.npz can't be read: There is no such file/));
  test('a directory', () => {
    mkdirSync(join(runner.folder, 'folder.npz'));
    return check((weights) => Object.assign(weights, { path: join(runner.folder, 'folder.npz') }), /^folder\.npz can't be read: .*directory/);
  });
  test('other shapes', () =>
    check(({ path }) => writeFileSync(path, safetensors([{ name: 'cls', shape: [1, 1, 25] }])), /^weights\d+ has changed since the run was asked for$/));
  test('nonsense', () => check(({ path }) => writeFileSync(path, 'nonsense'), /^weights\d+ can't be read: /));
  test('a fit that lacks a parameter', () => check(({ sources }) => sources.delete('cls'), /^weights\d+ has no values for cls$/));
});

test('a checkpoint that changes while it is read', async () => {
  const graph = graphOf({ ...VIT, transformer: { mlp_dim: 48, num_heads: 2, num_layers: 40 } } as Config);
  const weights = checkpoint(graph);
  const run = startRun({ graph, image: LAKE, runnerPath: runner.path, weights }, ({ done }) => {
    if (done === 2) utimesSync(weights.path, 1, 1);
  });
  expect(inEnglish(await run.result)).toMatchObject({ ok: false, failure: { kind: 'weights', message: expect.stringContaining('has changed') } });
});

test('the most probable classes: softmax over all, the likeliest first, equal ones by index', () => {
  const logits = Float32Array.of(0, Math.log(3), Math.log(2), Math.log(2));
  const rounded = topClasses(logits, 3).map(({ index, probability }) => [index, Number(probability.toFixed(6))]);
  expect(rounded).toEqual([
    [1, 0.375],
    [2, 0.25],
    [3, 0.25],
  ]);
  expect(topClasses(Float32Array.of(1000, -1000), 5)).toEqual([
    { index: 0, probability: 1 },
    { index: 1, probability: 0 },
  ]);
});
