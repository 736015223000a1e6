import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DocumentAnalysis } from '../../../server/core/analysis';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import { plainOf } from '../../../server/core/dialects/visionTransformer/structure/plain';
import { plainValue } from '../../../server/core/edit';
import { fingerprint } from '../../../server/core/editor';
import { snippetPrefix, TRAINING_PREFIX } from '../../../server/core/editor/completion';
import { english } from '../../../server/core/phrase';
import type { PlainSyntax } from '../../../server/core/syntax';
import { readDocument } from '../../../server/core/syntax';
import { valueAt } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';
import { accepted, ask, askAt, itemOf, labels } from './completionSupport';
import { edited, LIT_TEXT } from './support';

const NAMES = Object.keys(UPSTREAM_MODELS);
const VITS = NAMES.filter((name) => !/^(?:Mixer|LiT)/.test(name));

/** What stands at a path of a text that has to be without a fault. */
function read(text: string, syntax: PlainSyntax, path = ''): unknown {
  const { root, problems } = readDocument(text, syntax);
  expect(problems).toEqual([]);
  const node = path === '' ? root : valueAt(root, path);
  if (node?.kind !== 'mapping') throw new Error(`no mapping in ${text}`);
  return plainOf(node).value;
}

const config = (name: string) => plainValue(UPSTREAM_MODELS[name]);

/** The same model and no finding, as a file of its own. */
function buildsAs(text: string, syntax: PlainSyntax, name: string): void {
  const analysis = new DocumentAnalysis(text, { fileName: `x.vit.${syntax}`, syntax, ignore: [] });
  const upstream = new DocumentAnalysis(JSON.stringify(config(name)), { fileName: 'x.vit.json', syntax: 'json', ignore: [] });
  const [here, there] = [analysis.models[0], upstream.models[0]];
  if (here === undefined || there === undefined) throw new Error(`no model in ${text}`);
  expect(fingerprint(here.spec)).toBe(fingerprint(there.spec));
  expect(wrong(analysis)).toEqual([]);
}

/** What is merely worth knowing (R+ViT-Ti_16's name promises another patch) is said of upstream's own, too. */
function wrong({ findings }: DocumentAnalysis): string[] {
  return findings.filter(({ severity }) => severity === 'error' || severity === 'warning').map(({ message }) => english(message));
}

describe.each(NAMES)('%s', (name) => {
  const prefix = snippetPrefix(name);

  test('into an empty file', () => {
    const yaml = accepted(ask('$0'), prefix);
    const json = accepted(ask('$0', 'json'), prefix);
    expect(read(yaml, 'yaml')).toEqual(config(name));
    expect(JSON.parse(json)).toEqual(config(name));
    buildsAs(yaml, 'yaml', name);
    buildsAs(json, 'json', name);
  });

  test('with its name half typed, under a comment, into braces', () => {
    expect(read(accepted(ask(`# mine\n${prefix.slice(0, 3)}$0\n`), prefix), 'yaml')).toEqual(config(name));
    expect(read(accepted(ask('{$0}'), prefix), 'yaml')).toEqual(config(name));
    expect(JSON.parse(accepted(ask('{$0}', 'json'), prefix))).toEqual(config(name));
    expect(JSON.parse(accepted(ask('{\r\n\t$0\r\n}\r\n', 'json'), prefix))).toEqual(config(name));
    expect(JSON.parse(accepted(ask(`{\n  "${prefix.slice(0, 2)}$0"\n}`, 'json'), prefix))).toEqual(config(name));
    expect(JSON.parse(accepted(ask(`${prefix}$0`, 'json'), prefix))).toEqual(config(name));
  });

  test('into the second of two documents', () => expect(read(accepted(ask('---\n$0'), prefix), 'yaml')).toEqual(config(name)));
});

