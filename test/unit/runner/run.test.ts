/** Real runs in real child processes. */

import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import type { Graph } from '../../../server/core/model/graph';
import { english } from '../../../server/core/phrase';
import { startRun } from '../../../server/runner';
import type { RunProgress, RunRequest, RunResult, RunSuccess } from '../../../server/runner/protocol';
import { inEnglish } from '../../english';
import type { Config } from '../onnx/specs';
import { graphOf } from '../onnx/specs';
import { bundledRunner, IMAGES } from './bundle';

let runner: Awaited<ReturnType<typeof bundledRunner>>;
beforeAll(async () => {
  runner = await bundledRunner();
});
afterAll(() => runner.remove());

const upstream = (name: string, more: object = {}): Graph => graphOf({ ...UPSTREAM_MODELS[name], ...more } as unknown as Config);

function run(graph: Graph, more: Partial<RunRequest> = {}, onProgress: (progress: RunProgress) => void = () => undefined): Promise<RunResult> {
  return startRun({ graph, image: join(IMAGES, 'lake.jpg'), runnerPath: runner.path, ...more }, onProgress).result;
}

async function success(graph: Graph, more: Partial<RunRequest> = {}, onProgress?: (progress: RunProgress) => void): Promise<RunSuccess> {
  const result = await run(graph, more, onProgress);
  if (!result.ok) throw new Error(`${result.failure.kind}: ${english(result.failure.message)}`);
  return result;
}

