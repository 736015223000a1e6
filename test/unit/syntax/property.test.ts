import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlainSyntax } from '../../../server/core/syntax';
import { readDocument, splitDocuments } from '../../../server/core/syntax';
import { readYamlByLibrary } from '../../../server/core/syntax/yaml';
import { readEverydayYaml } from '../../../server/core/syntax/yamlEveryday';
import { brokenPlaces, everyday, mutated, SAMPLE, soup } from './arbitrary';

const RUNS = { seed: 20_201_022, numRuns: Number(process.env.SYNTAX_RUNS ?? 400) };
const JSON_SAMPLE = JSON.stringify(
  { model_name: 'ViT-B_16', patches: { size: [16, 16] }, hidden_size: 768, 'dropout rate': 1e-5, x: [null, true, ''] },
  null,
  2,
);

function read(text: string, syntax: PlainSyntax): void {
  const parts = splitDocuments(text, syntax);
  expect(parts.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
  for (const { start, end } of parts) expect(brokenPlaces(readDocument(text.slice(start, end), syntax))).toEqual([]);
}

describe('any text', () => {
  const texts = fc.oneof(soup, mutated(SAMPLE), everyday, fc.string({ unit: 'binary', maxLength: 60 }));
  it('of YAML is read without a throw, all places in the text', () => {
    fc.assert(
      fc.property(texts, (text) => read(text, 'yaml')),
      RUNS,
    );
  });
  it('of JSON is read without a throw, all places in the text', () => {
    fc.assert(
      fc.property(fc.oneof(soup, mutated(JSON_SAMPLE), fc.json(), fc.string({ unit: 'binary', maxLength: 60 })), (text) => read(text, 'json')),
      RUNS,
    );
  });
  it('half-typed is read: every prefix of the samples', () => {
    for (let end = 0; end <= SAMPLE.length; end++) read(SAMPLE.slice(0, end), 'yaml');
    for (let end = 0; end <= JSON_SAMPLE.length; end++) read(JSON_SAMPLE.slice(0, end), 'json');
  });
});

describe('the everyday reader', () => {
  it('agrees with the library wherever it does not give up', () => {
    let direct = 0;
    fc.assert(
      fc.property(
        fc.oneof({ weight: 3, arbitrary: everyday }, mutated('a: 1\nb:\n  - c: [1, x]\n    d: "e"\n  - {f: g}\nh: # i\n  j: k l # m\n'), soup),
        (text) => {
          const document = readEverydayYaml(text);
          if (document === null) return;
          direct++;
          expect(document).toEqual(readYamlByLibrary(text));
        },
      ),
      RUNS,
    );
    // The property would hold of a reader that always gives up.
    expect(direct).toBeGreaterThan(RUNS.numRuns / 10);
  });
  it('agrees with the library on every prefix of the sample', () => {
    const text = SAMPLE.slice(SAMPLE.indexOf('batch'), SAMPLE.indexOf('other'));
    for (let end = 0; end <= text.length; end++) {
      const document = readEverydayYaml(text.slice(0, end));
      if (document !== null) expect(document).toEqual(readYamlByLibrary(text.slice(0, end)));
    }
  });
});
