import type { Entry } from '../syntax/tree';

/** Where an entry's own text ends: behind the alias where there is one, without the blank lines a block may end in. */
export function endOf(text: string, entry: Entry): number {
  let end = entry.alias?.end ?? Math.max(entry.value.range.end, entry.keyRange.end);
  while (end > entry.keyRange.end && /\s/.test(text[end - 1] ?? '')) end--;
  return end === entry.keyRange.end && text[end] === ':' ? end + 1 : end;
}

/** The line break the text uses. */
export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** The offset of the line's end, before `\r\n` or `\n`. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return text[newline - 1] === '\r' && newline > offset ? newline - 1 : newline;
}

/** The start of the next line, or the text's end. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return Math.min(text[end] === '\r' ? end + 2 : end + 1, text.length);
}

/** The white space that puts a new line under `offset`. */
export function indentOf(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset).replace(/[^\t ]/g, ' ');
}
