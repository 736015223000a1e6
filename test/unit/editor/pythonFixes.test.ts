/** Python configs: silencing where a finding stands, and all safe fixes at once. */
import { describe, expect, it } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { applied } from '../../../server/core/edit';
import { fixAll, ignoreHere } from '../../../server/core/editor';

const snapshotOf = (text: string) => Snapshot.of(text, { fileName: 'models.py', syntax: 'python', ignore: [] });
const codes = (text: string) =>
  snapshotOf(text)
    .findings()
    .map(({ code }) => code);

const HEADS = 'heads-divide-width';
const vit = (heads = '10', first = '', name = 'get_config') => `

${'def'} ${name}():
${first}  config = ml_collections.ConfigDict()
  config.model_name = 'my-vit'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 768
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 3072
  config.transformer.num_heads = ${heads}
  config.transformer.num_layers = 12
  return config
`;
const HEAD = '# Copyright\n"""Models."""\nimport ml_collections\n';
const SIGN = `# vit-config: ignore=${HEADS}`;

describe('a comment silences', () => {
  it.each([
    ['its line', HEAD + vit(`10  ${SIGN}`)],
    ['the statement below', HEAD + vit().replace('  config.transformer.num_heads', `  ${SIGN}\n\n  # more\n  config.transformer.num_heads`)],
    [
      'the block below',
      HEAD +
        vit().replace('  config.transformer.num_heads = 10\n', `  ${SIGN}\n  if True:\n    config.hidden_size = 768\n    config.transformer.num_heads = 10\n`),
    ],
    ['the function that it begins', HEAD + vit('10', `  ${SIGN}\n`)],
    ['the function whose docstring it is behind', HEAD + vit('10', `  """A model."""\n  ${SIGN}\n`)],
    ['the function below', HEAD + vit().replace('def', `${SIGN}\ndef`)],
    ['the decorated function below', HEAD + vit().replace('def', `def register(make):\n  return make\n\n\n${SIGN}\n@register\ndef`)],
    ['the file at whose head it is', HEAD.replace('# Copyright', `# Copyright\n${SIGN}`) + vit() + vit('11', '', 'get_other')],
    ['the file whose docstring it is behind', HEAD.replace('"""\n', `"""\n\n${SIGN}\n`) + vit() + vit('11', '', 'get_other')],
  ])('%s', (_, text) => {
    expect(codes(text.replace(/ignore=[\w-]+/, 'ignore=syntax'))).toContain(HEADS);
    expect(codes(text)).toEqual([]);
  });

  it.each([
    ['another line', HEAD + vit().replace('= 3072', `= 3072  ${SIGN}`)],
    ['another statement', HEAD + vit().replace('  config.hidden_size', `  ${SIGN}\n  config.hidden_size`)],
    ['another function', `${HEAD}${vit('12', `  ${SIGN}\n`)}${vit('10', '', 'get_other')}`],
    ['what is above', `${HEAD}${vit()}${SIGN}\n`],
    ['another code', HEAD + vit('10  # vit-config: ignore=no-patch-fits')],
  ])('not %s', (_, text) => expect(codes(text)).toEqual([HEADS]));
});

it('arguments in a comment are none that silences', () => {
  expect(codes(HEAD + vit('12').replace('def get_config():', '# vit-config: args=b16\ndef get_config(name=None):'))).toEqual([]);
  expect(codes(HEAD + vit('12', '  # vit-config: arguments=b16\n'))).toEqual(['unknown-ignore-code']);
});

describe('ignoring a finding where it stands', () => {
  it.each([
    ['behind the statement', vit(), vit(`10  ${SIGN}`)],
    ['beside the code that is there', vit('10  # vit-config: ignore=no-patch-fits -- why'), vit(`10  # vit-config: ignore=no-patch-fits, ${HEADS} -- why`)],
    [
      'above where a comment is behind it',
      vit('10  # ten'),
      vit('10  # ten').replace('  config.transformer.num_heads', `  ${SIGN}\n  config.transformer.num_heads`),
    ],
  ])('%s', (_, text, expected) => {
    const { documents } = snapshotOf(HEAD + text);
    const analysis = documents[0]?.analysis;
    const finding = analysis?.findings.find(({ code }) => code === HEADS);
    if (analysis === undefined || finding === undefined) throw new Error('no finding');
    const edit = ignoreHere(analysis, finding);
    expect(applied(HEAD + text, edit === null ? [] : [edit])).toBe(HEAD + expected);
    expect(codes(HEAD + expected)).toEqual([]);
  });
});

describe('all safe fixes', () => {
  const slips = (name: string) => vit("'12'", '', name).replace('= 768', '= 768.0').replace('(16, 16)', '16');
  const good = (name: string) => vit('12', '', name);

  it('mend every config of the file', () => {
    const text = HEAD + slips('get_one') + slips('get_two');
    const fixed = fixAll(snapshotOf(text));
    expect(fixed.text).toBe(HEAD + good('get_one') + good('get_two'));
    expect(applied(text, fixed.edits)).toBe(fixed.text);
    expect(fixed.mended).toHaveLength(6);
  });

  it('mend a function once that is read with several arguments', () => {
    const twice = (text: string) => text.replace('def get_config():', '# vit-config: args=a\n# vit-config: args=b\ndef get_config(name):');
    const text = HEAD + twice(slips('get_config'));
    const fixed = fixAll(snapshotOf(text));
    expect(fixed.text).toBe(HEAD + twice(good('get_config')));
    expect(fixed.mended).toHaveLength(3);
  });

  it('leave what comes from elsewhere to its own function', () => {
    const use = "\n\ndef get_use():\n  config = get_config()\n  config.model_name = 'x'\n  return config\n";
    const text = HEAD + slips('get_config') + use;
    expect(fixAll(snapshotOf(text)).text).toBe(HEAD + good('get_config') + use);
  });
});
