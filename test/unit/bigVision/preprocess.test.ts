import { expect, test } from 'vitest';
import { encodedClasses, resized, sizeAfter } from '../../../server/core/dialects/bigVision/preprocess';
import { phrase } from '../../../server/core/phrase';
import golden from '../../golden/big_vision/preprocess.json';

const PICTURES = { unknown: phrase`pictures of all shapes` };
/** Sizes that are there and that we leave unknown. */
const NOT_FOLLOWED = [/reshape/, /pad_to_shape/, /\|central_crop$/, /resize\(\(128, 64\)\)\|resize_small/];

test.each(Object.entries(golden.sizes))('%s', (pipeline, size) => {
  const found = sizeAfter(pipeline, PICTURES);
  const followed = !NOT_FOLLOWED.some((step) => step.test(pipeline));
  expect('unknown' in found ? null : found).toEqual(followed ? size : null);
});

test('what the data set gives goes through', () => {
  expect(sizeAfter('value_range(-1, 1)|keep("image")', [32, 48])).toEqual([32, 48]);
  expect(sizeAfter('', [32, 48])).toEqual([32, 48]);
});

test.each([
  ['decode|resize(224)', "'decode|resize(224)'", "'decode|resize(192)'"],
  ['decode|resize_small(256)|central_crop(224)', "'decode|resize_small(256)|central_crop(224)'", "'decode|resize_small(256)|central_crop(192)'"],
  ['decode|resize(size=224)|flip_lr', "('decode|resize(size=224)' + FLIP)", "('decode|resize(size=192)' + FLIP)"],
  ['decode|resize(224)', "f'decode|resize({size})'", null],
  ['decode|resize(256)|random_crop(224)', "start + '|random_crop(224)'", null],
])('%s, written %s', (pipeline, written, expected) => {
  const edit = resized(`pp = ${written}\n`, { start: 5, end: 5 + written.length }, pipeline, [192, 192]);
  const text = `pp = ${written}`;
  expect(edit === null ? null : text.slice(5, edit.range.start) + edit.newText + text.slice(edit.range.end)).toBe(expected);
});

test.each([
  ['onehot(1000)', 1000],
  ['onehot(1000, key="label", key_result="labels")', 1000],
  ["onehot(10, 'label', 'labels')", 10],
  ['onehot(depth=7)|keep("image", "labels")', 7],
  ['onehot(10, key="label")', null],
  ['onehot(10, key="other", key_result="others")', null],
  ['onehot(10)|lookup("file", key="labels")', null],
  ['onehot(N)', null],
  ['keep("labels")', null],
])('%s encodes %s classes', (pipeline, classes) => expect(encodedClasses(pipeline)).toBe(classes));
