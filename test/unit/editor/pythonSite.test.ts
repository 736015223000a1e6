import { describe, expect, test } from 'vitest';
import { pythonSites } from '../../../server/core/editor/completion/pythonSite';
import { verbatim } from '../../../server/core/phrase';
import type { ConfigDocument, ConfigNode, MappingNode } from '../../../server/core/syntax/tree';

const nowhere = { start: 0, end: 0 };

function mapping(access: string, entries: Readonly<Record<string, ConfigNode>> = {}): MappingNode {
  return {
    kind: 'mapping',
    range: nowhere,
    entries: Object.entries(entries).map(([key, value]) => ({ key, keyRange: nowhere, value, range: nowhere })),
    flow: false,
    python: { access, literal: null, configDict: true, locked: false },
  };
}

/** `config` with an encoder and a model in it, whatever its text. */
function documentOf(text: string): ConfigDocument {
  const document: ConfigDocument = {
    syntax: 'python',
    text,
    root: mapping('config', { transformer: mapping('config.transformer'), model: mapping('config.model', { patches: mapping("config.model['patches']") }) }),
    comments: [],
    anchors: [],
    problems: [{ code: 'syntax', severity: 'error', message: verbatim(''), range: nowhere }],
    python: {
      name: 'get_config',
      nameRange: nowhere,
      args: null,
      extent: { start: 0, end: text.length },
      insertion: null,
      around: [],
      modules: [],
      reread: documentOf,
    },
  };
  return document;
}

/** `kind path form "token" statement`, or null where nothing can be written. */
function siteOf(fixture: string): string | null {
  const offset = fixture.indexOf('$0');
  const text = `def get_config():\n  config = ConfigDict()\n${fixture.replace('$0', '')}\n  return config\n`;
  const [site] = pythonSites(documentOf(text), text.length - `\n  return config\n`.length - (fixture.length - 2 - offset));
  if (site === undefined) return null;
  const { kind, path, token, python, named } = site;
  return `${kind}${named ? '!' : ''} ${path === '' ? '.' : path} ${python?.form ?? '?'} ${JSON.stringify(text.slice(token.start, token.end))}`;
}

function check(fixture: string, expected: string | null): void {
  expect(siteOf(`  ${fixture}`)).toBe(expected);
}

describe('statements', () => {
  test('keys', () => {
    check('config.$0', 'key . statement ""');
    check('config.hid$0', 'key . statement "hid"');
    check('config.$0hid', 'key . statement "hid"');
    check('config.transformer.$0', 'key transformer statement ""');
    check("config['transformer'].$0", 'key transformer statement ""');
    check('config.model.patches.$0', 'key model.patches statement ""');
    check('config.hid$0den_size = 768', 'key! . statement "hidden_size"');
    check('config . $0', 'key . statement ""');
    check('config.a = 1; config.$0', 'key . statement ""');
    check('if x:\n    config.$0', 'key . statement ""');
    check('config.$0  # wide', 'key . statement ""');
    check('config.$0\n  config.hidden_size = 768', 'key . statement ""');
    check('config.x = (1,\n  config.$0', 'key . statement ""');
  });
  test('values', () => {
    check('config.hidden_size = $0', 'value hidden_size statement ""');
    check('config.hidden_size =$0', 'value hidden_size statement ""');
    check('config.hidden_size = 7$0', 'value hidden_size statement "7"');
    check('config.hidden_size = $0768', 'value hidden_size statement "768"');
    check("config.classifier = 'to$0'", `value classifier statement "'to'"`);
    check("config.classifier = 'to$0", `value classifier statement "'to"`);
    check("config['hidden_size'] = $0", 'value hidden_size statement ""');
    check('config.transformer.num_heads = $0', 'value transformer.num_heads statement ""');
    check('config.hidden_size = $0  # wide', 'value hidden_size statement ""');
    check('config.resnet.num_layers = (3, $04, 9)', null);
    check('config.model.patches.size = (16, $016)', 'value model.patches.size statement "(16, 16)"');
    check('config.model.patches.size = ($0)', 'value model.patches.size statement "()"');
    check('config.model.patches.size = ($0', 'value model.patches.size statement "("');
    check('config.model.patches.size = [1$0', 'value model.patches.size statement "[1"');
  });
  test('nothing', () => {
    check('config$0', null);
    check('config.hidden_size $0', null);
    check('config.hidden_size == $0', null);
    check('config.hidden_size = 2 * $0', null);
    check('config.hidden_size = $0 * 2', null);
    check('config.hidden_size = 7$0 * 2', null);
    check('config.hidden_size = config.$0', null);
    check('x = config.$0', null);
    check('other.$0', null);
    check('config.resnet.$0', null);
    check('config.transformer.$0.num_heads', null);
    check('config.update$0(a=1)', null);
    check('# config.$0', null);
    check('"""config.$0"""', null);
    check('config.x = """a$0"""', null);
    check('return config.$0', null);
    check('for key in config.$0', null);
    check('config.hidden_size, x = $0', null);
  });
});

