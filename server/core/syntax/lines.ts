/** Lines as editors and both syntaxes have them: ended by `\n`, `\r\n` or a lone `\r`. */

/** The start of the line that `at` stands in. */
export function lineStart(text: string, at: number): number {
  let start = isInsideBreak(text, at) ? at - 1 : at;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  return start;
}

/** The end of the line that `at` stands in, before its line break. */
export function lineEnd(text: string, at: number): number {
  let end = isInsideBreak(text, at) ? at - 1 : at;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
  return end;
}

/** The start of the line behind the one that `at` stands in, or the text's end. */
export function nextLine(text: string, at: number): number {
  let end = lineEnd(text, at);
  if (text.charCodeAt(end) === 0x0d && text.charCodeAt(end + 1) === 0x0a) end++;
  return Math.min(end + 1, text.length);
}

/** The line break the text uses: of several the one with a line feed, which is what an editor would go on with. */
export function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
}

/** A line feed or a carriage return. */
export function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** Between the two characters of a `\r\n`. */
function isInsideBreak(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x0a && text.charCodeAt(at - 1) === 0x0d;
}
