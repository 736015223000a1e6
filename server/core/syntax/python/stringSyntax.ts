/** String literals and f-strings of the parser's tree. */
import type { SyntaxNode } from '@lezer/common';
import type { Expression, Replacement, Span } from './ast';
import type { ExpressionSyntax } from './expressionSyntax';
import { namesCharacters, stringToken, unescaped } from './literals';
import { children } from './nodes';

/** A string, an f-string, or several in a row. */
export function stringSyntax(syntax: ExpressionSyntax, node: SyntaxNode, place: Span): Expression {
  const tokens = node.name === 'ContinuedString' ? children(node) : [node];
  const parts: (string | Replacement)[] = [];
  let opaque = false;
  for (const token of tokens) {
    const { raw, bytes: ofBytes, start, end } = stringToken(syntax.text.slice(token.from, token.to));
    opaque ||= ofBytes || namesCharacters(syntax.text.slice(token.from, token.to), raw);
    if (token.name === 'FormatString') parts.push(...formatParts(syntax, token, token.from + start, token.from + end, raw));
    else parts.push(unescaped(syntax.text.slice(token.from + start, token.from + end), raw));
  }
  if (parts.every((part) => typeof part === 'string')) return { kind: 'string', value: parts.join(''), opaque, ...place };
  return { kind: 'format', parts, ...place };
}

/** The parts of an f-string, or of a format in it. */
function formatParts(syntax: ExpressionSyntax, node: SyntaxNode, start: number, end: number, raw: boolean): (string | Replacement)[] {
  const parts: (string | Replacement)[] = [];
  let from = start;
  const literal = (to: number) => {
    if (to > from) parts.push(unescaped(syntax.text.slice(from, to), raw).replaceAll('{{', '{').replaceAll('}}', '}'));
  };
  for (let part = node.firstChild; part !== null; part = part.nextSibling) {
    if (part.name !== 'FormatReplacement') continue;
    literal(part.from);
    parts.push(replacement(syntax, part, raw));
    from = part.to;
  }
  literal(end);
  return parts;
}

function replacement(syntax: ExpressionSyntax, node: SyntaxNode, raw: boolean): Replacement {
  const parts = children(node);
  const named = (name: string) => parts.find((part) => part.name === name);
  const [self, conversion, spec] = [named('FormatSelfDoc'), named('FormatConversion'), named('FormatSpec')];
  const value = syntax.list(
    parts.filter(({ name }) => !/^(?:[{}]|Format(?:SelfDoc|Conversion|Spec))$/.test(name)),
    node.from + 1,
  );
  return {
    value,
    label: self === undefined ? '' : syntax.text.slice(node.from + 1, self.to),
    conversion: conversion === undefined ? '' : syntax.text.slice(conversion.from + 1, conversion.to),
    format: spec === undefined ? [] : formatParts(syntax, spec, spec.from + 1, spec.to, raw),
  };
}