describe('dicts', () => {
  test('keys in braces', () => {
    check('config.resnet = ConfigDict({$0})', 'key resnet braces ""');
    check("config.resnet = ml_collections.ConfigDict({'$0'})", `key resnet braces "''"`);
    check("config.resnet = ConfigDict({'a': 1, $0})", 'key resnet braces ""');
    check("config.resnet = ConfigDict({'a': 1 $0})", 'key resnet braces ""');
    check("config.resnet = ConfigDict({\n    'a': 1,\n    $0\n  })", 'key resnet braces ""');
    check("config.resnet = {'num$0': 1}", `key! resnet braces "'num'"`);
    check("config.resnet = ConfigDict({'$0", `key resnet braces "'"`);
    check("config = ConfigDict({'$0'})", `key . braces "''"`);
    check("return ConfigDict({'$0'})", `key . braces "''"`);
    check("config.update({'$0'})", `key . braces "''"`);
    check("config.model.update({'$0'})", `key model braces "''"`);
    check("config.model = {'transformer': {'$0'}}", `key model.transformer braces "''"`);
    check("config.model = {'transformer': ConfigDict({'$0'})}", `key model.transformer braces "''"`);
  });
  test('keywords', () => {
    check('config.resnet = dict($0)', 'key resnet keywords ""');
    check('config.resnet = dict(num$0)', 'key resnet keywords "num"');
    check('config.resnet = dict(a=1, $0)', 'key resnet keywords ""');
    check('config.resnet = ConfigDict(dict(a=1, $0))', 'key resnet keywords ""');
    check('config.update($0)', 'key . keywords ""');
    check('config.resnet = dict(num$0=1)', 'key! resnet keywords "num"');
    check('config.model = dict(\n    transformer=dict(\n        $0\n    ))', 'key model.transformer keywords ""');
  });
  test('values', () => {
    check("config.resnet = {'a': $0}", 'value resnet.a braces ""');
    check("config.resnet = {'a':$0}", 'value resnet.a braces ""');
    check("config.resnet = {'a': 'x$0'}", `value resnet.a braces "'x'"`);
    check('config.resnet = dict(a=$0)', 'value resnet.a keywords ""');
    check('config.resnet = dict(a=1$0, b=2)', 'value resnet.a keywords "1"');
    check("config.resnet = {'num_layers': (3, $04, 9)}", 'value resnet.num_layers braces "(3, 4, 9)"');
    check('config.resnet = dict(a=1,\n    b = $0)', 'value resnet.b keywords ""');
  });
  test('nothing', () => {
    check('config.resnet = ConfigDict($0)', null);
    check('config.resnet = build($0)', null);
    check('config.resnet = dict(a=build($0))', null);
    check("config.resnet = {'a': 2 * $0}", null);
    check("config.resnet = {'a': $0 * 2}", null);
    check("config.resnet = {'a' $0}", null);
    check('config.resnet = dict(a $0)', null);
    check('x = dict($0)', null);
    check('print({$0})', null);
    check("config.resnet = {'a': 1 for a in $0}", null);
    check("config.resnet = {'a': 1}$0", null);
    check('config.resnet = [x for x in $0]', null);
  });
});
