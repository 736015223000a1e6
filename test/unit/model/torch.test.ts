/** ViT-pytorch, TransFG and TransUNet against goldens that these programs made: test/reference/torch. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { treeOf } from '../../../server/core/dialects/visionTransformer/reader';
import { vitPytorch } from '../../../server/core/dialects/vitPytorch';
import { buildGraph } from '../../../server/core/model';
import type { Graph, GraphResult } from '../../../server/core/model/graph';
import { planParameters, runPlan } from '../../../server/onnx';
import { hashedImages, hashedValues, hashedWeights } from '../onnx/hashed';
import { relativeError, runByPlan, runExported } from '../onnx/run';

interface Case {
  readonly program: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly imageSize: readonly [number, number];
  readonly classes: number;
}

type Figures = Case & {
  readonly parameters: number;
  readonly macs: number;
  readonly normalizedElements: number;
  readonly otherFlops: number;
  readonly output: readonly number[];
  readonly names: readonly string[] | string;
};
type Failure = Case & { readonly error: string; readonly at: string };
type Forward = Case & { readonly output: { readonly shape: readonly number[]; readonly values: string } };

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../golden/torch/${name}`, import.meta.url), 'utf8')).models;
}

/** The graph of a config as its dialect reads it, with the image size beside its keys. */
function graphOf({ config, imageSize, classes }: Case): GraphResult {
  const plain = { ...config, img_size: imageSize, ...('decoder_channels' in config ? {} : { num_classes: classes }) };
  const root = treeOf(plain, { start: 0, end: 0 });
  const document = { syntax: 'python', text: '', root, comments: [], anchors: [], problems: [] } as const;
  const [spec] = vitPytorch.models(document, { dialect: 'vit_pytorch', form: 'model', evidence: [] });
  if (spec === undefined) throw new Error('no model');
  return buildGraph(spec);
}

function built(one: Case): Graph {
  const result = graphOf(one);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.graph;
}

function check(golden: Figures): void {
  const graph = built(golden);
  const { parameters, macs, fvcoreFlops, outputs } = countGraph(graph);
  const lines = planParameters(runPlan(graph)).map(({ name, shape }) => `${name} ${shape.join('x')}`);
  lines.sort((a, b) => (a < b ? -1 : 1));
  const names = typeof golden.names === 'string' ? createHash('sha256').update(lines.join('\n')).digest('hex') : lines;
  const found = { parameters, macs, fvcoreFlops, output: outputs[0]?.shape, names };
  const { normalizedElements, otherFlops } = golden;
  expect(found, JSON.stringify(golden.config)).toEqual({
    parameters: golden.parameters,
    macs: golden.macs,
    fvcoreFlops: golden.macs + 5 * normalizedElements + otherFlops,
    output: golden.output,
    names: golden.names,
  });
}

describe("the programs' own configs", () => {
  const named = Object.entries(read<Record<string, Figures>>('named-models.json'));
  test('are there', () => expect(named).toHaveLength(9));
  test.each(named)('%s', (_, golden) => check(golden));
  test('TransUNet with ResNet-50 and ViT-B has the 105 M parameters it was published with', () => {
    expect(named.find(([name]) => name.startsWith('TransUNet R50-ViT-B_16'))?.[1].parameters).toBe(105_276_066);
  });
});

/** Only of a single image: PyTorch refuses a GroupNorm of one value, and takes it in a batch. */
const OF_ONE_IMAGE = /Expected more than 1 value per channel/;

describe('random configs', () => {
  const all = read<readonly (Figures | Failure)[]>('random-configs.json');
  const failing = all.filter((golden): golden is Failure => 'error' in golden).filter(({ error }) => !OF_ONE_IMAGE.test(error));
  const sound = all.filter((golden): golden is Figures => !('error' in golden));

  test('some of each program can be built', () => {
    for (const program of ['ViT-pytorch', 'TransFG', 'TransUNet']) expect(sound.filter((golden) => golden.program === program).length).toBeGreaterThan(5);
  });
  test('parameters, names, MACs, what fvcore says and outputs equal', () => {
    for (const golden of sound) check(golden);
  });
  test('what a program refuses has no graph, and says why', () => {
    expect(failing.length).toBeGreaterThan(30);
    for (const golden of failing) {
      const result = graphOf(golden);
      expect(result.ok, `${golden.error}\n${JSON.stringify(golden)}`).toBe(false);
    }
  });
});

describe('forward passes', () => {
  test.each(Object.entries(read<Record<string, Forward>>('forward.json')))('%s', async (_, golden) => {
    const graph = built(golden);
    const [height, width] = golden.imageSize;
    const inputs = { images: hashedImages([1, height, width, 3]) };
    const expected = new Float32Array(Uint8Array.from(Buffer.from(golden.output.values, 'base64')).buffer);
    for (const outputs of [await runByPlan(graph, inputs, hashedValues), await runExported(graph, inputs, hashedWeights)]) {
      const [output] = Object.values(outputs);
      expect(output?.dims).toEqual(golden.output.shape);
      expect(relativeError(output?.data ?? new Float32Array(), expected)).toBeLessThan(5e-5);
    }
  });
});
