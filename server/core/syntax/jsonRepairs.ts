/** Repairs of what Python's json refuses where more than a word is wrong: quotes and brackets that are not closed. */
import { phrase } from '../phrase';
import type { Range } from '../text';
import { lineStart } from './lines';
import { inserting, writing } from './problems';
import type { SyntaxFix } from './tree';

/** A string that goes on to the end of its line: behind the word where a colon follows, else before the commas and brackets at the end. */
export function closedQuote(text: string, { start, end }: Range): SyntaxFix[] {
  const source = text.slice(start, end);
  const key = /^"[\w.$+/-]+(?=\s*:)/.exec(source)?.[0];
  const rest = /[\s,}\]]*$/.exec(source)?.index ?? source.length;
  const ends = key === undefined ? [rest] : [key.length, rest];
  return ends.map((at) => inserting(phrase`Insert ${'"'} behind ${source.slice(1, at).trimEnd() || phrase`it`}`, start + at, '"', { guess: true }));
}

/** What closes a bracket that opens at `open`, where reading came to an end at `before`: on a line of its own where that is another line. */
export function closing(text: string, open: number, before: number, bracket: string): string {
  const lineBreak = /\r?\n/.exec(text.slice(open, before))?.[0];
  if (lineBreak === undefined) return bracket;
  const indent = /^[ \t]*/.exec(text.slice(lineStart(text, open)))?.[0] ?? '';
  return lineBreak + indent + bracket;
}

/** Puts what closes one bracket or several at `before`, in the place of the comma behind the last item, if there is one. */
export function closedBrackets(before: number, closers: string, comma: Range | null): SyntaxFix {
  return writing(phrase`Insert ${closers.replace(/\s/g, '')}`, { start: comma?.start ?? before, end: before }, closers, { guess: true });
}
