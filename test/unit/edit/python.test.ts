/** Edits of Python configs: what is written, where, and what is left alone. */
import { describe, expect, it } from 'vitest';
import type { PlainValue } from '../../../server/core/edit';
import { insertKey, literal, removeEntries, removeEntry, renameKey, replaceValue, setValue } from '../../../server/core/edit';
import { readPython } from '../../../server/core/syntax';
import type { ConfigDocument } from '../../../server/core/syntax/tree';
import { entryOf, valueAt } from '../../../server/core/syntax/tree';
import type { TextEdit } from '../../../server/core/text';
import { applied } from '../rules/check';

const HEAD = 'import ml_collections\n\n\n';

/** A module whose last function has this body. */
function moduleOf(body: string, before = ''): string {
  const lines = body.split('\n').map((line) => (line === '' ? line : `  ${line}`));
  return `${HEAD}${before}def get_config():\n${lines.join('\n')}\n  return config\n`;
}

function documentOf(text: string): ConfigDocument {
  const document = readPython(text).documents.at(-1);
  if (document === undefined) throw new Error(`no config in\n${text}`);
  return document;
}

type Change = (document: ConfigDocument) => TextEdit | null;

/** What a change makes of a function's body (null: nothing is offered), and what the config then has. */
function check(body: string, change: Change, expected: string | null, before = ''): void {
  const text = moduleOf(body, before);
  const edit = change(documentOf(text));
  expect(edit === null ? null : applied(text, [edit])).toBe(expected === null ? null : moduleOf(expected, before));
}

const set = (path: string, value: PlainValue, beside?: string) => (document: ConfigDocument) => setValue(document, path, value, beside);
const replace = (path: string, value: PlainValue) => (document: ConfigDocument) => replaceValue(document, path, value);
const insert = (path: string, value: PlainValue, beside?: string) => (document: ConfigDocument) => insertKey(document, path, value, beside);
const remove = (path: string) => (document: ConfigDocument) => removeEntry(document, path);
const rename = (path: string, name: string) => (document: ConfigDocument) => renameKey(document, path, name);

const NEW = 'config = ml_collections.ConfigDict()';
const BASE = `def get_base():
  config = ml_collections.ConfigDict()
  config.hidden_size = 768
  config.rate = 0.1
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.transformer = ml_collections.ConfigDict()
  config.transformer.num_heads = 12
  return config


`;

describe('a literal', () => {
  it.each([
    [null, 'None'],
    [true, 'True'],
    [false, 'False'],
    [16_000, '16000'],
    [0.5, '0.5'],
    [1e-7, '1e-7'],
    ['token', "'token'"],
    ["it's", '"it\'s"'],
    ['a\\b\n', "'a\\\\b\\n'"],
    [[], '()'],
    [[3], '(3,)'],
    [[16, 16], '(16, 16)'],
    [{ size: [16, 16], name: null }, "{'size': (16, 16), 'name': None}"],
  ] as const)('%j', (value, expected) => expect(literal(value, 'python')).toBe(expected));
});

