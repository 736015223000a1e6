import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import type { Graph } from '../../../server/core/model/graph';
import { countInitializers, ExportError, exportOnnx, planParameters, runPlan, writeModel } from '../../../server/onnx';
import { ModelProtoSchema } from '../../../server/onnx/onnx_pb';
import { elements } from '../../../server/onnx/shapes';
import { hashedImages, hashedValues, hashedWeights } from './hashed';
import { relativeError, runByPlan } from './run';
import type { Config } from './specs';
import { graphOf } from './specs';

const VIT: Config = {
  patches: { size: [8, 8] },
  hidden_size: 48,
  transformer: { mlp_dim: 96, num_heads: 4, num_layers: 3 },
  classifier: 'token',
  image_size: [32, 40],
  num_classes: 10,
};

/** The model file and the data file; the source decides the values, null leaves the data out. */
async function written(graph: Graph, externalBeyondBytes: number, keepData = true) {
  const model: Uint8Array[] = [];
  const data: Uint8Array[] = [];
  let dataBytes = 0;
  const summary = await writeModel(
    graph,
    keepData ? hashedWeights : { description: 'none', open: () => () => undefined },
    { externalBeyondBytes },
    {
      model: (chunk) => void model.push(chunk.slice()),
      data: (chunk) => {
        dataBytes += chunk.length;
        if (keepData) data.push(chunk.slice());
      },
      dataName: 'weights.data',
    },
  );
  return { model: Buffer.concat(model), data: Buffer.concat(data), dataBytes, summary };
}

describe('the weights in the ONNX graph are the parameters that the hover shows', () => {
  for (const [name, config] of Object.entries(UPSTREAM_MODELS)) {
    test(name, async () => {
      const graph = graphOf(config as unknown as Config);
      const { parameters } = countGraph(graph);
      const { model, dataBytes, summary } = await written(graph, 0, false);
      expect(countInitializers(model)).toBe(parameters);
      expect(summary).toEqual({ parameters, weightBytes: parameters * 4, external: true });
      expect(dataBytes).toBeGreaterThanOrEqual(parameters * 4);
      // And those that a run feeds are the same ones.
      const fed = planParameters(runPlan(graph));
      const initializers = fromBinary(ModelProtoSchema, model).graph?.initializer ?? [];
      expect(fed.reduce((sum, { shape }) => sum + elements(shape), 0)).toBe(parameters);
      expect(initializers.map((tensor) => tensor.name).sort()).toEqual(fed.map((parameter) => parameter.name).sort());
      expect(new Set(fed.map((parameter) => parameter.name)).size).toBe(fed.length);
    });
  }
});

test('a data file gives the same model', async () => {
  const graph = graphOf(VIT);
  const { model, data, summary } = await written(graph, 1000);
  expect(summary.external).toBe(true);
  const folder = await mkdtemp(join(tmpdir(), 'vit-config-export-'));
  try {
    await writeFile(join(folder, 'model.onnx'), model);
    await writeFile(join(folder, 'weights.data'), data);
    const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), { logSeverityLevel: 3 });
    const images = hashedImages([1, 32, 40, 3]);
    const { logits } = await session.run({ images: new ort.Tensor('float32', images, [1, 32, 40, 3]) });
    await session.release();
    const expected = (await runByPlan(graph, { images }, hashedValues)).logits?.data ?? new Float32Array();
    expect(relativeError(logits?.data as Float32Array, expected)).toBeLessThan(1e-5);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('tensors lie one behind the other in the data file, large ones on pages', async () => {
  const { model, dataBytes } = await written(graphOf(UPSTREAM_MODELS['ViT-Ti_16'] as unknown as Config), 0, false);
  let end = 0;
  for (const tensor of fromBinary(ModelProtoSchema, model).graph?.initializer ?? []) {
    const entry = (key: string) => Number(tensor.externalData.find((pair) => pair.key === key)?.value);
    const bytes = tensor.dims.reduce((product, size) => product * Number(size), 4);
    expect(entry('length'), tensor.name).toBe(bytes);
    expect(entry('offset'), tensor.name).toBeGreaterThanOrEqual(end);
    expect(entry('offset') % (bytes >= 2 ** 20 ? 65536 : 64), tensor.name).toBe(0);
    end = entry('offset') + bytes;
  }
  expect(dataBytes).toBe(end);
});

test('an export says what it is, and uses standard operators only', async () => {
  const chunks: Uint8Array[] = [];
  const sink = { model: (chunk: Uint8Array) => void chunks.push(chunk.slice()), data: () => undefined, dataName: '' };
  await exportOnnx(graphOf(VIT), { weights: 'random', seed: 5, modelName: 'small', producerVersion: '1.2.3' }, sink);
  const model = fromBinary(ModelProtoSchema, Buffer.concat(chunks));
  expect(model).toMatchObject({ producerName: 'vit-config', producerVersion: '1.2.3', irVersion: 9n, graph: { name: 'small' } });
  expect(model.opsetImport.map(({ domain, version }) => [domain, version])).toEqual([['', 20n]]);
  expect(model.graph?.node.filter((node) => node.domain !== '')).toEqual([]);
  expect(Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]))).toEqual({
    'vit-config.weights': 'random (seed 5)',
    'vit-config.images': 'float32 [1, 32, 40, 3]: RGB, rows, columns, channels; values from -1 to 1',
  });
  expect(model.graph?.initializer.map((tensor) => tensor.name)).toContain('Transformer/encoderblock_2/MultiHeadDotProductAttention_1/query/kernel');
});

