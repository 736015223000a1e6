import type { Syntax } from '../../syntax/tree';
import type { Site } from './site';

/** Signs that may begin something worth offering. Not all of them do, everywhere: a space is mostly a space. */
export const TRIGGERS = [':', ' ', '"', '[', '.', "'", '('] as const;

/** Those that mean nothing but in Python. */
const OF_PYTHON: readonly string[] = ['.', "'", '('];

/** Whether a sign may begin something in a syntax at all, be it the path of a file. */
export function mayBegin(sign: string, syntax: Syntax): boolean {
  return syntax === 'python' || !OF_PYTHON.includes(sign);
}

/** Whether a sign that was just typed at the site begins something. */
export function begins(sign: string, { kind, token, cursor, quote, python }: Site, text: string, syntax: Syntax): boolean {
  const nothingYet = kind === 'value' && token.start === token.end;
  if (python !== undefined) {
    switch (sign) {
      case '.':
        return kind === 'key' && python.form === 'statement' && text[cursor - 1] === '.';
      case ' ':
        return nothingYet && /[=:] $/.test(text.slice(Math.max(0, cursor - 2), cursor));
      case '(':
        return (kind === 'key' && python.form === 'keywords') || text[token.start] === '(';
      case '"':
      case "'":
        return quote === sign && cursor === token.start + 1;
      default:
        return false;
    }
  }
  switch (sign) {
    case ' ':
      return nothingYet && text[cursor - 2] === ':';
    case ':':
      // Behind a YAML key may come a line break as well, which a list that is open would swallow.
      return nothingYet && syntax === 'json';
    case '"':
      return quote === '"' && cursor === token.start + 1;
    case '[':
      return kind === 'value' && text[token.start] === '[' && cursor === token.start + 1;
    default:
      return false;
  }
}
