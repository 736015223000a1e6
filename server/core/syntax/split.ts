import type { Range } from '../text';
import { MAX_TEXT } from './limits';
import { isLineBreak, lineStart, nextLine } from './lines';
import type { Syntax } from './tree';

/**
 * The documents of a file: at least one, in order and without a gap, so that together they are the text. A YAML
 * document marker at the start of a line is a border wherever it stands, inside a quoted text too, as YAML has it.
 * Comments and directives before the first `---` belong to the document it opens. JSON is one document.
 */
export function splitDocuments(text: string, syntax: Syntax): Range[] {
  if (syntax !== 'yaml' || text.length > MAX_TEXT) return [{ start: 0, end: text.length }];
  const starts = [0];
  let start = 0;
  /** Whether the current document has its own `---` already. */
  let opened = false;
  /** Whether the current document begins behind a `...`. */
  let afterEnd = false;
  const begin = (at: number): void => {
    start = at;
    starts.push(at);
  };
  for (const at of markersOf(text)) {
    if (text[at] === '-') {
      if (opened || !isPrelude(text.slice(start, at))) begin(directivesBefore(text, start, at));
      opened = true;
      afterEnd = false;
    } else if (opened || !isPrelude(text.slice(start, at))) {
      begin(nextLine(text, at));
      opened = false;
      afterEnd = true;
    } else if (afterEnd) {
      // A second `...` in a row: it ends the same document as the first.
      starts.pop();
      begin(nextLine(text, at));
    }
  }
  // Behind the last `...` there may be white space and comments; they are no document.
  if (afterEnd && isPrelude(text.slice(start))) starts.pop();
  return starts.map((from, i) => ({ start: from, end: starts[i + 1] ?? text.length }));
}

/** Offsets of all `---` and `...` that stand alone at the start of a line, in order. */
function markersOf(text: string): number[] {
  const ends = [...placesOf(text, '...')];
  const starts = [...placesOf(text, '---')];
  return ends.length === 0 ? starts : [...starts, ...ends].sort((a, b) => a - b);
}

function* placesOf(text: string, marker: string): Generator<number> {
  for (let at = text.indexOf(marker); at !== -1; at = text.indexOf(marker, at + 1)) {
    if (isLineStart(text, at) && isSpaceOrEnd(text, at + 3)) yield at;
  }
}

function isLineStart(text: string, at: number): boolean {
  if (at === 0) return true;
  return isLineBreak(text.charCodeAt(at - 1)) || (at === 1 && text.startsWith('\ufeff'));
}

function isSpaceOrEnd(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x09 || isLineBreak(code);
}

/** Whether there is nothing but white space, comments and directives. */
function isPrelude(text: string): boolean {
  return lines(text).every((line) => line.startsWith('%') || isBlank(line));
}

function isBlank(line: string): boolean {
  return /^[ \t\ufeff]*(?:#.*)?$/.test(line);
}

function lines(text: string): string[] {
  return text.split(/\r\n?|\n/);
}

/** Where the directives right above a `---` begin, which PyYAML gives to the document behind; `at` if there are none. */
function directivesBefore(text: string, start: number, at: number): number {
  if (!text.slice(start, at).includes('%')) return at;
  let begin = at;
  for (let line = at; line > start; ) {
    const end = line;
    line = lineStart(text, end - 1);
    const content = text.slice(line, end).trimEnd();
    if (content.startsWith('%')) begin = line;
    else if (!isBlank(content)) break;
  }
  return begin;
}
