import type { Graph } from '../../../server/core/model/graph';

/** `name shape` of each parameter of each round, sorted as Python sorts, by code point. */
export function parameterLines(graph: Graph): string[] {
  const lines: string[] = [];
  for (const { ops, repeat, firstIndex } of graph.sections) {
    for (let index = firstIndex; index < firstIndex + repeat; index++) {
      for (const op of ops) {
        const scope = op.scope.replace('{i}', String(index));
        for (const { name, shape } of op.parameters) lines.push(`${scope === '' ? '' : `${scope}/`}${name} ${shape.join('x')}`);
      }
    }
  }
  return lines.sort((a, b) => (a < b ? -1 : 1));
}
