/** How many bytes the values of a section take at most while ONNX Runtime goes through its nodes. */
import type { NodeBuilder } from './builder';
import { axis, elements } from './shapes';

const BYTES = 4;

/**
 * The largest sum of live values over the nodes in order, the section's inputs (fed from outside) left out,
 * scratch space of the operators that need some included. All values are counted at 4 bytes each.
 */
export function activationBytes(b: NodeBuilder, outputs: ReadonlySet<string>): number {
  const lastUse = new Map<string, number>();
  b.nodes.forEach((node, index) => {
    for (const name of node.input) lastUse.set(name, index);
  });
  const dying = new Map<number, string[]>();
  for (const [name, index] of lastUse) {
    if (outputs.has(name)) continue;
    const names = dying.get(index);
    if (names === undefined) dying.set(index, [name]);
    else names.push(name);
  }
  const size = (name: string): number => {
    const value = b.values.get(name);
    return value === undefined ? 0 : elements(value.shape) * BYTES;
  };
  let live = 0;
  let peak = 0;
  b.nodes.forEach((node, index) => {
    for (const name of node.output) live += size(name);
    peak = Math.max(peak, live + scratch(b, index));
    for (const name of dying.get(index) ?? []) live -= size(name);
  });
  return peak;
}

/** What an operator allocates besides its output. */
function scratch(b: NodeBuilder, index: number): number {
  const node = b.nodes[index];
  const first = node === undefined ? undefined : b.values.get(node.input[0] ?? '');
  const output = node === undefined ? undefined : b.values.get(node.output[0] ?? '');
  if (node === undefined || output === undefined) return 0;
  if (node.opType === 'MultiHeadAttention') {
    // Queries, keys and values once more, heads first, and the result before heads are joined.
    return 4 * elements(output.shape) * BYTES + maskedScores(b, index);
  }
  if (node.opType === 'Conv' && first !== undefined) {
    // The columns of the convolution as a matrix product.
    const kernel = node.attribute.find((attribute) => attribute.name === 'kernel_shape')?.ints ?? [];
    const positions = axis(output.shape, 2) * axis(output.shape, 3);
    return kernel.reduce((product, k) => product * Number(k), 1) * axis(first.shape, 1) * positions * BYTES;
  }
  return 0;
}

/** With a mask the operator does hold the scores, heads x tokens x tokens, and the mask once for each pair of tokens. */
function maskedScores(b: NodeBuilder, index: number): number {
  const node = b.nodes[index];
  const output = node === undefined ? undefined : b.values.get(node.output[0] ?? '');
  if (node === undefined || output === undefined || (node.input[4] ?? '') === '') return 0;
  const heads = Number(node.attribute.find((attribute) => attribute.name === 'num_heads')?.i ?? 1n);
  return (heads + 1) * axis(output.shape, 1) ** 2 * BYTES;
}
