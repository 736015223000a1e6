/** What can be done about a key that is set more than once. */

import { removeEntries } from '../edit/edits';
import type { Fix } from '../finding';
import { type Phrase, phrase } from '../phrase';
import { type ConfigDocument, type ConfigNode, type Entry, isLeaf, type MappingNode, type SyntaxProblem } from '../syntax/tree';
import { titled } from '../title';
import { valueText } from './fields';
import type { RuleContext } from './rule';

/** Keeping the last changes nothing; keeping the first may be what was meant. Safe only where all say the same. */
export function duplicateKeyFixes({ range }: SyntaxProblem, { document }: RuleContext): Fix[] {
  const mapping = mappingWith(document.root, range.start);
  const key = mapping?.entries.find(({ keyRange }) => keyRange.start === range.start)?.key;
  const equal = mapping?.entries.filter((entry) => entry.key === key && entry.merged === undefined) ?? [];
  const [first, last] = [equal[0], equal.at(-1)];
  if (mapping === null || first === undefined || last === undefined || first === last) return [];
  const same = equal.every((entry) => sourceOf(document, entry) === sourceOf(document, last));
  const keep = (kept: Entry, title: Phrase, safe: Pick<Fix, 'safe'> = {}): Fix[] => {
    const edits = removeEntries(
      document,
      mapping,
      equal.filter((entry) => entry !== kept),
    );
    return edits === null ? [] : [{ title, edits, ...safe }];
  };
  const nothing = phrase`nothing changes`;
  if (same) return keep(first, titled(phrase`Remove the repeated ${valueText(first.key)}`, nothing), { safe: true });
  return [...keep(last, titled(phrase`Keep the last, ${said(last)}`, nothing)), ...keep(first, phrase`Keep the first, ${said(first)}`)];
}

function said({ key, value }: Entry): string {
  return valueText(value.kind === 'scalar' ? `${key}: ${value.text}` : key);
}

function sourceOf({ text }: ConfigDocument, { alias, value }: Entry): string {
  const { start, end } = alias ?? value.range;
  return text.slice(start, end);
}

/** The mapping that has a key at an offset. */
function mappingWith(root: ConfigNode | null, offset: number): MappingNode | null {
  const open: ConfigNode[] = root === null ? [] : [root];
  const seen = new Set<ConfigNode>();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isLeaf(node) || seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'sequence') open.push(...node.items);
    else if (node.entries.some(({ keyRange, merged }) => merged === undefined && keyRange.start === offset)) return node;
    else open.push(...node.entries.map(({ value }) => value));
  }
  return null;
}
