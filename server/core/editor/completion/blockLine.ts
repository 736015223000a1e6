import type { Range } from '../../text';
import { quotedEnd } from './flowTokens';

/** A line of YAML in block style, taken apart. Offsets are the document's. */
export interface BlockLine {
  readonly start: number;
  readonly end: number;
  /** Where the first sign stands; the line's end in an empty one. */
  readonly content: number;
  /** Where the signs of list items stand. */
  readonly dashes: readonly number[];
  /** null for a line without one. */
  readonly key: Range | null;
  /** Behind the key's colon, or behind the last dash, or where the content begins. */
  readonly behind: number;
  /** What is written there, without anchor, tag and comment; where there is nothing, empty. Of brackets only the start counts. */
  readonly value: Range;
  /** Whether an anchor or a tag, or an alias, stands in front. */
  readonly anchored: boolean;
  /** Where the comment begins; the line's end where there is none. */
  readonly comment: number;
}

/** `from` is where the line's own content may begin: behind a `---`. */
export function blockLine(text: string, start: number, from: number, end: number): BlockLine {
  const content = skipSpace(text, from, end);
  const dashes: number[] = [];
  let at = content;
  while (text[at] === '-' && isSpaceOrEnd(text, at + 1, end)) {
    dashes.push(at);
    at = skipSpace(text, at + 1, end);
  }
  const key = keyAt(text, at, end);
  let behind = dashes.length > 0 ? (dashes.at(-1) ?? 0) + 1 : content;
  if (key !== null) behind = text.indexOf(':', key.end) + 1;
  let valueStart = key === null ? at : skipSpace(text, behind, end);
  let anchored = false;
  for (let mark = markAt(text, valueStart, end); mark !== null; mark = markAt(text, valueStart, end)) {
    anchored = true;
    valueStart = skipSpace(text, mark, end);
  }
  const valueEnd = endOfValue(text, valueStart, end);
  const comment = text[skipSpace(text, valueEnd, end)] === '#' ? skipSpace(text, valueEnd, end) : end;
  return { start, end, content, dashes, key, behind, value: { start: valueStart, end: valueEnd }, anchored, comment: Math.min(comment, end) };
}

/** A key with a colon and white space behind it, or, as people half-type it, with a colon and its value right behind. */
function keyAt(text: string, at: number, end: number): Range | null {
  const sign = text.charAt(at);
  if (at >= end || '[{#&*!|>%@`,]}'.includes(sign)) return null;
  if (sign === '"' || sign === "'") {
    const close = quotedEnd(text, at);
    return text[skipSpace(text, close, end)] === ':' ? { start: at, end: close } : null;
  }
  const squeezed = /^[A-Za-z_][\w.-]*(?=:(?!\/\/))/.exec(text.slice(at, end));
  if (squeezed !== null) return { start: at, end: at + squeezed[0].length };
  for (let i = at; i < end; i++) {
    if (text[i] === '#' && isSpaceOrEnd(text, i - 1, end)) return null;
    if (text[i] === ':' && isSpaceOrEnd(text, i + 1, end)) return { start: at, end: at + text.slice(at, i).trimEnd().length };
  }
  return null;
}

/** Where an anchor or a tag ends; null where none stands. */
function markAt(text: string, at: number, end: number): number | null {
  const mark = /^[&!][^\s,[\]{}]*(?=\s|$)/.exec(text.slice(at, end));
  return mark === null ? null : at + mark[0].length;
}

function endOfValue(text: string, start: number, end: number): number {
  const sign = text.charAt(start);
  if (start >= end || sign === '#') return Math.min(start, end);
  if (sign === '"' || sign === "'") return quotedEnd(text, start);
  let at = start;
  while (at < end && !(text[at] === '#' && isSpaceOrEnd(text, at - 1, end))) at++;
  return start + text.slice(start, at).trimEnd().length;
}

function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === ' ' || text[at] === '\t')) at++;
  return at;
}

function isSpaceOrEnd(text: string, at: number, end: number): boolean {
  return at >= end || text[at] === ' ' || text[at] === '\t';
}
