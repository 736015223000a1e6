/** Completion at every place of every sample, whole, cut off and mangled: it never throws, and what is accepted lands where it belongs. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CompletionInfo, completions, UpstreamFigures } from '../../../server/core/editor';
import { applied } from '../../../server/core/editor/completion/apply';
import { type Site, sitesAt } from '../../../server/core/editor/completion/site';
import { english } from '../../../server/core/phrase';
import type { PlainSyntax } from '../../../server/core/syntax';
import { readDocument } from '../../../server/core/syntax';
import type { ConfigDocument, ConfigNode } from '../../../server/core/syntax/tree';
import { valueAt } from '../../../server/core/syntax/tree';
import { byteMutation, lineMutation, placeOf, share } from '../../fuzz/mutations';
import { SAMPLES, samplesOf } from '../../fuzz/samples';
import { accepted, askAt, editsOf, labels } from './completionSupport';
import { analyse } from './support';

const upstream = new UpstreamFigures();
const VALID = [...samplesOf('models'), ...samplesOf('training')];

/** What is wrong with an item whatever the text: places outside, over line ends or over each other. */
function misplaced({ insert, replace, edits, label, detail: said, filterText }: CompletionInfo, text: string, offset: number): string[] {
  const detail = said === null ? '' : english(said);
  const broken: string[] = [];
  if (replace.start > offset || offset > replace.end || replace.start < 0 || replace.end > text.length) broken.push('it replaces elsewhere');
  if (/[\r\n]/.test(text.slice(replace.start, replace.end))) broken.push('it replaces more than a line');
  if (insert.start !== replace.start || insert.end < offset || insert.end > replace.end) broken.push('it inserts elsewhere');
  for (const { range } of edits) {
    if (range.start < 0 || range.end > text.length || range.start > range.end) broken.push('an edit is outside');
    if (range.start < replace.end && range.end > replace.start) broken.push('an edit touches what is replaced');
    if (range.start === range.end && range.start === replace.start) broken.push('two texts go to one place');
  }
  if (label === '' || /[\r\n]/.test(`${label}${detail}${filterText}`)) broken.push('it is no line');
  if (/\b(?:NaN|undefined|Infinity)\b/.test(`${label} ${detail}`)) broken.push('it has no value');
  return broken.map((what) => `${label}: ${what}`);
}

/** Where an item's own value has to be found once it is accepted. */
function pathOf({ path }: Site, { kind, label }: CompletionInfo): string {
  if (kind !== 'key') return path;
  return path === '' ? label : `${path}.${label}`;
}

function atPath({ root }: ConfigDocument, path: string): ConfigNode | null | undefined {
  if (path === '') return root;
  const [, list, index] = /^(.*)\.(\d+)$/.exec(path) ?? [];
  if (list === undefined) return valueAt(root, path);
  const node = valueAt(root, list);
  return node?.kind === 'sequence' ? node.items[Number(index)] : undefined;
}

/** What an accepted item has to leave: a text without a fault, or only itself at its place. */
type Promise = 'faultless' | 'placed' | 'nothing';

function misapplied(item: CompletionInfo, sites: readonly Site[], text: string, syntax: PlainSyntax, promise: Promise): string[] {
  if (promise === 'nothing') return [];
  const after = readDocument(applied(text, editsOf(item)), syntax);
  const problem = after.problems.find(({ severity, code }) => severity === 'error' && code !== 'duplicate-key');
  const broken: string[] = [];
  if (promise === 'faultless' && problem !== undefined) broken.push(`the text has a fault: ${problem.message}`);
  const paths = sites.map((site) => pathOf(site, item));
  if (paths.every((path) => atPath(after, path) === undefined)) broken.push(`nothing is at ${paths.join(' or ')}`);
  return broken.map((what) => `${item.label}: ${what}\n${after.text}`);
}

