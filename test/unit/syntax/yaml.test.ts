import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/core/syntax';
import { entryOf, valueAt } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';
import { meant, problemsOf } from './helpers';

/** The values of a text, and its problems as `code: marked text: message`. */
function check(text: string, value: unknown, ...problems: string[]): void {
  const document = readDocument(text, 'yaml');
  expect({ value: meant(document.root), problems: problemsOf(document) }).toEqual({ value, problems });
}

describe('half-typed and wrong YAML', () => {
  it('keeps the keys below a key without a colon', () => {
    check('a: 1\nhid\nb: 2\n', { a: 1, hid: null, b: 2 }, 'syntax: "hid": `hid` needs a colon and a value behind it');
    check('a: 1\nhid', { a: 1, hid: null }, 'syntax: "hid": `hid` needs a colon and a value behind it');
    check('a:\n  b: 1\n  c=2\n  d: 3\ne: 4', { a: { b: 1, 'c=2': null, d: 3 }, e: 4 }, 'syntax: "c=2": `c=2` needs a colon and a value behind it');
  });
  it('sees that a space is missing behind a colon', () => {
    check('hidden_size:768\nb: 1', { hidden_size: 768, b: 1 }, 'syntax: "hidden_size:": A space is missing behind the colon of `hidden_size`');
    check('a: 1\nb:x', { a: 1, b: 'x' }, 'syntax: "b:": A space is missing behind the colon of `b`');
    check(
      'a: 1\nb:[1]\nhid\nc: 2',
      { a: 1, b: null, hid: null, c: 2 },
      'syntax: "b:": A space is missing behind the colon of `b`',
      'syntax: "hid": `hid` needs a colon and a value behind it',
    );
    expect(inEnglish(readDocument('a:1\nb: 2', 'yaml').problems[0]?.fixes)).toEqual([
      { title: 'Insert a space', edits: [{ range: { start: 2, end: 2 }, newText: ' ' }], safe: true },
    ]);
    check('{a:1}', { 'a:1': null });
  });
  it('keeps the keys below an open quote', () => {
    check('a: "x\nb: 1\nc: 2\n', { a: 'x', b: 1, c: 2 }, 'syntax: "\\"x": The closing " is missing');
    check('a: "ViT', { a: 'ViT' }, 'syntax: "\\"ViT": The closing " is missing');
    check("a: 'x\nb: [1, 2]\n", { a: 'x', b: [1, 2] }, 'syntax: "\'x": The closing \' is missing');
    check('a: "x\nb: 1\nc: "y\nd: 2', { a: 'x', b: 1, c: 'y', d: 2 }, 'syntax: "\\"x": The closing " is missing', 'syntax: "\\"y": The closing " is missing');
  });
  it('keeps the keys below an open bracket', () => {
    check('a: [1, \nb: 2\n', { a: [1], b: 2 }, 'syntax: "[": This is not closed: `]` is missing');
    check('a: {x: [1}\nb: 2', { a: { x: [1] }, b: 2 }, 'syntax: "{": This is not closed: `}` is missing', 'syntax: "[": This is not closed: `]` is missing');
  });
  it('takes a key that is indented too deep for a sibling', () => {
    const message = 'This key is indented deeper than the one above, which has a value already; check the indentation';
    check('a: 1\n b: 2\n c: 3\nd: 4', { a: 1, b: 2, c: 3, d: 4 }, `syntax: "b": ${message}`, `syntax: "c": ${message}`);
  });
  it('explains', () => {
    check('a: x: y', { a: { x: 'y' } }, 'syntax: "x": Two keys on one line: a value that contains `: ` must be quoted');
    check('a: - b', { a: null, b: null }, ...problemsAt('a: - b', '-', 'A list of `- ` items starts on a line of its own, or is written [a, b]'));
    check('  a: 1\nb: 2', { a: 1 }, 'syntax: "b": `b` belongs to nothing above it; check its indentation');
    check('a: [1,,2]', { a: [1, 2] }, 'syntax: ",": There is nothing before this comma of the list in brackets');
    check(
      'a:\n   b: 2\n  c: 3',
      { a: { b: 2 }, c: 3 },
      'syntax: "c": This key is not in line with the keys above: keys of one mapping start at the same column',
    );
    check("a: 'x'y", { a: 'x' }, 'syntax: "y": `y` is not expected here');
    check('a: *x', { a: null }, 'syntax: "*x": There is no anchor `&x` before this alias');
    check('a: @x', { a: '@x' }, 'syntax: "@": A value can\'t start with reserved character @; quote it');
    check('[a]: b', {}, 'syntax: "[a]": A key must be a single value: Python can\'t use a sequence as one');
    check('a: !foo 1', { a: 1 }, 'syntax: "!foo": PyYAML\'s safe_load knows no tag `!foo` for such a value and stops');
  });
  it('offers spaces for tabs', () => {
    const { problems } = readDocument('a:\n\tb: 1', 'yaml');
    expect(inEnglish(problems[0])).toMatchObject({
      code: 'syntax',
      range: { start: 3, end: 4 },
      fixes: [{ title: 'Replace the tab by two spaces' }, { title: 'Delete the tab' }],
    });
    expect(readDocument('a: "x\ty" # \t\nb: |\n  \tz\n', 'yaml').problems).toEqual([]);
  });
  it('only warns of a # without a space, which PyYAML takes', () => {
    expect(readDocument('a: "x"# c', 'yaml').problems.map(({ severity }) => severity)).toEqual(['warning']);
  });
});

