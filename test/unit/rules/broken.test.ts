/**
 * samples/broken: a comment `expect: severity code, ...` behind a line names the findings that begin on it; alone on a
 * line, those on the next. All findings of each file, no more and no fewer.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAGES } from '../../../server/core/rules';
import { syntaxOf } from '../../../server/core/syntax';
import { checkFixes, findingsIn } from './check';

const folder = new URL('../../../samples/broken/', import.meta.url);
const files = readdirSync(folder).sort();

function expectations(text: string): string[] {
  return text.split('\n').flatMap((line, i) => {
    const [, before = '', list] = /^(.*?)(?:#|\/\/) expect: (.*)$/.exec(line) ?? [];
    const at = before.trim() === '' ? i + 2 : i + 1;
    return list === undefined ? [] : list.split(',').map((item) => `${at}: ${item.trim()}`);
  });
}

describe.each(files)('samples/broken/%s', (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  const syntax = syntaxOf(name);
  const found = findingsIn(text, syntax);

  it('has the findings its comments name', () => {
    const said = found.map(({ range, severity, code }) => `${text.slice(0, range.start).split('\n').length}: ${severity} ${code}`);
    expect(said.sort()).toEqual(expectations(text).sort());
  });

  it('is mended by each fix', () => {
    for (const finding of found) checkFixes(text, syntax, finding);
  });
});

it('has a file for each code, but for those of Python alone', () => {
  const shown = new Set(files.flatMap((name) => expectations(readFileSync(new URL(name, folder), 'utf8')).map((line) => line.split(' ').at(-1))));
  expect(PAGES.filter(({ code, syntax }) => syntax !== 'python' && !shown.has(code))).toEqual([]);
});
