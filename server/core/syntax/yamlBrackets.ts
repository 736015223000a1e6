/**
 * PyYAML lets what stands inside brackets begin at the start of a line, YAML does not, and the library goes by YAML:
 *   patches: {
 *   size: [16, 16]
 *   }
 * Such line breaks become spaces, so that every offset stays. Brackets that are not closed, or with a comment inside, are left alone.
 */
export function withoutLooseBreaks(source: string): string {
  let joined = '';
  let at = 0;
  for (const { start, end } of closedBrackets(source)) {
    const inside = source.slice(start, end);
    if (!LOOSE.test(inside)) continue;
    joined += source.slice(at, start) + inside.replace(/\r?\n/g, (lineBreak) => ' '.repeat(lineBreak.length));
    at = end;
  }
  return joined + source.slice(at);
}

/** Anything but white space and a closing bracket at the start of a line. */
const LOOSE = /\n[^\s\]}]/;

/** The outermost brackets that open as a value, close in order, hold no comment and are followed by nothing but one. */
function closedBrackets(source: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const opening = /(?:^|[:-] +)[[{]/gm;
  const lineEnd = /[^\S\n]*(?:$|[^\S\n]#)/my;
  for (let match = opening.exec(source); match !== null; match = opening.exec(source)) {
    const start = match.index + match[0].length - 1;
    const closed = closing(source, start);
    // What is open stays so to the end: nothing behind it is certain.
    if (closed === null) return found;
    opening.lastIndex = closed.end;
    lineEnd.lastIndex = closed.end;
    if (!closed.comment && lineEnd.test(source)) found.push({ start, end: closed.end });
  }
  return found;
}

/** Behind the bracket that closes the one at `start`, and whether a comment stands between; null where none closes it. */
function closing(source: string, start: number): { end: number; comment: boolean } | null {
  const open: string[] = [];
  let comment = false;
  const token = /"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'|[[\]{}]|(?<=\s)#.*/g;
  token.lastIndex = start;
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [text] = match;
    if (text.startsWith('#')) comment = true;
    else if (text === '[' || text === '{') open.push(text === '[' ? ']' : '}');
    else if ((text === ']' || text === '}') && open.pop() !== text) return null;
    if (open.length === 0) return { end: token.lastIndex, comment };
  }
  return null;
}
