import { describe, expect, it } from 'vitest';
import { readEdited, readPython } from '../../../../server/core/syntax';
import { entryOf, valueAt } from '../../../../server/core/syntax/tree';
import type { Range } from '../../../../server/core/text';
import { config, documentOf, modulesOf, problemsOf, read, valuesOf } from './support';

const BASES = `import ml_collections

NARROW = 192
REGISTRY = {}


def register(function):
  config = function().lock()
  REGISTRY[config.name] = config
  return function


@register
def get_small_config():
  config = ml_collections.ConfigDict()
  config.name = 'small'
  config.hidden_size = NARROW
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  return config


@register
def get_large_config():
  """Wider."""
  config = get_small_config()
  config.name = 'large'
  config.patches.size = (32, 32)
  config.hidden_size = 4 * 256  # as it has to be
  return config
`;

const at = (text: string, { start, end }: Range) => text.slice(start, end);

describe('places', () => {
  const large = documentOf(BASES, 'get_large_config');
  const { text, root, python } = large;

  it('of own assignments are own', () => {
    const size = entryOf(valueAt(root, 'patches'), 'size');
    expect(size?.statement && at(text, size.statement)).toBe('config.patches.size = (32, 32)');
    expect(size && at(text, size.keyRange)).toBe('size');
    expect(size && at(text, size.value.range)).toBe('(32, 32)');
    expect(size?.keyRange.origin).toBeUndefined();
    expect(size?.value).toMatchObject({ kind: 'sequence', tuple: true });
  });

  it('of what a base wrote are at the call, with their origin', () => {
    const patches = entryOf(root, 'patches');
    expect(patches && at(text, patches.value.range)).toBe('get_small_config()');
    expect(patches?.statement).toBeUndefined();
    expect(patches?.keyRange.origin).toMatchObject({ name: 'get_small_config', file: null });
    expect(at(text, patches?.keyRange.origin?.range ?? { start: 0, end: 0 })).toBe('patches');
  });

  it('of a variable of the module lead to it', () => {
    const small = documentOf(BASES, 'get_small_config');
    const { value } = entryOf(small.root, 'hidden_size') ?? {};
    expect(value && at(text, value.range)).toBe('NARROW');
    expect(value?.range.origin?.name).toBe('NARROW');
    expect(at(text, value?.range.origin?.range ?? { start: 0, end: 0 })).toBe('192');
    expect(value).toMatchObject({ text: '192', integer: true });
  });

  it('say how the config is written to', () => {
    expect(python?.name).toBe('get_large_config');
    expect(at(text, python?.extent ?? { start: 0, end: 0 })).toMatch(/^@register\ndef get_large_config[^]*return config$/);
    expect(text.slice(0, python?.insertion?.at)).toMatch(/# as it has to be$/);
    expect(python?.insertion).toMatchObject({ variable: 'config', indent: '  ' });
    expect(valueAt(root, 'patches')).toMatchObject({ python: { access: 'config.patches', configDict: true, literal: null } });
    expect(large.comments.map((comment) => comment.text)).toEqual(['as it has to be']);
  });

  it('of a literal of keywords are theirs', () => {
    const document = config('config.model = dict(variant="B/16", rep_size=True)');
    const model = valueAt(document.root, 'model');
    expect(model).toMatchObject({ python: { literal: { form: 'keywords' } } });
    const entry = entryOf(model, 'variant');
    expect(entry && at(document.text, entry.range)).toBe('variant="B/16"');
    expect(entry?.statement).toBeUndefined();
  });
});

describe('documents', () => {
  it('are the functions that give a ConfigDict and the variables that are one', () => {
    const text = `${BASES}
def get_rate(config):
  return config.rate

def get_dict():
  return {'a': 1}

config = ml_collections.ConfigDict()
config.a = 1
alias = get_small_config()

def get_unfinished_config():
  config = ml_collections.ConfigDict()
  config.a = 2
`;
    expect(read(text).map(({ python }) => python?.name)).toEqual(['get_small_config', 'get_large_config', 'config', 'get_unfinished_config']);
  });

  it('are called as a comment, or the docstring, says', () => {
    const body = `import ml_collections
def get_config(arg):
  model, dataset = arg.split(',')
  return ml_collections.ConfigDict({'model': model, 'dataset': dataset})
`;
    const [said] = read(`"""Run: python main.py --config=vit.py:b16,cifar10 \\\n"""\n${body}`);
    expect([said?.python?.args, valuesOf(said?.root ?? null)]).toEqual(['b16,cifar10', { model: 'b16', dataset: 'cifar10' }]);
    const both = read(body.replace('def ', '# vit-config: args=a,b\n# vit-config: args=c,d\ndef '));
    expect(both.map(({ root }) => valuesOf(root))).toEqual([
      { model: 'a', dataset: 'b' },
      { model: 'c', dataset: 'd' },
    ]);
    expect(read(body).map(({ root }) => Object.keys(valuesOf(root) as object))).toEqual([['model', 'dataset']]);
  });

  it('do not see what other configs of the file change', () => {
    const text = `import ml_collections
SHARED = {'sub': {'x': 1}}
def get_a_config():
  SHARED['sub']['x'] = 2
  return ml_collections.ConfigDict(SHARED)
def get_b_config():
  return ml_collections.ConfigDict(SHARED)
`;
    expect(read(text).map(({ root }) => valuesOf(root))).toEqual([{ sub: { x: 2 } }, { sub: { x: 1 } }]);
  });

  it('are read again after an edit, alone and with the file', () => {
    const document = documentOf(BASES, 'get_large_config');
    const start = BASES.indexOf('4 * 256');
    const edited = readEdited(document, [{ range: { start, end: start + 7 }, newText: '1024' }]);
    expect(valueAt(edited.root, 'hidden_size')).toMatchObject({ value: 1024, text: '1024' });
    const first = readPython(BASES);
    const again = readPython(edited.text, undefined, first);
    expect(again.documents.map(({ root }) => valuesOf(root))).toEqual(readPython(edited.text).documents.map(({ root }) => valuesOf(root)));
    expect(readEdited(document, [{ range: { start: 0, end: BASES.length }, newText: '' }]).root).toBeNull();
  });

  it('before a cut stay as they were', () => {
    const whole = read(BASES).map(({ root }) => valuesOf(root));
    const end = BASES.indexOf('@register\ndef get_large');
    for (let cut = 0; cut <= BASES.length; cut++) {
      const documents = read(BASES.slice(0, cut));
      if (cut >= end) expect(valuesOf(documents[0]?.root ?? null)).toEqual(whole[0]);
    }
  });

  it('are as good with CRLF, and behind characters of two units', () => {
    const text = BASES.replace('"""Wider."""', '"""Wider 🦆."""').replaceAll('\n', '\r\n');
    expect(read(text).map(({ root }) => valuesOf(root))).toEqual(read(BASES).map(({ root }) => valuesOf(root)));
    const { root } = documentOf(text, 'get_large_config');
    expect(at(text, valueAt(root, 'patches.size')?.range ?? { start: 0, end: 0 })).toBe('(32, 32)');
  });

  it('may be as deep as they like', () => {
    for (const deep of ['('.repeat(20_000), '['.repeat(5000) + ']'.repeat(5000), '1' + '+1'.repeat(20_000), 'x' + '.x'.repeat(20_000), 'not '.repeat(20_000)]) {
      expect(valueAt(config(`config.before = 1\nconfig.a = ${deep}`).root, 'before')).toMatchObject({ value: 1 });
    }
  });
});

describe('imports', () => {
  const modules = modulesOf({ 'configs.models': BASES, round: 'from trip import x\n', trip: 'import round\nx = 3\n' });
  const document = config(
    `config.model = models.REGISTRY['large'].copy_and_resolve_references()
config.model.hidden_size = 8
config.small = getattr(models, f'get_{"small"}_config')()
config.x = x`,
    'from configs import models\nfrom round import x\nfrom nowhere import y\n',
    modules,
  );

  it('are followed, around a circle too', () => {
    expect(valuesOf(document.root)).toMatchObject({ model: { hidden_size: 8, patches: { size: [32, 32] } }, small: { hidden_size: 192 }, x: 3 });
    expect(document.python?.modules).toEqual(['configs.models', 'round', 'trip']);
  });

  it('have their origins in the other file', () => {
    const { value } = entryOf(valueAt(document.root, 'small'), 'name') ?? {};
    expect(value?.range.origin).toMatchObject({ name: 'get_small_config', file: 'configs.models' });
    expect(at(BASES, value?.range.origin?.range ?? { start: 0, end: 0 })).toBe("'small'");
  });

  it.each([
    ['import ml_collections as mlc', 'mlc.ConfigDict()'],
    ['from ml_collections import config_dict as cd', 'cd.ConfigDict()'],
    ['from ml_collections import ConfigDict', 'ConfigDict()'],
    ['from ml_collections.config_dict import ConfigDict as C', 'C()'],
    ['import ml_collections.config_dict', 'ml_collections.config_dict.create()'],
  ])('of ml_collections: %s', (line, call) => {
    const { root } = documentOf(`${line}\ndef get_config():\n  config = ${call}\n  config.a = 1\n  return config\n`, 'get_config');
    expect(valuesOf(root)).toEqual({ a: 1 });
  });
});

/** ConfigDict's own rules. */
describe('faults', () => {
  it.each([
    ['config.a = 1\nconfig.a = 0.5', ['config-dict-type at 0.5']],
    ['config.a = 1.0\nconfig.a = 2', []],
    ['config.a = 1\nconfig.a = None\nconfig.a = "x"', []],
    ['config.a = (1, 2)\nconfig.a = [3]', []],
    ['config.a = 1\nconfig.a = True', []],
    ['config.a = True\nconfig.a = 1', ['config-dict-type at 1']],
    ['config.a = "x"\nconfig.a = {"y": 1}', ['config-dict-type at {"y": 1}']],
    ['config.a = dict(x=1)\nconfig.a = dict(x="other")', []],
    ['config.a = 1\nwith config.ignore_type():\n  config.a = "x"', []],
    ['config.sise = 1\nconfig.lock()\nconfig.size = 2', ['config-dict-locked at size']],
    ['config.a = dict(b=1)\nconfig.lock()\nconfig.a.c = 2', ['config-dict-locked at c']],
    ['config.a = {1: 2, 3: 4}', []],
    ['config.a = 1\nconfig[3] = 4', ['config-dict-key at 3']],
    ['config["a.b"] = 1', ['config-dict-key at "a.b"']],
    ['if os.x:\n  config.a = 1\n  config.a = "x"', []],
    ['try:\n  config.lock()\n  config.a = 1\nexcept AttributeError:\n  pass', []],
  ])('%s', (statements, expected) => {
    expect(problemsOf(config(statements))).toEqual(expected);
  });

  it('name the key that is near, and change to it', () => {
    const [problem] = config('config.num_heads = 1\nconfig.lock()\nconfig.num_head = 2').problems;
    expect(problem?.fixes?.[0]?.edits).toMatchObject([{ newText: 'num_heads' }]);
  });

  it('of a helper are at the call, and of another config in that config alone', () => {
    const text = `import ml_collections
def _narrow(config):
  config.hidden_size = '192'
def get_base_config():
  config = ml_collections.ConfigDict({'hidden_size': 768})
  config.hidden_size = 0.5
  return config
def get_own_config():
  config = get_base_config()
  _narrow(config)
  return config
`;
    expect(read(text).map(problemsOf)).toEqual([['config-dict-type at 0.5'], ['config-dict-type at _narrow(config)']]);
  });
});
