import { expect, test } from 'vitest';
import { fixesAt } from '../../../server/core/editor';
import { inEnglish } from '../../english';
import { analyse, B16, edited } from './support';

const BROKEN = edited(B16, 'model_name: ViT-B_16\n', '').replace('num_heads: 12', 'num_heads: 10');

function fixesOn(text: string, needle: string) {
  const start = text.indexOf(needle);
  return fixesAt(analyse(text), { start, end: start + needle.length }).flatMap(({ finding, fixes }) => fixes.map((fix) => ({ ...fix, finding })));
}

test('the first fix of a finding says its consequence', () => {
  const fixes = fixesOn(BROKEN, '10');
  expect(inEnglish(fixes[0]?.title)).toMatch(/12/);
  expect(fixes[0]?.finding.code).toBe('heads-divide-width');
});
test('each fix, applied, leaves nothing of its finding', () => {
  for (const { edits } of fixesOn(BROKEN, '10')) {
    let text = BROKEN;
    for (const { range, newText } of edits.toSorted((a, b) => b.range.start - a.range.start))
      text = text.slice(0, range.start) + newText + text.slice(range.end);
    expect(analyse(text).findings.map(({ code }) => code)).not.toContain('heads-divide-width');
  }
});
test('none away from the finding', () => expect(fixesOn(BROKEN, 'mlp_dim')).toEqual([]));
test('a cursor at the end of what is wrong still has them', () => {
  const end = BROKEN.indexOf('num_heads: 10') + 'num_heads: 10'.length;
  expect(fixesAt(analyse(BROKEN), { start: end, end }).length).toBeGreaterThan(0);
});
