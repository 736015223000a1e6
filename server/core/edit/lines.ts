import { lineStart } from '../syntax/lines';
import type { Entry } from '../syntax/tree';

export { eolOf, lineEnd, lineStart, nextLine } from '../syntax/lines';

/** Where an entry's own text ends: behind the alias where there is one, without the blank lines a block may end in. */
export function endOf(text: string, entry: Entry): number {
  let end = entry.alias?.end ?? Math.max(entry.value.range.end, entry.keyRange.end);
  while (end > entry.keyRange.end && /\s/.test(text[end - 1] ?? '')) end--;
  return end === entry.keyRange.end && text[end] === ':' ? end + 1 : end;
}

/** The white space that puts a new line under `offset`. */
export function indentOf(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), offset).replace(/[^\t ]/g, ' ');
}
