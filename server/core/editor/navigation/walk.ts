/** The parts of a config that stand in its own text: what came in by an alias or a merge key stands somewhere else. */
import { isClosed } from '../../syntax/quotes';
import type { ConfigNode, Entry } from '../../syntax/tree';
import type { Range } from '../../text';

export const within = (outer: Range, inner: Range): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** A mapping's own entries. */
export function ownEntries(node: ConfigNode): readonly Entry[] {
  return node.kind === 'mapping' ? node.entries.filter(({ merged }) => merged === undefined) : [];
}

/** The values right below a node: of entries and items. */
export function ownValues(node: ConfigNode): readonly ConfigNode[] {
  if (node.kind !== 'sequence') return ownEntries(node).flatMap(({ alias, value }) => (alias === undefined ? [value] : []));
  // Of an item that is an alias only the anchored node is known.
  return [...new Set(node.items)].filter((item) => within(node.range, item.range));
}

/** What stands between a value's or key's quotes; all of it where it has none. */
export function withoutQuotes(text: string, { start, end }: Range): Range {
  const quote = text[start];
  const quoted = (quote === '"' || quote === "'") && isClosed(text.slice(start, end));
  return quoted ? { start: start + 1, end: end - 1 } : { start, end };
}
