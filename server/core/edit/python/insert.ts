/** New keys of a Python config: an assignment behind a sibling's, or an item in the dict that the sibling is in. */
import type { SyntaxNode } from '@lezer/common';
import { type ConfigDocument, type ConfigNode, type Entry, entryOf, type MappingNode, type PythonPlace } from '../../syntax/tree';
import type { TextEdit } from '../../text';
import type { Found } from '../find';
import { eolOf, indentOf, lineEnd, lineStart } from '../lines';
import { isIdentifier, pythonLiteral, quotesOf, stringLiteral } from './literal';
import { PythonText, runsOnce, type WrittenItem, type WrittenStatement } from './source';
import { assignments, configDictName, type NewKey } from './statements';

/** Where new keys go: behind an entry of the mapping (before it, where so said), else behind the last of its own. */
export interface Beside {
  readonly entry: Entry | undefined;
  readonly before: boolean;
}

/** Writes keys that are not there yet. null where it can't be done safely. */
export function insertedPython(
  document: ConfigDocument,
  python: PythonPlace,
  { parent, owner }: Pick<Found, 'parent' | 'owner'>,
  keys: readonly NewKey[],
  beside: Beside,
): TextEdit | null {
  if (parent.open === undefined && keys.some(({ key }) => parent.entries.some((entry) => entry.key === key))) return null;
  const source = new PythonText(document, python.extent);
  const sibling = beside.entry ?? parent.entries.filter(isOwn).reduce<Entry | undefined>(later, undefined);
  const written = sibling === undefined ? null : source.keyAt(sibling.keyRange);
  const making = { document, source, parent, keys };
  if (sibling !== undefined && written?.form === 'item' && runsOnce(written.list, true)) return behindItem(making, written, beside.before);
  if (sibling !== undefined && written?.form === 'statement' && placeable(source, written)) return behindStatement(making, sibling, written, beside.before);
  if (parent.entries.length === 0 && parent.python?.literal != null) {
    const filled = intoEmpty(making, parent.python.literal);
    if (filled !== null) return filled;
  }
  const creation = owner === undefined ? null : source.keyAt(owner.keyRange);
  if (owner !== undefined && creation?.form === 'statement' && isOwn(owner) && placeable(source, creation)) {
    return behindStatement(making, owner, { ...creation, access: source.slice(creation.target) }, false);
  }
  return atInsertion(document, python, parent, keys);
}

/** Assignments where the config's function may be added to. null where it can't be, or nothing reaches the mapping there. */
export function atInsertion(document: ConfigDocument, { insertion, extent }: PythonPlace, parent: MappingNode, keys: readonly NewKey[]): TextEdit | null {
  const access = parent.python?.access ?? null;
  if (insertion === null || access === null) return null;
  const lines = keys.flatMap((key) => assignments(targetOf(document, extent, parent, access), key));
  const isNew = keys.some(({ key }) => entryOf(parent, key) === undefined);
  return linesBehind(
    document.text,
    insertion.at,
    insertion.indent,
    isNew && isLockedElsewhere(document, parent) ? unlocking(access, insertion.indent, lines) : lines,
  );
}

/** Whether a mapping takes no new keys where the config's own function could add some. */
export function isLockedElsewhere({ text, python }: ConfigDocument, parent: MappingNode): boolean {
  if (parent.python?.locked !== true || python === undefined) return false;
  // Its own `config.lock()` comes behind all that it writes.
  return !/\.lock\(\s*\)/.test(text.slice(python.extent.start, python.extent.end));
}

/** Statements that a locked ConfigDict would refuse. */
export function unlocking(access: string, indent: string, lines: readonly string[]): string[] {
  const variable = /^\w+/.exec(access)?.[0] ?? access;
  return [`with ${variable}.unlocked():`, ...lines.map((line) => stepOf(indent) + line)];
}

/** How much deeper a block stands, by the indentation of what it is in. */
export function stepOf(indent: string): string {
  return indent.includes('\t') ? '\t' : indent.length > 0 && indent.length % 4 === 0 ? '    ' : '  ';
}

/** Statements on lines of their own behind the line that `at` is on. */
export function linesBehind(text: string, at: number, indent: string, lines: readonly string[]): TextEdit {
  const end = lineEnd(text, at);
  const eol = eolOf(text);
  return { range: { start: end, end }, newText: lines.map((line) => eol + indent + line).join('') };
}

/** Whether the config's own function wrote the entry's key. */
export function isOwn({ keyRange }: Entry): boolean {
  return keyRange.origin === undefined;
}