describe('another value', () => {
  it.each([
    ['of a statement', `${NEW}\nconfig.a = 1  # one`, replace('a', 12), `${NEW}\nconfig.a = 12  # one`],
    ['of a subscript', `${NEW}\nconfig['a'] = 1`, replace('a', 12), `${NEW}\nconfig['a'] = 12`],
    ['of a computed one', `${NEW}\nwidth = 64\nconfig.a = width * 10`, replace('a', 12), `${NEW}\nwidth = 64\nconfig.a = 12`],
    ['of an annotated one', `${NEW}\nconfig.a: int = 1`, replace('a', 12), `${NEW}\nconfig.a: int = 12`],
    ['over lines', `${NEW}\nconfig.a = (\n    1)\nconfig.b = 2`, replace('a', 12), `${NEW}\nconfig.a = 12\nconfig.b = 2`],
    [
      'in a dict',
      `${NEW}\nconfig.p = ml_collections.ConfigDict({'size': (8, 8)})`,
      replace('p.size', [16, 16]),
      `${NEW}\nconfig.p = ml_collections.ConfigDict({'size': (16, 16)})`,
    ],
    [
      'in a call',
      `${NEW}\nconfig.p = ml_collections.ConfigDict(dict(size=(8, 8), b=1))`,
      replace('p.size', [16, 16]),
      `${NEW}\nconfig.p = ml_collections.ConfigDict(dict(size=(16, 16), b=1))`,
    ],
    ['in an update', `${NEW}\nconfig.update(a=1)`, replace('a', 12), `${NEW}\nconfig.update(a=12)`],
    ['as the list that it was', `${NEW}\nconfig.a = [8, 8]`, replace('a', [16, 16]), `${NEW}\nconfig.a = [16, 16]`],
    ['in the quotes that it had', `${NEW}\nconfig.a = "x"`, replace('a', 'y'), `${NEW}\nconfig.a = "y"`],
    ['in the quotes of the function', `${NEW}\nconfig.a = 1\nconfig.b = "x"`, replace('a', 'y'), `${NEW}\nconfig.a = "y"\nconfig.b = "x"`],
    ['after a loop', `${NEW}\nfor key in ('a', 'b'):\n  config[key] = 1`, replace('a', 12), `${NEW}\nfor key in ('a', 'b'):\n  config[key] = 1\nconfig.a = 12`],
    ['behind several targets', `${NEW}\nconfig.a = config.b = 1`, replace('a', 12), `${NEW}\nconfig.a = config.b = 1\nconfig.a = 12`],
  ] as const)('%s', (_, body, change, expected) => check(body, change, expected));

  it('overrides what another function wrote', () => {
    check('config = get_base()', replace('transformer.num_heads', 16), 'config = get_base()\nconfig.transformer.num_heads = 16', BASE);
    check(
      'config = get_base()\nconfig.model_name = "mine"',
      replace('hidden_size', 384),
      'config = get_base()\nconfig.model_name = "mine"\nconfig.hidden_size = 384',
      BASE,
    );
    check('config = get_base()', replace('patches.size', [32, 32]), 'config = get_base()\nconfig.patches.size = (32, 32)', BASE);
  });

  it('does not override with another type', () => {
    check('config = get_base()', replace('hidden_size', 0.5), null, BASE);
    check('config = get_base()', replace('hidden_size', 'text'), null, BASE);
    check('config = get_base()', replace('rate', 1), 'config = get_base()\nconfig.rate = 1', BASE);
    check('config = get_base()', replace('rate', null), 'config = get_base()\nconfig.rate = None', BASE);
  });

  it('takes what was written into a mapping with it', () => {
    const body = `${NEW}\nconfig.r = ml_collections.ConfigDict()\nconfig.r.n = (3, 4)\nconfig.b = 1`;
    check(body, replace('r', null), `${NEW}\nconfig.r = None\nconfig.b = 1`);
  });
});

