import { expect, test } from 'vitest';
import { Latest } from '../../../client/panel/latest';

/** Questions that are answered by hand. */
function asked() {
  const questions: string[] = [];
  const answers: (() => void)[] = [];
  const latest = new Latest<string>((question) => {
    questions.push(question);
    return new Promise((resolve) => answers.push(resolve));
  });
  const answer = async () => {
    answers.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { latest, questions, answer };
}

test('asks at once', () => {
  const { latest, questions } = asked();
  latest.request('a');
  expect(questions).toEqual(['a']);
});

test('while one is under way, only the newest of the others is asked', async () => {
  const { latest, questions, answer } = asked();
  for (const question of ['a', 'b', 'c', 'd']) latest.request(question);
  expect(questions).toEqual(['a']);
  await answer();
  expect(questions).toEqual(['a', 'd']);
  await answer();
  expect(questions).toEqual(['a', 'd']);
});

test('asks again once it has rested', async () => {
  const { latest, questions, answer } = asked();
  latest.request('a');
  await answer();
  latest.request('b');
  expect(questions).toEqual(['a', 'b']);
});
