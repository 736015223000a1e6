import { describe, expect, it } from 'vitest';
import { BROKEN, TINY } from './configs';
import type { TestOptions } from './testHost';
import { systemError, vitConfig } from './testHost';

describe('text', () => {
  it('of a good config is one line', async () =>
    expect(await vitConfig('check a.vit.yaml', { files: { 'a.vit.yaml': TINY } })).toMatchObject({
      code: 0,
      out: '1 file with 1 model checked: no findings\n',
      err: '',
    }));

  it('shows both places of a broken product, and the fixes', async () =>
    expect((await vitConfig('check b.vit.yaml', { files: { 'b.vit.yaml': BROKEN } })).out).toMatchInlineSnapshot(`
      "b.vit.yaml:8:14: error: 3 heads do not divide \`hidden_size: 8\`: a head would be 2.67 values wide. Building the model fails. [heads-divide-width]
       5 | hidden_size: 8
         |              - \`hidden_size: 8\`
         :
       8 |   num_heads: 3
         |              ^
        help: num_heads: 1 (head width 8, parameters unchanged)
        help: num_heads: 2 (head width 4, parameters unchanged)
        help: num_heads: 4 (head width 2, parameters unchanged)
        help: hidden_size: 9 (head width 3, 7,802 instead of 6,906 parameters)

      1 file with 1 model checked: 1 error
      "
    `));

  it('shows a misspelt key under its line', async () =>
    expect((await vitConfig('check a.vit.yaml', { files: { 'a.vit.yaml': TINY.replace('classifier', 'clasifier') } })).out).toMatchInlineSnapshot(`
      "a.vit.yaml:10:1: error: \`clasifier\` is not a key of a Vision Transformer; did you mean \`classifier\`? [unknown-key]
       10 | clasifier: token
          | ^^^^^^^^^
        help: Rename clasifier to classifier
        help: Remove clasifier (upstream stops at it)

      1 file with 1 model checked: 1 error
      "
    `));
});

describe('the lines of a finding', () => {
  const lines = async (text: string, columns: number) => {
    const { out } = await vitConfig('check a.vit.json', { files: { 'a.vit.json': text }, columns });
    return out.split('\n').filter((line) => /^ +\d* \|/.test(line));
  };
  const json = (name: string) =>
    `{"model_name": "${name}", "patches": {"size": [16, 16]}, "hidden_size": 8, "transformer": {"mlp_dim": 16, "num_heads": "2", "num_layers": 1}, "classifier": "token", "num_classes": 10}`;

  it.each([60, 80])('are cut to a terminal of %i columns, around the mark', async (columns) => {
    const [line = '', mark = ''] = await lines(json('x'.repeat(200)), columns);
    expect(line).toHaveLength(columns);
    expect(line).toMatch(/ \| ….*"num_heads": "2".*…$/);
    expect(mark.slice(mark.indexOf('^'))).toBe('^^^');
    expect(line.slice(mark.indexOf('^')).startsWith('"2"')).toBe(true);
  });

  it('have the mark in the right column behind wide characters and tabs', async () => {
    const [line = '', mark = ''] = await lines(json('视觉').replace('"hidden', '\t"hidden'), 300);
    // Each of the two takes two columns.
    expect(mark.indexOf('^')).toBe(line.indexOf('"2"') + 2);
    expect(line).toContain('    "hidden');
  });
});

