import { lineEnd } from '../../edit/lines';
import { isLineBreak } from '../../syntax/lines';

/** `scalar` is a quoted text, closed or not, or any other run of characters. */
export interface FlowToken {
  readonly kind: '{' | '}' | '[' | ']' | ',' | ':' | 'scalar' | 'comment' | 'end';
  readonly start: number;
  readonly end: number;
}

/** Part of a text in which brackets rule: a whole JSON file, or a bracket in YAML with what it holds. */
export interface FlowPart {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Path of the value it is; null where there is no telling. */
  readonly path: string | null;
  readonly json: boolean;
}

/** The token at `from` or behind it. Never runs over a line's end for a quote that is not closed. */
export function flowToken({ text, end: limit, json }: FlowPart, from: number): FlowToken {
  let at = from;
  while (at < limit && isSpace(text.charCodeAt(at))) at++;
  if (at >= limit) return { kind: 'end', start: limit, end: limit };
  const sign = text.charAt(at);
  switch (sign) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ':':
      return { kind: sign, start: at, end: at + 1 };
    case '"':
    case "'":
      return { kind: 'scalar', start: at, end: Math.min(quotedEnd(text, at), limit) };
  }
  const comment = commentEnd(text, at, json);
  if (comment !== null) return { kind: 'comment', start: at, end: Math.min(comment, limit) };
  return { kind: 'scalar', start: at, end: json ? wordEnd(text, at, limit) : plainEnd(text, at, limit) };
}

/** The next token that is no comment. */
export function significant(part: FlowPart, from: number): FlowToken {
  let token = flowToken(part, from);
  while (token.kind === 'comment') token = flowToken(part, token.end);
  return token;
}

/** Where a quoted text on one line ends: behind its closing quote, or, where none can be its own, before what is none of it. */
export function quotedEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length && !isLineBreak(text.charCodeAt(at)); at++) {
    if (quote === '"' && text[at] === '\\' && !isLineBreak(text.charCodeAt(at + 1))) at++;
    else if (text[at] === quote) {
      if (quote === "'" && text[at + 1] === quote) at++;
      // A quote with a word right behind it opens the next text.
      else if (!/\w/.test(text.charAt(at + 1))) return at + 1;
      else break;
    }
  }
  let end = start + 1;
  for (let at = end; at < text.length && !/["',:{}[\]\r\n]/.test(text.charAt(at)); at++) if (!isSpace(text.charCodeAt(at))) end = at + 1;
  return end;
}

function commentEnd(text: string, at: number, json: boolean): number | null {
  if (text[at] === '#') return lineEnd(text, at);
  if (!json || text[at] !== '/') return null;
  if (text[at + 1] === '/') return lineEnd(text, at);
  if (text[at + 1] !== '*') return null;
  const close = text.indexOf('*/', at + 2);
  return close === -1 ? text.length : close + 2;
}

function wordEnd(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && !/[\s,:{}[\]"]/.test(text.charAt(at))) at++;
  return Math.max(at, start + 1);
}

/** Of a plain YAML text in brackets; a colon is part of it unless white space or a bracket follows. */
function plainEnd(text: string, start: number, limit: number): number {
  let end = start + 1;
  for (let at = start; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (isLineBreak(code) || /[,{}[\]]/.test(text.charAt(at))) break;
    if (text[at] === ':' && (at + 1 >= limit || /[\s,{}[\]]/.test(text.charAt(at + 1)))) break;
    if (text[at] === '#' && at > start && isSpace(text.charCodeAt(at - 1))) break;
    if (!isSpace(code)) end = at + 1;
  }
  return end;
}

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || isLineBreak(code);
}
