/** Graph -> figures: what one forward pass costs, whole and by part. Nothing else in the project computes these numbers. */
import type { Graph, Section } from '../model/graph';
import { costOf, otherFvcoreOf, weightBytesOf } from './cost';
import type { Figures, PartFigures } from './figures';
import { activationBytes } from './memory';

/** Exact figures of a graph; parts that cost nothing (a pooling without a head) have no row. */
export function countGraph(graph: Graph): Figures {
  const whole = costOf(graph.sections);
  const { parameters, macs, normalizedElements } = whole;
  const others = graph.sections.reduce((sum, { ops, repeat }) => ops.reduce((inner, op) => inner + otherFvcoreOf(op) * repeat, sum), 0);
  return {
    parameters,
    macs,
    flops: 2 * macs,
    fvcoreFlops: macs + 5 * normalizedElements + others,
    weightBytes: weightBytesOf(whole),
    activationBytes: activationBytes(graph),
    tokens: graph.image.tokens,
    effectivePatch: graph.image.effectivePatch,
    outputs: graph.outputs.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
    parts: countParts(graph),
  };
}

/** A section's ops are all of one part. */
function countParts(graph: Graph): readonly PartFigures[] {
  const parts = new Map<string, Section[]>();
  for (const section of graph.sections) {
    const part = section.ops[0]?.part ?? '';
    const sections = parts.get(part);
    if (sections === undefined) parts.set(part, [section]);
    else sections.push(section);
  }
  return [...parts]
    .map(([name, sections]) => ({ name, ...costOf(sections) }))
    .filter(({ parameters, macs, normalizedElements }) => parameters + macs + normalizedElements > 0);
}
