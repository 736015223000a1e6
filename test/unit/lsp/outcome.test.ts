import { expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver/node';
import { english } from '../../../server/core/phrase';
import { countOf, describeOutcome } from '../../../server/lsp/workspace/outcome';

/** One config for each word: the severities of its findings (e, w, i, h). */
function check(configs: string, expected: string, more: { incomplete?: boolean; cancelled?: boolean } = {}): void {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const diagnostics = (word: string) => [...word.replace('-', '')].map((s): Diagnostic => ({ range, message: s, severity: ('ewih'.indexOf(s) + 1) as 1 }));
  const words = configs === '' ? [] : configs.split(' ');
  expect(english(describeOutcome({ files: 99, ...countOf(words.map(diagnostics)), incomplete: false, cancelled: false, ...more }))).toBe(expected);
}

test('in words', () => {
  check('', 'There is no Vision Transformer config in this workspace.');
  check('-', '1 config: no findings.');
  check('- - ee ew', '4 configs: 3 errors in 2 files, 1 warning.');
  check('e', '1 config: 1 error in 1 file.');
  check('ww -', '2 configs: 2 warnings.');
  check('ih -', '2 configs: 2 notes.');
  check('ewi', '1 config: 1 error in 1 file, 1 warning, 1 note.');
});

test('not to the end', () => {
  check('e -', '2 configs: 1 error in 1 file. Not all folders were looked through; the log says why.', { incomplete: true });
  check('e -', 'Cancelled after 99 files. Of 2 configs known so far: 1 error in 1 file.', { cancelled: true, incomplete: true });
  check('', 'Cancelled after 99 files. No config was found so far.', { cancelled: true });
});
