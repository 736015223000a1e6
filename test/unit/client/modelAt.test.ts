import { expect, test } from 'vitest';
import { modelAt } from '../../../client/modelAt';
import type { ModelLine } from '../../../server/protocol';

const at = (line: number): ModelLine => {
  const range = { start: { line, character: 2 }, end: { line, character: 12 } };
  return { id: `id${line}`, name: `at ${line}`, range, line: '', built: true, weights: null, run: null };
};
const check = (models: readonly number[], cursor: number, expected: number | undefined) =>
  expect(modelAt(models.map(at), { line: cursor })?.id).toBe(expected === undefined ? undefined : `id${expected}`);

test('the only one is that of the whole file', () => {
  check([5], 0, 5);
  check([5], 9, 5);
});
test('of several, the last that begins above or at the cursor', () => {
  check([3, 20, 40], 3, 3);
  check([3, 20, 40], 19, 3);
  check([3, 20, 40], 20, 20);
  check([3, 20, 40], 99, 40);
});
test('above all of several it is none', () => check([3, 20], 0, undefined));
test('none of none', () => check([], 0, undefined));