function problemsAt(text: string, mark: string, message: string): string[] {
  const [first] = problemsOf(readDocument(text, 'yaml'));
  expect(first).toBe(`syntax: ${JSON.stringify(mark)}: ${message}`);
  return problemsOf(readDocument(text, 'yaml'));
}

describe('equal keys', () => {
  it('are all kept, the last counts, and the first is shown', () => {
    const { root, problems } = readDocument('a: 1\nb: 2\na: 3\n', 'yaml');
    expect(root?.kind === 'mapping' && root.entries.map(({ key }) => key)).toEqual(['a', 'b', 'a']);
    expect(valueAt(root, 'a')).toMatchObject({ value: 3 });
    expect(inEnglish(problems)).toEqual([
      {
        code: 'duplicate-key',
        common: true,
        severity: 'warning',
        message: '`a` is set more than once: PyYAML keeps the last and drops the others without a word',
        range: { start: 10, end: 11 },
        related: [{ range: { start: 0, end: 1 }, message: '`a` is first set here' }],
      },
    ]);
  });
  it('are those that are equal to Python', () => {
    for (const text of ['1: a\n1.0: b', 'on: a\nyes: b', '~: a\nnull: b', 'a: 1\n"a": 2']) expect(readDocument(text, 'yaml').problems).toHaveLength(1);
    for (const text of ['1: a\n"1": b', 'on: a\n"on": b', 'a: 1\nA: 2', '{a: {b: 1}, b: 1}']) expect(readDocument(text, 'yaml').problems).toEqual([]);
  });
  it('may be named like parts of an object', () => {
    const { root } = readDocument('__proto__: 1\nconstructor: {__proto__: 2}\n', 'yaml');
    expect(valueAt(root, '__proto__')).toMatchObject({ value: 1 });
    expect(valueAt(root, 'constructor.__proto__')).toMatchObject({ value: 2 });
    expect(valueAt(root, 'toString')).toBeUndefined();
  });
});

