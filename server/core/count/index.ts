/** Graph -> figures: what one forward pass costs, whole and by part. Nothing else in the project computes these numbers. */
import type { Graph } from '../model/graph';
import { macsOf, normalizedElementsOf, parametersOf } from './cost';
import type { Figures, PartFigures } from './figures';
import { activationBytes } from './memory';

type Sums = { -readonly [K in keyof PartFigures]: PartFigures[K] };

/** Exact figures of a graph; parts that cost nothing (a pooling without a head) have no row. */
export function countGraph(graph: Graph): Figures {
  const parts = countParts(graph);
  let parameters = 0;
  let macs = 0;
  let normalizedElements = 0;
  for (const part of parts) {
    parameters += part.parameters;
    macs += part.macs;
    normalizedElements += part.normalizedElements;
  }
  return {
    parameters,
    macs,
    flops: 2 * macs,
    fvcoreFlops: macs + 5 * normalizedElements,
    weightBytes: 4 * parameters,
    activationBytes: activationBytes(graph),
    tokens: graph.image.tokens,
    effectivePatch: graph.image.effectivePatch,
    outputs: graph.outputs.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
    parts,
  };
}

function countParts(graph: Graph): readonly PartFigures[] {
  const parts: Sums[] = [];
  let part: Sums | undefined;
  for (const { ops, repeat } of graph.sections) {
    for (const op of ops) {
      if (part?.name !== op.part) {
        part = parts.find(({ name }) => name === op.part);
        if (part === undefined) {
          part = { name: op.part, parameters: 0, macs: 0, normalizedElements: 0 };
          parts.push(part);
        }
      }
      part.parameters += parametersOf(op) * repeat;
      part.macs += macsOf(op) * repeat;
      part.normalizedElements += normalizedElementsOf(op) * repeat;
    }
  }
  return parts.filter(({ parameters, macs, normalizedElements }) => parameters + macs + normalizedElements > 0);
}