describe('a new key', () => {
  it.each([
    ['behind the last', `${NEW}\nconfig.a = 1  # one`, insert('c', 9), `${NEW}\nconfig.a = 1  # one\nconfig.c = 9`],
    ['behind its sibling', `${NEW}\nconfig.a = 1\nconfig.b = 2`, insert('c', 9, 'a'), `${NEW}\nconfig.a = 1\nconfig.c = 9\nconfig.b = 2`],
    [
      'behind all of its sibling',
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.t.a = 1\nconfig.b = 2`,
      insert('c', 9, 't'),
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.t.a = 1\nconfig.c = 9\nconfig.b = 2`,
    ],
    [
      'into a mapping',
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.t.a = 1\nconfig.b = 2`,
      insert('t.c', 9),
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.t.a = 1\nconfig.t.c = 9\nconfig.b = 2`,
    ],
    [
      'into an empty mapping',
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.b = 2`,
      insert('t.c', 9),
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.t.c = 9\nconfig.b = 2`,
    ],
    [
      'as an item',
      `${NEW}\nconfig.t = ml_collections.ConfigDict({'a': 1})`,
      insert('t.c', 'x'),
      `${NEW}\nconfig.t = ml_collections.ConfigDict({'a': 1, 'c': 'x'})`,
    ],
    [
      'as a keyword',
      `${NEW}\nconfig.t = ml_collections.ConfigDict(dict(a=1, b=2))`,
      insert('t.c', 9, 'a'),
      `${NEW}\nconfig.t = ml_collections.ConfigDict(dict(a=1, c=9, b=2))`,
    ],
    ['into an empty dict', `${NEW}\nconfig.t = {}`, insert('t.c', 9), `${NEW}\nconfig.t = {'c': 9}`],
    [
      'on a line of its own',
      `${NEW}\nconfig.t = ml_collections.ConfigDict({\n    'a': 1,  # one\n})`,
      insert('t.c', 9),
      `${NEW}\nconfig.t = ml_collections.ConfigDict({\n    'a': 1,  # one\n    'c': 9,\n})`,
    ],
    [
      'of one value inside',
      `${NEW}\nconfig.a = 1`,
      insert('p', { size: [16, 16] }),
      `${NEW}\nconfig.a = 1\nconfig.p = ml_collections.ConfigDict({'size': (16, 16)})`,
    ],
    [
      'of several inside',
      `${NEW}\nconfig.a = 1`,
      insert('t', { a: 1, b: null }),
      `${NEW}\nconfig.a = 1\nconfig.t = ml_collections.ConfigDict()\nconfig.t.a = 1\nconfig.t.b = None`,
    ],
    [
      'through a name of its own',
      `${NEW}\nt = config.t = ml_collections.ConfigDict()\nt.a = 1\nconfig.b = 2`,
      insert('t.c', 9),
      `${NEW}\nt = config.t = ml_collections.ConfigDict()\nt.a = 1\nt.c = 9\nconfig.b = 2`,
    ],
    ['not in a branch', `${NEW}\nif True:\n  config.a = 1\nconfig.b = 1`, insert('c', 9, 'a'), `${NEW}\nif True:\n  config.a = 1\nconfig.b = 1\nconfig.c = 9`],
  ] as const)('%s', (_, body, change, expected) => check(body, change, expected));

  it('of what comes from elsewhere', () => {
    check(
      'config = get_base()\nconfig.model_name = "x"',
      insert('transformer.mlp_dim', 4),
      'config = get_base()\nconfig.model_name = "x"\nconfig.transformer.mlp_dim = 4',
      BASE,
    );
    check('config = get_base()\nconfig.a = 1', set('c', 'x'), "config = get_base()\nconfig.a = 1\nconfig.c = 'x'", BASE);
  });

  it('calls ConfigDict what the file does', () => {
    const text = 'from ml_collections import config_dict\n\ndef get_config():\n  config = config_dict.ConfigDict()\n  config.a = 1\n  return config\n';
    const edit = insertKey(documentOf(text), 'p', { size: [1, 1] });
    expect(applied(text, edit === null ? [] : [edit])).toBe(text.replace('a = 1\n', "a = 1\n  config.p = config_dict.ConfigDict({'size': (1, 1)})\n"));
  });

  it('is none where it is, or its mapping is not', () => {
    check(`${NEW}\nconfig.a = 1`, insert('a', 9), null);
    check(`${NEW}\nconfig.a = 1`, insert('t.c', 9), null);
  });
});