/** Every check of all items at an offset; how many there were. */
function check(text: string, offset: number, syntax: PlainSyntax, promise: Promise): number {
  const items = completions(analyse(text, syntax), offset, upstream, null);
  const sites = sitesAt(text, syntax, offset);
  const said = new Set<string>();
  for (const item of items) {
    const name = `${item.kind} ${item.label}`;
    const broken = said.has(name) ? [`${name} is there twice`] : [...misplaced(item, text, offset), ...misapplied(item, sites, text, syntax, promise)];
    said.add(name);
    if (broken.length > 0) throw new Error(`${broken.join('\n')}\n\nat ${offset} of ${JSON.stringify(text)}`);
  }
  return items.length;
}

/** Looked at in every place; of the others, which are much alike, some places do. */
const WHOLE = ['LiT-L16S.vit.yaml', 'Mixer-B_16.vit.yaml', 'R+ViT-Ti_16.vit.yaml', 'ViT-B_16.vit.json', 'ViT-B_16.vit.yaml'];

describe.each(VALID)('$name', ({ name, text, syntax }) => {
  const step = WHOLE.includes(name) ? 1 : 17;

  test('at its places, what is accepted is at its place and nothing else is broken', { timeout: 120_000 }, () => {
    let found = 0;
    for (let offset = 0; offset <= text.length; offset += step) found += check(text, offset, syntax, 'faultless');
    expect(found).toBeGreaterThan(20);
  });

  test('while it is typed', { timeout: 120_000 }, () => {
    let found = 0;
    for (let end = 0; end <= text.length; end += step) found += check(text.slice(0, end), end, syntax, syntax === 'json' ? 'placed' : 'faultless');
    expect(found).toBeGreaterThan(20);
  });

  test.each(keyLines(text, syntax))('without $key in line $line', ({ key, path, fixtures }) => {
    for (const fixture of fixtures) {
      const offset = fixture.indexOf('$0');
      const asked = askAt(fixture.replace('$0', ''), offset, syntax);
      expect(labels(asked, 'key')).toContain(key);
      const after = readDocument(accepted(asked, key), syntax);
      expect(after.problems).toEqual([]);
      expect(valueAt(after.root, path)).toBeDefined();
    }
  });
});

/** Each line with a key: its path, and the text without it, alone or with all below it. */
function keyLines(text: string, syntax: PlainSyntax): { key: string; line: number; path: string; fixtures: string[] }[] {
  const lines = text.split('\n');
  const owners: { indent: number; key: string }[] = [];
  return lines.flatMap((line, i) => {
    const [, white = '', key] = /^( *)"?([A-Za-z_]+)"?:/.exec(line) ?? [];
    if (key === undefined) return [];
    while ((owners.at(-1)?.indent ?? -1) >= white.length) owners.pop();
    const path = [...owners.map((owner) => owner.key), key].join('.');
    owners.push({ indent: white.length, key });
    let end = i + 1;
    while (/^ *\S/.test(lines[end] ?? '') && (/^ */.exec(lines[end] ?? '')?.[0].length ?? 0) > white.length) end++;
    const nested = end > i + 1;
    // A brace that opens on the line closes behind what is below.
    if (nested && syntax === 'json') end++;
    const without = (to: number) => [...lines.slice(0, i), `${white}$0`, ...lines.slice(to)].join('\n');
    return [{ key, line: i + 1, path, fixtures: syntax === 'json' || !nested ? [without(end)] : [without(end), without(i + 1)] }];
  });
}

const offsets = fc.array(share, { minLength: 3, maxLength: 6 });

test('in mangled texts it keeps to its line and never throws', { timeout: 120_000 }, () => {
  let found = 0;
  fc.assert(
    fc.property(fc.constantFrom(...SAMPLES), fc.oneof(byteMutation, lineMutation), offsets, ({ text, syntax }, mutate, cursors) => {
      const mangled = mutate(text);
      for (const cursor of cursors) found += check(mangled, placeOf(mangled.length, cursor), syntax, 'nothing');
    }),
    { seed: 20_201_022, numRuns: 2000 },
  );
  expect(found).toBeGreaterThan(2000);
});
