import { describe, expect, it } from 'vitest';
import type { PlainSyntax } from '../../../server/core/syntax';
import { readDocument, splitDocuments } from '../../../server/core/syntax';
import { MAX_ALIASED_NODES, MAX_DEPTH, MAX_DOCUMENT, MAX_PROBLEMS, MAX_TEXT } from '../../../server/core/syntax/limits';
import { type ConfigNode, isLeaf } from '../../../server/core/syntax/tree';
import { brokenPlaces } from './arbitrary';

/** Reads all of a text as the analysis does; a second is the promise, and the machine of the tests may be busy. */
function readFile(text: string, syntax: PlainSyntax) {
  const read = () => {
    const begin = performance.now();
    const documents = splitDocuments(text, syntax).map(({ start, end }) => readDocument(text.slice(start, end), syntax));
    return { documents, ms: performance.now() - begin };
  };
  const first = read();
  // What takes long on a busy machine takes long again only if it is slow.
  expect(first.ms < 1500 ? first.ms : Math.min(first.ms, read().ms)).toBeLessThan(3000);
  return first.documents;
}

function codes(text: string, syntax: PlainSyntax): string[] {
  return readFile(text, syntax).flatMap(({ problems }) => problems.map(({ code }) => code));
}

/** Nodes when all aliases are written out, and how deep. */
function expanded(node: ConfigNode | null): { size: number; depth: number } {
  if (node === null || isLeaf(node)) return { size: 1, depth: 0 };
  const parts = (node.kind === 'sequence' ? node.items : node.entries.map(({ value }) => value)).map(expanded);
  return { size: parts.reduce((sum, { size }) => sum + size, 1), depth: 1 + parts.reduce((most, { depth }) => Math.max(most, depth), 0) };
}

describe('large texts', () => {
  it('of 100 MB are refused at once', () => {
    const text = 'hidden_size: 768\n'.repeat(6_200_000);
    for (const syntax of ['yaml', 'json'] as const) {
      const documents = readFile(text, syntax);
      expect(documents).toMatchObject([{ root: null, problems: [{ code: 'too-large', severity: 'error', range: { start: 0, end: 0 } }] }]);
    }
  });
  it('are read up to the limit', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `key_${i}: ${i}\n`).join('');
    expect(lines.length).toBeGreaterThan(MAX_TEXT / 2);
    expect(readFile(lines, 'yaml')).toMatchObject([{ problems: [] }]);
    expect(codes(`a: &x 1\n${lines}`, 'yaml')).toEqual([]);
    expect(codes(`a: &x ${'1'.repeat(MAX_DOCUMENT)}\n`, 'yaml')).toEqual(['too-large']);
  });
});

describe('deep texts', () => {
  it.each(['[', '{', '{"a":', '[[', '- ', '? ', ': ', '[a: ', '{a: ', '- a: ', '&a [', '!x {'])('of 100,000 times %s', (piece) => {
    for (const syntax of ['yaml', 'json'] as const)
      for (const document of readFile(piece.repeat(100_000).slice(0, MAX_DOCUMENT), syntax)) expect(brokenPlaces(document)).toEqual([]);
  });
  it('of blocks are refused where they get too deep', () => {
    const nested = (levels: number): string => Array.from({ length: levels }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
    expect(codes(nested(MAX_DEPTH + 10), 'yaml')).toEqual(['too-large']);
    expect(codes(nested(MAX_DEPTH - 10), 'yaml')).toEqual([]);
    expect(codes(`${'['.repeat(MAX_DEPTH + 10)}${']'.repeat(MAX_DEPTH + 10)}`, 'json')).toEqual(['too-large']);
    expect(codes(`${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`, 'json')).toEqual([]);
  });
});

describe('alias bombs', () => {
  function check(text: string): void {
    const [document] = readFile(text, 'yaml');
    expect(document?.problems.map(({ code }) => code)).toContain('too-large');
    const { size, depth } = expanded(document?.root ?? null);
    expect(size).toBeLessThan(text.length + 2 * MAX_ALIASED_NODES);
    expect(depth).toBeLessThanOrEqual(MAX_DEPTH);
  }
  it('of lists stay small', () => {
    const line = (i: number): string => `a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]\n`;
    check(`a0: &a0 x\n${Array.from({ length: 30 }, (_, i) => line(i + 1)).join('')}`);
  });
  it('of mappings and merge keys stay small', () => {
    const line = (i: number): string => `a${i}: &a${i} {x${i}: *a${i - 1}, y${i}: *a${i - 1}, <<: *a${i - 1}}\n`;
    check(`a0: &a0 {x: 1}\n${Array.from({ length: 60 }, (_, i) => line(i + 1)).join('')}`);
  });
  it('of depth stay flat', () => {
    const line = (i: number): string => `a${i}: &a${i} [[[*a${i - 1}]]]\n`;
    check(`a0: &a0 x\n${Array.from({ length: 200 }, (_, i) => line(i + 1)).join('')}`);
  });
});

describe('slow texts', () => {
  // Each was once, or could be, read in quadratic time or with an error object a character.
  const pieces = [
    'a: [\n1]\n',
    '? ',
    ': ',
    '"',
    '&a ',
    '!a ',
    '*a ',
    '[]',
    '""',
    ',',
    '[1],',
    '\\u',
    '"\n',
    "'\n",
    'a\n',
    'a: 1\n',
    '...\n',
    '---\n',
    '%a\n',
    'a: [\n',
    '- !a 1\n',
    '<<: *a\n',
    'a: *a\n---\n',
    '\t',
    '\r',
    '\u2028',
    '#',
    '# \n',
    ' ',
    '0_',
    '1:',
    'a: b: c\n',
  ];
  it.each(pieces)('of %j', (piece) => {
    for (const before of ['', '[']) {
      const text = before + piece.repeat(MAX_DOCUMENT / piece.length - 10);
      // A third of the largest text takes a third of the second.
      for (const syntax of ['yaml', 'json'] as const)
        for (const document of readFile(text.slice(0, MAX_DOCUMENT / 3), syntax)) expect(document.problems.length).toBeLessThanOrEqual(MAX_PROBLEMS);
    }
  });
});

describe('strange texts', () => {
  it('that are binary have one problem', () => {
    const binary = `\u007fELF\u0002\u0001\u0001\0\0\0${String.fromCharCode(...Array.from({ length: 500 }, (_, i) => (i * 7919) % 65536))}`;
    for (const syntax of ['yaml', 'json'] as const) expect(readDocument(binary, syntax)).toMatchObject({ root: null, problems: [{ code: 'syntax' }] });
  });
  it.each([
    'a: \ud800',
    'a: "\udc00"',
    'a: b\u2028c',
    'a: \ufffdb\ufffd',
    'a: 1e400',
    'a: -0',
    `a: ${'9'.repeat(100_000)}`,
    `a: 0${'7'.repeat(5000)}`,
    `a: ${'1:'.repeat(50_000)}1`,
    `a: ${'1_'.repeat(50_000)}1`,
    `a: ${'1'.repeat(5000)}.${'e'.repeat(5000)}`,
    '\ufeff\ufeffa: 1',
  ])('like %j are read', (text) => {
    for (const syntax of ['yaml', 'json'] as const) for (const document of readFile(text, syntax)) expect(brokenPlaces(document)).toEqual([]);
  });
});
