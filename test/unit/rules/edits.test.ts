import { describe, expect, it } from 'vitest';
import { insertKey, removeEntry, renameKey, replaceValue, setValue } from '../../../server/core/edit/edits';
import { literal } from '../../../server/core/edit/literal';
import { nearest } from '../../../server/core/edit/nearest';
import type { PlainSyntax } from '../../../server/core/syntax';
import { readDocument } from '../../../server/core/syntax';
import { applied } from './check';

type Edit = typeof setValue;

function edited(
  edit: Edit | typeof removeEntry,
  text: string,
  path: string,
  value: Parameters<Edit>[2] = null,
  syntax: PlainSyntax = 'yaml',
  beside?: string,
): string | null {
  const done = edit(readDocument(text, syntax), path, value, beside);
  return done === null ? null : applied(text, [done]);
}

describe('replaceValue', () => {
  it.each([
    ['a scalar', 'a: 1 # one\nb: 2\n', 'a', 10, 'a: 10 # one\nb: 2\n'],
    ['a nested scalar', 't:\n  n: 1\n  m: 2\n', 't.m', 3, 't:\n  n: 1\n  m: 3\n'],
    ['a missing value', 'a:\nb: 2\n', 'a', 10, 'a: 10\nb: 2\n'],
    ['a flow list', 'p: {size: [8, 8]}\n', 'p.size', [16, 16], 'p: {size: [16, 16]}\n'],
    ['a block list', 'p:\n  size:\n    - 8\n    - 8\nb: 1\n', 'p.size', [16, 16], 'p:\n  size: [16, 16]\nb: 1\n'],
    ['a block list at the end', 'p:\n  size:\n  - 8\n  - 8', 'p.size', [16, 16], 'p:\n  size: [16, 16]'],
    ['an alias, not its anchor', 'x: &w 1\na: *w\n', 'a', 2, 'x: &w 1\na: 2\n'],
    ['the last of equal keys', 'a: 1\na: 2\n', 'a', 3, 'a: 1\na: 3\n'],
    ['windows lines', 'a: 1\r\nb: 2\r\n', 'a', 3, 'a: 3\r\nb: 2\r\n'],
  ] as const)('%s', (_, text, path, value, expected) => {
    expect(edited(replaceValue, text, path, value)).toBe(expected);
  });

  it('leaves a merged value to a key of its own', () => {
    const text = 'base: &b {a: 1}\nm:\n  <<: *b\n  c: 1\n';
    expect(edited(replaceValue, text, 'm.a', 2)).toBeNull();
    expect(edited(setValue, text, 'm.a', 2)).toBe('base: &b {a: 1}\nm:\n  <<: *b\n  c: 1\n  a: 2\n');
  });

  it('writes JSON', () => {
    expect(edited(replaceValue, '{"a": {"b": [1, 2]}}', 'a.b', [null, 'x'], 'json')).toBe('{"a": {"b": [null, "x"]}}');
  });
});

describe('insertKey', () => {
  it.each([
    ['behind the last', 'a: 1\nb: 2\n', 'c', 'a: 1\nb: 2\nc: 9\n'],
    ['where no line ends', 'a: 1\nb: 2', 'c', 'a: 1\nb: 2\nc: 9'],
    ['behind a comment', 'a: 1 # one\n', 'c', 'a: 1 # one\nc: 9\n'],
    ['into a nested block', 't:\n    a: 1\nb: 2\n', 't.c', 't:\n    a: 1\n    c: 9\nb: 2\n'],
    ['behind a nested block', 'b: 2\nt:\n  a: 1\n\n\n', 'c', 'b: 2\nt:\n  a: 1\nc: 9\n\n\n'],
    ['into a flow mapping', 't: {a: 1, b: 2}\n', 't.c', 't: {a: 1, b: 2, c: 9}\n'],
    ['into an empty flow mapping', 't: {}\n', 't.c', 't: {c: 9}\n'],
    ['into a flow mapping over lines', 't: {\n  a: 1\n}\n', 't.c', 't: {\n  a: 1,\n  c: 9\n}\n'],
    ['with windows lines', 'a: 1\r\nb: 2\r\n', 'c', 'a: 1\r\nb: 2\r\nc: 9\r\n'],
    ['with lines of old Macs', 't:\r  a: 1 # one\rb: 2\r', 't.c', 't:\r  a: 1 # one\r  c: 9\rb: 2\r'],
    ['behind a value that is missing', 'a: 1\nb:\n', 'c', 'a: 1\nb:\nc: 9\n'],
    ['into a mapping in a list item', 't:\n  - a: 1\n', 'c', 't:\n  - a: 1\nc: 9\n'],
  ])('%s', (_, text, path, expected) => {
    expect(edited(insertKey, text, path, 9)).toBe(expected);
  });

  it('goes behind the sibling that is named', () => {
    expect(edited(insertKey, 'a: 1\nb:\n  x: 1\nz: 2\n', 'c', 9, 'yaml', 'b')).toBe('a: 1\nb:\n  x: 1\nc: 9\nz: 2\n');
  });

  it('writes JSON in the style that is there', () => {
    expect(edited(insertKey, '{"a": 1}', 'c', 9, 'json')).toBe('{"a": 1, "c": 9}');
    expect(edited(insertKey, '{\n  "t": {\n    "a": 1\n  }\n}\n', 't.c', 9, 'json')).toBe('{\n  "t": {\n    "a": 1,\n    "c": 9\n  }\n}\n');
    expect(edited(insertKey, '{\n  "a": 1\n}', 'b', { x: 1.5 }, 'json')).toBe('{\n  "a": 1,\n  "b": {"x": 1.5}\n}');
  });

  it('does nothing where the key is, the mapping is not, or another place would change too', () => {
    expect(edited(insertKey, 'a: 1\n', 'a', 9)).toBeNull();
    expect(edited(insertKey, 'a: 1\n', 't.c', 9)).toBeNull();
    expect(edited(insertKey, 'x: &t {a: 1}\nt: *t\n', 't.c', 9)).toBeNull();
  });
});