describe.each(NAMES.filter((name) => !name.startsWith('LiT')))('%s in a training', (name) => {
  test('below its key, behind its key, in JSON', () => {
    const prefix = snippetPrefix(name);
    for (const fixture of [
      'base_lr: 0.1\nmodel:\n  $0',
      'base_lr: 0.1\nmodel:\n    $0\nbatch: 512\n',
      'base_lr: 0.1\nmodel: $0\nbatch: 512\n',
      'base_lr: 0.1\nmodel:$0',
    ]) {
      expect(read(accepted(ask(fixture), prefix), 'yaml', 'model')).toEqual(config(name));
    }
    for (const fixture of ['{\n  "base_lr": 0.1,\n  "model": $0\n}', '{"base_lr": 0.1, "model": {$0}}', '{\n  "base_lr": 0.1,\n  "model": {\n    $0\n  }\n}']) {
      expect(read(accepted(ask(fixture, 'json'), prefix), 'json', 'model')).toEqual(config(name));
    }
  });
});

test('an image tower of LiT is one of the ViTs', () => {
  const without = edited(LIT_TEXT, LIT_TEXT.slice(LIT_TEXT.indexOf('image:'), LIT_TEXT.indexOf('text_model')), 'image:\n  $0\n');
  expect(labels(ask(without), 'model').sort()).toEqual(VITS.map(snippetPrefix).sort());
  expect(read(accepted(ask(without), 'vit-l16'), 'yaml', 'image')).toEqual(config('ViT-L_16'));
  expect(read(accepted(ask(without.replace('image:\n  $0', 'image: $0')), 'vit-l16'), 'yaml', 'image')).toEqual(config('ViT-L_16'));
});

test('an empty file offers all of them and a training, first of all', () => {
  for (const syntax of ['yaml', 'json'] as const) {
    for (const extension of syntax === 'yaml' ? ['yaml', 'yml'] : ['json']) {
      const { items } = askAt('', 0, syntax, null, `new.vit.${extension}`);
      expect(items.slice(0, 29).every(({ kind }) => kind === 'model')).toBe(true);
      expect(new Set(items.slice(0, 29).map(({ label }) => label))).toEqual(new Set([...NAMES.map(snippetPrefix), TRAINING_PREFIX]));
    }
  }
});

test('the training of ViT-B/16 is without a finding', () => {
  const text = accepted(ask('$0'), TRAINING_PREFIX);
  expect(read(text, 'yaml', 'model')).toEqual(config('ViT-B_16'));
  expect(new DocumentAnalysis(text, { fileName: 'x.vit.yaml', syntax: 'yaml', ignore: [] }).findings).toEqual([]);
  expect(JSON.parse(accepted(ask('$0', 'json'), TRAINING_PREFIX))).toMatchObject({ dataset: 'cifar10', model: config('ViT-B_16') });
});

test('of a Mixer’s training, the Mixers first', () => expect(labels(ask('base_lr: 0.1\nmodel_type: Mixer\nmodel:\n  $0'), 'model')[0]).toBe('mixer-b16'));

test('none where there is a model already', () => {
  for (const fixture of [
    'hidden_size: 768\n$0',
    'model_name: ViT-B_16\n$0',
    'base_lr: 0.1\n$0',
    'base_lr: 0.1\nmodel:\n  hidden_size: 768\n  $0',
    'transformer:\n  $0',
  ]) {
    expect(labels(ask(fixture), 'model')).toEqual([]);
  }
  expect(labels(ask('{"$schema": "vision-transformer.schema.json", $0}', 'json'), 'model')).toHaveLength(29);
});

test('what it says', () => {
  const item = itemOf(ask('$0'), 'vit-b16');
  expect(inEnglish(item.detail)).toBe('ViT-B_16 · 86.6 M · 17.6 GMACs');
  expect(item.describe(english)).toMatch(
    /^\*\*86.6 M parameters\*\*, \*\*17.6 GMACs\*\*, 197 tokens\.\n\n```yaml\nmodel_name: ViT-B_16\npatches:\n {2}size: \[16, 16\]\n[^]*null\n```$/,
  );
});

test('each has a prefix of its own, as the page has it', () => {
  const prefixes = NAMES.map(snippetPrefix);
  expect(new Set([...prefixes, TRAINING_PREFIX]).size).toBe(29);
  const page = readFileSync(new URL('../../../docs/completion.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| `([\w+-]+)` \|/gm)].map(([, prefix, name]) => [prefix, name]);
  expect(rows).toEqual(NAMES.map((name) => [snippetPrefix(name), name]));
  expect(page).toContain(`\`${TRAINING_PREFIX}\``);
});
