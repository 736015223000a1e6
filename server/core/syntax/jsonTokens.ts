import { phrase } from '../phrase';
import type { Range } from '../text';
import { closedQuote } from './jsonRepairs';
import { isLineBreak } from './lines';
import { type Problems, writing } from './problems';
import { isClosed } from './quotes';
import type { Comment } from './tree';

/** A `word` is any other run of characters: numbers, true, NaN, a text without quotes. */
export type JsonToken = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'word' | 'end';

/** The tokens of a JSON text one by one. Comments are kept aside, and what Python's json refuses in a token is noted. */
export class JsonTokens {
  readonly comments: Comment[] = [];
  kind: JsonToken = 'end';
  start: number;
  end: number;
  /** A string's value, a word's text. */
  value = '';
  /** Where the token before the current one ends. */
  before: number;
  readonly #text: string;
  readonly #problems: Problems;

  /** Stands at the first token behind `from`. */
  constructor(text: string, from: number, problems: Problems) {
    this.#text = text;
    this.#problems = problems;
    this.start = from;
    this.end = from;
    this.before = from;
    this.next();
  }

  get range(): Range {
    return { start: this.start, end: this.end };
  }

  get done(): boolean {
    return this.kind === 'end';
  }

  next(): void {
    const text = this.#text;
    this.before = this.end;
    for (;;) {
      this.start = this.#afterSpace(this.end);
      if (this.start >= text.length) {
        this.kind = 'end';
        this.end = this.start;
        return;
      }
      const sign = text.charAt(this.start);
      switch (sign) {
        case '{':
        case '}':
        case '[':
        case ']':
        case ',':
        case ':':
          this.kind = sign;
          this.end = this.start + 1;
          return;
        case '"':
          this.kind = 'string';
          this.end = this.#quotedEnd(0x22);
          this.#readString();
          return;
        default:
          if (!this.#skipComment(sign)) {
            this.#readWord(sign);
            return;
          }
      }
    }
  }

  /** Goes to the end of the text at once. */
  stop(): void {
    this.kind = 'end';
    this.start = this.#text.length;
    this.end = this.start;
  }

  /** Whether a colon comes next, so that the current string is a key. */
  get beforeColon(): boolean {
    return this.#text.charAt(this.#afterSpace(this.end)) === ':';
  }

  /** Whether a line break lies between the token before and the current one. */
  get onNewLine(): boolean {
    return /[\r\n]/.test(this.#text.slice(this.before, this.start));
  }

  #afterSpace(at: number): number {
    for (let i = at; ; i++) {
      const code = this.#text.charCodeAt(i);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return i;
    }
  }

  /** Behind the closing quote, or at the end of the line where there is none. */
  #quotedEnd(quote: number): number {
    const text = this.#text;
    for (let i = this.start + 1; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === quote) return i + 1;
      if (isLineBreak(code)) return i;
      if (code === 0x5c && i + 1 < text.length && !isLineBreak(text.charCodeAt(i + 1))) i++;
    }
    return text.length;
  }

  #readWord(sign: string): void {
    this.kind = 'word';
    if (sign === "'") {
      this.end = this.#quotedEnd(0x27);
    } else {
      let end = this.start + 1;
      while (end < this.#text.length && !isDelimiter(this.#text.charCodeAt(end))) end++;
      this.end = end;
    }
    this.value = this.#text.slice(this.start, this.end);
  }

  #readString(): void {
    const source = this.#text.slice(this.start, this.end);
    const closed = isClosed(source);
    if (!closed) this.#problems.error(this.range, phrase`The closing " is missing`, closedQuote(this.#text, this.range));
    const inner = source.slice(1, closed ? -1 : undefined);
    const control = inner.search(/[\0-\x1f]/);
    if (control !== -1) {
      const start = this.start + 1 + control;
      const message =
        inner[control] === '\t' ? phrase`Python's json refuses a tab in a string; write \\t` : phrase`Python's json refuses control characters in a string`;
      const range = { start, end: start + 1 };
      const escape = JSON.stringify(inner[control]).slice(1, -1);
      this.#problems.error(range, message, [writing(phrase`Write ${escape}`, range, escape, { safe: true })]);
    }
    this.value = inner.includes('\\') ? this.#unescape(inner) : inner;
  }

  #unescape(inner: string): string {
    return inner.replace(/\\(?:(["\\/bfnrt])|u([0-9a-fA-F]{4})|(u[0-9a-fA-F]{0,3}|[^]?))/g, (escape, letter, code, wrong, at) => {
      if (letter !== undefined) return ESCAPES[letter as keyof typeof ESCAPES];
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      const start = this.start + 1 + at;
      if (wrong !== '') {
        const range = { start, end: start + escape.length };
        this.#problems.error(range, phrase`JSON has no escape ${escape}; write \\\\ for a backslash`, [
          writing(phrase`Write \\${escape}`, range, `\\${escape}`),
        ]);
      }
      return wrong;
    });
  }

  /** Whether there was one. JSON has none at all; `#` is what people take over from Python and YAML. */
  #skipComment(sign: string): boolean {
    const text = this.#text;
    const next = text.charAt(this.start + 1);
    if (sign === '/' && next === '*') {
      const close = text.indexOf('*/', this.start + 2);
      this.end = close === -1 ? text.length : close + 2;
      if (close === -1) this.#problems.error({ start: this.start, end: this.start + 2 }, phrase`This comment is not closed: */ is missing`);
      this.#comment(2, close === -1 ? 0 : 2, close !== -1);
      return true;
    }
    if (sign !== '#' && !(sign === '/' && next === '/')) return false;
    let end = this.start;
    while (end < text.length && !isLineBreak(text.charCodeAt(end))) end++;
    this.end = end;
    this.#comment(sign === '#' ? 1 : 2, 0, true);
    return true;
  }

  #comment(opening: number, closing: number, closed: boolean): void {
    const range = this.range;
    this.comments.push({ range, text: this.#text.slice(range.start + opening, range.end - closing).trim() });
    this.#problems.add({
      code: 'json-comment',
      severity: 'error',
      message: phrase`Python's json refuses comments`,
      range,
      // One that is not closed takes in the rest of the text.
      ...(closed ? { fixes: [writing(phrase`Delete the comment`, range, '')] } : {}),
    });
  }
}

const ESCAPES = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' } as const;

/** White space, brackets, comma, colon, double quote, slash: where a word ends. */
function isDelimiter(code: number): boolean {
  switch (code) {
    case 0x09:
    case 0x0a:
    case 0x0d:
    case 0x20:
    case 0x22:
    case 0x2c:
    case 0x2f:
    case 0x3a:
    case 0x5b:
    case 0x5d:
    case 0x7b:
    case 0x7d:
      return true;
    default:
      return false;
  }
}
