import { expect, test } from 'vitest';
import { decidingKeys } from '../../../server/core/editor';
import { analyse, B16, edited } from './support';

/** The source texts of the values that decided a scope. */
function check(text: string, scope: string | null, ...expected: string[]): void {
  const analysis = analyse(text);
  const model = analysis.models[0];
  if (model === undefined) throw new Error('the fixture has no model');
  expect(decidingKeys(model, scope).map(({ key, range }) => `${key}: ${text.slice(range.start, range.end)}`)).toEqual(expected);
}

test('a layer of one of the blocks', () =>
  check(B16, 'Transformer/encoderblock_3/MlpBlock_3/Dense_0', 'hidden_size: 768', 'transformer.mlp_dim: 3072', 'transformer.num_layers: 12'));
test('without a scope the operation that needs most', () => check(`${B16}image_size: 2048\n`, null, 'patches.size: [16, 16]', 'image_size: 2048'));
test('a scope nobody knows leads to the model', () => check(B16, 'no/such/scope', ': model_name'));
test('a model that is only named has one place', () =>
  check('model_name: ViT-B_16\n', 'Transformer/encoderblock_0/MlpBlock_3/Dense_0', 'hidden_size: ViT-B_16'));
test("a model that can't be built leads to the keys of its problems", () =>
  check(edited(B16, 'num_heads: 12', 'num_heads: 10'), null, 'hidden_size: 768', 'transformer.num_heads: 10'));
