import { bytesOf, macsOf, normalizedElementsOf, otherFvcoreOf, parametersOf } from '../count/cost';
import { type Phrase, phrase } from '../phrase';
import type { Graph, GraphProblem, Op } from './graph';

/**
 * The problem of a graph whose figures can't be exact: a sum of its weight bytes, its operations, or all its tensors' bytes
 * beyond Number.MAX_SAFE_INTEGER. Rounding is monotone, so a sum that leaves the safe range never seems to be inside it.
 */
export function sizeProblem(graph: Graph): GraphProblem | null {
  let weights = 0;
  let operations = 0;
  let tensors = 0;
  for (const { tensor } of graph.inputs) tensors += bytesOf(tensor);
  for (const { ops, repeat } of graph.sections) {
    for (const op of ops) {
      weights += 4 * parametersOf(op) * repeat;
      operations += operationsOf(op) * repeat;
      // Three rounds are the most whose tensors the memory figure ever adds up.
      tensors += bytesOf(op.output) * Math.min(repeat, 3);
    }
  }
  if (weights > Number.MAX_SAFE_INTEGER)
    return tooLarge(phrase`The model is too large to be counted: it has more than 9 x 10^15 bytes of weights.`, graph, parametersOf);
  if (operations > Number.MAX_SAFE_INTEGER)
    return tooLarge(phrase`The model is too large to be counted: it has more than 9 x 10^15 operations.`, graph, operationsOf);
  if (tensors > Number.MAX_SAFE_INTEGER)
    return tooLarge(phrase`The model is too large to be counted: it has more than 9 x 10^15 bytes of activations.`, graph, (op) => bytesOf(op.output));
  return null;
}

/** An upper bound of flops and fvcoreFlops. */
function operationsOf(op: Op): number {
  return 2 * macsOf(op) + 5 * normalizedElementsOf(op) + otherFvcoreOf(op);
}

function tooLarge(message: Phrase, graph: Graph, cost: (op: Op) => number): GraphProblem {
  let largest = -1;
  let keys: readonly string[] = [];
  for (const { ops, repeat } of graph.sections) {
    for (const op of ops) {
      if (cost(op) * repeat > largest) {
        largest = cost(op) * repeat;
        keys = op.keys;
      }
    }
  }
  return { code: 'model-too-large', message, keys };
}