describe('aliases and merge keys', () => {
  it('share the anchored node and say where the alias stands', () => {
    const { root } = readDocument('a: &x {b: 1}\nc: *x\n', 'yaml');
    const [a, c] = [entryOf(root, 'a'), entryOf(root, 'c')];
    expect(c?.value).toBe(a?.value);
    expect(c).toMatchObject({ alias: { start: 16, end: 18 }, range: { start: 13, end: 18 } });
    expect(a?.alias).toBeUndefined();
  });
  it('put merged entries behind own ones and say where the << stands', () => {
    const { root } = readDocument('a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3\n', 'yaml');
    const d = entryOf(root, 'd')?.value;
    expect(d?.kind === 'mapping' && d.entries.map(({ key, merged }) => [key, merged])).toEqual([
      ['b', undefined],
      ['c', { start: 24, end: 26 }],
    ]);
  });
  it('end where a config would contain itself', () => {
    check('a: &x {b: *x}', { a: { b: null } }, 'syntax: "*x": `*x` stands inside its own anchor: a config can\'t contain itself');
    check('a: &x [[*x]]', { a: [[null]] }, 'syntax: "*x": `*x` stands inside its own anchor: a config can\'t contain itself');
    check('&x {<<: *x, b: 1}', { b: 1 }, 'syntax: "*x": `*x` stands inside its own anchor: a config can\'t contain itself');
  });
  it('refer to the nearest anchor above', () => {
    check('a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }, 'syntax: "&x": The anchor `&x` is set twice; PyYAML stops at the second');
  });
});

it('comments are kept with their places', () => {
  const text = '# one\r\na: 1 #two # three\n  # four  \nb: "# no"\nc: |\n  # no\n#\n';
  const { comments } = readDocument(text, 'yaml');
  expect(comments.map((comment) => comment.text)).toEqual(['one', 'two # three', 'four', '']);
  expect(comments.map(({ range }) => text.slice(range.start, range.end))).toEqual(['# one', '#two # three', '# four  ', '#']);
});

it('places are those of the source', () => {
  const text = '# c\na:\n  b: [1, "x"]\n  c:\n    - d: e # f\nt: |\n  u\n  v\n\n';
  const { root } = readDocument(text, 'yaml');
  const source = (path: string): string => {
    const entry = path === '' ? root : valueAt(root, path);
    return entry ? text.slice(entry.range.start, entry.range.end) : '(none)';
  };
  expect(source('')).toBe(text.slice(4).trimEnd());
  expect(source('a')).toBe('b: [1, "x"]\n  c:\n    - d: e');
  expect(source('a.b')).toBe('[1, "x"]');
  expect(source('a.c')).toBe('- d: e');
  expect(source('t')).toBe('|\n  u\n  v');
});

it('an empty document has no root', () => {
  for (const text of ['', '\n', '# c', '---\n', '--- # c\n', '---\n...\n', '%YAML 1.1\n---\n'])
    expect(readDocument(text, 'yaml')).toMatchObject({ root: null, problems: [] });
});

describe('anchors', () => {
  /** Each anchor and its aliases as `line:source`. */
  const anchorsIn = (text: string, syntax: 'yaml' | 'json' = 'yaml') =>
    readDocument(text, syntax).anchors.map(({ name, range, aliases }) => [
      name,
      ...[range, ...aliases].map(({ start, end }) => `${text.slice(0, start).split('\n').length}:${text.slice(start, end)}`),
    ]);

  it('know their aliases: as values, keys, items and in merges', () => {
    const text = 'base: &base\n  a: &n 1\n<<: *base\nb: [*n, {c: *base}]\n*n : x\nd: *none\n';
    expect(anchorsIn(text)).toEqual([
      ['base', '1:&base', '3:*base', '4:*base'],
      ['n', '2:&n', '4:*n', '5:*n'],
    ]);
  });
  it('set again take the aliases behind them', () =>
    expect(anchorsIn('a: *x\nb: &x 1\nc: *x\nd: &x 2\ne: *x\n')).toEqual([
      ['x', '2:&x', '3:*x'],
      ['x', '4:&x', '5:*x'],
    ]));
  it('in quotes, comments and texts are none', () => expect(anchorsIn('a: "&x *x" # &y *y\nb: |\n  &z *z\nc: x &w\n')).toEqual([]));
  it('without a name are none', () => expect(anchorsIn('a: & 1\nb: *\n')).toEqual([]));
  it('may stand in half-typed text', () => expect(anchorsIn('a: &x {b: 1\nc: *x\nd: "y\ne: *x\n')).toEqual([['x', '1:&x', '2:*x', '4:*x']]));
  it('JSON has none', () => expect(anchorsIn('{"a": "&x", "b": "*x"}', 'json')).toEqual([]));
});
