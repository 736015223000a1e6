import { describe, expect, it, test } from 'vitest';
import { anchorAt, anchorDefinition, renameAnchor } from '../../../../server/core/editor';
import { english } from '../../../../server/core/phrase';
import { applied } from '../../rules/check';
import { analyse, withCursor } from '../support';

/** The text after the anchor at `$0` got another name; or why it can't have it. */
function check(fixture: string, name: string, expected: string | RegExp): void {
  const { analysis, offset } = withCursor(fixture);
  const place = anchorAt(analysis.document, offset);
  if (place === null) throw new Error('no anchor at the cursor');
  const renaming = renameAnchor(analysis.document, place.anchor, name);
  if (typeof expected === 'string') expect(renaming.ok && applied(analysis.text, renaming.edits)).toBe(expected);
  else expect(renaming.ok || english(renaming.problem)).toMatch(expected);
}

describe('rename', () => {
  const text = 'a: &base {x: 1}\nb: {<<: *base}\nc: [*base, "*base"] # *base\n';
  const renamed = 'a: &b-1 {x: 1}\nb: {<<: *b-1}\nc: [*b-1, "*base"] # *base\n';
  it.each(['&base', '*base}', '*base,'])('from %s', (at) => check(text.replace(at, `$0${at}`), 'b-1', renamed));
  it('from the end of the name', () => check(text.replace('&base', '&base$0'), 'b-1', renamed));
  it('to the same name', () => check(text.replace('&base', '&b$0ase'), 'base', text));
  it('of one of two anchors of a name takes its own aliases only', () => {
    const twice = 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n';
    check(twice.replace('&x 1', '&$0x 1'), 'y', 'a: &y 1\nb: *y\nc: &x 2\nd: *x\n');
    check(twice.replace('d: *x', 'd: *x$0'), 'y', 'a: &x 1\nb: *x\nc: &y 2\nd: *y\n');
  });
  it.each(['', ' ', 'a b', '&x', '*x', 'a.b', 'é', 'a,', '[a]', 'a\n', '😀'])('not to %j', (name) =>
    check('a: &b$0ase 1\n', name, /^PyYAML takes only A-Z, a-z, 0-9, - and _ in the name of an anchor, not ".*"$/),
  );
  it('not to the name of another', () => check('a: &b$0ase 1\nb: &other 2\n', 'other', /an anchor &other in this document already/));
});

test('an alias leads to the last anchor of its name before it, and to the entry it names', () => {
  const { analysis, offset } = withCursor('a: &x 1\nb: &x\n  k: 2\nc: *$0x\nd: &x 3\n');
  const definition = anchorDefinition(analysis, offset);
  const at = (range?: { start: number; end: number }) => analysis.text.slice(range?.start, range?.end);
  expect([definition?.origin, definition?.selection, definition?.target].map(at)).toEqual(['*x', '&x', 'b: &x\n  k: 2']);
  expect(definition?.selection.start).toBe(analysis.text.indexOf('b: &x') + 3);
});

test('an anchor of the whole document, of a key, and without a value', () => {
  for (const text of ['--- &all\na: 1\nb: *all\n', '&all a: 1\nb: *all\n', 'a: &all\nb: *all\n']) {
    const analysis = analyse(text);
    const definition = anchorDefinition(analysis, text.indexOf('*all'));
    expect(text.slice(definition?.selection.start, definition?.selection.end)).toBe('&all');
    expect(definition?.target.start).toBeLessThanOrEqual(text.indexOf('&all'));
    expect(definition?.target.end).toBeGreaterThanOrEqual(text.indexOf('&all') + 4);
  }
});

test('an alias without an anchor leads nowhere, nor does a file that is not ours', () => {
  expect(anchorDefinition(analyse('a: *x\nb: &x 1\n'), 3)).toBeNull();
  expect(anchorDefinition(analyse('a: &x 1\nb: *x\n', 'yaml', 'a.yaml'), 11)).toBeNull();
});
