/** Ignoring a finding where it stands: the comment silences it, it alone, and breaks nothing. */

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { DocumentAnalysis } from '../../../server/core/analysis';
import { applied } from '../../../server/core/edit';
import { ignoreHere } from '../../../server/core/editor';
import { type Finding } from '../../../server/core/finding';
import { english } from '../../../server/core/phrase';
import type { Syntax } from '../../../server/core/syntax/tree';
import { casesOf, lineMutation, valueMutation } from '../../fuzz/mutations';

function analyse(text: string, syntax: Syntax = 'yaml'): DocumentAnalysis {
  return new DocumentAnalysis(text, { fileName: `fixture.vit.${syntax}`, syntax, ignore: [] });
}

/** Ignoring the first finding of a code writes `expected`, or nothing where that is null. */
function check(code: string, text: string, expected: string | null, syntax: Syntax = 'yaml'): void {
  const analysis = analyse(text, syntax);
  const finding = analysis.findings.find((candidate) => candidate.code === code);
  if (finding === undefined) throw new Error(`there is no ${code}, but ${analysis.findings.map((found) => found.code)}`);
  const edit = ignoreHere(analysis, finding);
  expect(edit === null ? null : applied(text, [edit])).toBe(expected);
}

const HEADS = 'heads-divide-width';
const vit = (heads: string, top = '') => `${top}model_name: my-vit
patches: {size: [16, 16]}
hidden_size: 768
transformer:
  mlp_dim: 3072
${heads}
  num_layers: 12
`;

describe('the comment', () => {
  test('stands behind the value', () => check(HEADS, vit('  num_heads: 10'), vit(`  num_heads: 10 # vit-config: ignore=${HEADS}`)));
  test('with Windows lines, before what ends them', () =>
    check(HEADS, vit('  num_heads: 10  ').replaceAll('\n', '\r\n'), vit(`  num_heads: 10 # vit-config: ignore=${HEADS}  `).replaceAll('\n', '\r\n')));
  test('extends the one that is there', () =>
    check(HEADS, vit('  num_heads: 10 # vit-config: ignore=no-patch-fits -- why'), vit(`  num_heads: 10 # vit-config: ignore=no-patch-fits, ${HEADS} -- why`)));
  test('extends the one above', () =>
    check(HEADS, vit('  # vit-config: ignore=no-patch-fits\n  num_heads: 10'), vit(`  # vit-config: ignore=no-patch-fits, ${HEADS}\n  num_heads: 10`)));
  test('goes above where another stands behind the value', () =>
    check(HEADS, vit('  num_heads: 10 # ten of them'), vit(`  # vit-config: ignore=${HEADS}\n  num_heads: 10 # ten of them`)));
  test('takes the one that is there for the reason where it can not go above', () =>
    check(
      'effective-patch-name',
      'patches: {size: [32, 32]} #32\nmodel_name: ViT-B_16\nhidden_size: 768\ntransformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\n',
      'patches: {size: [32, 32]} # vit-config: ignore=effective-patch-name -- 32\nmodel_name: ViT-B_16\nhidden_size: 768\ntransformer: {mlp_dim: 3072, num_heads: 12, num_layers: 12}\n',
    ));
  test('stands at the end of a line of a flow mapping', () => {
    const flow = (heads: string) =>
      `{model_name: my-vit, patches: {size: [16, 16]}, hidden_size: 768,\n transformer: {mlp_dim: 3072,\n   ${heads}\n   num_layers: 12}}\n`;
    check(HEADS, flow('num_heads: 10,'), flow(`num_heads: 10, # vit-config: ignore=${HEADS}`));
  });
  test('silences one of two alike', () => {
    const two = (first: string) => `${vit('  num_heads: 12')}${first}\ntypo_two: 2\n`;
    check('unknown-key', two('typo_one: 1'), two('typo_one: 1 # vit-config: ignore=unknown-key'));
  });
  test('stands in the last line without an end', () => {
    const text = vit('  num_heads: 10').trimEnd().replace('  num_heads: 10\n', '');
    check(HEADS, `${text}\n  num_heads: 10`, `${text}\n  num_heads: 10 # vit-config: ignore=${HEADS}`);
  });
  test('stands behind the sign of a block scalar', () =>
    check('wrong-type', vit('  num_heads: |\n    12'), vit('  num_heads: | # vit-config: ignore=wrong-type\n    12')));
  test('goes above a text over several lines', () =>
    check('wrong-type', vit('  num_heads: "12\n    13"'), vit('  # vit-config: ignore=wrong-type\n  num_heads: "12\n    13"')));
  test('extends a comment above all where that is what is wrong', () =>
    check(
      'unknown-ignore-code',
      `# vit-config: ignore=zzzzzzz\n${vit('  num_heads: 12')}`,
      `# vit-config: ignore=zzzzzzz, unknown-ignore-code\n${vit('  num_heads: 12')}`,
    ));
});

test('what can not be read is not ignored', () => check('syntax', vit('  num_heads 12'), null));
test('JSON has no comments', () =>
  check(HEADS, JSON.stringify({ patches: { size: [16, 16] }, hidden_size: 768, transformer: { mlp_dim: 1, num_heads: 10, num_layers: 1 } }), null, 'json'));

it('holds whatever the text', { timeout: 60_000 }, () => {
  let [ignored, asked] = [0, 0];
  fc.assert(
    fc.property(casesOf(fc.oneof(valueMutation, lineMutation)), ({ text, syntax }) => {
      if (syntax === 'json') return;
      const analysis = analyse(text);
      for (const finding of analysis.findings.slice(0, 4)) {
        asked++;
        const edit = ignoreHere(analysis, finding);
        if (edit === null) continue;
        ignored++;
        const after = analyse(applied(text, [edit])).findings;
        const same = (findings: readonly Finding[]) =>
          findings.filter(({ code, message }) => code === finding.code && english(message) === english(finding.message)).length;
        expect(same(after)).toBeLessThan(same(analysis.findings));
        expect(after.filter(({ code }) => code !== finding.code).length).toBe(analysis.findings.filter(({ code }) => code !== finding.code).length);
      }
    }),
    { seed: 11, numRuns: 1000 },
  );
  expect(ignored).toBeGreaterThan(asked / 2);
});
