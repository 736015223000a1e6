/**
 * The keys of a Python config, wherever they stand: a nested one is not within the range of the mapping that holds it, and
 * what came in from elsewhere stands at the call it came in by.
 */
import { type ConfigNode, type Entry, isLeaf } from '../../syntax/tree';
import { contains, type Range } from '../../text';

export interface KeyEntry {
  /** Dotted path from the root. */
  readonly path: string;
  readonly entry: Entry;
}

/** Whether the config's own function wrote the key; its value may still have come in by a call. */
export const isOwn = ({ keyRange }: Entry): boolean => keyRange.origin === undefined;

/** Every key below a node, each before those inside it. */
export function* entriesBelow(node: ConfigNode | null, path = ''): Generator<KeyEntry> {
  if (node?.kind !== 'mapping') return;
  for (const entry of node.entries) {
    const at = path === '' ? entry.key : `${path}.${entry.key}`;
    yield { path: at, entry };
    yield* entriesBelow(entry.value, at);
  }
}

/** From an own key's name to the end of its value, where that stands right behind it. */
export function wholeRange({ keyRange, value }: Entry): Range {
  const follows = value.range.origin === undefined && value.range.start >= keyRange.end;
  return { start: keyRange.start, end: follows ? value.range.end : keyRange.end };
}

/** Characters of a value in a title. */
const LONGEST = 60;

/**
 * A key with its value as Python has them: `num_heads = 12`, `'size': (16, 16)`, `size=(16, 16)`; the value, too, where
 * that has to be worked out: `mlp_dim = 4 * 768 → 3072`. Of a mapping, and of what came in by a call, the key alone.
 */
export function assignmentText(entry: Entry, text: string): string {
  const { key, keyRange, value } = entry;
  if (value.kind === 'mapping' || !isOwn(entry) || wholeRange(entry).end === keyRange.end) return key;
  const between = text.slice(keyRange.end, value.range.start);
  const source = text.slice(value.range.start, value.range.end).replace(/\s+/g, ' ');
  const worth = nodeText(value);
  const worked = worth !== null && isWorkedOut(source);
  const shown = source.length > LONGEST ? `${source.slice(0, LONGEST - 1)}…` : source;
  const written = between.includes(':') ? `'${key}': ${shown}` : between.includes(' ') ? `${key} = ${shown}` : `${key}=${shown}`;
  return worked ? `${written} → ${worth}` : written;
}

/** Whether a text is more than literals: sums, names, calls, f-strings. */
function isWorkedOut(source: string): boolean {
  const literals = /'[^']*'|"[^"]*"|\b(?:None|True|False)\b|(?<!\w)[\d.][\d._]*(?:e[-+]?\d+)?/gi;
  return /[a-z*+/%]|0\s*-/i.test(source.replace(literals, '0'));
}

/** What a place of the text means in the tree: a key and the range that says so. */
export interface KeyAt extends KeyEntry {
  readonly range: Range;
}

/** The own key whose name, or scalar or list value, is at an offset; or which the target of a statement goes through (`transformer` in `config.transformer.num_heads = 12`). */
export function ownKeyAt(root: ConfigNode | null, text: string, offset: number): KeyAt | null {
  let through: KeyAt | null = null;
  const all = [...entriesBelow(root)];
  for (const { path, entry } of all) {
    const { keyRange, value, statement } = entry;
    if (!isOwn(entry)) continue;
    if (contains(keyRange, offset)) return { path, entry, range: keyRange };
    if (value.range.origin === undefined && (isLeaf(value) || value.kind === 'sequence') && contains(value.range, offset))
      return { path, entry, range: value.range };
    if (through === null && statement !== undefined && statement.start <= offset && offset < keyRange.start) {
      const found = stepAt(text, { start: statement.start, end: keyRange.start }, path, offset);
      const holder = found === null ? undefined : all.find((candidate) => candidate.path === found.path);
      if (found !== null && holder !== undefined) through = { ...holder, range: found.range };
    }
  }
  return through;
}

/** The key that is a step on the way to the one at `path`, read backwards from where that one's name stands: `.transformer.`, `['transformer'].`. */
function stepAt(text: string, { start, end }: Range, path: string, offset: number): { path: string; range: Range } | null {
  const keys = path.split('.');
  let rest = text.slice(start, end);
  for (let count = keys.length - 1; count > 0; count--) {
    const step = /(?:\.\s*([^\W\d]\w*)|\[\s*(?:'(\w+)'|"(\w+)")\s*\])\s*(?:\.|\[)\s*$/.exec(rest);
    const name = step?.[1] ?? step?.[2] ?? step?.[3];
    if (step === null || name === undefined || name !== keys[count - 1]) return null;
    const at = start + step.index + step[0].indexOf(name);
    const range = { start: at, end: at + name.length };
    if (contains(range, offset)) return { path: keys.slice(0, count).join('.'), range };
    // The sign before a name belongs to the next step.
    rest = rest.slice(0, step.index) + step[0].charAt(0);
  }
  return null;
}

/** A value as it is in Python, a text as its author quoted it; null for a mapping and for what is not known. */
export function nodeText(node: ConfigNode): string | null {
  if (node.kind === 'scalar') return node.text;
  if (node.kind !== 'sequence') return null;
  const items = node.items.map(nodeText);
  if (items.includes(null)) return null;
  if (node.tuple !== true) return `[${items.join(', ')}]`;
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}
