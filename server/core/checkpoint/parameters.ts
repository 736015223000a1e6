/** The parameters of a graph one by one, under the names that checkpoints have for them. */
import type { Graph, Parameter } from '../model/graph';

/**
 * Every parameter of a graph in its order, by its full name (`Transformer/encoderblock_3/MlpBlock_3/Dense_0/kernel`). Of a
 * repeated section `mostRounds` are listed: enough of them to be told from a file that has fewer.
 */
export function graphParameters({ sections }: Graph, mostRounds: number): Parameter[] {
  const parameters: Parameter[] = [];
  for (const { ops, repeat, firstIndex } of sections) {
    const own = ops.flatMap(({ scope, parameters }) => parameters.map(({ name, shape }) => ({ name: scope === '' ? name : `${scope}/${name}`, shape })));
    for (let round = 0; round < Math.min(repeat, mostRounds); round++) {
      for (const { name, shape } of own) parameters.push({ name: name.replaceAll('{i}', String(firstIndex + round)), shape });
    }
  }
  return parameters;
}
