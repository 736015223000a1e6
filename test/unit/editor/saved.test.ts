import { expect, test } from 'vitest';
import { costText, type SavedModel, savedCosts } from '../../../server/core/editor';
import { ordinal } from '../../../server/core/editor/format';
import { english } from '../../../server/core/phrase';

/** `a1 b2 -3 c-`: name and parameters of each model, `-` for none. */
const models = (text: string): SavedModel[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({ name: word[0] === '-' ? null : (word[0] ?? null), cost: word[1] === '-' ? null : { parameters: Number(word.slice(1)), macs: 0 } }));

/** For each model of `current` the parameters it had in `saved`. */
const check = (saved: string, current: string, expected: string) =>
  expect(
    savedCosts(models(saved), models(current))
      .map((cost) => cost?.parameters ?? '-')
      .join(' '),
  ).toBe(expected);

test('one model is itself, under whatever name', () => {
  check('a1', 'a2', '1');
  check('a1', 'b2', '1');
  check('-1', 'b2', '1');
});
test('a name that stands once leads to its model', () => check('a1 b2 c3', 'c4 a5 b6', '3 1 2'));
test('a new model has nothing to be compared with', () => {
  check('a1 b2', 'a1 c9 b2', '1 - 2');
  check('', 'a1', '-');
});
test('one that could not be built has no figures', () => check('a- b2', 'a1 b3', '- 2'));
test('one that is gone leaves the others as they are', () => {
  check('a1 b2 c3', 'a4 c5', '1 3');
  check('-1 -2 -3', '-1 -3', '1 3');
});
test('without names, the equal ones around tell which changed', () => {
  check('-1 -2 -3', '-1 -9 -3', '1 2 3');
  check('-1 -2 -3', '-8 -9 -3', '1 2 3');
  check('-1 -2', '-1 -7 -2', '1 - 2');
});
test('names that repeat are no names', () => {
  check('a1 a2', 'a1 a3', '1 2');
  check('a1 a2', 'a3 a4 a5', '- - -');
});
test('what is left between is not guessed at', () => check('-1 -2', '-3 -4 -5', '- - -'));

test('a change beside the figure it changes, and none where nothing changed', () => {
  const before = { parameters: 86_567_656, macs: 17_563_828_224 };
  expect(costText(before, null)).toBe('86.6 M · 17.6 GMACs');
  expect(costText(before, before)).toBe('86.6 M · 17.6 GMACs');
  expect(costText({ ...before, parameters: 98_967_656 }, before)).toBe('99.0 M (+12.4 M) · 17.6 GMACs');
  expect(costText({ ...before, macs: 20_063_828_224 }, before)).toBe('86.6 M · 20.1 GMACs (+2.50 G)');
  expect(costText({ parameters: 90_000, macs: 1000 }, { parameters: 91_000, macs: 1001 })).toBe('90,000 (−1,000) · 1,000 MACs (−1)');
});

test('ordinals', () =>
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map((n) => english(ordinal(n))).join(' ')).toBe('1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th'));
test('a copy put in front of its original, which is edited then', () => check('a1 a2', 'b9 a5 a2', '- 1 2'));
