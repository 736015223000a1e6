import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { buildGraph } from '../../../server/core/model';
import { english } from '../../../server/core/phrase';
import type { PlainModel } from './specs';
import { specOf } from './specs';

const ODD_NUMBERS = [0, 1, 2, 3, 7, 16, 32, 64, 768, 1000, 0.5, -1, -0, 1e6, 1e12, 2 ** 53 - 1, 2 ** 53, 1e300, 1.8e308, Number.NaN, undefined];

const number = fc.constantFrom(...ODD_NUMBERS);
/** Mostly what fits, so that graphs come out too. */
const whole = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(1, 2, 4, 16, 64) }, number);
const size = fc.array(fc.oneof({ weight: 12, arbitrary: fc.constantFrom(1, 2, 16, 1e9) }, fc.double()), { minLength: 2, maxLength: 2 });
const transformer = fc.option(fc.record({ mlp_dim: whole, num_heads: whole, num_layers: whole }));
const classifier = fc.constantFrom('token', 'token', 'gap', 'gap', 'unpooled', 'token_unpooled', undefined);
const resnet = fc.record({
  num_layers: fc.array(fc.oneof({ weight: 30, arbitrary: fc.nat(4) }, fc.double()), { maxLength: 60 }),
  width_factor: fc.oneof(fc.constantFrom(0.5, 1, 2), fc.double()),
});
const vit = fc.record(
  {
    patches: fc.record({ size }),
    hidden_size: whole,
    transformer,
    classifier,
    representation_size: fc.option(whole),
    resnet,
    image_size: size,
    num_classes: fc.option(whole),
  },
  { requiredKeys: ['patches', 'hidden_size', 'transformer', 'classifier'] },
);
const mixer = fc.record({
  patches: fc.record({ size }),
  hidden_dim: whole,
  num_blocks: whole,
  tokens_mlp_dim: whole,
  channels_mlp_dim: whole,
  image_size: size,
});
const lit = fc.record({
  image: vit,
  text_model: fc.constantFrom('bert', 'text_transformer', undefined),
  text: fc.record({ config: fc.constantFrom('base', 'large'), width: whole, num_layers: whole, mlp_dim: whole, num_heads: whole, vocab_size: whole }),
  out_dim: fc.constantFrom(8, [null, 8], [null, null], [768, null], [-1, 0.5]),
  pp: fc.record({ tokenizer_name: fc.constant('bert'), size: fc.constantFrom(16, 224, 1e9), max_len: whole }),
});

test('any numbers give a graph with exact figures, or problems that say what and where', () => {
  let graphs = 0;
  const check = (config: PlainModel) => {
    const result = buildGraph(specOf(config));
    if (!result.ok) {
      expect(result.problems.length).toBeGreaterThan(0);
      for (const { message, keys } of result.problems) {
        expect(english(message)).toMatch(/\w/);
        expect(keys).not.toHaveLength(0);
      }
      return;
    }
    graphs++;
    const { parts, effectivePatch, outputs, ...figures } = countGraph(result.graph);
    for (const figure of Object.values(figures)) expect(figure).toSatisfy((value: number) => Number.isSafeInteger(value) && value > 0);
  };
  fc.assert(
    fc.property(fc.oneof(vit, mixer, lit), (config) => check(config as PlainModel)),
    { numRuns: 3000, seed: 7 },
  );
  expect(graphs).toBeGreaterThan(300);
});
