/** Whole mappings as text: the lines of a YAML block or a JSON object, or brackets on one line. */
import type { Syntax } from '../syntax/tree';
import { literal, type PlainValue } from './literal';

export interface PlainMapping {
  readonly [key: string]: PlainValue;
}

/** The text of a value that is no mapping; `path` leads to it from the outermost mapping, by dots. */
export type LeafText = (value: PlainValue, path: string) => string;

export function isMapping(value: PlainValue | undefined): value is PlainMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Plain data of any origin: what is neither list nor mapping nor a scalar becomes null. */
export function plainValue(value: unknown): PlainValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plainValue);
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)])) : null;
}

/** A mapping's entries line by line, the outermost without indentation, `step` more for each level; in JSON with commas, without the braces. */
export function entryLines(mapping: PlainMapping, syntax: Syntax, step: string, leaf: LeafText = plainLeaf(syntax), path = ''): string[] {
  const entries = Object.entries(mapping);
  return entries.flatMap(([key, value], i) => {
    const comma = syntax === 'json' && i < entries.length - 1 ? ',' : '';
    const name = literal(key, syntax);
    const at = path === '' ? key : `${path}.${key}`;
    if (!isMapping(value)) return [`${name}: ${leaf(value, at)}${comma}`];
    if (Object.keys(value).length === 0) return [`${name}: {}${comma}`];
    const inner = entryLines(value, syntax, step, leaf, at).map((line) => step + line);
    return syntax === 'json' ? [`${name}: {`, ...inner, `}${comma}`] : [`${name}:`, ...inner];
  });
}

/** A value on one line, mappings in braces. */
export function inlineText(value: PlainValue, syntax: Syntax, leaf: LeafText = plainLeaf(syntax), path = ''): string {
  if (!isMapping(value)) return leaf(value, path);
  const entries = Object.entries(value).map(
    ([key, inner]) => `${literal(key, syntax)}: ${inlineText(inner, syntax, leaf, path === '' ? key : `${path}.${key}`)}`,
  );
  return `{${entries.join(', ')}}`;
}

function plainLeaf(syntax: Syntax): LeafText {
  return (value) => literal(value, syntax);
}
