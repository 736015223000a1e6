import { describe, expect, it } from 'vitest';
import { syntaxOf } from '../../../server/core/syntax';
import { eolOf, lineEnd, lineStart, nextLine } from '../../../server/core/syntax/lines';

describe('lines', () => {
  it.each(['\n', '\r\n', '\r'])('end at %j', (eol) => {
    const text = `ab${eol}${eol}cd`;
    const last = 2 + 2 * eol.length;
    const at = (offset: number) => [lineStart(text, offset), lineEnd(text, offset), nextLine(text, offset)];
    for (const offset of [0, 1, 2]) expect(at(offset)).toEqual([0, 2, 2 + eol.length]);
    expect(at(2 + eol.length)).toEqual([2 + eol.length, 2 + eol.length, last]);
    for (const offset of [last, last + 1, last + 2]) expect(at(offset)).toEqual([last, last + 2, last + 2]);
  });
  it('between the two characters of a break it is still the line before', () => {
    const text = 'ab\r\ncd';
    expect([lineStart(text, 3), lineEnd(text, 3), nextLine(text, 3)]).toEqual([0, 2, 4]);
  });
  it('of all three kinds in one text', () => {
    const text = 'a\rb\r\nc\nd';
    const starts = [0];
    for (let at = nextLine(text, 0); at < text.length; at = nextLine(text, at)) starts.push(at);
    expect(starts.map((start) => text.slice(start, lineEnd(text, start)))).toEqual(['a', 'b', 'c', 'd']);
  });
  it.each([
    ['', '\n'],
    ['a', '\n'],
    ['a\rb', '\r'],
    ['a\nb\r', '\n'],
    ['a\rb\r\nc\n', '\r\n'],
  ])('of %j a new one ends in %j', (text, eol) => expect(eolOf(text)).toBe(eol));
});

describe('the syntax of a file', () => {
  it.each([
    ['a.vit.yaml', 'json', 'yaml'],
    ['a.YML', 'plaintext', 'yaml'],
    ['a.json', 'yaml', 'json'],
    ['a.jsonc', undefined, 'json'],
    ['a.json5', undefined, 'json'],
    ['config', 'jsonc', 'json'],
    ['config', undefined, 'yaml'],
    [null, 'json', 'json'],
    [null, 'yaml', 'yaml'],
  ] as const)('%s in language %s is %s', (fileName, languageId, syntax) => expect(syntaxOf(fileName, languageId)).toBe(syntax));
});
