import { describe, expect, it } from 'vitest';
import { splitDocuments } from '../../../server/core/syntax';

/** `|` stands where one document ends and the next begins. */
function check(marked: string): void {
  const parts = marked.split('|');
  const text = parts.join('');
  expect(splitDocuments(text, 'yaml').map(({ start, end }) => text.slice(start, end))).toEqual(parts);
}

describe('YAML documents', () => {
  it('begin at ---', () => {
    check('a: 1\n|---\nb: 2\n|--- # third\nc: 3');
    check('a: 1\r\n|---\r\nb: 2\r\n');
    check('a: 1\r|---\rb: 2\r');
    check('a: 1\n|---\n');
    check('a: 1\n|---');
    check('- a\n|--- b\n|---\tc\n');
  });
  it('have what stands before the first --- with them', () => {
    check('---\na: 1\n');
    check('\n# comment\n\n---\na: 1\n');
    check('\ufeff---\na: 1\n');
    check('\ufeff# comment\n---\na: 1\n');
    check('%YAML 1.1\n# comment\n---\na: 1\n');
    check('');
    check('# only a comment\n');
    check('---\n|---\na: 1\n');
  });
  it('end at ..., and what only comments behind it is none', () => {
    check('a: 1\n...\n');
    check('a: 1\n...');
    check('a: 1\n... # end\n# comment\n\n');
    check('a: 1\n...\n|b: 2\n');
    check('a: 1\n...\n...\n|b: 2\n');
    check('a: 1\n...\n|# comment\n---\nb: 2\n...\n');
    check('a: 1\n...\n|%YAML 1.1\n---\nb: 2\n');
    check('...\na: 1\n');
  });
  it('have the directives right above their ---', () => {
    check('a: 1\n|%YAML 1.1\n---\nb: 2\n');
    check('a: 1\n|%YAML 1.1\n# comment\n\n---\nb: 2\n');
    check('a: 1\r\n|%YAML 1.1\r\n%TAG ! !x\r\n---\r\nb: 2\r\n');
    check("train: 'train[:98%]'\n|---\nb: 2\n");
  });
  it('are not split by what only looks like a marker', () => {
    check('a: 1\n---b\n');
    check('a: 1\n ---\n');
    check('a: ---\n');
    check('----\n');
    check('a: >-\n  ---\n  ...\n');
    check('....\n');
    check('a: x... \n');
  });
  it('are split inside a quoted text too, as YAML has it', () => {
    check("a: 'x\n|---\ny'\n");
  });
});

it('a JSON file is one document', () => {
  expect(splitDocuments('{}\n---\n{}', 'json')).toEqual([{ start: 0, end: 9 }]);
  expect(splitDocuments('', 'json')).toEqual([{ start: 0, end: 0 }]);
});
