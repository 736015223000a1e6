/**
 * What is found and mended in YAML is in Python too: every rule's example, written as Python in several ways, has the same
 * finding, and each of its fixes gives the config that the same fix gives in YAML.
 */
import { describe, expect, it, test } from 'vitest';
import { type DocumentAnalysis, Snapshot } from '../../../server/core/analysis';
import { isMapping, type PlainValue } from '../../../server/core/edit';
import type { Finding, Fix } from '../../../server/core/finding';
import { PAGES, RULES } from '../../../server/core/rules';
import type { Syntax } from '../../../server/core/syntax/tree';
import { type InEnglish, inEnglish } from '../../english';
import { RELEASED } from '../checkpoint/known';
import { plain } from './check';

/** What is no matter of Python's. */
const ONLY_YAML: Readonly<Record<string, string>> = {
  'dataset-empty': 'the command line fills it in',
  'pyyaml-number': 'Python reads its own numbers',
  'unknown-ignore-code': 'of comments, which have tests of their own',
};

function analysisOf(text: string, syntax: Syntax): DocumentAnalysis {
  const fileName = syntax === 'python' ? 'fixture.py' : `fixture.vit.${syntax}`;
  const analysis = Snapshot.of(text, { fileName, syntax, ignore: [], checkpoints: RELEASED }).documents.at(-1)?.analysis;
  if (analysis === undefined) throw new Error(`no document in\n${text}`);
  return analysis;
}

function atom(value: PlainValue, lists = false): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return String(value);
  if (isMapping(value))
    return `{${Object.entries(value)
      .map(([key, inner]) => `'${key}': ${atom(inner, lists)}`)
      .join(', ')}}`;
  const items = (value as readonly PlainValue[]).map((item) => atom(item, lists));
  if (lists) return `[${items.join(', ')}]`;
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

function statements(value: PlainValue, access: string): string[] {
  if (!isMapping(value)) return [`${access} = ${atom(value)}`];
  return [`${access} = ml_collections.ConfigDict()`, ...Object.entries(value).flatMap(([key, inner]) => statements(inner, `${access}.${key}`))];
}

function keywords(value: PlainValue): string {
  if (!isMapping(value)) return atom(value, true);
  return `dict(\n      ${Object.entries(value)
    .map(([key, inner]) => `${key}=${keywords(inner)}`)
    .join(',\n      ')},\n  )`;
}

const moduleOf = (lines: readonly string[], name = 'get_config', parameters = '') =>
  `import ml_collections\n\n\ndef ${name}(${parameters}):\n${lines.map((line) => `  ${line}\n`).join('')}  return config\n`;

const STYLES: Readonly<Record<string, (config: PlainValue) => string>> = {
  statements: (config) => moduleOf(statements(config, 'config')),
  braces: (config) => moduleOf([`config = ml_collections.ConfigDict(${atom(config, true)})`]),
  keywords: (config) => moduleOf([`config = ml_collections.ConfigDict(${keywords(config)})`]),
  // What needs an argument is no config of its own: nobody else says what is wrong in it.
  elsewhere: (config) => `${moduleOf(statements(config, 'config'), 'make', 'unused')}\n\ndef get_config():\n  config = make(1)\n  return config\n`,
};

/** Texts are compared without what tells the syntax. */
function worded(title: string): string {
  return title
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replaceAll(',]', ']')
    .replaceAll("'", '')
    .replace('a tuple of', 'a list of')
    .replaceAll('"', '')
    .replaceAll('None', 'null')
    .replaceAll('True', 'true')
    .replaceAll('False', 'false');
}

function sorted(value: PlainValue): PlainValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

const mended = (analysis: DocumentAnalysis, { edits }: Pick<Fix, 'edits'>) => analysis.edited(edits);

const said = ({ findings }: DocumentAnalysis): InEnglish<Finding>[] => inEnglish([...findings]);

const whole = (change: string) => {
  const [key] = change.split(':');
  const lines = 'model_name: my-vit\npatches: {size: [16, 16]}\nhidden_size: 768\ntransformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\n';
  return `${lines.replace(new RegExp(`^${key}: .*\\n`, 'm'), '')}${change}\n`;
};

