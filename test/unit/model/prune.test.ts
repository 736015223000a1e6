import { expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import type { Graph } from '../../../server/core/model/graph';
import { only, withoutHead } from '../../../server/core/model/prune';
import { planParameters, runPlan } from '../../../server/onnx';
import { hashedImages, hashedValues } from '../onnx/hashed';
import { runByPlan } from '../onnx/run';
import type { Config } from '../onnx/specs';
import { graphOf } from '../onnx/specs';

const upstream = (name: string, more: object = {}): Graph => graphOf({ ...UPSTREAM_MODELS[name], ...more } as unknown as Config);
const names = (graph: Graph) => planParameters(runPlan(graph)).map(({ name }) => name);

const SMALL_LIT = {
  image: {
    patches: { size: [16, 16] },
    hidden_size: 24,
    transformer: { mlp_dim: 32, num_heads: 2, num_layers: 2 },
    classifier: 'token',
    resnet: { num_layers: [1], width_factor: 0.5 },
  },
  text: { width: 16, num_layers: 2, mlp_dim: 32, num_heads: 2, vocab_size: 50 },
  out_dim: [24, 24],
  pp: { max_len: 6 },
  image_size: [64, 64],
} as unknown as Config;

test("LiT's towers alone: what each is made of, and nothing else", () => {
  const lit = upstream('LiT-B16B_2');
  const image = only(lit, ['img/normalized']);
  const text = only(lit, ['txt/normalized']);
  expect(image.inputs.map(({ name }) => name)).toEqual(['images']);
  expect(text.inputs.map(({ name }) => name)).toEqual(['tokens']);
  expect([image.textTokens, text.textTokens]).toEqual([null, 16]);
  expect(names(image)).toEqual(names(lit).filter((name) => name.startsWith('img/')));
  expect(names(text)).toEqual(names(lit).filter((name) => name.startsWith('txt/')));
  expect(names(only(lit, ['t']))).toEqual(['t']);
  expect(countGraph(image).parameters + countGraph(text).parameters + 1).toBe(countGraph(lit).parameters);
});

test('they give what they give together', async () => {
  const lit = graphOf(SMALL_LIT);
  const inputs = { images: hashedImages([1, 64, 64, 3]), tokens: Int32Array.of(1, 7, 49, 3, 0, 0) };
  const together = await runByPlan(lit, inputs, hashedValues);
  for (const name of ['img/normalized', 'txt/normalized']) {
    expect((await runByPlan(only(lit, [name]), inputs, hashedValues))[name]).toEqual(together[name]);
  }
});

test('all outputs are the whole graph, none an empty one', () => {
  const lit = graphOf(SMALL_LIT);
  const all = lit.outputs.map(({ name }) => name);
  expect(only(lit, all)).toEqual(lit);
  expect(only(lit, ['logits'])).toMatchObject({ inputs: [], sections: [], outputs: [], textTokens: null });
});

test.each(['ViT-B_16', 'R26+ViT-S_32', 'Mixer-B_32', 'testing-unpooled'])('%s without its head is the model of no classes', (name) => {
  const features = withoutHead(upstream(name));
  const classless = upstream(name, { num_classes: 0 });
  expect(names(features)).toEqual(names(classless));
  expect(countGraph(features)).toEqual(countGraph(classless));
  expect(withoutHead(classless)).toBe(classless);
});

test('representation_size stays, as pre_logits', () => {
  const { outputs, sections } = withoutHead(upstream('ViT-Ti_16', { representation_size: 64 }));
  expect(outputs).toMatchObject([{ name: 'pre_logits', tensor: { shape: [1, 64] } }]);
  expect(sections.at(-1)?.ops.map(({ kind }) => kind)).toEqual(['take', 'dense', 'activation']);
});
