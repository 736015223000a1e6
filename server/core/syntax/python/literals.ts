/** String literals: what is between the quotes, with the escapes replaced. */

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

export interface StringToken {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** Where its content begins and ends in the token's text; a token without its closing quote ends at the line's end. */
  readonly start: number;
  readonly end: number;
}

export function stringToken(text: string): StringToken {
  const prefix = /^[a-zA-Z]*/.exec(text)?.[0].toLowerCase() ?? '';
  const quote = /^('''|"""|'|")/.exec(text.slice(prefix.length))?.[0] ?? '';
  const start = prefix.length + quote.length;
  const closed = text.length >= start + quote.length && text.endsWith(quote);
  const end = closed ? text.length - quote.length : start + text.slice(start).trimEnd().length;
  return { raw: prefix.includes('r'), bytes: prefix.includes('b'), start, end };
}

/** Whether it names characters by `\\N{…}`, whose names nobody here knows. */
export function namesCharacters(content: string, raw: boolean): boolean {
  return !raw && /(?<!\\)(?:\\\\)*\\N\{/.test(content);
}

/** The characters that some content of a literal stands for. */
export function unescaped(content: string, raw: boolean): string {
  const text = content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content;
  if (raw || !text.includes('\\')) return text;
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([^]))/g, (all, x, u, wide, octal, single) => {
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    if (single !== undefined) return ESCAPES[single] ?? all;
    const code = Number.parseInt(x ?? u ?? wide, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
