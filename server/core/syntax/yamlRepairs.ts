/**
 * What a person tries where YAML can't be read: a colon, a comma, quotes, another indentation. All of it is a guess by the look
 * of the line, so that each repair is to be offered only where the text then reads better.
 */

import { nearest } from '../edit/nearest';
import { type Phrase, type PhraseValue, phrase, verbatim } from '../phrase';
import type { Range, TextEdit } from '../text';
import { lineStart, nextLine } from './lines';
import { brief, inserting, writing } from './problems';
import type { SyntaxFix } from './tree';

/** Finds what could be done about a fault at a place. */
export type Repair = (text: string, range: Range) => readonly SyntaxFix[];

const GUESS = { guess: true } as const;
/** Lines above that a wrongly indented one may be meant to stand in line with, and lines below that may go with it. */
const MOST_LINES = 40;
const MOST_INDENTS = 3;
/** UTF-16 units of a text whose tabs are replaced all at once. */
const MOST_TABBED = 8192;
/** UTF-16 units before an alias in which its anchor is looked for. */
const MOST_BEFORE = 20_000;

/** `num_heads 12` and `num_heads = 12`. */
export const colonBehindKey: Repair = (text, { start }) => {
  const match = at(/([A-Za-z_][\w.-]*)(?:[ \t]*=[ \t]*|[ \t]+)(?=[^\s:#])/y, text, start);
  const [whole = '', key = ''] = match ?? [];
  return match === null ? [] : [writing(phrase`Insert a colon behind ${key}`, { start: start + key.length, end: start + whole.length }, ': ', GUESS)];
};

/** A colon behind a lone word whose keys stand on the lines below, indented deeper. */
export const colonBehindLine: Repair = (text, { start }) => {
  const { start: from, end } = contentOf(text, start);
  const below = contentOf(text, nextLine(text, from));
  const word = text.slice(start, end);
  const deeper = below.end > below.start && indentAt(text, below.start).length > indentAt(text, from).length;
  return deeper && /^[A-Za-z_][\w.-]*$/.test(word) ? [inserting(phrase`Insert a colon behind ${word}`, end, ':', GUESS)] : [];
};

/** Two keys on one line are put on two, or what follows the first is put in quotes. */
export const twoKeys: Repair = (text, { start }) => {
  const line = lineStart(text, start);
  const { end } = contentOf(text, start);
  const source = text.slice(line, end);
  const [, indent = '', first = '', value = ''] = /^([ \t]*)((?:- +)*[\w.-]+: +)(\S.*)$/.exec(source) ?? [];
  if (value === '') return [];
  const valueAt = line + indent.length + first.length;
  const fixes: SyntaxFix[] = [];
  const second = /^[^\s"'[{]+( +)[A-Za-z_][\w.-]*:(?: |$)/d.exec(value)?.indices?.[1];
  if (second !== undefined && !first.startsWith('-')) {
    fixes.push(writing(phrase`Put the second key on a line of its own`, { start: valueAt + second[0], end: valueAt + second[1] }, eolOf(text) + indent, GUESS));
  }
  const inner = /^[A-Za-z_][\w.-]*(?=:(?: |$))/.exec(value)?.[0];
  if (inner !== undefined && !first.startsWith('-')) {
    const below = contentOf(text, nextLine(text, start));
    const deeper = indentAt(text, below.start);
    const newText = eolOf(text) + (deeper.length > indent.length ? deeper : `${indent}  `);
    fixes.push(writing(phrase`Put ${inner} on the line below`, { start: line + indent.length + first.trimEnd().length, end: valueAt }, newText, GUESS));
  }
  return [...fixes, quoting(text, { start: valueAt, end })];
};

/** What stands from the fault to the end of the line, or of the item in brackets, in quotes. */
export const quoted: Repair = (text, { start }) => {
  const { end } = contentOf(text, start);
  const inBrackets = text.slice(start, end).search(/\s*[,\]}]/);
  const ends = inBrackets <= 0 ? [end] : [end, start + inBrackets];
  return ends.map((to) => quoting(text, { start, end: to }));
};

export const commaBefore: Repair = (text, { start }) => {
  const to = text.slice(0, start).trimEnd().length;
  return [inserting(phrase`Insert a comma`, to, ',', GUESS)];
};

/** In braces, where a value and the next key stand side by side. */
export const commaBeforeKey: Repair = (text, { start, end }) => {
  const space = text.slice(start, end).search(/[ \t]+[A-Za-z_][\w.-]*:/);
  return space === -1 ? [] : [inserting(phrase`Insert a comma`, start + space, ',', GUESS)];
};

export const commaOrColonBefore: Repair = (text, range) => {
  const to = text.slice(0, range.start).trimEnd().length;
  return [...commaBefore(text, range), writing(phrase`Insert a colon`, { start: to, end: range.start }, ': ', GUESS)];
};

export const withoutComma: Repair = (text, { start, end }) => {
  const comma = text.slice(start, Math.max(end, start + 1)).includes(',') ? text.indexOf(',', start) : text.lastIndexOf(',', start);
  return comma === -1 ? [] : [writing(phrase`Delete the comma`, { start: comma, end: comma + 1 }, '', GUESS)];
};

/** PyYAML reads the comment already, so that this is no guess. */
export const spaceBeforeComment: Repair = (_, { start }) => [inserting(phrase`Insert a space`, start, ' ', { safe: true })];

export const spaceBehindColon: Repair = (text, { start }) => {
  const colon = text.slice(0, start + 1).lastIndexOf(':');
  return colon === -1 ? [] : [inserting(phrase`Insert a space`, colon + 1, ' ', GUESS)];
};

export const dashBefore: Repair = (text, { start }) => [inserting(phrase`Insert "- "`, contentOf(text, start).start, '- ', GUESS)];

/** An item of a list whose sign is missing; below anything else than an item it is something else. */
export const dashBelowItem: Repair = (text, range) => {
  const above = lineStart(text, Math.max(0, lineStart(text, range.start) - 1));
  return text.startsWith('- ', contentOf(text, above).start) ? dashBefore(text, range) : [];
};

export const doubledBackslash: Repair = (text, { start }) =>
  text[start] === '\\' ? [inserting(phrase`Write \\${text.slice(start, start + 2)}`, start, '\\', GUESS)] : [];

/** The line, and where it has no value of its own what is indented deeper below it, in line with one above. */
export const reindented: Repair = (text, { start }) => {
  const line = contentOf(text, start);
  const own = indentAt(text, line.start);
  if (own.includes('\t')) return [];
  const found = new Map<string, string>();
  let above = lineStart(text, start);
  for (let n = 0; n < MOST_LINES && above > 0 && found.size < MOST_INDENTS; n++) {
    above = lineStart(text, above - 1);
    const { start: from, end } = contentOf(text, above);
    const indent = indentAt(text, from);
    const like = /^[\w.-]+(?=:)|^- /.exec(text.slice(from, end))?.[0];
    if (like !== undefined && indent !== own && !indent.includes('\t') && !found.has(indent)) found.set(indent, like.trim());
  }
  return [...found].map(([indent, like]) => ({
    title: indentTitle(indent.length, like === '-' ? phrase`the list` : like),
    edits: shifted(text, line, own.length, indent.length - own.length),
    ...GUESS,
  }));
};

function indentTitle(by: number, like: PhraseValue): Phrase {
  return by === 0 ? phrase`Indent not at all, as ${like}` : phrase`Indent by ${by}, as ${like}`;
}

/** An alias by the nearest of the anchors before it. */
export const nearestAnchor: Repair = (text, { start, end }) => {
  const anchors = Array.from(text.slice(Math.max(0, start - MOST_BEFORE), start).matchAll(/(?:^|[\s:[{,])&([\w-]+)/g), ([, name = '']) => name);
  const near = nearest(text.slice(start + 1, end), anchors);
  return near === null ? [] : [writing(verbatim(`*${near}`), { start, end }, `*${near}`, GUESS)];
};

export const withoutTag: Repair = (text, { start, end }) => {
  const behind = /^ */.exec(text.slice(end))?.[0].length ?? 0;
  return [writing(phrase`Delete the tag ${brief(text.slice(start, end))}`, { start, end: end + behind }, '', GUESS)];
};

/** Behind something a space does as well; at the start of a line it is the question how much indentation a tab is. */
export const withoutTab: Repair = (text, range) => {
  if (text.slice(lineStart(text, range.start), range.start).trim() !== '') return [writing(phrase`Replace the tab by a space`, range, ' ', { safe: true })];
  const all = text.length > MOST_TABBED ? [] : indentingTabs(text);
  const one = [writing(phrase`Replace the tab by two spaces`, range, '  ', GUESS), writing(phrase`Delete the tab`, range, '', GUESS)];
  return all.length > 1 ? [{ title: phrase`Replace the ${all.length} tabs that indent by two spaces each`, edits: all, ...GUESS }, ...one] : one;
};

function indentingTabs(text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  for (let at = 0; at < text.length; at = nextLine(text, at)) {
    for (let i = at; text[i] === ' ' || text[i] === '\t'; i++) if (text[i] === '\t') edits.push({ range: { start: i, end: i + 1 }, newText: '  ' });
  }
  return edits;
}

export const withoutCharacter: Repair = (_, range) => [writing(phrase`Delete the character`, range, '', GUESS)];

/** A quoted text that is to end in its first line: in front of the commas and brackets at its end. */
export const closedQuote: Repair = (text, { start }) => {
  const { end } = contentOf(text, start);
  const quote = text.charAt(start);
  const rest = start + (/[\s,}\]]*$/.exec(text.slice(start, end))?.index ?? end - start);
  return [...new Set([end, rest])].map((to) => inserting(phrase`Insert ${quote} behind ${brief(text.slice(start + 1, to)) || phrase`it`}`, to, quote, GUESS));
};

/** Brackets by what closes them: at the end of the line they open in, else of the last line that is indented deeper. */
export function closedBrackets(text: string, open: number, closers: string): SyntaxFix[] {
  if (closers === '') return [];
  const first = contentOf(text, open).end;
  const depth = indentAt(text, contentOf(text, open).start).length;
  let last = first;
  let at = nextLine(text, open);
  for (let n = 0; n < MOST_LINES && at < text.length; n++, at = nextLine(text, at)) {
    const { start, end } = contentOf(text, at);
    if (end > start && indentAt(text, start).length <= depth) break;
    if (end > start) last = end;
  }
  return [...new Set([first, last])].map((to) => inserting(phrase`Insert ${closers}`, to, closers, GUESS));
}

/** A sticky pattern at an offset. */
function at(pattern: RegExp, text: string, offset: number): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

/** What stands on the line of an offset, without indentation, comment and the space before that. */
function contentOf(text: string, offset: number): Range {
  const from = lineStart(text, offset);
  const line = text.slice(from, nextLine(text, from)).replace(/[\r\n]+$/, '');
  const indent = line.length - line.trimStart().length;
  const content = line
    .slice(indent)
    .replace(/(?:^|\s)#.*$/, '')
    .trimEnd();
  return { start: from + indent, end: Math.max(from + indent + content.length, Math.min(offset, from + line.length)) };
}

function indentAt(text: string, content: number): string {
  return text.slice(lineStart(text, content), content);
}

/** The line at `start` and all that are indented deeper below it, moved by so many columns. */
function shifted(text: string, line: Range, own: number, by: number): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = lineStart(text, line.start);
  const most = text[line.end - 1] === ':' ? MOST_LINES : 1;
  for (let n = 0; n < most && at < text.length; n++, at = nextLine(text, at)) {
    const content = contentOf(text, at);
    const indent = content.start - at;
    if (edits.length > 0 && content.end > content.start && indent <= own) break;
    if (content.end > content.start) edits.push({ range: { start: at, end: content.start }, newText: ' '.repeat(Math.max(0, indent + by)) });
  }
  return edits;
}

function quoting(text: string, range: Range): SyntaxFix {
  const source = text.slice(range.start, range.end).trimEnd();
  return writing(phrase`Quote ${brief(source)}`, { start: range.start, end: range.start + source.length }, JSON.stringify(source), GUESS);
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
