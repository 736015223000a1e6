import { expect, test } from 'vitest';
import { selectionRanges } from '../../../../server/core/editor';
import type { Syntax } from '../../../../server/core/syntax/tree';
import { analyse, withCursor } from '../support';

/** What a selection at `$0` grows to, from the smallest. */
function check(fixture: string, ...expected: string[]): void {
  checkIn('yaml', fixture, ...expected);
}

function checkIn(syntax: Syntax, fixture: string, ...expected: string[]): void {
  const { analysis, offset } = withCursor(fixture, syntax);
  expect(selectionRanges(analysis, offset).map(({ start, end }) => analysis.text.slice(start, end))).toEqual(expected);
}

test('a word, the text, the entry, its mapping, the document', () =>
  check('# c\nmodel_name: "ViT-B$0_16 x"\n\n', 'B_16', 'ViT-B_16 x', '"ViT-B_16 x"', 'model_name: "ViT-B_16 x"', '# c\nmodel_name: "ViT-B_16 x"'));
test('a number has no words', () => check('a: 3.$00e-2\nb: 1', '3.0e-2', 'a: 3.0e-2', 'a: 3.0e-2\nb: 1'));
test('a key', () => check('trans$0former:\n  a: 1\nb: 2\n', 'transformer', 'transformer:\n  a: 1', 'transformer:\n  a: 1\nb: 2'));
test('in brackets', () =>
  check(
    'patches: {size: [16, 1$06]}\nb: 1\n',
    '16',
    '16, 16',
    '[16, 16]',
    'size: [16, 16]',
    '{size: [16, 16]}',
    'patches: {size: [16, 16]}',
    'patches: {size: [16, 16]}\nb: 1',
  ));
test('an item of a block', () => check('a:\n- x y$0\n- z\n', 'y', 'x y', '- x y\n- z', 'a:\n- x y\n- z'));
test('between entries', () => check('t:\n  a: 1\n  $0 \n  b: 2\nc: 3\n', 'a: 1\n   \n  b: 2', 't:\n  a: 1\n   \n  b: 2', 't:\n  a: 1\n   \n  b: 2\nc: 3'));
test('a comment', () => check('t:\n  a: 1 # a n$0ote\nb: 1\n', 'note', '# a note', 't:\n  a: 1 # a note\nb: 1'));
test('an alias and an anchor', () => {
  check('a: &ba$0se 1\nb: *base\n', 'base', '&base', 'a: &base 1', 'a: &base 1\nb: *base');
  check('a: &base 1\nb: *$0base\n', 'base', '*base', 'b: *base', 'a: &base 1\nb: *base');
});
test('what an alias stands for is elsewhere', () => check('a: &x {k: 1}\nb: *x$0\nc: 1\n', 'x', '*x', 'b: *x', 'a: &x {k: 1}\nb: *x\nc: 1'));
test('below the last line there is nothing', () => check('a: 1\n$0\n'));
test('in an empty document', () => check('$0'));
test('half-typed', () => check('a: "x y$0\nb: 1\n', 'y', 'x y', 'a: "x y', 'a: "x y\nb: 1'));
test('behind an emoji, lone surrogates are no words', () => check('"😀 \ud800a$0b": 1\n', 'ab', '😀 \ud800ab', '"😀 \ud800ab"', '"😀 \ud800ab": 1'));
test('JSON', () => checkIn('json', '{\n\t"a": ["x$0"]\n}\n', 'x', '"x"', '["x"]', '"a": ["x"]', '\n\t"a": ["x"]\n', '{\n\t"a": ["x"]\n}'));
test('nothing of files that are not ours', () => expect(selectionRanges(analyse('a: 1\n', 'yaml', 'a.yaml'), 0)).toEqual([]));
