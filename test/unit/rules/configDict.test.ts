/** What a ConfigDict refuses, and how that is mended. */
import { describe, expect, it } from 'vitest';
import { check, findingsIn } from './check';

const moduleOf = (body: string, before = '') => `import ml_collections


${before}def get_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'my-vit'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = 12
  config.transformer.num_layers = 12
${body}  return config
`;

describe('a value of another type', () => {
  it('is written in the type of the field, where it says the same in it', () => {
    check(
      'config-dict-type',
      moduleOf('  config.hidden_size = «384.0»\n'),
      { message: /is of type int/, fixes: [/^Change 384\.0 to 384 /], first: 'config.hidden_size = 384\n' },
      'python',
    );
    check(
      'config-dict-type',
      moduleOf("  config.hidden_size = «'384'»\n"),
      { message: /is of type int/, fixes: [/^Change '384' to 384 /], first: 'config.hidden_size = 384\n' },
      'python',
    );
    check('config-dict-type', moduleOf('  config.model_name = «1»\n'), { message: /is of type str/, first: "config.model_name = '1'\n" }, 'python');
  });

  it('or the field is a float from the start', () => {
    check(
      'config-dict-type',
      moduleOf('  config.transformer.dropout_rate = ‹0›\n  config.transformer.dropout_rate = «0.1»\n'),
      { message: /is of type int/, fixes: ['Change 0 to 0.0 (a float from the start)'], first: 'dropout_rate = 0.0\n' },
      'python',
    );
  });

  it('in the function that sets it first too', () => {
    const before = 'def get_base():\n  config = ml_collections.ConfigDict()\n  config.rate = 1\n  return config\n\n\n';
    const body = '  config.update(get_base())\n  config.rate = «0.5»\n';
    check(
      'config-dict-type',
      moduleOf(body, before),
      { message: /is of type int/, fixes: [/^Change 1 to 1\.0 .*get_base/], first: 'config.rate = 1.0\n' },
      'python',
    );
  });
});

describe('a new key on a locked config', () => {
  it('is renamed, or the lock opened', () => {
    check(
      'config-dict-locked',
      moduleOf('  config.lock()\n  config.«hiden_size» = 384\n'),
      {
        message: /is locked and has no `hiden_size`/,
        fixes: [/^Rename hiden_size to hidden_size /, 'with config.unlocked(): (a new key on purpose)'],
        first: '  config.hidden_size = 384\n',
      },
      'python',
    );
    check(
      'config-dict-locked',
      moduleOf("  config.lock()\n  config.«classifier» = 'gap'  # mean\n"),
      {
        message: /is locked/,
        fixes: ['with config.unlocked(): (a new key on purpose)'],
        first: "  with config.unlocked():\n    config.classifier = 'gap'  # mean\n",
      },
      'python',
    );
  });
});

it('a key that is a number is quoted', () => {
  check(
    'config-dict-key',
    moduleOf("  config.labels = {'a': 1, «2»: 3}\n"),
    { message: /^The key `2` is of type int/, fixes: [/^Change 2 to '2' /], first: "'2': 3" },
    'python',
  );
});

it('nothing is said of what ConfigDict takes', () => {
  const body = `  config.classifier = None
  config.classifier = 'gap'
  config.representation_size = 768
  config.representation_size = None
  config.transformer.dropout_rate = 0.0
  config.transformer.dropout_rate = 1
  config.patches.size = [16, 16]
  with config.unlocked():
    config.image_size = 224
`;
  expect(findingsIn(moduleOf(body), 'python').filter(({ code }) => code.startsWith('config-dict'))).toEqual([]);
});
