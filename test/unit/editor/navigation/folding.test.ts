import { expect, test } from 'vitest';
import { Snapshot } from '../../../../server/core/analysis';
import { folds } from '../../../../server/core/editor';
import { lineStart } from '../../../../server/core/syntax/lines';
import type { Syntax } from '../../../../server/core/syntax/tree';

/** Each fold as the line that stays and the last that is hidden, without their indentation, and its kind. */
function shown(text: string, syntax: Syntax = 'yaml', fileName = `a.vit.${syntax}`): string[] | undefined {
  const line = (from: number, to: number) => text.slice(lineStart(text, from), to).trim();
  return folds(Snapshot.of(text, { fileName, syntax, ignore: [] }))?.map(
    ({ range, kind }) => `${line(range.start, range.start)} … ${line(range.end, range.end)}${kind === null ? '' : ` (${kind})`}`,
  );
}

const check = (text: string, ...expected: string[]) => expect(shown(text)).toEqual(expected);

test('blocks, without the blank lines below', () =>
  check('patches:\n  size:\n  - 16\n  - 16\n\n\ntransformer: # encoder\n  a: 1\n', 'patches: … - 16', 'size: … - 16', 'transformer: # encoder … a: 1'));
test('items that are blocks', () => check('a:\n- b: 1\n  c: 2\n- - d\n  - e\n', 'a: … - e', '- b: 1 … c: 2', '- - d … - e'));
test('brackets over several lines, up to the closing one', () => check('a: {\n  b: [1,\n    2],\n  c: 3\n}\n', 'a: { … ', 'b: [ … 2'));
test('texts over several lines', () => check('a: |\n  x\n  y\nb: "x\n  y"\nc: x\n  y\n', 'a: | … y', 'b: "x … y"', 'c: x … y'));
test('nothing on one line', () => check('patches: {size: [16, 16]}\nhidden_size: 768\n'));
test('comments line upon line', () => check('# one\n# two\na: 1 # three\n# four\n\n# five\n  # six\n', '# one … # two (comment)', '# five … # six (comment)'));
test('comments below a block that are indented with it are of it', () =>
  check('a:\n  b: 1\n\n  # b2: 1\n# c\nd: 1\n  # none of a scalar\n', 'a: … # b2: 1', '# b2: 1 … # c (comment)'));
test('regions', () =>
  check(
    '# region A\n# x\n# y\n# region B\na: 1\n# endregion\n# endregion\n# endregion\n',
    '# region A … # endregion (region)',
    '# x … # y (comment)',
    '# region B … # endregion (region)',
  ));
test('documents, those that are not ours too', () =>
  check('# 1\nmodel_name: x\n---\nport:\n  a: 1\n# end\n\n--- # 3\na: 1\n...\n', '--- … # end', 'port: … a: 1', '--- # 3 … a: 1'));
test('where anchors and aliases stand', () =>
  check('a: &x\n  b: 1\nc: *x\nd:\n  <<: *x\n  e: [*x, &y [\n    1], *y]\n', 'a: &x … b: 1', 'd: … 1], *y]', 'e: [ … 1], *y'));
test('half-typed', () => {
  check('transformer:\n  a: 1\n  b\npatches: {size: [16,\n', 'transformer: … b');
  check('a: "x\nb:\n  c: 1', 'b: … c: 1');
});
test.each(['\r\n', '\r'])('with lines that end in %j', (eol) =>
  check('# a\n# b\nx:\n  a: 1\n  # c\n'.replaceAll('\n', eol), '# a … # b (comment)', 'x: … # c'),
);
test('JSON', () =>
  expect(shown('{\n\t/* a\n\t   b */\n\t"patches": {\n\t\t"size": [\n\t\t\t16, 16]\n\t},\n\t// c\n\t// d\n\t"x": {}\n}', 'json')).toEqual([
    '{ … ',
    '/* a … b */ (comment)',
    '"patches": { … ',
    '"size": [ … 16, 16',
    '// c … // d (comment)',
  ]));
test('a file that is not ours keeps what its editor has', () => {
  expect(shown('a:\n  b: 1\n', 'yaml', 'a.yaml')).toBeUndefined();
  expect(shown('', 'yaml')).toEqual([]);
});