describe('removeEntry', () => {
  it.each([
    ['a line', 'a: 1\nb: 2 # two\nc: 3\n', 'b', 'a: 1\nc: 3\n'],
    ['a block', 'a: 1\nt:\n  x: 1\n  y: 2\nc: 3\n', 't', 'a: 1\nc: 3\n'],
    ['the last line', 'a: 1\nb: 2', 'b', 'a: 1\n'],
    ['the only key of a block', 't:\n  a: 1\nb: 2\n', 't.a', 't:\n  {}\nb: 2\n'],
    ['the first in a flow mapping', 't: {a: 1, b: 2}\n', 't.a', 't: {b: 2}\n'],
    ['the last in a flow mapping', 't: {a: 1, b: 2}\n', 't.b', 't: {a: 1}\n'],
    ['the only one in a flow mapping', 't: {a: 1}\n', 't.a', 't: {}\n'],
    ['with windows lines', 'a: 1\r\nb: 2\r\nc: 3\r\n', 'b', 'a: 1\r\nc: 3\r\n'],
    ['with lines of old Macs', 'a: 1\rb: 2\rc: 3\r', 'b', 'a: 1\rc: 3\r'],
  ])('%s', (_, text, path, expected) => {
    expect(edited(removeEntry, text, path)).toBe(expected);
  });

  it('takes the comma along in JSON', () => {
    expect(edited(removeEntry, '{\n  "a": 1,\n  "b": 2\n}', 'a', null, 'json')).toBe('{\n  "b": 2\n}');
    expect(edited(removeEntry, '{\n  "a": 1,\n  "b": 2\n}', 'b', null, 'json')).toBe('{\n  "a": 1\n}');
  });
});

it('renames a key as it is quoted', () => {
  const renamed = (text: string, syntax: PlainSyntax) => {
    const edit = renameKey(readDocument(text, syntax), 'a', 'b');
    return edit === null ? null : applied(text, [edit]);
  };
  expect(renamed('a: 1\n', 'yaml')).toBe('b: 1\n');
  expect(renamed("'a': 1\n", 'yaml')).toBe("'b': 1\n");
  expect(renamed('{"a": 1}', 'json')).toBe('{"b": 1}');
});

it('writes values that the program reads as they are meant', () => {
  const values = [1e-7, 1e21, 0.5, -3, 'ViT-B_16', 'R50+ViT-B_16', 'on', '1e-5', 'a: b', '', null, true];
  expect(values.map((value) => literal(value, 'yaml')).join(' ')).toBe('1.0e-7 1.0e+21 0.5 -3 ViT-B_16 R50+ViT-B_16 "on" "1e-5" "a: b" "" null true');
  expect(literal({ a: [1, null], 'b c': 'x' }, 'json')).toBe('{"a": [1, null], "b c": "x"}');
});

it('finds the nearest word, or none', () => {
  const words = ['heads-divide-width', 'no-patch-fits', 'syntax'];
  expect(nearest('head-divides-width', words)).toBe('heads-divide-width');
  expect(nearest('snytax', words)).toBe('syntax');
  expect(nearest('colour', words)).toBeNull();
});
