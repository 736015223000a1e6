/** Writes several keys into a mapping at once, each where the schema's order has it, in the style the mapping has. */
import { endOf, eolOf, indentOf, lineEnd, lineStart } from '../../../edit/lines';
import { literal, type PlainValue } from '../../../edit/literal';
import { insertedPython } from '../../../edit/python';
import { entryLines } from '../../../edit/write';
import type { ConfigDocument, Entry, MappingNode } from '../../../syntax/tree';
import type { TextEdit } from '../../../text';

export interface NewKey {
  readonly key: string;
  readonly value: PlainValue;
}

/** null where it can't be done safely. `owner` is the mapping's own entry, if it has one, `order` its keys as the schema has them. */
export function insertKeys(
  document: ConfigDocument,
  mapping: MappingNode,
  owner: Entry | undefined,
  keys: readonly NewKey[],
  order: readonly string[],
): TextEdit[] | null {
  const own = mapping.entries.filter(({ merged, keyRange }) => merged === undefined && keyRange.origin === undefined);
  const first = own[0];
  const { python } = document;

  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  /** New keys by the entry they follow; undefined: before the first. */
  const behind = new Map<Entry | undefined, NewKey[]>();
  for (const key of [...keys].sort((a, b) => rank(a.key) - rank(b.key))) {
    const predecessor = own.filter((entry) => order.includes(entry.key) && rank(entry.key) < rank(key.key)).at(-1);
    behind.set(predecessor, [...(behind.get(predecessor) ?? []), key]);
  }
  if (python !== undefined) {
    const edits = [...behind].map(([entry, group]) =>
      insertedPython(document, python, { parent: mapping, owner }, group, { entry: entry ?? first, before: entry === undefined && first !== undefined }),
    );
    return edits.every((edit) => edit !== null) ? edits : null;
  }
  if (first === undefined) return mapping.flow ? [{ range: mapping.range, newText: `{${keys.map((key) => flowKey(key, document)).join(', ')}}` }] : null;
  return [...behind].map(([predecessor, group]) =>
    mapping.flow ? flowEdit(document, first, predecessor, group) : blockEdit(document, first, predecessor, group),
  );
}

function blockEdit({ text }: ConfigDocument, first: Entry, predecessor: Entry | undefined, group: readonly NewKey[]): TextEdit {
  const eol = eolOf(text);
  const indent = indentOf(text, (predecessor ?? first).keyRange.start);
  const lines = entryLines(Object.fromEntries(group.map(({ key, value }) => [key, value])), 'yaml', '  ').map((line) => indent + line);
  if (predecessor === undefined) {
    const at = first.keyRange.start;
    return { range: { start: at, end: at }, newText: `${lines.join(eol).slice(indent.length)}${eol}${indent}` };
  }
  const at = lineEnd(text, endOf(text, predecessor));
  return { range: { start: at, end: at }, newText: lines.map((line) => eol + line).join('') };
}

function flowEdit(document: ConfigDocument, first: Entry, predecessor: Entry | undefined, group: readonly NewKey[]): TextEdit {
  const { text } = document;
  const beside = predecessor ?? first;
  const ownLine = text.slice(lineStart(text, beside.keyRange.start), beside.keyRange.start).trim() === '';
  const separator = ownLine ? `,${eolOf(text)}${indentOf(text, beside.keyRange.start)}` : ', ';
  const written = group.map((key) => flowKey(key, document));
  if (predecessor === undefined)
    return { range: { start: first.keyRange.start, end: first.keyRange.start }, newText: written.map((key) => key + separator).join('') };
  const at = endOf(text, predecessor);
  return { range: { start: at, end: at }, newText: written.map((key) => separator + key).join('') };
}

function flowKey({ key, value }: NewKey, { syntax }: ConfigDocument): string {
  return `${literal(key, syntax)}: ${literal(value, syntax)}`;
}