function later(before: Entry | undefined, entry: Entry): Entry {
  return before === undefined || before.keyRange.start <= entry.keyRange.start ? entry : before;
}

function placeable(source: PythonText, { statement }: WrittenStatement): boolean {
  return source.isAlone(statement) && runsOnce(statement, true);
}

interface Making {
  readonly document: ConfigDocument;
  readonly source: PythonText;
  readonly parent: MappingNode;
  readonly keys: readonly NewKey[];
}

function targetOf(document: ConfigDocument, extent: PythonPlace['extent'], parent: MappingNode, access: string): Parameters<typeof assignments>[0] {
  const { text } = document;
  const style = quotesOf(text.slice(extent.start, extent.end));
  return { access, configDict: parent.python?.configDict ?? true, className: configDictName(text), style };
}

function behindStatement({ document, source, parent, keys }: Making, sibling: Entry, place: WrittenStatement, before: boolean): TextEdit {
  const { text } = document;
  const { statement, access } = place;
  const extent = document.python?.extent ?? { start: 0, end: text.length };
  const indent = indentOf(text, statement.from);
  const written = keys.flatMap((key) => assignments(targetOf(document, extent, parent, access), key));
  const opened = isLockedElsewhere(document, parent) && !isUnlocked(source, statement);
  const lines = opened ? unlocking(access, indent, written) : written;
  if (before) {
    const at = lineStart(text, statement.from);
    return { range: { start: at, end: at }, newText: lines.map((line) => indent + line + eolOf(text)).join('') };
  }
  const block = statement.parent?.from;
  let end = statement.to;
  // What is written into the sibling stays with it.
  each(sibling.value, (entry) => {
    const inner = isOwn(entry) ? source.keyAt(entry.keyRange) : null;
    if (inner?.form === 'statement' && inner.statement.parent?.from === block) end = Math.max(end, inner.statement.to);
  });
  return linesBehind(text, end, indent, lines);
}

/** Whether a statement stands in `with config.unlocked():`. */
function isUnlocked(source: PythonText, statement: SyntaxNode): boolean {
  for (let at = statement.parent; at !== null; at = at.parent) {
    if (at.name === 'WithStatement' && /\.unlocked\(/.test(source.slice(at).split(':', 1)[0] ?? '')) return true;
  }
  return false;
}

function behindItem({ document: { text }, source, keys }: Making, { list, key, value }: WrittenItem, before: boolean): TextEdit | null {
  const items = itemTexts(text, list.name === 'DictionaryExpression' ? 'braces' : 'keywords', keys);
  if (items === null) return null;
  const ownLine = text.slice(lineStart(text, key.start), key.start).trim() === '';
  const separator = ownLine ? `,${eolOf(text)}${indentOf(text, key.start)}` : ', ';
  if (before) return { range: { start: key.start, end: key.start }, newText: items.map((item) => item + separator).join('') };
  const end = lineEnd(text, value.end);
  const isLast = source.itemsOf(list).at(-1)?.end === value.end;
  if (ownLine && isLast && /^,[\t ]*(?:#|$)/.test(text.slice(value.end, end))) {
    return { range: { start: end, end }, newText: items.map((item) => `${separator.slice(1)}${item},`).join('') };
  }
  return { range: { start: value.end, end: value.end }, newText: items.map((item) => separator + item).join('') };
}

/** Into `{}` or `dict()`. */
function intoEmpty({ document: { text }, keys }: Making, { form, range }: NonNullable<NonNullable<MappingNode['python']>['literal']>): TextEdit | null {
  const [, inside] = (form === 'braces' ? /^\{(\s*)\}$/ : /\((\s*)\)$/).exec(text.slice(range.start, range.end)) ?? [];
  const items = itemTexts(text, form, keys);
  if (inside === undefined || items === null) return null;
  return { range: { start: range.end - 1 - inside.length, end: range.end - 1 }, newText: items.join(', ') };
}

function itemTexts(text: string, form: 'braces' | 'keywords', keys: readonly NewKey[]): string[] | null {
  if (form === 'keywords' && !keys.every(({ key }) => isIdentifier(key))) return null;
  const style = quotesOf(text);
  return keys.map(({ key, value }) => (form === 'keywords' ? `${key}=` : `${stringLiteral(key, style.quote)}: `) + pythonLiteral(value, style));
}

/** All entries below a node. */
export function each(node: ConfigNode, visit: (entry: Entry) => void): void {
  if (node.kind !== 'mapping') return;
  for (const entry of node.entries) {
    visit(entry);
    each(entry.value, visit);
  }
}
