import type { Snapshot } from '../analysis';
import type { Finding } from '../finding';

/**
 * The findings of a file without those that another server for its format reports for certain, at an overlapping place.
 * Each reader has its own way to go on behind a fault: where ours is at one that others may not see there, or not at all,
 * nothing behind it is certain any more, and all of it is ours to say. `stays`: codes that are no fault to the other server.
 */
export function withoutCommon(snapshot: Snapshot, stays: readonly string[]): Finding[] {
  const stumbles = snapshot.documents.flatMap(({ base, analysis }) =>
    analysis.document.problems.flatMap(({ code, severity, range, common }) => (code === 'syntax' && severity === 'error' && !common ? base + range.start : [])),
  );
  const certain = Math.min(...stumbles);
  return snapshot.findings().filter(({ code, range, common }) => !common || stays.includes(code) || range.start > certain);
}