it('--format json', async () => {
  const files = { 'a.vit.yaml': TINY, 'b.vit.yaml': BROKEN, 'plain.yaml': 'port: 80\n' };
  const { out, err } = await vitConfig('check a.vit.yaml b.vit.yaml plain.yaml gone.yaml --format json', { files });
  const result = JSON.parse(out);
  expect(Object.keys(result)).toEqual(['files', 'notRecognised', 'problems', 'counts']);
  expect(result).toMatchObject({
    files: [
      { file: 'a.vit.yaml', models: ['tiny'], diagnostics: [] },
      { file: 'b.vit.yaml', models: ['tiny'] },
    ],
    notRecognised: ['plain.yaml'],
    problems: ['gone.yaml: there is no such file or directory'],
    counts: { error: 1, warning: 0, information: 0, hint: 0 },
  });
  expect(err).toBe('vit-config: gone.yaml: there is no such file or directory\n');
  const [finding, ...others] = result.files[1].diagnostics;
  expect(others).toEqual([]);
  expect(Object.keys(finding)).toEqual(['code', 'severity', 'message', 'range', 'related', 'fixes']);
  expect(finding).toMatchObject({
    code: 'heads-divide-width',
    severity: 'error',
    range: { start: { line: 7, character: 13 }, end: { line: 7, character: 14 } },
  });
  expect(finding.related.map(({ range }: { range: unknown }) => range)).toEqual([{ start: { line: 4, character: 13 }, end: { line: 4, character: 14 } }]);
  expect(Object.keys(finding.related[0])).toEqual(['message', 'range']);
  for (const fix of finding.fixes) expect(Object.keys(fix)).toEqual(['title', 'edits']);
  expect(finding.fixes[0].edits).toEqual([{ range: finding.range, newText: expect.stringMatching(/^[124]$/) }]);
});

describe('files', () => {
  const check = (title: string, args: string, files: NonNullable<TestOptions['files']>, code: number, expected: { out?: unknown; err?: unknown }) =>
    it(title, async () => expect(await vitConfig(`check ${args}`, { files })).toMatchObject({ code, ...expected }));

  const tree = {
    'configs/a.vit.yaml': TINY,
    'configs/deep/b.json': '{"patches": {"size": [16, 16]}, "hidden_size": 8, "transformer": {"mlp_dim": 16, "num_heads": 2, "num_layers": 1}}',
    'configs/deep/port.yaml': 'port: 80\n',
    'configs/node_modules/c.vit.yaml': BROKEN,
    'configs/.git/d.vit.yaml': BROKEN,
    'configs/notes.txt': 'x',
  };
  const walked = '2 files with 2 models checked: no findings\n1 file passed over: not Vision Transformer configs\n';
  check('a directory, with all below it', 'configs', tree, 0, { out: walked, err: '' });
  check('the directory one is in', '.', tree, 0, { out: walked });
  check('a pattern', 'configs/**/*.{yaml,json}', { ...tree, 'configs/node_modules/c.vit.yaml': TINY }, 0, { out: walked });
  check('each file once', 'configs configs/a.vit.yaml configs/*.yaml', tree, 0, { out: walked });
  check('a pattern without a match', 'nothing/*.yaml', tree, 2, { out: '', err: 'vit-config: nothing/*.yaml: no file matches this pattern\n' });
  check('a directory without configs', 'docs', { 'docs/a.md': '' }, 2, { err: 'vit-config: docs: no .yaml, .yml, .json or .py file in this directory\n' });
  check('a directory with nothing of ours', 'x', { 'x/port.yaml': 'port: 80\n' }, 0, { out: expect.stringMatching(/^no Vision Transformer config found\n/) });

  check('a missing file', 'gone.yaml', {}, 2, { out: '', err: 'vit-config: gone.yaml: there is no such file or directory\n' });
  check('a file that may not be read', 'a.yaml', { 'a.yaml': systemError('EACCES') }, 2, { err: 'vit-config: a.yaml: no permission for it\n' });
  check('a binary file', 'a.yaml', { 'a.yaml': Uint8Array.of(1, 0, 2) }, 2, { err: 'vit-config: a.yaml: is a binary file, not text\n' });
  check('UTF-16', 'a.yaml', { 'a.yaml': Uint8Array.of(0xff, 0xfe, 0x61, 0) }, 2, { err: expect.stringMatching(/UTF-16; configs are read as UTF-8/) });
  check('text cut within a character', 'a.yaml', { 'a.yaml': Uint8Array.of(0x61, 0x0a, 0xe2, 0x82) }, 2, {
    err: 'vit-config: a.yaml: is not valid UTF-8: line 2 has bytes that are no character\n',
  });
  check('a byte order mark', 'a.vit.yaml', { 'a.vit.yaml': `\ufeff${TINY}` }, 0, { out: '1 file with 1 model checked: no findings\n' });
  check('JSON5 is read as the language server reads it', 'a.json5', { 'a.json5': `{"model_name": "ViT-B_16", "num_classes": 10,}` }, 1, {
    out: expect.stringMatching(/json-trailing-comma/),
  });
  check('an unreadable file does not hide the others', 'gone.yaml b.vit.yaml', { 'b.vit.yaml': BROKEN }, 2, {
    out: expect.stringMatching(/heads-divide-width/),
  });
  check('a file that is none of ours, named itself', 'plain.yaml', { 'plain.yaml': 'port: 80\n' }, 0, {
    out: 'plain.yaml: not a Vision Transformer config, nothing checked (name it *.vit.yaml or *.vit.json to have it checked whatever it holds)\n',
    err: '',
  });
});

