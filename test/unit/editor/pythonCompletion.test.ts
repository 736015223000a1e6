import { describe, expect, test } from 'vitest';
import { type CompletionInfo, completions, UpstreamFigures } from '../../../server/core/editor';
import { english } from '../../../server/core/phrase';
import { type Asked, accepted, itemOf, labels } from './completionSupport';
import { LITERALS, MODELS, pythonCursor, TRAINING } from './pythonSupport';
import { edited } from './support';

const upstream = new UpstreamFigures();

/** Asks at `$0`; `sign` is what was typed to ask. */
function ask(fixture: string, sign: string | null = null): Asked {
  const { analysis, offset } = pythonCursor(fixture);
  return { text: analysis.text, offset, items: completions(analysis, offset, upstream, sign) };
}

const keys = (fixture: string) => labels(ask(fixture), 'key');

/** `label: detail` of the values at `$0`. */
function values(fixture: string): string[] {
  return ask(fixture)
    .items.filter(({ kind }) => kind === 'value' || kind === 'choice')
    .map(({ label, detail }) => (detail === null ? label : `${label}: ${english(detail).replace(/\.$/, '')}`));
}

/** Accepting `label` puts `expected` in place of `$0` and what is typed there: the text around it stays. */
function gives(fixture: string, label: string, expected: string): void {
  expect(accepted(ask(fixture), label)).toBe(expected);
}

/** The model without a line, which is `by` instead. */
const b16 = (line: string, by: string) => edited(MODELS, `  ${line}\n`, by === '' ? '' : `  ${by}\n`);

/** A model that is just begun, in a file that has others. */
const NEW = `${MODELS}

def get_new_config():
  config = ml_collections.ConfigDict()
  config.hidden_size = 384
  $0
  return config
`;

const detailOf = (asked: Asked, label: string): string => english(itemOf(asked, label).detail ?? { text: '', values: [] });
const documentation = (item: CompletionInfo): string => item.describe(english);

