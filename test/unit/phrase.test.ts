import { expect, test } from 'vitest';
import { english, phrase, sayIn, verbatim } from '../../server/core/phrase';

const chinese = sayIn({ '{0} heads of {1}': '{0} 个头，每个宽 {1}', '{0} ({1})': '{0}（{1}）', 'the second of {0} before {1}': '{1} 之前是 {0} 的第二个' });

test('English is the key and the text', () => {
  expect(phrase`${12} heads of ${64}`).toEqual({ text: '{0} heads of {1}', values: [12, 64] });
  expect(english`${12} heads of ${64}`).toBe('12 heads of 64');
  expect(english(phrase`no values`)).toBe('no values');
});

test('a translation has its values in an order of its own', () => {
  expect(chinese`${12} heads of ${64}`).toBe('12 个头，每个宽 64');
  expect(chinese`the second of ${'a'} before ${'b'}`).toBe('b 之前是 a 的第二个');
});

test('phrases within phrases are worded in the same language', () => {
  const nested = phrase`${phrase`${12} heads of ${64}`} (${verbatim('num_heads')})`;
  expect(chinese(nested)).toBe('12 个头，每个宽 64（num_heads）');
  expect(english(nested)).toBe('12 heads of 64 (num_heads)');
});

test('values are not read as placeholders, keys or markup', () => {
  expect(chinese`${'{1}'} heads of ${'{0} $& $1'}`).toBe('{1} 个头，每个宽 {0} $& $1');
  expect(english(verbatim('{0} {7}'))).toBe('{0} {7}');
  expect(chinese(verbatim('{0} heads of {1}'))).toBe('{0} heads of {1}');
});

test('what has no translation is said in English, whatever it is called', () => {
  for (const word of ['constructor', '__proto__', 'toString']) expect(chinese({ text: word, values: [] })).toBe(word);
  expect(chinese`${2} layers`).toBe('2 layers');
});

test('a phrase outlives the way to another process', () => {
  const far = structuredClone(phrase`${phrase`${12} heads of ${64}`} (${'x'})`);
  expect(chinese(far)).toBe('12 个头，每个宽 64（x）');
});

test('a space of a template stands beside Latin letters and digits, and goes between Han characters and beside wide punctuation', () => {
  const say = sayIn({
    'Decides {0} and {1}': '决定 {0} 和 {1}',
    'all parameters': '全部参数',
    '{0} {1}': '{0} {1}',
    '{0} {1} {2}': '{0} {1} {2}',
    'first.': '第一句。',
    'second.': '第二句。',
  });
  expect(say`Decides ${phrase`all parameters`} and ${'17.6 GMACs'}`).toBe('决定全部参数和 17.6 GMACs');
  expect(say`Decides ${'86.6 M'} and ${phrase`all parameters`}`).toBe('决定 86.6 M 和全部参数');
  expect(say`${phrase`first.`} ${phrase`second.`}`).toBe('第一句。第二句。');
  expect(say`${phrase`first.`} ${'logits'} ${phrase`second.`}`).toBe('第一句。logits 第二句。');
  expect(english`Decides ${phrase`all parameters`} and ${phrase`first.`}`).toBe('Decides all parameters and first.');
  // Within what people have named themselves it stays.
  expect(say`Decides ${'数据 集'} and ${'模型'}`).toBe('决定数据 集和模型');
});
