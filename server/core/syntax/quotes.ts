import type { Range } from '../text';

/** Whether a quoted text that begins with its opening quote has its closing one too. */
export function isClosed(source: string): boolean {
  const quote = source.charAt(0);
  if (source.length < 2 || !source.endsWith(quote)) return false;
  if (quote === '"') return !endsEscaped(source);
  // Inside single quotes a quote is doubled, so behind the opening one there is an odd number of them.
  let quotes = 0;
  for (let at = source.indexOf(quote, 1); at !== -1; at = source.indexOf(quote, at + 1)) quotes++;
  return quotes % 2 === 1;
}

/** Whether the last character stands behind an odd number of backslashes. */
function endsEscaped(source: string): boolean {
  let backslashes = 0;
  while (source.charCodeAt(source.length - 2 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

/** The quote that a token begins with; empty where it has none, or nothing is there. */
export function quoteOf(text: string, { start, end }: Range): '' | '"' | "'" {
  const first = end > start ? text.charAt(start) : '';
  return first === '"' || first === "'" ? first : '';
}
