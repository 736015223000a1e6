/** scenic's baselines against goldens that their own modules made: test/reference/scenic. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { scenic } from '../../../server/core/dialects/scenic';
import { treeOf } from '../../../server/core/dialects/visionTransformer/reader';
import { buildGraph } from '../../../server/core/model';
import type { Graph } from '../../../server/core/model/graph';
import { planParameters, runPlan } from '../../../server/onnx';
import { hashedImages, hashedValues, hashedWeights } from '../onnx/hashed';
import { relativeError, runByPlan, runExported } from '../onnx/run';

interface Case {
  readonly modelName: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly imageSize: readonly [number, number];
  readonly classes: number;
}

type Figures = Case & {
  readonly parameters: number;
  readonly macs: number;
  readonly normalizedElements: number;
  readonly output: readonly number[];
  readonly names: readonly string[] | string;
};
type Forward = Case & { readonly output: { readonly shape: readonly number[]; readonly values: string } };

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../golden/scenic/${name}`, import.meta.url), 'utf8')).models;
}

/** The graph of a training config as its dialect reads it, the data set telling image size and classes. */
function graphOf({ modelName, config, imageSize: [height, width], classes }: Case): Graph {
  const plain = {
    model_name: modelName,
    dataset_name: 'bit',
    dataset_configs: {
      num_classes: classes,
      pp_train: `decode_jpeg_and_inception_crop((${height}, ${width}))|flip_lr|value_range(-1, 1)|keep("image", "labels")`,
    },
    model: config,
  };
  const document = { syntax: 'python', text: '', root: treeOf(plain, { start: 0, end: 0 }), comments: [], anchors: [], problems: [] } as const;
  const [spec] = scenic.models(document, { dialect: 'scenic', form: 'training', evidence: [] });
  if (spec === undefined) throw new Error('no model');
  const result = buildGraph(spec);
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)} ${JSON.stringify(config)}`);
  return result.graph;
}

function check(golden: Figures): void {
  const graph = graphOf(golden);
  const { parameters, macs, fvcoreFlops, outputs } = countGraph(graph);
  const lines = planParameters(runPlan(graph)).map(({ name, shape }) => `${name} ${shape.join('x')}`);
  lines.sort((a, b) => (a < b ? -1 : 1));
  const names = typeof golden.names === 'string' ? createHash('sha256').update(lines.join('\n')).digest('hex') : lines;
  const found = { parameters, macs, normalizedElements: (fvcoreFlops - macs) / 5, output: outputs[0]?.shape, names };
  const { normalizedElements, output } = golden;
  expect(found, JSON.stringify(golden.config)).toEqual({ parameters: golden.parameters, macs: golden.macs, normalizedElements, output, names: golden.names });
}

describe("variants of the baselines' configs", () => {
  test.each(Object.entries(read<Record<string, Figures>>('named-models.json')))('%s', (_, golden) => check(golden));
});

describe('random configs', () => {
  const all = read<readonly Figures[]>('random-configs.json');
  test('there are enough of each kind', () => {
    for (const kind of ['vit', 'hybrid_vit', 'mixer']) {
      expect(all.filter(({ modelName }) => modelName === `${kind}_multilabel_classification`).length).toBeGreaterThan(9);
    }
  });
  test('parameters, names, MACs, normalised elements and outputs equal', () => {
    for (const golden of all) check(golden);
  });
});

describe('forward passes', () => {
  test.each(Object.entries(read<Record<string, Forward>>('forward.json')))('%s', async (_, golden) => {
    const graph = graphOf(golden);
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
