/**
 * Text edits that keep the style of the document: YAML block, YAML flow, JSON or (in python/) Python.
 * Each returns null where it can't be done safely; the caller then offers no such fix.
 */
import type { ConfigDocument, Entry, MappingNode } from '../syntax/tree';
import { isLeaf } from '../syntax/tree';
import type { Range, TextEdit } from '../text';
import { find, lastKey } from './find';
import { endOf, eolOf, indentOf, lineEnd, lineStart, nextLine } from './lines';
import { literal, type PlainValue } from './literal';
import { insertedPython, joined, removedPython, renamedPython, replacedPython } from './python';

/** Writes `value` at a dotted path: replaces what is there or inserts the key. */
export function setValue(document: ConfigDocument, path: string, value: PlainValue, beside?: string): TextEdit | null {
  return replaceValue(document, path, value) ?? insertKey(document, path, value, beside);
}

/** Replaces the value of an existing key. A merged value is overridden by a key of its own. */
export function replaceValue(document: ConfigDocument, path: string, value: PlainValue): TextEdit | null {
  const found = find(document, path);
  if (found?.entry === undefined || found.entry.merged !== undefined) return null;
  const { entry } = found;
  if (document.python !== undefined) return replacedPython(document, document.python, found.parent, entry, value);
  const newText = literal(value, document.syntax);
  if (entry.alias !== undefined) return { range: entry.alias, newText };
  const { start } = entry.value.range;
  const end = endOf(document.text, entry);
  if (!isLeaf(entry.value) && !entry.value.flow) {
    const between = document.text.slice(entry.keyRange.end, start);
    if (/^\s*:\s*$/.test(between)) return { range: { start: entry.keyRange.end, end }, newText: `: ${newText}` };
  }
  const touchesColon = document.text[start - 1] === ':';
  return { range: { start, end: Math.max(start, end) }, newText: touchesColon ? ` ${newText}` : newText };
}

/** Inserts a key that is not there behind its sibling `beside`, else behind the last one. The mapping that is to hold it must exist. */
export function insertKey(document: ConfigDocument, path: string, value: PlainValue, beside?: string): TextEdit | null {
  const found = find(document, path);
  if (found === undefined || found.shared || (found.entry !== undefined && found.entry.merged === undefined)) return null;
  const { parent } = found;
  const key = lastKey(path);
  if (document.python !== undefined) {
    const entry = parent.entries.find((sibling) => sibling.key === beside && sibling.keyRange.origin === undefined);
    return insertedPython(document, document.python, found, [{ key, value }], { entry, before: false });
  }
  const written = `${literal(key, document.syntax)}: ${literal(value, document.syntax)}`;
  const own = parent.entries.filter(({ merged }) => merged === undefined);
  const sibling = own.findLast((entry) => entry.key === beside) ?? own.at(-1);
  if (sibling === undefined) return parent.flow ? { range: parent.range, newText: `{${written}}` } : null;

  const end = endOf(document.text, sibling);
  const indent = indentOf(document.text, sibling.keyRange.start);
  const eol = eolOf(document.text);
  if (parent.flow) {
    const ownLine = document.text.slice(lineStart(document.text, sibling.keyRange.start), sibling.keyRange.start).trim() === '';
    return { range: { start: end, end }, newText: ownLine ? `,${eol}${indent}${written}` : `, ${written}` };
  }
  const at = lineEnd(document.text, end);
  return { range: { start: at, end: at }, newText: `${eol}${indent}${written}` };
}

/** Removes a key and its value, and the comma or the line that would be left. */
export function removeEntry(document: ConfigDocument, path: string): TextEdit | null {
  const found = find(document, path);
  if (found?.entry === undefined || found.shared) return null;
  return joined(document.text, removeEntries(document, found.parent, [found.entry]) ?? []);
}

/** Removes several keys of one mapping. */
export function removeEntries(document: ConfigDocument, parent: MappingNode, entries: readonly Entry[]): TextEdit[] | null {
  if (document.python !== undefined) return removedPython(document, document.python, parent, entries);
  const own = parent.entries.filter(({ merged }) => merged === undefined);
  if (entries.some((entry) => !own.includes(entry))) return null;
  const staying = own.findLastIndex((entry) => !entries.includes(entry));
  const { text } = document;
  const edits: TextEdit[] = [];
  for (const [i, entry] of own.entries()) {
    if (!entries.includes(entry)) continue;
    const edit = parent.flow ? flowRemoval(text, parent, own, i, staying) : blockRemoval(text, parent === document.root, own, i);
    if (edit === null || strands(document, edit.range)) return null;
    // All behind the last that stays go together.
    if (!parent.flow || i < staying || edits.at(-1)?.range.start !== edit.range.start) edits.push(edit);
  }
  return edits;
}

/** `staying`: the index of the last entry that is not removed, -1 for none. */
function flowRemoval(text: string, parent: MappingNode, own: readonly Entry[], index: number, staying: number): TextEdit | null {
  const [entry, next, kept, last] = [own[index], own[index + 1], own[staying], own.at(-1)];
  if (entry === undefined || last === undefined) return null;
  if (index < staying && next !== undefined) return { range: { start: entry.keyRange.start, end: next.keyRange.start }, newText: '' };
  return kept === undefined ? { range: parent.range, newText: '{}' } : { range: { start: endOf(text, kept), end: endOf(text, last) }, newText: '' };
}

function blockRemoval(text: string, isRoot: boolean, own: readonly Entry[], index: number): TextEdit | null {
  const [entry, next] = [own[index], own[index + 1]];
  if (entry === undefined) return null;
  const end = endOf(text, entry);
  if (own.length === 1 && !isRoot) return { range: { start: entry.keyRange.start, end }, newText: '{}' };
  const start = lineStart(text, entry.keyRange.start);
  if (text.slice(start, entry.keyRange.start).trim() !== '') {
    return next === undefined ? null : { range: { start: entry.keyRange.start, end: next.keyRange.start }, newText: '' };
  }
  return { range: { start, end: nextLine(text, end) }, newText: '' };
}

/** Whether an anchor in the range is used by an alias outside of it, which would then have none. */
function strands({ anchors }: ConfigDocument, { start, end }: Range): boolean {
  const inside = (range: Range) => start <= range.start && range.end <= end;
  return anchors.some(({ range, aliases }) => inside(range) && !aliases.every(inside));
}

/** Gives a key another name, quoted as it was. */
export function renameKey(document: ConfigDocument, path: string, name: string): TextEdit | null {
  const found = find(document, path);
  if (found?.entry === undefined || found.entry.merged !== undefined) return null;
  if (document.python !== undefined) return renamedPython(document, document.python, found.entry, name);
  const quote = document.text[found.entry.keyRange.start];
  const newText = quote === '"' || quote === "'" ? `${quote}${name}${quote}` : literal(name, document.syntax);
  return { range: found.entry.keyRange, newText };
}
