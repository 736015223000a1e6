import { describe, expect, it } from 'vitest';
import type { PlainSyntax } from '../../../server/core/syntax';
import { readDocument, splitDocuments } from '../../../server/core/syntax';
import { consumed, problemsOf } from './helpers';
import table from './python-documents.json';

interface Answer {
  readonly syntax: PlainSyntax;
  readonly text: string;
  readonly documents?: readonly unknown[];
  readonly refused?: string;
}

/** Where the table writes a float that JSON has not. */
function asTable(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (Array.isArray(value)) return value.map(asTable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asTable(item)]));
}

/** Right YAML that PyYAML wants a `---` in, which can't be seen from one document alone. */
const BARE_SECOND_DOCUMENT = 'a: 1\n...\nb: 2\n';

describe('Python reads the same', () => {
  it.each(table as unknown as Answer[])('$syntax $text', ({ syntax, text, documents, refused }) => {
    const read = splitDocuments(text, syntax).map(({ start, end }) => readDocument(text.slice(start, end), syntax));
    const errors = read.flatMap((document) => (document.problems.some(({ severity }) => severity === 'error') ? problemsOf(document) : []));
    if (refused !== undefined && text.trim() === '') {
      // Python's json wants a value; an empty file is one that is still to be written.
      expect(read.map(({ root }) => root)).toEqual([null]);
    } else if (text === BARE_SECOND_DOCUMENT) {
      expect(read.map(({ root }) => consumed(root))).toEqual([{ a: 1 }, { b: 2 }]);
    } else if (refused !== undefined) {
      expect(errors).not.toEqual([]);
    } else {
      expect(errors).toEqual([]);
      // A file without any document is one empty document here.
      expect(read.map(({ root }) => asTable(consumed(root)))).toEqual(documents?.length === 0 ? [null] : documents);
    }
  });
});
