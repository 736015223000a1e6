import { describe, expect, it } from 'vitest';
import { applied } from '../../../server/core/edit';
import { readDocument } from '../../../server/core/syntax';
import { valueAt } from '../../../server/core/syntax/tree';
import { meant, problemsOf } from './helpers';

function check(text: string, value: unknown, ...problems: string[]): void {
  const document = readDocument(text, 'json');
  expect({ value: meant(document.root), problems: problemsOf(document) }).toEqual({ value, problems });
}

/** The text with the fixes of all its problems applied. */
function fixed(text: string): string {
  return applied(
    text,
    readDocument(text, 'json').problems.flatMap(({ fixes }) => fixes?.[0]?.edits ?? []),
  );
}

describe('what Python refuses', () => {
  it('comments and commas behind the last item are named and can be deleted', () => {
    const text = '{"a": 1, // c\n "b": [1, 2,],} # d';
    check(
      text,
      { a: 1, b: [1, 2] },
      'json-comment: "// c": Python\'s json refuses comments',
      'json-trailing-comma: ",": Python\'s json refuses a comma behind the last item',
      'json-trailing-comma: ",": Python\'s json refuses a comma behind the last item',
      'json-comment: "# d": Python\'s json refuses comments',
    );
    expect(JSON.parse(fixed(text))).toEqual({ a: 1, b: [1, 2] });
  });
  it('comments are kept', () => {
    const { comments } = readDocument('// vit-config: ignore=x\n{"a": "// no", /* two\n lines */ "b": 1}', 'json');
    expect(comments.map(({ text }) => text)).toEqual(['vit-config: ignore=x', 'two\n lines']);
  });
  it('near misses can be repaired', () => {
    const misses = `{a: 1, 'b': 'it\\'s "x"', "c": None, "d": True, "e": .5, "f": 010, "g": 1_000, "h": +1, "i": 1., "j": ViT-B_16, "k": 0x10}`;
    const value = { a: 1, b: 'it\'s "x"', c: null, d: true, e: 0.5, f: 10, g: 1000, h: 1, i: 1, j: 'ViT-B_16', k: 16 };
    expect(meant(readDocument(misses, 'json').root)).toEqual(value);
    expect(JSON.parse(fixed(misses))).toEqual(value);
    expect(JSON.parse(fixed('\ufeff{"a": 1 "b": 2}'))).toEqual({ a: 1, b: 2 });
  });
  it('is explained', () => {
    check('{"a": "x\\q"}', { a: 'xq' }, 'syntax: "\\\\q": JSON has no escape \\q; write \\\\ for a backslash');
    check('{"a": "x\ty"}', { a: 'x\ty' }, 'syntax: "\\t": Python\'s json refuses a tab in a string; write \\t');
    check('{} {}', {}, 'syntax: "{": Nothing may follow the end of the JSON value');
    check('{"a": 1}}', { a: 1 }, 'syntax: "}": Nothing may follow the end of the JSON value');
  });
});

describe('half-typed JSON', () => {
  it('keeps what is there', () => {
    check('{"a": 1', { a: 1 }, 'syntax: "{": This is not closed: `}` is missing');
    check('{"a": [1, 2}', { a: [1, 2] }, 'syntax: "[": This is not closed: `]` is missing');
    check('{"a":\n "b": 1}', { a: null, b: 1 }, 'syntax: ":": A value is missing behind this colon');
    check('{"a": , "b": 1}', { a: null, b: 1 }, 'syntax: ":": A value is missing behind this colon');
    check('{"a"\n}', { a: null }, 'syntax: "\\"a\\"": `a` needs a colon and a value behind it');
    check('{"a": "x\n, "b": 1}', { a: 'x', b: 1 }, 'syntax: "\\"x": The closing " is missing');
    check('{"a": 1\n "b": 2}', { a: 1, b: 2 }, 'syntax: "1": A comma is missing behind this');
    check('[1,,2]', [1, 2], 'syntax: ",": There is nothing before this comma');
  });
});

describe('what Python accepts', () => {
  it('numbers beyond JSON', () => {
    check('[NaN, Infinity, -Infinity, 1e400]', [Number.NaN, Infinity, -Infinity, Infinity]);
  });
  it('tells whole numbers', () => {
    const { root } = readDocument('[1, -0, 12345678901234567890, 1.0, 1e3, NaN, "1"]', 'json');
    expect(root?.kind === 'sequence' && root.items.map((item) => item.kind === 'scalar' && item.integer)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(root?.kind === 'sequence' && root.items[1]?.kind === 'scalar' && Object.is(root.items[1].value, 0)).toBe(true);
  });
  it('equal keys, of which the last counts', () => {
    const { root, problems } = readDocument('{"a": 1, "__proto__": 2, "a": 3}', 'json');
    expect(valueAt(root, 'a')).toMatchObject({ value: 3 });
    expect(valueAt(root, '__proto__')).toMatchObject({ value: 2 });
    expect(problems).toMatchObject([{ code: 'duplicate-key', severity: 'warning', range: { start: 25, end: 28 }, related: [{ range: { start: 1, end: 4 } }] }]);
  });
});

it('places are those of the source', () => {
  const text = ' {"a": [1, {"b" : "x"}] } ';
  const { root } = readDocument(text, 'json');
  expect(root && text.slice(root.range.start, root.range.end)).toBe(text.trim());
  expect(valueAt(root, 'a')).toMatchObject({ range: { start: 7, end: 23 } });
});
