/**
 * check(code, fixture, expected): the fixture marks the finding's range with « » and its related places with ‹ ›.
 * Every fix of the finding is applied as well: what is left must be readable, and the finding gone.
 */

import { expect } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import type { PlainValue } from '../../../server/core/edit/literal';
import type { Finding, Severity } from '../../../server/core/finding';
import type { ConfigNode, Syntax } from '../../../server/core/syntax/tree';
import type { Range, TextEdit } from '../../../server/core/text';
import { type InEnglish, inEnglish } from '../../english';
import { RELEASED } from '../checkpoint/known';

export interface Expected {
  readonly message: string | RegExp;
  readonly severity?: Severity;
  /** Titles in order. */
  readonly fixes?: readonly (string | RegExp)[];
  /** What stands, after the first fix, where « » was (or anywhere, as a part of the text). */
  readonly first?: string;
}

/** The plain value of a node, as JSON.stringify takes it. */
export function plain(node: ConfigNode | null): PlainValue {
  if (node === null) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'unknown') return null;
  if (node.kind === 'sequence') return node.items.map(plain);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
}

/** `checkpoint: <released model>.npz` is that model's. */
export function findingsIn(text: string, syntax: Syntax = 'yaml', ignore: readonly string[] = []): InEnglish<Finding>[] {
  return inEnglish(
    Snapshot.of(text, { fileName: syntax === 'python' ? 'fixture.py' : `fixture.vit.${syntax}`, syntax, ignore, checkpoints: RELEASED }).findings(),
  );
}

/** The one finding of this code is as expected. */
export function check(code: string, fixture: string, expected: Expected, syntax: Syntax = 'yaml'): void {
  const { text, range, related } = marked(fixture);
  const found = findingsIn(text, syntax).filter((finding) => finding.code === code);
  expect(found.map(({ message }) => message)).toEqual([pattern(expected.message)]);
  const [finding] = found;
  if (finding === undefined || range === null) throw new Error('no finding, or no « » in the fixture');
  expect(slice(text, finding.range)).toBe(slice(text, range));
  expect(finding.range).toEqual(range);
  if (expected.severity !== undefined) expect(finding.severity).toBe(expected.severity);
  if (related.length > 0) expect(finding.related.map((place) => place.range)).toEqual(related);
  if (expected.fixes !== undefined) expect(finding.fixes.map(({ title }) => title)).toEqual(expected.fixes.map(pattern));
  checkFixes(text, syntax, finding);
  const [fix] = finding.fixes;
  if (expected.first !== undefined) expect(fix === undefined ? null : applied(text, fix.edits)).toContain(expected.first);
}

function pattern(expected: string | RegExp): unknown {
  return typeof expected === 'string' ? expected : expect.stringMatching(expected);
}

/** Nothing of this code is found. */
export function silent(code: string, text: string, syntax: Syntax = 'yaml'): void {
  expect(findingsIn(text, syntax).filter((finding) => finding.code === code)).toEqual([]);
}

/** Each fix leaves a readable text without this finding, and without a new error. */
export function checkFixes(text: string, syntax: Syntax, finding: InEnglish<Finding>): void {
  const before = findingsIn(text, syntax);
  const errorsBefore = new Set(errorCodes(before));
  const unreadable = before.filter(({ code }) => code === 'syntax').length;
  for (const [i, { title, edits }] of finding.fixes.entries()) {
    const after = applied(text, edits);
    const left = findingsIn(after, syntax);
    const said = `after "${title}":\n${after}`;
    expect(left.filter(({ code }) => code === 'syntax').length, said).toBeLessThanOrEqual(unreadable);
    expect(
      left.filter(({ code, message }) => code === finding.code && message === finding.message),
      said,
    ).toEqual([]);
    // Removing a key that was meant as a required one leaves that missing; it is never the first fix.
    if (i === 0 || finding.code !== 'unknown-key')
      expect(
        errorCodes(left).filter((code) => !errorsBefore.has(code)),
        said,
      ).toEqual([]);
  }
}

function errorCodes(findings: readonly Pick<Finding, 'code' | 'severity'>[]): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

/** As an editor applies them: all offsets are those of the text before. */
export function applied(text: string, edits: readonly TextEdit[]): string {
  const order = edits.map((edit, i) => ({ edit, i })).sort((a, b) => a.edit.range.start - b.edit.range.start || a.i - b.i);
  let result = '';
  let at = 0;
  for (const { edit } of order) {
    expect(edit.range.start, 'edits overlap').toBeGreaterThanOrEqual(at);
    result += text.slice(at, edit.range.start) + edit.newText;
    at = edit.range.end;
  }
  return result + text.slice(at);
}

function marked(fixture: string): { text: string; range: Range | null; related: Range[] } {
  let text = '';
  let range: Range | null = null;
  const related: Range[] = [];
  const open: number[] = [];
  for (const character of fixture) {
    if (character === '«' || character === '‹') open.push(text.length);
    else if (character === '»' || character === '›') {
      const place = { start: open.pop() ?? 0, end: text.length };
      if (character === '»') range = place;
      else related.push(place);
    } else text += character;
  }
  return { text, range, related };
}

function slice(text: string, { start, end }: Range): string {
  return text.slice(start, end);
}
