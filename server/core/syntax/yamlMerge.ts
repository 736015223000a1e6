import { phrase } from '../phrase';
import type { Range } from '../text';
import type { Problems } from './problems';
import type { ConfigNode, Entry, MappingNode } from './tree';

/**
 * The entries that merge keys (`<<`) add to `own`, by PyYAML's rules: own keys win, of several `<<` the last, in a list
 * of mappings the first, and inside a merged mapping the last of equal keys.
 */
export function mergedEntries(
  own: readonly Entry[],
  merges: readonly { readonly at: Range; readonly value: { readonly node: ConfigNode; readonly alias?: Range } }[],
  problems: Problems,
): Entry[] {
  const taken = new Set(own.map(({ key }) => key));
  const added: Entry[] = [];
  for (const { at, value } of merges.toReversed()) {
    const sources = mappingsOf(value.node);
    if (sources === null) {
      problems.error(value.alias ?? value.node.range, phrase`\`<<\` merges a mapping or a list of mappings into this one; this is neither`);
      continue;
    }
    for (const source of sources) {
      for (const entry of countingEntries(source)) {
        if (taken.has(entry.key)) continue;
        taken.add(entry.key);
        added.push({ ...entry, merged: at });
      }
    }
  }
  return added;
}

function mappingsOf(node: ConfigNode): readonly MappingNode[] | null {
  if (node.kind === 'mapping') return [node];
  if (node.kind !== 'sequence') return null;
  const mappings = node.items.filter((item) => item.kind === 'mapping');
  return mappings.length === node.items.length ? mappings : null;
}

/** Of equal own keys the last. Merged entries are no doubles already. */
function countingEntries(mapping: MappingNode): Iterable<Entry> {
  const byKey = new Map<string, Entry>();
  for (const entry of mapping.entries) byKey.set(entry.key, entry);
  return byKey.values();
}
