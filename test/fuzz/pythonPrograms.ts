/**
 * Python configs put together at random: straight on, in branches on what is known and what is not, in loops, helpers and
 * copies. Most of them run to their end; VIT_PROBE in the environment is what no reader can know.
 */
import fc from 'fast-check';

type Lines = readonly string[];
type Text = fc.Arbitrary<string>;
type Block = fc.Arbitrary<Lines>;

const one = (...texts: string[]): Text => fc.constantFrom(...texts);
const join = (strings: TemplateStringsArray, ...parts: Text[]): Text =>
  parts.length === 0
    ? fc.constant(strings.join(''))
    : fc.tuple(...parts).map((values) => strings.reduce((text, part, i) => text + part + (values[i] ?? ''), ''));
const weighted = <T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

// What a config's keys hold; each key has a type of its own, so that most assignments are allowed.
const intKey = one('a', 'b');
const floatKey = one('c', 'rate');
const textKey = one('name', 'kind');
const sizeKey = one('size', 'grid');
const subKey = one('sub', 'other');
const rareKey = one('x', 'y');

const target = weighted([6, one('config')], [3, one('config.sub')], [2, one('config.other')], [3, one('alias')], [1, one('config.sub.deep')]);

const int: Text = weighted(
  [6, one('0', '1', '2', '3', '0x10', '1_000', '-1')],
  [3, one('n')],
  [2, one('config.a', 'config.b', 'config.sub.a', 'alias.b', "config.get('a', 7)", "config['b']")],
  [2, join`${one('n', '2', 'config.a')} ${one('+', '-', '*', '//', '%')} ${one('2', '3', '5')}`],
  [
    1,
    one('len(items)', 'SIZES["S"]', 'twice(n)', 'twice(value=3)', 'max(n, 2)', '2 ** 10', '(n % 7) ** 2', 'sum(items)', "int('12')", 'items[0]', 'len(config)'),
  ],
  [1, one('PROBE_SIZE', 'PROBE_SIZE * 0', '1 if PROBE else 2', '3 if n else 4', 'counted()')],
);
const float: Text = weighted(
  [4, one('0.5', '1.', '1e-3', '2.5e2', '-0.25')],
  [2, one('n / 2', 'config.c * 2', 'config.rate', 'float(n)', '0.1 + 0.2', 'alias.rate')],
  [1, one('n', '1', 'PROBE_SIZE / 2', '0.5 if PROBE else 0.25')],
);
const text: Text = weighted(
  [3, one("'token'", '"gap"', "''", "'a' 'b'", "r'\\d'")],
  [
    2,
    one("f'{n}'", "f'k_{n:02d}'", "'%s-%d' % ('x', n)", "'{}'.format(n)", "'-'.join(['a', 'b'])", 'config.name', "config.name.upper() + 'z'", 'str(config.c)'),
  ],
  [1, one("'B/16'.split('/')[0]", "'a' if n > 2 else 'b'", 'config.kind[:2]', "'p' if PROBE else 'q'", 'str(items)')],
);
const size: Text = weighted(
  [3, one('(16, 16)', '[1, 2]', '(1,)', '()', '[]')],
  [2, one('items', 'list(items)', 'tuple(items)', '(n, n)', '[n] * 2', '(1, 2) + (3,)', 'config.size', '[i * n for i in range(3)]', 'sorted(items)')],
  [1, one('(PROBE_SIZE, 1)', '[x for x in (1, 2, 3) if x > n]', 'items[::-1]', 'config.size[:1]', 'tuple(range(n % 4))')],
);
const mappingValue: Text = weighted(
  [3, one("{'a': 1, 'c': 0.5}", "dict(a=n, name='q')", "ml_collections.ConfigDict({'a': n, 'deep': {'a': 1, 'x': 2}})", "{'size': (1, 2), 'deep': {'b': n}}")],
  [2, one('config.sub', 'alias', 'base()', 'base(lock=True)', 'config.other')],
  [
    2,
    one(
      'copy.deepcopy(alias)',
      'config.sub.copy_and_resolve_references()',
      'ml_collections.ConfigDict(config.sub)',
      'config.other.to_dict()',
      'plain',
      'dict(plain)',
    ),
  ],
  [1, one('{**plain, "b": n}', "TABLE['first']", 'TABLE[config.kind]', 'ml_collections.ConfigDict(plain)', 'TABLE["second"] if PROBE else TABLE["first"]')],
);
const anything: Text = fc.oneof(int, float, text, size, mappingValue, one('None', 'True', 'False'));

