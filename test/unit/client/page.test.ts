import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { pageHtml } from '../../../client/panel/html';
import { panelWords } from '../../../client/panel/words';
import { blockRows, bypasses, gridLines } from '../../../client/webview/geometry';

vi.mock('vscode', () => ({ l10n: { t: (text: string) => text } }));

const folder = join(__dirname, '..', '..', '..', 'client', 'webview');
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');

describe('the content security policy', () => {
  const html = pageHtml({ cspSource: 'https://own', script: 's.js', style: 's.css', nonce: 'abc', language: 'de', title: 'a <b> "c"' });
  test('lets its own files in, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      'img-src https://own',
      'style-src https://own',
      "script-src 'nonce-abc'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });
  test('has no inline script or style to let in', () => {
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script nonce="abc" src="s.js">']);
    expect(html).not.toMatch(/<style|style=|\son\w+=/);
    expect(html).toContain('<title>a &lt;b&gt; &quot;c&quot;</title>');
  });
});

test('the page never makes markup of a text', () => {
  expect(sources).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function/);
});

test('every text of the page is used, and every placeholder is filled', () => {
  for (const [key, text] of Object.entries(panelWords())) {
    expect(sources, key).toContain(`words.${key}`);
    for (const placeholder of text.match(/\{[^}]*\}/g) ?? []) expect(placeholder).toMatch(/^\{[0-2]\}$/);
  }
});

describe('lines around steps', () => {
  test('of a pre-norm block', () =>
    expect(bypasses([[-1], [0], [-1, 1], [2], [3], [2, 4]])).toEqual([
      { from: -1, to: 2, lane: 0 },
      { from: 2, to: 5, lane: 0 },
    ]));
  test('of a chain there are none', () => expect(bypasses([[-1], [0], [1]])).toEqual([]));
  test('that overlap run beside each other, the shorter inside', () =>
    expect(bypasses([[-1], [-1], [0, 1], [-1], [2, 3], [4]])).toEqual([
      { from: -1, to: 1, lane: 0 },
      { from: 0, to: 2, lane: 1 },
      { from: 2, to: 4, lane: 0 },
      { from: -1, to: 3, lane: 2 },
    ]));
});

describe('lines of the grid', () => {
  test('lie between patches', () => expect(gridLines(64, 4, 16)).toEqual({ at: [16, 32, 48], step: 1 }));
  test('end the last patch where pixels are left', () => expect(gridLines(70, 4, 16)).toEqual({ at: [16, 32, 48, 64], step: 1 }));
  test('of a padded image stay inside', () => expect(gridLines(60, 4, 16)).toEqual({ at: [16, 32, 48], step: 1 }));
  test('are thinned out where they would be a veil', () => {
    const { at, step } = gridLines(224, 224, 1);
    expect([step, at.length, at[0]]).toEqual([7, 31, 7]);
  });
});

describe('rows of blocks', () => {
  const steps = [{ title: 'MLP', inputs: [-1], outputShape: [], parameters: 0, macs: 10 }];
  test('one a block', () =>
    expect(blockRows({ blockMs: [1, 2], macs: 20, steps })).toEqual([
      { from: 1, to: 1, ms: 1, macs: 10 },
      { from: 2, to: 2, ms: 2, macs: 10 },
    ]));
  test('what the first has beside the others counts for it', () =>
    expect(blockRows({ blockMs: [1, 2, 3], macs: 35, steps }).map(({ macs }) => macs)).toEqual([15, 10, 10]));
  test('a part without blocks has all of its cost', () =>
    expect(blockRows({ blockMs: [4], macs: 99, steps: [] })).toEqual([{ from: 1, to: 1, ms: 4, macs: 99 }]));
  test('neighbours of very many share a row, with their mean', () => {
    const rows = blockRows({ blockMs: Array.from({ length: 65 }, (_, i) => i), macs: 650, steps });
    expect(rows).toHaveLength(22);
    expect([rows[0], rows.at(-1)]).toEqual([
      { from: 1, to: 3, ms: 1, macs: 10 },
      { from: 64, to: 65, ms: 63.5, macs: 10 },
    ]);
  });
  test('none of a part that was not timed', () => expect(blockRows({ blockMs: null, macs: 1, steps })).toEqual([]));
});
