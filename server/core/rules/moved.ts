/** Fixes for a key that stands in a mapping where nobody reads it. */
import { composed } from '../edit/compose';
import { insertKey, removeEntry } from '../edit/edits';
import type { PlainValue } from '../edit/literal';
import type { Fix } from '../finding';
import { phrase } from '../phrase';
import { readEdited } from '../syntax';
import type { ConfigDocument, ConfigNode } from '../syntax/tree';
import { titled } from '../title';
import { entryAt } from './training-fields';

/** Moves the key at `path` to `home` behind `beside`; where there is one, or that can't be done, takes it away. */
export function moved(document: ConfigDocument, path: string, home: string, beside: string): Fix[] {
  const removal = removeEntry(document, path);
  if (removal === null) return [];
  const without: Fix = { title: titled(phrase`Remove ${path}`, phrase`nothing changes here`), edits: [removal] };
  const value = plainOf(entryAt(document.root, path)?.value);
  if (value === undefined || entryAt(document.root, home) !== undefined) return [without];
  const middle = readEdited(document, [removal]);
  const insertion = insertKey(middle, home, value, beside);
  if (insertion === null) return [without];
  return [{ title: titled(phrase`Move to ${home}`, phrase`where it is read`), edits: composed([removal], [insertion], middle.text) }, without];
}

/** undefined for what is neither a scalar nor a list of scalars. */
function plainOf(node: ConfigNode | undefined): PlainValue | undefined {
  if (node?.kind === 'scalar') return node.value;
  if (node?.kind !== 'sequence') return undefined;
  const items = node.items.flatMap((item) => (item.kind === 'scalar' ? [item.value] : []));
  return items.length === node.items.length ? items : undefined;
}
