import { expect, test } from 'vitest';
import { activationBytes, activationPeaks } from '../../../server/core/count/memory';
import { buildGraph } from '../../../server/core/model';
import type { Graph, Op, Section, Tensor } from '../../../server/core/model/graph';
import { specOf } from './specs';

/** `a = x y` makes a of x and y; the number behind a name is its size in values. */
const SIZES: Readonly<Record<string, number>> = { x: 1, a: 10, b: 100, c: 1000, d: 10_000, m: 100_000 };

const tensorOf = (name: string): Tensor => ({ id: 'xabcdm'.indexOf(name), shape: [SIZES[name] ?? Number.NaN], dtype: 'float32' });

function opOf(line: string): Op {
  const [output = '', ...inputs] = line.split(/[ =]+/).filter((name) => name !== '');
  return { kind: 'activation', fn: 'relu', scope: '', part: '', keys: [], parameters: [], inputs: inputs.map(tensorOf), output: tensorOf(output) };
}

function section(lines: readonly string[]): Section {
  return { label: '', ops: lines.map(opOf), repeat: 1, firstIndex: 0, carry: null };
}

/** Peak in values of a graph whose input is x. */
function check(sections: readonly Section[], outputs: string, values: number): void {
  const graph: Graph = {
    inputs: [{ name: 'images', tensor: tensorOf('x') }],
    sections,
    outputs: [...outputs].map((name) => ({ name, tensor: tensorOf(name) })),
    image: { imageSize: [1, 1], grid: [1, 1], tokens: 1, effectivePatch: [1, 1], lostPixels: [0, 0] },
    textTokens: null,
  };
  expect(activationBytes(graph)).toBe(4 * values);
  // The largest of any grouping's peaks is the peak of the whole.
  const each = activationPeaks(graph, (op) => op);
  expect(Math.max(...each.values())).toBe(4 * values);
}

test('an input and its output are held together', () => check([section(['a = x'])], 'a', 11));
test('what was read last is let go', () => check([section(['a = x', 'b = a', 'c = b'])], 'c', 1100));
test('a residual is held until it is added', () => check([section(['a = x', 'b = a', 'c = b a'])], 'c', 1110));
test('the peak may be in the middle', () => check([section(['a = x', 'd = a', 'b = d'])], 'b', 10_100));
test('outputs are held to the end', () => check([section(['b = x', 'c = x', 'd = c'])], 'bd', 11_100));
test('an op without readers is held for its own step', () => check([section(['d = x', 'a = x', 'b = a'])], 'b', 10_001));
test('an unread input is held for no step but the first', () => check([section(['a =', 'b = a'])], 'b', 110));

/** Rounds whose last op gives c, of a's size, which is the next round's a. */
function rounds(lines: readonly string[], repeat: number): Section {
  const output: Tensor = { ...tensorOf('c'), shape: [10] };
  const ops = lines.map(opOf).map((op) => (op.output.id === output.id ? { ...op, output } : op));
  return { label: '', ops, repeat, firstIndex: 0, carry: { input: tensorOf('a'), output } };
}

test('a carry takes the place of the one before', () => check([section(['a = x']), rounds(['b = a', 'c = b'], 5)], 'c', 110));

const residualRounds = (repeat: number) => rounds(['b = a m', 'c = b a'], repeat);

// m, read by each round, is held through all of them: at each step m, a, b, and at the second c too if there is another round.
test.each([
  [1, 100_000 + 10 + 100],
  [2, 100_000 + 10 + 100 + 10],
  [3, 100_000 + 10 + 100 + 10],
  [12, 100_000 + 10 + 100 + 10],
])('a tensor from before is held until the last of %i rounds has read it', (repeat, values) =>
  check([section(['m = x', 'a = x']), residualRounds(repeat)], 'c', values),
);
test('a tensor read behind the section is held through it', () =>
  check([section(['d = x', 'm = x', 'a = x']), residualRounds(3), section(['a = c d'])], 'a', 110_120));
test('the first carry is held through the section if something behind it reads it', () =>
  check([section(['m = x', 'a = x']), residualRounds(3), section(['b = c a'])], 'b', 100_130));

test('a ViT of one block, by hand', () => {
  const result = buildGraph(
    specOf({
      patches: { size: [2, 2] },
      hidden_size: 8,
      transformer: { mlp_dim: 40, num_heads: 2, num_layers: 1 },
      classifier: 'gap',
      image_size: 4,
      num_classes: 3,
    }),
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  // 4 tokens of 8: GELU holds its input and output, 4 x 40 each, beside the residual of 4 x 8.
  expect(activationBytes(result.graph)).toBe(4 * (2 * 4 * 40 + 4 * 8));
});

test('a peak for each group, with what others hold meanwhile; several rounds count as one', () => {
  const graph: Graph = {
    inputs: [{ name: 'images', tensor: tensorOf('x') }],
    sections: [section(['m = x', 'a = x']), residualRounds(3), section(['d = c'])],
    outputs: [{ name: 'd', tensor: tensorOf('d') }],
    image: { imageSize: [1, 1], grid: [1, 1], tokens: 1, effectivePatch: [1, 1], lostPixels: [0, 0] },
    textTokens: null,
  };
  const peaks = activationPeaks(graph, (op) => graph.sections.findIndex(({ ops }) => ops.includes(op)));
  expect(Object.fromEntries(peaks)).toEqual({ 0: 4 * (100_000 + 10 + 1), 1: 4 * (100_000 + 10 + 100 + 10), 2: 4 * (10 + 10_000) });
});