describe('keys behind a dot', () => {
  test('of the config: what is needed and missing first', () =>
    expect(keys(b16('config.hidden_size = 768', 'config.$0'))).toEqual(['hidden_size', 'head_bias_init', 'resnet']));
  test('while the next line goes on, and with a word begun', () => {
    expect(keys(b16('config.hidden_size = 768', 'config.hid$0')).slice(0, 1)).toEqual(['hidden_size']);
    expect(keys(b16('config.transformer.num_heads = 12', 'config.transformer.$0'))).toEqual(['num_heads', 'add_position_embedding']);
  });
  test('each with a value that fits', () => {
    gives(b16('config.hidden_size = 768', 'config.$0'), 'hidden_size', MODELS);
    gives(b16('config.transformer.num_heads = 12', 'config.transformer.n$0'), 'num_heads', MODELS);
    gives(b16('config.transformer.dropout_rate = 0.0', 'config.transformer.$0'), 'dropout_rate', MODELS);
    gives(b16("config.patches = ml_collections.ConfigDict({'size': (16, 16)})", 'config.$0'), 'patches', MODELS);
    gives(b16("config.classifier = 'token'", 'config.$0'), 'classifier', MODELS);
    gives(b16('config.representation_size = None', 'config.$0'), 'representation_size', MODELS);
  });
  test('a mapping of several keys is several statements', () =>
    gives(
      NEW.replace('$0', "config.classifier = 'token'\n  config.$0"),
      'transformer',
      NEW.replace(
        '$0',
        [
          "config.classifier = 'token'",
          'config.transformer = ml_collections.ConfigDict()',
          'config.transformer.mlp_dim = 1536',
          'config.transformer.num_heads = 6',
          'config.transformer.num_layers = 12',
          'config.transformer.attention_dropout_rate = 0.0',
          'config.transformer.dropout_rate = 0.0',
        ].join('\n  '),
      ),
    ));
  test("with the file's line breaks, quotes and name for the class, behind signs of two units", () => {
    const text = `from ml_collections import config_dict as cd


def get_config():
  """🐱🐱"""
  config = cd.ConfigDict()
  config.model_name = "ViT-B_16"
  config.patches = cd.ConfigDict({"size": (16, 16)})
  config.hidden_size = 768
  config.$0
  return config
`.replaceAll('\n', '\r\n');
    gives(
      text,
      'transformer',
      text.replace(
        'config.$0',
        [
          'config.transformer = cd.ConfigDict()',
          'config.transformer.mlp_dim = 3072',
          'config.transformer.num_heads = 12',
          'config.transformer.num_layers = 12',
          'config.transformer.attention_dropout_rate = 0.0',
          'config.transformer.dropout_rate = 0.0',
        ].join('\r\n  '),
      ),
    );
    gives(text, 'classifier', text.replace('config.$0', 'config.classifier = "token"'));
  });
  test('with stops where an editor takes them', () =>
    expect(itemOf(ask(b16("config.classifier = 'token'", 'config.$0')), 'classifier').text('snippet')).toMatch(/^classifier = \$\{1\|'token','gap',/));
  test('what came in by a call is offered last, as what it overrides', () => {
    const asked = ask(edited(MODELS, 'config.patches.size = (32, 32)', 'config.patches.size = (32, 32)\n  config.$0'));
    expect(labels(asked, 'key').indexOf('resnet')).toBeLessThan(labels(asked, 'key').indexOf('hidden_size'));
    expect(detailOf(asked, 'hidden_size')).toBe('overrides 768 from get_b16_config');
    expect(labels(asked)).not.toContain('model_name');
  });
  test('say what they are and what they would decide', () => {
    const item = itemOf(ask(b16('config.hidden_size = 768', 'config.$0')), 'hidden_size');
    expect(documentation(item)).toContain('With `hidden_size = 768` here:');
    expect(documentation(item)).toContain('all 86.6 M parameters');
  });
  test('in the words of Python', () =>
    expect(detailOf(ask(b16('config.representation_size = None', 'config.$0')), 'representation_size')).toBe('a whole number or None · default None'));
  test("none that upstream's model would not take", () => {
    for (const key of ['image_size', 'num_classes', 'checkpoint', 'labels']) expect(keys(b16('config.hidden_size = 768', 'config.$0'))).not.toContain(key);
  });
  test('of a base that came in locked only those that it has', () => {
    const locked = MODELS.replace('config.representation_size = None\n  return config', 'config.representation_size = None\n  return config.lock()');
    const found = keys(edited(locked, 'config.patches.size = (32, 32)', 'config.$0'));
    expect(found).toContain('hidden_size');
    expect(found).not.toContain('resnet');
    expect(keys(edited(locked, 'config.patches.size = (32, 32)', 'config.unlock()\n  config.$0'))).toContain('resnet');
  });
  test('behind another name for the encoder', () =>
    expect(keys(edited(MODELS, 'config.patches.size = (32, 32)', 'encoder = config.transformer\n  encoder.$0'))).toContain('num_heads'));
  test('of a training, and of the model in it', () => {
    expect(keys(edited(TRAINING, 'config.base_lr = 0.01', 'config.$0'))).toContain('base_lr');
    expect(keys(edited(TRAINING, 'config.model.transformer.dropout_rate = 0.1', 'config.model.transformer.$0'))).toContain('num_heads');
  });
  test('the name of a key that is there may become another, and nothing else of its statement', () => {
    expect(keys(edited(MODELS, 'config.hidden_size = 768', 'config.hid$0den_size = 768'))).toContain('hidden_size');
    gives(edited(MODELS, 'config.classifier = ', 'config.cl$0 = '), 'classifier', MODELS);
  });
});

describe('values', () => {
  test('of a limited key', () => {
    expect(values(b16("config.classifier = 'token'", 'config.classifier = $0')).slice(0, 2)).toEqual([
      expect.stringMatching(/^token/),
      expect.stringMatching(/^gap/),
    ]);
    gives(b16("config.classifier = 'token'", 'config.classifier = $0'), 'token', MODELS);
    gives(b16("config.classifier = 'token'", 'config.classifier = t$0'), 'token', MODELS);
    gives(b16("config.classifier = 'token'", "config.classifier = '$0'"), 'token', MODELS);
    gives(b16("config.classifier = 'token'", 'config.classifier = "to$0"'), 'gap', b16("config.classifier = 'token'", 'config.classifier = "gap"'));
    gives(b16("config.classifier = 'token'", 'config.classifier =$0'), 'token', MODELS);
  });
  test('with their consequence', () => {
    expect(values(b16('config.hidden_size = 768', 'config.hidden_size = $0'))[0]).toBe('768: 12 heads of 64 · 86.6 M · 17.6 GMACs');
    expect(values(b16('config.transformer.num_heads = 12', 'config.transformer.num_heads = $0'))[0]).toBe('12: head width 64');
  });
  test('pairs are tuples, and are written as a whole', () => {
    expect(values(edited(MODELS, 'config.patches.size = (32, 32)', 'config.patches.size = $0'))[0]).toMatch(/^\(32, 32\): 7×7 \+ 1 = 50 tokens/);
    gives(edited(MODELS, 'config.patches.size = (32, 32)', 'config.patches.size = (8$0, 8)'), '(32, 32)', MODELS);
    gives(edited(MODELS, 'config.patches.size = (32, 32)', 'config.patches.size = ($0)'), '(32, 32)', MODELS);
  });
  test('names of models', () => expect(values(edited(MODELS, "'ViT-B_32'", "'$0'"))).toContain('ViT-B_32: 88.2 M · 4.41 GMACs'));
  test('a mapping', () => gives(b16("config.patches = ml_collections.ConfigDict({'size': (16, 16)})", 'config.patches = $0'), 'size', MODELS));
  test('in place of what is there', () => gives(edited(MODELS, 'hidden_size = 768', 'hidden_size = $01024'), '768', MODELS));
});

describe('in dicts', () => {
  test('keys in braces', () => {
    expect(keys(edited(LITERALS, "      'hidden_size': 384,\n", '      $0\n'))).toContain('hidden_size');
    gives(edited(LITERALS, "'hidden_size': 384,", "'$0'"), 'hidden_size', edited(LITERALS, "384,\n      'cl", "384,\n      'cl"));
    gives(edited(LITERALS, "'size': (16, 16)", '$0'), 'size', LITERALS);
  });
  test('keys among keywords', () => gives(edited(LITERALS, 'num_heads=6', 'num_$0'), 'num_heads', LITERALS));
  test('values', () => {
    gives(edited(LITERALS, "'hidden_size': 384", "'hidden_size':$0"), '384', LITERALS);
    gives(edited(LITERALS, "'hidden_size': 384", "'hidden_size': $0"), '384', LITERALS);
    gives(edited(LITERALS, 'num_heads=6', 'num_heads=$0'), '6', LITERALS);
    gives(edited(LITERALS, "'size': (16, 16)", "'size': ($0)"), '(16, 16)', LITERALS);
  });
});

describe('whole models', () => {
  test('in a model that is still empty', () => {
    const text = edited(TRAINING, 'config.model = get_model_config()', 'config.model = ml_collections.ConfigDict()\n  config.model.$0').replace(
      'import common',
      'import common\nimport ml_collections',
    );
    const whole = text.replace('  config.base_lr = 0.01\n  config.model.transformer.dropout_rate = 0.1\n', '');
    const asked = ask(whole);
    expect(labels(asked, 'model')).toContain('vit-b16');
    const written = accepted(asked, 'vit-b16');
    expect(written).toContain("  config.model.model_name = 'ViT-B_16'\n  config.model.patches = ml_collections.ConfigDict({'size': (16, 16)})\n");
    expect(written).toContain('  config.model.transformer = ml_collections.ConfigDict()\n  config.model.transformer.mlp_dim = 3072\n');
    expect(documentation(itemOf(asked, 'vit-b16'))).toContain('```python\nmodel_name = ');
  });
});

describe('nowhere else', () => {
  const nothing = (fixture: string, sign: string | null = null) => expect(ask(fixture, sign).items).toEqual([]);
  test('not in comments and docstrings', () => {
    nothing(b16('config.hidden_size = 768', 'config.hidden_size = 768  # config.$0'));
    nothing(edited(MODELS, '"""ViT-B/16."""', '"""ViT-B/16. config.$0"""'));
  });
  test('not where something is read', () => {
    nothing(b16('config.hidden_size = 768', 'config.hidden_size = config.$0'));
    nothing(b16('config.hidden_size = 768', 'config.hidden_size = 2 * $0'));
    nothing(b16('config.hidden_size = 768', 'print(config.$0)'));
  });
  test('not behind what is no part of the config', () => {
    nothing(b16('config.hidden_size = 768', 'ml_collections.$0'));
    nothing(b16('config.hidden_size = 768', 'other = dict($0)'));
    nothing(b16('config.hidden_size = 768', 'config.update(build(a=$0))'));
  });
  test('a sign asks only where it begins something', () => {
    expect(ask(b16('config.hidden_size = 768', 'config.$0'), '.').items).not.toEqual([]);
    expect(ask(b16("config.classifier = 'token'", 'config.classifier = $0'), ' ').items).not.toEqual([]);
    expect(ask(b16("config.classifier = 'token'", "config.classifier = '$0'"), "'").items).not.toEqual([]);
    nothing(b16('config.hidden_size = 768', 'config.hidden_size $0'), ' ');
    nothing(b16('config.hidden_size = 768', 'config.hidden_size =$0'), '=');
  });
});
