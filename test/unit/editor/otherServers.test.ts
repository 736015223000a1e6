/**
 * Beside VS Code's JSON server and Red Hat's YAML nothing is said twice, and nothing is left unsaid: what is not ours to say there
 * is what they report, at an overlapping place. The JSON server is measured itself; Red Hat's by the YAML library it reads with.
 */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { getLanguageService, type LanguageService } from 'vscode-json-languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Composer, Parser } from 'yaml';
import { Snapshot } from '../../../server/core/analysis';
import { withoutCommon } from '../../../server/core/editor';
import { english } from '../../../server/core/phrase';
import { readDocument, splitDocuments } from '../../../server/core/syntax';
import type { Syntax } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';
import { byteMutation, concatenation, lineMutation, type Mutation, valueMutation } from '../../fuzz/mutations';
import { SAMPLES } from '../../fuzz/samples';
import { plain } from '../rules/check';

const YAML_TEXTS = SAMPLES.filter(({ syntax }) => syntax === 'yaml').map(({ text }) => text);
/** Every sample as JSON, documents apart, but for the one whose aliases written out are its point. */
const JSON_TEXTS = SAMPLES.filter(({ name }) => !name.startsWith('too-large')).flatMap(({ syntax, text }) =>
  syntax === 'json'
    ? [text]
    : splitDocuments(text, 'yaml').map(({ start, end }) => JSON.stringify(plain(readDocument(text.slice(start, end), 'yaml').root), null, 2)),
);

function jsonService(schema: string | null): LanguageService {
  const service = getLanguageService({
    schemaRequestService: async (uri) => readFileSync(new URL(`../../../schemas/${uri.replace(/^.*\//, '')}`, import.meta.url), 'utf8'),
  });
  service.configure({ validate: true, schemas: schema === null ? [] : [{ uri: `schema:///${schema}`, fileMatch: ['*.vit.json'] }] });
  return service;
}

/** As VS Code configures its server for the two languages. */
const SETTINGS = { json: { comments: 'error', trailingCommas: 'error' }, jsonc: { comments: 'ignore', trailingCommas: 'warning' } } as const;