const condition: Text = weighted(
  [
    3,
    one(
      'True',
      'n > 2',
      'n == 1',
      'config.a',
      "'x' in config",
      "config.get('b') is None",
      "config.name == 'gap'",
      'items',
      'not n',
      'isinstance(config.c, float)',
    ),
  ],
  [2, one('PROBE', 'not PROBE', 'PROBE_SIZE > 1', 'PROBE and n', 'n or PROBE', 'PROBE is None')],
  [1, one('config.sub == config.other', 'hasattr(config, "x")', 'config.is_locked', '0 < n < 3', 'alias is config', 'config.size == (1, 2)')],
);

const assigned = fc.oneof(
  ...(
    [
      [intKey, int],
      [floatKey, float],
      [textKey, text],
      [sizeKey, size],
      [subKey, mappingValue],
      [rareKey, anything],
    ] as const
  ).map(([key, value]) => fc.tuple(key, value)),
  fc.tuple(fc.oneof(intKey, floatKey, textKey, sizeKey, subKey), weighted([5, one('None')], [1, anything])),
);

const assignment: Text = weighted(
  [6, fc.tuple(target, assigned).map(([to, [key, value]]) => `${to}.${key} = ${value}`)],
  [2, fc.tuple(target, assigned).map(([to, [key, value]]) => `${to}['${key}'] = ${value}`)],
  [1, fc.tuple(target, assigned).map(([to, [key, value]]) => `setattr(${to}, '${key}', ${value})`)],
  [1, fc.tuple(target, assigned).map(([to, [key, value]]) => `config.a = ${to}.${key} = ${value}`)],
);
const update: Text = fc.oneof(
  fc.tuple(target, assigned, assigned).map(([to, [k1, v1], [k2, v2]]) => `${to}.update({'${k1}': ${v1}, '${k2}': ${v2}})`),
  fc.tuple(target, assigned).map(([to, [key, value]]) => `${to}.update(${key}=${value})`),
  join`${target}.update(${mappingValue})`,
  join`config.update({'sub': ${mappingValue}})`,
);
const names: Text = weighted(
  [3, join`n = ${int}`],
  [2, join`alias = ${weighted([4, target], [2, mappingValue])}`],
  [2, join`items = ${weighted([5, one('[1, 2]', 'list(items)', '[n]', '[3] + items')], [1, size])}`],
  [1, join`plain = ${one("{'a': 1, 'b': 2}", 'dict(plain)', 'config.sub.to_dict()', '{k: n for k in ("a", "b")}')}`],
  [1, one('n, items = 2, [n]', 'alias = previous = config.sub', 'first, *items = [1, 2, 3]')],
  [2, one('n += 1', 'n *= 2', 'items += [n]', "plain['a'] = n", 'plain.update(b=n)', 'n -= PROBE_SIZE')],
);
const change: Text = weighted(
  [2, one('items.append(n)', 'items.insert(0, 5)', 'items[0] = n', 'items.extend((7, 8))', 'items.reverse()', 'items.pop()')],
  [2, fc.tuple(target, assigned).map(([to, [key, value]]) => `change(${to}, '${key}', ${value})`)],
  [1, join`config.${one('a', 'b', 'sub.a', 'other.b')} ${one('+=', '*=', '-=', '//=')} ${one('2', 'n', '3')}`],
  [1, join`config.${one('c', 'rate')} ${one('+=', '*=', '/=')} ${one('2', '0.5', 'n')}`],
  [1, one('config.size += (3,)', 'config.name += "z"', 'config.size = list(config.size) + [n]', 'setdefaults(config)', 'grow(items)', 'print(config.a)')],
);
const removal: Text = fc.oneof(
  join`del ${target}.${fc.oneof(intKey, floatKey, rareKey)}`,
  join`del ${target}['${fc.oneof(sizeKey, textKey)}']`,
  one("plain.pop('a', None)", 'del items[0]', 'del plain["b"]'),
);
const locks: Text = join`${target}.${one('lock()', 'lock()', 'unlock()')}`;

const simple: Text = weighted([8, assignment], [2, update], [3, names], [3, change], [1, removal], [1, locks]);
const indented = (lines: Lines): Lines => lines.map((line) => `  ${line}`);

