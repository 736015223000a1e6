import { costOf } from '../../count/cost';
import type { Graph } from '../../model/graph';
import type { RunBlock } from '../run';
import type { Part } from './parts';

/**
 * What each part took in a run, block by block. A run times whole sections: of several parts in one, that which multiplies
 * most has its time. Empty where the run is not of this graph.
 */
export function blockTimes(graph: Graph, parts: readonly Part[], blocks: readonly RunBlock[]): ReadonlyMap<Part, readonly number[]> {
  const times = new Map<Part, number[]>();
  const rounds = graph.sections.reduce((sum, { repeat }) => sum + repeat, 0);
  if (blocks.length !== rounds) return times;
  let next = 0;
  for (const section of graph.sections) {
    const taken = blocks.slice(next, next + section.repeat).map(({ ms }) => ms);
    next += section.repeat;
    let owner: Part | undefined;
    let most = -1;
    for (const part of parts) {
      const slices = part.slices.filter((slice) => slice.section === section);
      const { macs } = costOf(slices);
      if (slices.length === 0 || macs <= most) continue;
      owner = part;
      most = macs;
    }
    if (owner !== undefined) times.set(owner, [...(times.get(owner) ?? []), ...taken]);
  }
  return times;
}