describe('every architecture, the image with a background and the one without', () => {
  for (const name of ['testing', 'testing-unpooled', 'ViT-B_16', 'R+ViT-Ti_16', 'R26+ViT-S_32', 'Mixer-B_32', 'LiT-B16B_2', 'LiT-L16Ti']) {
    test(name, async () => {
      const graph = upstream(name);
      const result = await success(graph, { image: join(IMAGES, 'owl.png') });
      expect(result.outputs.map(({ name, shape }) => ({ name, shape }))).toEqual(countGraph(graph).outputs);
      for (const output of result.outputs) {
        expect(output.finite).toBe(true);
        if (output.name !== 't') expect(output.std).toBeGreaterThan(0.01);
        if (output.name === 'logits') expect(output.std).toBeLessThan(10);
      }
      expect(english(result.weights)).toBe('random (seed 0)');
      expect(result.blocks.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(result.timings.forwardMs, 6);
      for (const phase of ['buildMs', 'sessionMs', 'forwardMs'] as const) expect(result.timings[phase]).toBeGreaterThan(0);
      // What was estimated holds, and is no wild guess.
      expect(result.estimatedBytes).toBeGreaterThan(result.peakRssBytes);
      expect(result.estimatedBytes).toBeLessThan(3 * result.peakRssBytes);
      if (name.startsWith('LiT')) expect(Math.abs(result.similarity ?? Number.NaN)).toBeLessThan(0.5);
      else expect(result.similarity).toBeUndefined();
    });
  }
});

test.each([
  ['ViT-Ti_16', [640, 480]],
  ['R+ViT-Ti_16', [512, 640]],
  ['Mixer-B_32', [448, 448]],
])('the estimate holds for larger images: %s', async (name, size) => {
  const { estimatedBytes, peakRssBytes } = await success(upstream(name, { image_size: size }));
  expect(estimatedBytes).toBeGreaterThan(peakRssBytes);
  expect(estimatedBytes).toBeLessThan(3 * peakRssBytes);
});

test('progress names every round of every section, in order', async () => {
  const progress: RunProgress[] = [];
  await success(upstream('ViT-Ti_16'), {}, (state) => progress.push(state));
  expect(progress[0]).toEqual({ phase: 'building', label: '', done: 0, total: 0 });
  const running = progress.slice(1);
  expect(running.map(({ done }) => done)).toEqual(running.map((_, index) => index));
  expect(running.at(-1)).toEqual({ phase: 'running', label: '', done: 15, total: 15 });
  expect(running.map(({ label }) => label)).toContain('Transformer/encoderblock_11');
});

test('each round of each section has its time, in order', async () => {
  const { blocks } = await success(upstream('ViT-Ti_16'));
  const encoder = Array.from({ length: 12 }, (_, i) => `Transformer/encoderblock_${i}`);
  expect(blocks.map(({ label }) => label)).toEqual(['embedding', ...encoder, 'Transformer/encoder_norm', 'head']);
  for (const { ms } of blocks) expect(ms).toBeGreaterThan(0);
});

test('units of a ResNet are blocks of their own', async () => {
  const { blocks } = await success(upstream('R+ViT-Ti_16'));
  expect(blocks.slice(0, 3).map(({ label }) => label)).toEqual(['stem', 'embedding', 'Transformer/encoderblock_0']);
  const deep = await success(
    graphOf({ ...UPSTREAM_MODELS.testing, resnet: { num_layers: [1, 3], width_factor: 0.5 }, patches: { size: [1, 1] } } as unknown as Config),
  );
  expect(deep.blocks.slice(0, 6).map(({ label }) => label)).toEqual(['stem', 'block1/unit1', 'block2/unit1', 'block2/unit2', 'block2/unit3', 'embedding']);
});

test('the same seed gives the same outputs, another one others, another image too', async () => {
  const graph = upstream('ViT-Ti_16');
  const means = async (more: Partial<RunRequest>) => (await success(graph, more)).outputs.map(({ mean, std }) => [mean, std]);
  const first = await means({});
  expect(await means({ weights: { kind: 'random', seed: 0 } })).toEqual(first);
  expect(await means({ weights: { kind: 'random', seed: 1 } })).not.toEqual(first);
  expect(await means({ crop: true })).not.toEqual(first);
  expect(await means({ image: join(IMAGES, 'owl.png') })).not.toEqual(first);
});

test('outputs are saved as .npy, and the summary is of what was saved', async () => {
  const folder = join(runner.folder, 'made', 'outputs');
  const { outputs } = await success(upstream('LiT-L16Ti'), { saveOutputs: folder });
  expect(outputs.map(({ savedTo }) => savedTo)).toEqual(['img_normalized', 'txt_normalized', 't'].map((name) => join(folder, `${name}.npy`)));
  const file = readFileSync(join(folder, 'img_normalized.npy'));
  const start = 10 + file.readUInt16LE(8);
  expect(file.subarray(10, start).toString('latin1')).toContain("'shape': (1, 1024)");
  const values = Array.from({ length: 1024 }, (_, index) => file.readFloatLE(start + index * 4));
  expect(file).toHaveLength(start + 1024 * 4);
  expect(values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
  expect(values.reduce((sum, value) => sum + value, 0) / 1024).toBeCloseTo(outputs[0]?.mean ?? Number.NaN, 6);
});

test('an image that is none', async () => {
  const result = await run(upstream('testing'), { image: runner.path });
  expect(inEnglish(result)).toMatchObject({ ok: false, failure: { kind: 'image', message: expect.stringContaining("can't be read as an image") } });
});

test('outputs that can not be saved are a failure that says so', async () => {
  const result = await run(upstream('testing'), { saveOutputs: join(runner.path, 'inside-a-file') });
  expect(inEnglish(result)).toMatchObject({ ok: false, failure: { message: expect.stringMatching(/inside-a-file|ENOTDIR|EEXIST|ENOENT/) } });
});

test('an error of the runtime names the scope and the round', async () => {
  const graph = upstream('ViT-Ti_16');
  // More heads than the width can be divided by: the graph builder would never let it pass.
  const sections = graph.sections.map((section) => ({ ...section, ops: section.ops.map((op) => (op.kind === 'attention' ? { ...op, heads: 7 } : op)) }));
  const result = await run({ ...graph, sections });
  expect(result).toMatchObject({ ok: false, failure: { kind: 'runtime', scope: 'Transformer/encoderblock_0/MultiHeadDotProductAttention_1' } });
});

test('a run under way is cancelled at once, and its child is gone', async () => {
  const done: number[] = [];
  const handle = startRun({ graph: upstream('ViT-H_14', { image_size: [518, 518] }), image: join(IMAGES, 'lake.jpg'), runnerPath: runner.path }, (progress) => {
    done.push(progress.done);
    if (progress.done === 3) handle.cancel();
  });
  expect(await handle.result).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  // Of the 34 rounds none was waited for.
  expect(done.at(-1)).toBe(3);
});

test('a child whose host is gone goes too', async () => {
  // A host that starts the runner, tells its process id and is killed.
  const host = `
    const child = require('node:child_process').fork(${JSON.stringify(runner.path)}, [], { serialization: 'advanced', execArgv: [] });
    process.send(child.pid);
    setInterval(() => {}, 1000);`;
  const { writeFileSync } = await import('node:fs');
  const path = join(runner.folder, 'host.js');
  writeFileSync(path, host);
  const parent = fork(path, [], { execArgv: [] });
  const pid = await new Promise<number>((resolve) => parent.once('message', (message) => resolve(Number(message))));
  const alive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  expect(alive()).toBe(true);
  parent.kill('SIGKILL');
  for (const deadline = Date.now() + 10_000; alive() && Date.now() < deadline; ) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(alive()).toBe(false);
});

test.skipIf(process.platform !== 'linux')("the peak is the child's own, not that of a large host", async () => {
  const ballast = Buffer.alloc(600 * 2 ** 20, 1);
  const { peakRssBytes } = await success(upstream('testing'));
  expect(ballast.at(-1)).toBe(1);
  expect(peakRssBytes).toBeLessThan(300 * 2 ** 20);
});

test('ViT-H/14 stays below 500 MB', async () => {
  expect((await success(upstream('ViT-H_14'))).peakRssBytes).toBeLessThan(500e6);
}, 60_000);