interface Said {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

async function saidByJson(text: string, language: 'json' | 'jsonc', service: LanguageService): Promise<Said[]> {
  const document = TextDocument.create('file:///config.vit.json', language, 1, text);
  const found = await service.doValidation(document, service.parseJSONDocument(document), SETTINGS[language]);
  return found.map(({ range, message }) => ({
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    message: typeof message === 'string' ? message : message.value,
  }));
}

/** Red Hat's server marks the rest of the line. */
function saidByYaml(text: string): Said[] {
  const composer = new Composer({ strict: false, version: '1.2', keepSourceTokens: true });
  return [...composer.compose([...new Parser().parse(text)], true, text.length)].flatMap(({ errors, warnings }) =>
    [...errors, ...warnings].map(({ pos: [start], message }) => {
      const newline = text.indexOf('\n', start);
      return { start, end: newline === -1 ? text.length : newline, message };
    }),
  );
}

/** At the same place, or with nothing but space and comments between: a comma that is missing is told of before it or behind. */
function meets(text: string, a: { readonly start: number; readonly end: number }, b: Said): boolean {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  return (
    second.start <= first.end ||
    text
      .slice(first.end, second.start)
      .replace(/\/\/.*|\/\*[^]*?\*\//g, '')
      .trim() === ''
  );
}

function cases(texts: readonly string[], count: number, ...mutations: fc.Arbitrary<Mutation>[]): string[] {
  const one = fc.tuple(fc.constantFrom(...texts), fc.array(fc.oneof(...mutations), { minLength: 1, maxLength: 3 }));
  const made = fc.sample(one, { numRuns: count, seed: 20_261_022 }).map(([text, changes]) => changes.reduce((changed, change) => change(changed), text));
  return [...texts, ...made].filter((text) => text.length < 20_000);
}

/** What is left out of a text, by code; fails where the other does not say it. */
async function leftOut(
  texts: readonly string[],
  syntax: Syntax,
  stays: readonly string[],
  others: (text: string) => Promise<Said[]>,
): Promise<Map<string, number>> {
  const codes = new Map<string, number>();
  for (const text of texts) {
    const snapshot = Snapshot.of(text, { fileName: `config.vit.${syntax}`, syntax, ignore: [] });
    const ours = new Set(withoutCommon(snapshot, stays).map((finding) => JSON.stringify(finding)));
    const left = snapshot.findings().filter((finding) => !ours.has(JSON.stringify(finding)));
    const said = left.length === 0 ? [] : await others(text);
    for (const { code, message, range } of inEnglish(left)) {
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (!said.some((other) => meets(text, range, other))) {
        throw new Error(
          `nobody says "${message}" of ${JSON.stringify(text.slice(range.start, range.end))}, but ${JSON.stringify(said)}\n${JSON.stringify(text)}`,
        );
      }
    }
  }
  return codes;
}

describe('what is left out is what the other reports', { timeout: 120_000 }, () => {
  const service = jsonService('editor.schema.json');
  const texts = cases(JSON_TEXTS, 2500, byteMutation, lineMutation, valueMutation);

  it('in the language json', async () => {
    const codes = await leftOut(texts, 'json', [], (text) => saidByJson(text, 'json', service));
    expect([...codes.keys()].sort()).toEqual(['duplicate-key', 'json-comment', 'json-trailing-comma', 'syntax']);
    expect(codes.get('syntax')).toBeGreaterThan(1000);
  });
  it('in the language jsonc, where comments and commas are ours', async () => {
    const codes = await leftOut(texts, 'json', ['json-comment', 'json-trailing-comma'], (text) => saidByJson(text, 'jsonc', service));
    expect([...codes.keys()].sort()).toEqual(['duplicate-key', 'syntax']);
  });
  it('in YAML', async () => {
    const codes = await leftOut(cases(YAML_TEXTS, 2500, byteMutation, lineMutation, valueMutation, concatenation), 'yaml', [], async (text) =>
      saidByYaml(text),
    );
    expect([...codes.keys()].sort()).toEqual(['duplicate-key', 'syntax']);
    expect(codes.get('syntax')).toBeGreaterThan(500);
  });
});

describe('stays ours', () => {
  const check = (text: string, syntax: Syntax, ...messages: RegExp[]) => {
    const ours = withoutCommon(Snapshot.of(text, { fileName: `config.vit.${syntax}`, syntax, ignore: [] }), []).filter(({ code }) => code !== 'missing-key');
    expect(ours.map(({ message }) => english(message))).toEqual(messages.map((message) => expect.stringMatching(message)));
  };
  test('what only Python refuses', () => {
    check('hidden_size:\t768\n', 'yaml', /PyYAML refuses tabs/);
    check('{"hidden_size": 768} # x', 'json', /refuses comments/);
    check('x: &a 1\ny: &a 2\nhidden_size: 768\n', 'yaml', /`x` is not a key/, /`y` is not a key/, /set twice/);
  });
  test('where a bracket opens that is not closed, and all behind', () => {
    check('patches: {size: [16\nhidden_size: 1\nhidden_size: 2\n', 'yaml', /`}` is missing/, /`]` is missing/, /must be a pair/, /set more than once/);
    check('{"patches": {"size": [16}, "hidden_size": 1, "hidden_size": 2}', 'json', /`]` is missing/, /must be a pair/, /set more than once/);
  });
  test('a fault behind the first', () => check('{"hidden_size": 1 "patches" {}, "hidden_size": 2}', 'json', /needs a colon/, /set more than once/));
});

test('the schema that editors get says nothing: no completion, no hover, no finding', async () => {
  const silent = jsonService('editor.schema.json');
  const telling = jsonService('vision-transformer.schema.json');
  const heard = async (service: LanguageService, text: string) => {
    const document = TextDocument.create('file:///config.vit.json', 'json', 1, text);
    const json = service.parseJSONDocument(document);
    let said = 0;
    for (let offset = 0; offset <= text.length; offset++) {
      const position = document.positionAt(offset);
      said += (await service.doComplete(document, position, json))?.items.length ?? 0;
      // An empty hover is shown by nobody.
      if (JSON.stringify((await service.doHover(document, position, json))?.contents ?? ['']) !== '[""]') said++;
    }
    return said + (await saidByJson(text, 'json', service)).length;
  };
  const text = '{"model_name": "", "patches": {"size": 16}, "hidden_size": "768", "classifier": "", "transformer": {"num_heads": }, "resnet": null}'.replace(
    '{"num_heads": }',
    '{}',
  );
  expect(await heard(telling, text)).toBeGreaterThan(100);
  expect(await heard(silent, text)).toBe(0);
  expect(await heard(silent, '[]')).toBe(0);
});

/** Keys by convention for anchors and other tools, which are left alone here. */
const LEFT_ALONE = /^Property (?:x-|_|\.)/;

it("what the published schema finds in the language json is among our findings, so that the editors' one need not", { timeout: 120_000 }, async () => {
  const service = jsonService('vision-transformer.schema.json');
  let found = 0;
  for (const text of cases(JSON_TEXTS, 1500, valueMutation, lineMutation)) {
    const snapshot = Snapshot.of(text, { fileName: 'config.vit.json', syntax: 'json', ignore: [] });
    if (snapshot.findings().some(({ code }) => code === 'syntax' || code === 'too-large' || code === 'duplicate-key')) continue;
    const said = (await saidByJson(text, 'json', service)).filter(({ message }) => !LEFT_ALONE.test(message) && !/comma|comment/i.test(message));
    if (said.length === 0) continue;
    found++;
    if (snapshot.findings().length === 0) throw new Error(`${JSON.stringify(said)} is said of ${text}, and nothing here`);
  }
  expect(found).toBeGreaterThan(100);
});
