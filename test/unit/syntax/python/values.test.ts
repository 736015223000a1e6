import { describe, expect, it } from 'vitest';
import { config, valuesOf } from './support';

/** Statements of a config's function -> what its config then is. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['config.a = 50_000\nconfig.b = 0x10\nconfig.c = 1.\nconfig.d = 1e-3\nconfig.e = -2', { a: 50000, b: 16, c: 1, d: 0.001, e: -2 }],
  ["config.a = 'x' \"y\"\nconfig.b = '''t\n'''\nconfig.c = r'\\n'\nconfig.d = '\\x41\\u00e9'", { a: 'xy', b: 't\n  ', c: '\\n', d: 'Aé' }],
  ['config.a = True\nconfig.b = None\nconfig.c = ()\nconfig.d = (1,)\nconfig.e = [1, (2, 3)]', { a: true, b: null, c: [], d: [1], e: [1, [2, 3]] }],
  ['config.a = 4 * 3 + 2 ** 3 - 7 // 2\nconfig.b = 7 / 2\nconfig.c = -7 % 3\nconfig.d = 2 ** -1', { a: 17, b: 3.5, c: 2, d: 0.5 }],
  ['config.a = 2 ** 60', { a: '?the number is too large to follow' }],
  ['config.a = not 1 or 2\nconfig.b = 1 < 2 < 2\nconfig.c = not 1 in [1]\nconfig.d = 1 if () else 2', { a: 2, b: false, c: false, d: 2 }],
  [
    "n = 3\nconfig.a = f'{n:02d} {n!r} {{}} {n=}'\nconfig.b = '{}-{k}'.format(1, k=2)\nconfig.c = '%s %.1f' % ('a', 0.25)",
    { a: '03 3 {} n=3', b: '1-2', c: 'a 0.2' },
  ],
  ["a, b = 'x,y'.split(',')\nconfig.a, config.b = a.upper(), b\nconfig.c = config.d = 1", { a: 'X', b: 'y', c: 1, d: 1 }],
  ["config.n = 'a-b'.replace('-', '_').startswith('a_')\nconfig.m = '|'.join(['p', 'q'])", { n: true, m: 'p|q' }],
  ['config.a = 1\nconfig.a += 2\nx = [1]\ny = x\ny += [2]\nconfig.x = x', { a: 3, x: [1, 2] }],
  ['config.a = dict(b=1, c=dict(d=2))\nconfig.a.c.d = 3\nconfig["a"]["e"] = 4', { a: { b: 1, c: { d: 3 }, e: 4 } }],
  ['config.a = {"x": 1}\nconfig.update({"a": {"y": 2}}, b=3)', { a: { x: 1, y: 2 }, b: 3 }],
  ['sub = ml_collections.ConfigDict({"x": 1})\nconfig.a = sub\nconfig.b = sub\nsub.x = 2', { a: { x: 2 }, b: { x: 2 } }],
  ['d = {"x": 1}\nconfig.a = d\nd["x"] = 2', { a: { x: 1 } }],
  ['config.a = dict(x=1)\nconfig.b = config.a.copy_and_resolve_references()\nconfig.b.x = 2', { a: { x: 1 }, b: { x: 2 } }],
  ['config.a = 1\nconfig.b = 2\ndel config.a\ndel config["b"]', {}],
  ['for i, k in enumerate(["a", "b"]):\n  if k == "b":\n    continue\n  config[k] = i', { a: 0 }],
  ['n = 0\nwhile True:\n  n += 1\n  if n == 3: break\nconfig.n = n', { n: 3 }],
  ['config.a = [x * 2 for x in range(3) if x]\nconfig.b = {str(k): v for k, v in zip([1, 2], "ab")}', { a: [2, 4], b: { 1: 'a', 2: 'b' } }],
  ['def f(x, *rest, y=2, **more):\n  return (x, rest, y, sorted(more))\nconfig.a = f(1, 3, 4, z=5)', { a: [1, [3, 4], 2, ['z']] }],
  ['g = lambda x, k=2: x * k\nconfig.a = g(*[3])\nconfig.b = g(**{"x": 1, "k": 5})', { a: 6, b: 5 }],
  ['config.a = len("ab") + max(1, 3) + min([4, 2]) + sum((1, 2)) + abs(-1) + int("7") + round(2.5)', { a: 20 }],
  ['config.a = isinstance(True, int)\nconfig.b = isinstance(config, ml_collections.ConfigDict)\nconfig.c = type(1) is int', { a: true, b: true, c: true }],
  ['config.a = config.get("x", 5)\nconfig.b = "a" in config\nconfig.c = list(config.keys())', { a: 5, b: true, c: ['a', 'b'] }],
  ['try:\n  config.a = int("x")\nexcept ValueError:\n  config.a = 1\nfinally:\n  config.b = 2', { a: 1, b: 2 }],
  ['config.lock()\nwith config.unlocked():\n  config.a = 1', { a: 1 }],
  ['config.a = 1\nconfig.b = config.get_ref("a") * 2\nconfig.a = 4', { a: 4, b: 8 }],
  ['config.a = ml_collections.config_dict.placeholder(int)\nconfig.b = ml_collections.FieldReference(3).get()', { a: null, b: 3 }],
  ['match 3:\n  case 1 | 2:\n    config.a = 1\n  case 3 if False:\n    config.a = 2\n  case _:\n    config.a = 3', { a: 3 }],
];

it.each(VALUES)('%s', (statements, expected) => {
  expect(valuesOf(config(statements).root)).toEqual(expected);
});

/** What the config is as far as it is known, where the program takes one way or another. */
const UNKNOWN: readonly (readonly [string, unknown])[] = [
  ['config.a = os.environ["A"]', { a: '?`os.environ["A"]` is not followed' }],
  [
    'config.a = 1\nconfig.c = 1\nif os.x:\n  config.a = 2\nelse:\n  config.b = 3',
    { a: '?it depends on `os.x`, which is not known', c: 1, b: '?it depends on `os.x`, which is not known' },
  ],
  ['config.a = 1\nif os.x:\n  config.a = 1', { a: 1 }],
  ['config.a = 1\nif os.x:\n  raise ValueError()\nconfig.b = 2', { a: 1, b: 2 }],
  ['config.a = 1\nhelper(config)\nconfig.b = 2', { a: '?`helper(…)` is not followed', b: 2 }],
  ['config.a = 1\nprint(config)\nconfig.b = 2', { a: 1, b: 2 }],
  ['class A: pass\nconfig.a = A()', { a: '?classes are not followed' }],
  ['def f(): return f()\nconfig.a = 1\nconfig.b = f()', { a: 1, b: '?there is too much to follow' }],
  ['config.a = ', { a: '?it is not complete yet' }],
  ['config.a.b.c = 1\nconfig.\nconfig.d = (1, 2\nconfig.e = 3', { d: [1, 2], e: 3 }],
];

