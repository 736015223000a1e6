import { describe, expect, test } from 'vitest';
import { fromPage, pageState } from '../../../client/panel/messages';

const range = { start: { line: 1, character: 2 }, end: { line: 3, character: 4 } };

describe('what the page says', () => {
  test('is taken when it is one of its messages, and of that only what belongs to it', () => {
    expect(fromPage({ type: 'ready', more: 1 })).toEqual({ type: 'ready' });
    expect(fromPage({ type: 'run', command: 'workbench.action.quit' })).toEqual({ type: 'run' });
    expect(fromPage({ type: 'cancel' })).toEqual({ type: 'cancel' });
    expect(fromPage({ type: 'choose', id: 'a' })).toEqual({ type: 'choose', id: 'a' });
    expect(fromPage({ type: 'reveal', range, uri: 'file:///etc/passwd' })).toEqual({ type: 'reveal', range });
  });

  test('is left when it is anything else', () => {
    const wrong = [
      undefined,
      null,
      7,
      'ready',
      [],
      {},
      { type: 'execute' },
      { type: '__proto__' },
      { type: 'choose' },
      { type: 'choose', id: 1 },
      { type: 'reveal' },
      { type: 'reveal', range: null },
      { type: 'reveal', range: { start: range.start } },
      { type: 'reveal', range: { ...range, end: { line: -1, character: 0 } } },
      { type: 'reveal', range: { ...range, end: { line: 0.5, character: 0 } } },
      { type: 'reveal', range: { ...range, end: { line: Number.NaN, character: 0 } } },
      { type: 'reveal', range: { ...range, end: { line: '1', character: 0 } } },
    ];
    for (const message of wrong) expect(fromPage(message)).toBeNull();
  });
});

test('of the state that a page left, what is not as it should be is nothing', () => {
  const state = { uri: 'file:///a.yaml', open: ['blocks'], scroll: 12 };
  expect(pageState(state)).toEqual(state);
  const nothing = { uri: null, open: [], scroll: 0 };
  for (const wrong of [undefined, null, 'text', { uri: 1, open: 'blocks', scroll: -1 }, { scroll: Number.POSITIVE_INFINITY }])
    expect(pageState(wrong)).toEqual(nothing);
  expect(pageState({ open: ['blocks', 1, null] }).open).toEqual(['blocks']);
});