const { block } = fc.letrec<{ block: Lines; statement: Lines }>((tie) => ({
  statement: weighted<Lines>(
    [14, simple.map((line) => [line])],
    [
      3,
      fc
        .tuple(condition, tie('block'), fc.option(tie('block')), fc.option(fc.tuple(condition, tie('block')), { freq: 5 }))
        .map(([test, then, otherwise, other]) => [
          `if ${test}:`,
          ...indented(then),
          ...(other === null ? [] : [`elif ${other[0]}:`, ...indented(other[1])]),
          ...(otherwise === null ? [] : ['else:', ...indented(otherwise)]),
        ]),
    ],
    [
      2,
      fc
        .tuple(
          one(
            'i in range(3)',
            'i in (1, 2)',
            'i in items[:2]',
            'key, i in sorted({"a": 1, "b": 2}.items())',
            'i, key in enumerate(["a", "b"])',
            'i in range(n % 3)',
            'i in [x for x in (0, 1)]',
            'i in range(PROBE_SIZE % 3)',
          ),
          tie('block'),
          one('', 'n += i', 'config[f"k{i}"] = i', 'break', 'if i == 1: continue', 'if PROBE: break'),
        )
        .map(([head, body, last]) => [`for ${head}:`, ...indented(last.startsWith('if') ? [last, ...body] : [...body, ...(last === '' ? [] : [last])])]),
    ],
    [1, fc.tuple(target, one('unlocked', 'unlocked', 'ignore_type'), tie('block')).map(([to, guard, body]) => [`with ${to}.${guard}():`, ...indented(body)])],
    [
      1,
      fc
        .tuple(tie('block'), one('AttributeError', 'Exception', '(TypeError, KeyError)'), tie('block'))
        .map(([body, error, handler]) => ['try:', ...indented(body), `except ${error}:`, ...indented(handler)]),
    ],
    [1, tie('block').map((body) => ['turns = 0', 'while turns < 2 and n < 40:', '  turns += 1', ...indented(body)])],
    [
      1,
      fc
        .tuple(tie('block'), one('inner()', 'inner(); inner()', 'n = inner() or n'))
        .map(([body, call]) => ['def inner():', '  nonlocal n, items, plain, alias', ...indented(body), '  return n', call]),
    ],
    [1, condition.map((test) => [`if ${test}:`, '  return config'])],
  ),
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 4, depthIdentifier: 'block' }).map((statements) => statements.flat()),
})) as { block: Block };

const start: Block = one(
  "config = ml_collections.ConfigDict({'a': 1, 'b': 2, 'c': 0.5, 'rate': 0.1, 'name': 'gap', 'kind': 'first', 'size': (1, 2), 'sub': {'a': 5, 'deep': {'a': 1, 'b': 2}}, 'other': {'b': 7, 'rate': 1.5}})",
  'config = base()',
  'config = base(lock=True)',
  'config = base()\nconfig.sub = base()\nconfig.other = config.sub',
  'config = copy.deepcopy(SHARED)',
  'config = SHARED',
  'config = ml_collections.ConfigDict(SHARED.to_dict())',
).map((lines) => [...lines.split('\n'), 'alias = config.sub', 'items = [1, 2]', "plain = {'a': 1, 'b': 2}", 'n = 2']);

/** What every program begins with. */
export const HEAD = `import copy
import os

import ml_collections

PROBE = os.environ.get('VIT_PROBE')
PROBE_SIZE = len(os.environ.get('VIT_PROBE', 'abc'))
SIZES = {'S': 384, 'B': 768}
COUNT = []


def base(lock=False):
  config = ml_collections.ConfigDict()
  config.a, config.b = 1, 2
  config.c = 0.5
  config.rate = .1
  config.name = 'gap'
  config['kind'] = 'first'
  config.size = (1, 2)
  config.sub = {'a': 5, 'deep': {'a': 1, 'b': 2}}
  config.other = ml_collections.ConfigDict(dict(b=7, rate=1.5))
  if lock:
    config.lock()
  return config


def change(config, key, value):
  config[key] = value


def setdefaults(config, name='default'):
  with config.unlocked():
    config.name = name
    config.fresh = 1


def twice(value):
  return value * 2


def grow(items, more=[]):
  more.append(len(items))
  items.extend(more)


def counted():
  COUNT.append(1)
  return len(COUNT)


TABLE = {'first': ml_collections.ConfigDict({'a': 10, 'deep': {'b': 3}}), 'gap': base(lock=True)}
TABLE['second'] = TABLE['first'].copy_and_resolve_references()
SHARED = base()
`;

export const program: Text = fc
  .tuple(start, fc.array(block, { minLength: 1, maxLength: 4 }))
  .map(([first, blocks]) => [HEAD, '\n\ndef get_config():\n', ...indented([...first, ...blocks.flat(), 'return config']).map((line) => `${line}\n`)].join(''));
