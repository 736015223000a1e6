/** Each page's bad example in other clothes: block YAML, compact JSON, JSON over lines, Windows line ends. The finding and its fixes stay. */
import { describe, expect, it } from 'vitest';
import { literal, type PlainValue } from '../../../server/core/edit/literal';
import { RULES } from '../../../server/core/rules';
import { readDocument } from '../../../server/core/syntax';
import type { Syntax } from '../../../server/core/syntax/tree';
import { checkFixes, findingsIn, plain } from './check';

function block(value: PlainValue, indent: string): string {
  if (value === null || typeof value !== 'object') return ` ${literal(value, 'yaml')}\n`;
  if (Array.isArray(value)) {
    return value.length === 0 ? ' []\n' : `\n${value.map((item: PlainValue) => `${indent}- ${literal(item, 'yaml')}\n`).join('')}`;
  }
  const entries = Object.entries(value as { readonly [key: string]: PlainValue });
  return `\n${entries.map(([key, item]) => `${indent}${key}:${block(item, `${indent}    `)}`).join('')}`;
}

const STYLES: [string, Syntax, (value: PlainValue) => string][] = [
  ['block YAML', 'yaml', (value) => block(value, '').slice(1)],
  ['block YAML without a last line end', 'yaml', (value) => block(value, '').trim()],
  ['Windows YAML', 'yaml', (value) => block(value, '').slice(1).replaceAll('\n', '\r\n')],
  ['flow YAML', 'yaml', (value) => literal(value, 'yaml')],
  ['compact JSON', 'json', (value) => JSON.stringify(value)],
  ['JSON over lines', 'json', (value) => `${JSON.stringify(value, null, 2)}\n`],
  ['Windows JSON', 'json', (value) => JSON.stringify(value, null, '\t').replaceAll('\n', '\r\n')],
];

// What these are about is the text itself.
const TEXTUAL = new Set(['pyyaml-number', 'unknown-ignore-code']);

describe.each(RULES.filter(({ code, syntax }) => !TEXTUAL.has(code) && syntax === undefined))('$code', ({ code, docs }) => {
  const value = plain(readDocument(docs.bad, 'yaml').root);
  const titles = findingsIn(docs.bad).flatMap(({ fixes }) => fixes.map(({ title }) => title));

  it.each(STYLES)('in %s', (_, syntax, write) => {
    const text = write(value);
    const found = findingsIn(text, syntax);
    expect(found.map((finding) => finding.code)).toEqual([code]);
    expect(found.flatMap(({ fixes }) => fixes.map(({ title }) => title))).toEqual(titles);
    for (const finding of found) {
      checkFixes(text, syntax, finding);
      if (text.includes('\r\n')) for (const { edits } of finding.fixes) for (const { newText } of edits) expect(newText).not.toMatch(/(?<!\r)\n/);
    }
  });
});

describe('a text that is all of one thing is read in time', () => {
  const vit = 'model_name: ViT-B_16\n';
  const within = (text: string, syntax: Syntax = 'yaml') => {
    const once = () => {
      const start = performance.now();
      findingsIn(text, syntax);
      return performance.now() - start;
    };
    const first = once();
    // A busy machine is not a slow reader: what takes long takes long again.
    return first < 1000 ? first : Math.min(first, once());
  };
  it.each([
    ['silencing comments', vit + '# vit-config: ignore=no-such-code\nx-a: 1\n'.repeat(10_000)],
    ['codes', `# vit-config: ignore=${'no-such-code,'.repeat(25_000)}\n${vit}`],
    ['comments behind a silencing one', vit + '# vit-config: ignore=syntax\n'.repeat(150) + '# and so on\n'.repeat(30_000)],
    ['blanks in a comment', `# vit-config:${' '.repeat(100_000)}x${' '.repeat(100_000)}y\n${vit}`],
    ['ambiguous values', `${vit}x-a: [${'1e3, '.repeat(50_000)}1e3]\n`],
    ['stages', `${vit}patches: {size: [1, 1]}\nresnet: {num_layers: [${'1, '.repeat(50_000)}1], width_factor: 1}\n`],
  ])('%s', (_, text) => {
    expect(within(text)).toBeLessThan(2000);
  });
});