describe('without a key', () => {
  it.each([
    ['a line', `${NEW}\nconfig.a = 1  # one\nconfig.b = 2`, remove('a'), `${NEW}\nconfig.b = 2`],
    ['over lines', `${NEW}\nconfig.a = (1,\n    2)\nconfig.b = 2`, remove('a'), `${NEW}\nconfig.b = 2`],
    ['one of several on a line', `${NEW}\nconfig.a = 1; config.b = 2`, remove('a'), `${NEW}\nconfig.b = 2`],
    ['the last of several on a line', `${NEW}\nconfig.a = 1; config.b = 2`, remove('b'), `${NEW}\nconfig.a = 1`],
    [
      'all that was written into it',
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.b = 2\nconfig.t.a = 1\nconfig.c = 3`,
      remove('t'),
      `${NEW}\nconfig.b = 2\nconfig.c = 3`,
    ],
    ['all of a block', `${NEW}\nconfig.b = 1\nif True:\n  config.a = 1`, remove('a'), `${NEW}\nconfig.b = 1\nif True:\n  pass`],
    ['an item', `${NEW}\nconfig.t = ml_collections.ConfigDict({'a': 1, 'b': 2})`, remove('t.a'), `${NEW}\nconfig.t = ml_collections.ConfigDict({'b': 2})`],
    [
      'the last item',
      `${NEW}\nconfig.t = ml_collections.ConfigDict({'a': 1, 'b': 2})`,
      remove('t.b'),
      `${NEW}\nconfig.t = ml_collections.ConfigDict({'a': 1})`,
    ],
    ['the only item', `${NEW}\nconfig.t = ml_collections.ConfigDict(dict(a=1,))`, remove('t.a'), `${NEW}\nconfig.t = ml_collections.ConfigDict(dict())`],
    [
      'an item on its line',
      `${NEW}\nconfig.t = ml_collections.ConfigDict({\n    'a': 1,\n    'b': 2,  # two\n})`,
      remove('t.b'),
      `${NEW}\nconfig.t = ml_collections.ConfigDict({\n    'a': 1,\n})`,
    ],
    ['both where it is set twice', `${NEW}\nconfig.a = 1\nconfig.b = 2\nconfig.a = 3`, remove('a'), `${NEW}\nconfig.b = 2`],
  ] as const)('%s', (_, body, change, expected) => check(body, change, expected));

  it('of what comes from elsewhere', () => {
    check('config = get_base()', remove('hidden_size'), 'config = get_base()\ndel config.hidden_size', BASE);
    check('config = get_base()', remove('transformer.num_heads'), 'config = get_base()\ndel config.transformer.num_heads', BASE);
    check('config = get_base()\nconfig.hidden_size = 384', remove('hidden_size'), 'config = get_base()\ndel config.hidden_size', BASE);
    check('config = get_base()\nconfig.other = 384', remove('other'), 'config = get_base()', BASE);
  });

  it('leaves what is read', () => {
    check(`${NEW}\nconfig.a = 1\nconfig.b = config.a`, remove('a'), null);
    check(`${NEW}\nconfig.a = 1\nconfig.b = config.get_ref('a')`, remove('a'), null);
    check(`${NEW}\nfor key in ('a', 'b'):\n  config[key] = 1`, remove('a'), null);
  });

  it('takes several at once', () => {
    const text = moduleOf(`${NEW}\nconfig.t = ml_collections.ConfigDict({'a': 1, 'b': 2, 'c': 3})\nconfig.x = 1`);
    const document = documentOf(text);
    const parent = document.root === null ? undefined : valueAt(document.root, 't');
    if (parent?.kind !== 'mapping') throw new Error('no t');
    const entries = ['b', 'c'].flatMap((key) => entryOf(parent, key) ?? []);
    expect(applied(text, removeEntries(document, parent, entries) ?? [])).toBe(text.replace(", 'b': 2, 'c': 3", ''));
  });
});

describe('another name', () => {
  it.each([
    ['of an attribute', `${NEW}\nconfig.a = 1`, rename('a', 'b'), `${NEW}\nconfig.b = 1`],
    ['of a subscript', `${NEW}\nconfig['a'] = 1`, rename('a', 'b'), `${NEW}\nconfig['b'] = 1`],
    ['of an item', `${NEW}\nconfig.t = ml_collections.ConfigDict({"a": 1})`, rename('t.a', 'b'), `${NEW}\nconfig.t = ml_collections.ConfigDict({"b": 1})`],
    ['of a keyword', `${NEW}\nconfig.t = ml_collections.ConfigDict(dict(a=1))`, rename('t.a', 'b'), `${NEW}\nconfig.t = ml_collections.ConfigDict(dict(b=1))`],
    [
      'wherever it is said',
      `${NEW}\nconfig.t = ml_collections.ConfigDict()\nconfig.t.a = 1\nconfig.c = config.t.a`,
      rename('t', 'b'),
      `${NEW}\nconfig.b = ml_collections.ConfigDict()\nconfig.b.a = 1\nconfig.c = config.b.a`,
    ],
  ] as const)('%s', (_, body, change, expected) => check(body, change, expected));

  it('is not for what comes from elsewhere', () => check('config = get_base()', rename('hidden_size', 'width'), null, BASE));
});

it('keeps the line breaks', () => {
  const windows = (text: string) => text.replaceAll('\n', '\r\n');
  const text = windows(moduleOf(`${NEW}\nconfig.a = 1\nconfig.b = 2`));
  const edited = (edit: TextEdit | null) => applied(text, edit === null ? [] : [edit]);
  expect(edited(insertKey(documentOf(text), 'c', 9, 'a'))).toBe(windows(moduleOf(`${NEW}\nconfig.a = 1\nconfig.c = 9\nconfig.b = 2`)));
  expect(edited(removeEntry(documentOf(text), 'a'))).toBe(windows(moduleOf(`${NEW}\nconfig.b = 2`)));
});