describe('standard input', () => {
  const check = (title: string, args: string, stdin: string, code: number, out: RegExp) =>
    it(title, async () => {
      const outcome = await vitConfig(`check - ${args}`, { stdin });
      expect(outcome.code).toBe(code);
      expect(outcome.out).toMatch(out);
    });
  check('has a name where one is given', '--stdin-filename x/b.vit.yaml', BROKEN, 1, /^x\/b\.vit\.yaml:8:14: error: /);
  check('is recognised by its content without', '', BROKEN, 1, /^standard input:8:14: error: /);
  check('is JSON by its name', '--stdin-filename b.vit.json', '{"hidden_size": 8,}', 1, /json-trailing-comma/);
  check('is nothing of ours', '', 'port: 80\n', 0, /not a Vision Transformer config/);
});

it('--ignore leaves out findings, of structure and syntax too', async () => {
  const files = {
    'b.vit.yaml': BROKEN,
    'k.vit.yaml': TINY.replace('classifier', 'clasifier'),
    'j.vit.json': JSON.stringify({ hidden_size: 1 }).replace('}', ',}'),
  };
  expect(await vitConfig('check b.vit.yaml --ignore heads-divide-width', { files })).toMatchObject({
    code: 0,
    out: '1 file with 1 model checked: no findings\n',
  });
  expect((await vitConfig('check k.vit.yaml --ignore unknown-key --ignore missing-key', { files })).out).not.toMatch(/unknown-key|missing-key/);
  expect((await vitConfig('check j.vit.json --ignore json-trailing-comma', { files })).out).not.toMatch(/trailing comma/);
});

describe('colour', () => {
  it.each([
    ['on a terminal', { terminal: true }, true],
    ['not in a pipe', {}, false],
    ['not where NO_COLOR is set', { terminal: true, env: { NO_COLOR: '1' } }, false],
    ['where an empty NO_COLOR says nothing', { terminal: true, env: { NO_COLOR: '' } }, true],
    ['in a pipe where FORCE_COLOR is set', { env: { FORCE_COLOR: '1' } }, true],
    ['not where FORCE_COLOR is 0', { terminal: true, env: { FORCE_COLOR: '0' } }, false],
    ['NO_COLOR before FORCE_COLOR', { env: { NO_COLOR: '1', FORCE_COLOR: '1' } }, false],
    ['not on a dumb terminal', { terminal: true, env: { TERM: 'dumb' } }, false],
  ] satisfies [string, TestOptions, boolean][])('%s', async (_, options, coloured) => {
    const { out } = await vitConfig('check b.vit.yaml', { ...options, files: { 'b.vit.yaml': BROKEN } });
    expect(out.includes('\u001b[31merror')).toBe(coloured);
    expect(out.includes('\u001b[')).toBe(coloured);
  });
});