/** What the pages of structure show in part, which is no config by itself in a file of any name, and more. */
const MORE = [
  ['wrong-type', "hidden_size: '768'"],
  ['wrong-type', 'representation_size: "None"'],
  ['wrong-type', "patches: {size: '16x16'}"],
  ['wrong-type', 'transformer: {mlp_dim: 3072, num_heads: [12], num_layers: 12}'],
  ['wrong-type', "resnet: {num_layers: '(3, 4, 9)', width_factor: 1}"],
  ['out-of-range', 'transformer: {mlp_dim: 3072, num_heads: 12, num_layers: -12}'],
  ['out-of-range', 'transformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12, dropout_rate: 10}'],
  ['not-allowed-value', 'classifier: cls'],
  ['not-allowed-value', 'classifier: Token'],
  ['missing-key', 'transformer: {mlp_dim: 3072}'],
  ['missing-key', 'resnet: {}'],
  ['unknown-key', 'num_heads: 12'],
  ['unknown-key', 'hiden_size: 768'],
  ['unknown-key', 'transformer: {mlp_dim: 3072, num_head: 12, num_layers: 12, x: 1, depth: 3}'],
  ['patch-size-pair', 'patches: {size: [16]}'],
  ['upstream-model-differs', 'model_name: ViT-S_16'],
].map(([code = '', change = '']) => ({ code, bad: whole(change) }));

/** Of structure only those whose page shows a whole config. */
const shown = new Set([...RULES.map(({ code }) => code), 'unknown-key', 'missing-key']);
const examples = PAGES.filter(({ code, syntax, docs }) => syntax === 'yaml' && shown.has(code) && docs.bad !== '' && !(code in ONLY_YAML)).map(
  ({ code, docs }) => ({
    code,
    bad: docs.bad,
  }),
);

describe.each(Object.entries(STYLES))('written as %s', (style, write) => {
  it.each([...examples, ...MORE])('$code', ({ code, bad }) => {
    const yaml = analysisOf(bad, 'yaml');
    const text = write(plain(yaml.document.root));
    const python = analysisOf(text, 'python');
    expect(sorted(plain(python.document.root)), text).toEqual(sorted(plain(yaml.document.root)));
    const [there] = said(yaml).filter((finding) => finding.code === code);
    // YAML alone has keys twice and the like.
    if (there === undefined || yaml.document.problems.length > 0) return;
    const [here] = said(python).filter((finding) => finding.code === code);
    if (here === undefined) throw new Error(`nothing is said of\n${text}`);
    // A key beside the right one in YAML is one too many; over a base's it is a slip of it.
    const message = style === 'elsewhere' ? here.message.replace(/; did you mean `\w+`\?$/, '') : here.message;
    expect([worded(here.message), worded(message)]).toContain(worded(there.message));
    if (style === 'statements')
      expect(
        here.fixes.map(({ title }) => worded(title)),
        text,
      ).toEqual(there.fixes.map(({ title }) => worded(title)));
    for (const fix of here.fixes) {
      const same = there.fixes.find(({ title }) => worded(title) === worded(fix.title));
      if (same === undefined) throw new Error(`a fix of its own: ${fix.title}`);
      const after = mended(python, fix);
      const told = `after "${fix.title}":\n${after.text}`;
      expect(sorted(plain(after.document.root)), told).toEqual(sorted(plain(mended(yaml, same).document.root)));
      expect(after.document.problems, told).toEqual([]);
      expect(
        said(after).filter((left) => left.code === code && left.message === here.message),
        told,
      ).toEqual([]);
    }
  });
});

test('most of them are mended in a value from elsewhere too', () => {
  const fixes = examples.map(({ bad }) =>
    said(analysisOf((STYLES.elsewhere as (config: PlainValue) => string)(plain(analysisOf(bad, 'yaml').document.root)), 'python')).flatMap(
      (finding) => finding.fixes,
    ),
  );
  expect(fixes.filter((made) => made.length > 0).length).toBeGreaterThan(examples.length / 2);
});