async function exportedLogits(config: Config, weights: 'random' | 'zeros', seed: number, turned = false): Promise<Float32Array> {
  const chunks: Uint8Array[] = [];
  const graph = graphOf(config);
  await exportOnnx(graph, { weights, seed }, { model: (chunk) => void chunks.push(chunk.slice()), data: () => undefined, dataName: '' });
  const session = await ort.InferenceSession.create(Buffer.concat(chunks), { logSeverityLevel: 3 });
  const shape = graph.inputs[0]?.tensor.shape ?? [];
  const images = turned ? hashedImages(shape).reverse() : hashedImages(shape);
  const { logits } = await session.run({ images: new ort.Tensor('float32', images, shape) });
  await session.release();
  return logits?.data as Float32Array;
}

const std = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

test('random weights give outputs that are finite, of order one, and depend on image and seed', async () => {
  const deep: Config = { ...VIT, transformer: { mlp_dim: 96, num_heads: 4, num_layers: 40 } } as Config;
  const hybrid: Config = { ...VIT, patches: { size: [1, 1] }, image_size: [64, 64], resnet: { num_layers: [3, 4], width_factor: 0.5 } } as Config;
  const mixer: Config = {
    patches: { size: [8, 8] },
    hidden_dim: 40,
    num_blocks: 12,
    tokens_mlp_dim: 24,
    channels_mlp_dim: 72,
    image_size: [32, 40],
    num_classes: 10,
  };
  for (const config of [VIT, deep, hybrid, mixer]) {
    const logits = await exportedLogits(config, 'random', 0);
    expect(logits.every(Number.isFinite)).toBe(true);
    expect(std(logits)).toBeGreaterThan(0.05);
    expect(std(logits)).toBeLessThan(20);
    expect(await exportedLogits(config, 'random', 0)).toEqual(logits);
    expect(relativeError(await exportedLogits(config, 'random', 1), logits)).toBeGreaterThan(0.1);
    expect(relativeError(await exportedLogits(config, 'random', 0, true), logits)).toBeGreaterThan(0.01);
  }
});

test('zero weights give zeros', async () => {
  expect(std(await exportedLogits(VIT, 'zeros', 0))).toBe(0);
});

test('a model of a million blocks is refused, not written out', async () => {
  const graph = graphOf({ ...VIT, transformer: { mlp_dim: 96, num_heads: 4, num_layers: 1_000_000 } } as Config);
  const sink = { model: () => undefined, data: () => undefined, dataName: '' };
  await expect(exportOnnx(graph, { weights: 'zeros' }, sink)).rejects.toThrow(ExportError);
});

test('what a sink throws comes through', async () => {
  const full = () => Promise.reject(new Error('no space left'));
  await expect(exportOnnx(graphOf(VIT), { weights: 'zeros' }, { model: full, data: full, dataName: '' })).rejects.toThrow('no space left');
});