describe('what is not known', () => {
  it.each(UNKNOWN)('%s', (statements, expected) => {
    expect(valuesOf(config(statements).root)).toEqual(expected);
  });

  it('says that more keys may be there', () => {
    const { root } = config('config.update(os.environ)');
    expect(root).toMatchObject({ kind: 'mapping', open: { text: '`{0}` is not followed', values: ['os.environ'] } });
  });

  it('always ends', () => {
    expect(valuesOf(config('n = 0\nwhile n >= 0:\n  n += 1\nconfig.n = n\nconfig.b = 1').root)).toEqual({
      n: '?it depends on `n >= 0`, which is not known',
      b: 1,
    });
    expect(valuesOf(config('config.b = 1\nconfig.a = [[0] * 4000] * 4000').root)).toMatchObject({ b: 1 });
    expect(valuesOf(config('config.b = 1\nfor i in range(4000):\n  for j in range(4000):\n    config.c = j').root)).toMatchObject({
      b: '?there is too much to follow',
    });
    expect(valuesOf(config('x = []\nx.append(x)\nconfig.b = 1\nconfig.x = x').root)).toMatchObject({ b: 1 });
    expect(valuesOf(config('config.b = 1\nconfig.config = config').root)).toEqual({ b: 1, config: '?it holds itself' });
  });
});
