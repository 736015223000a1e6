/** Everything an editor may ask, at every place of every sample and of what is left of it while it is typed. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { decidingKeys, fingerprint, fixesAt, hover, inlayHints, lenses } from '../../../server/core/editor';
import { english } from '../../../server/core/phrase';
import { brokenView } from '../../fuzz/views';

const root = join(__dirname, '..', '..', '..', 'samples');
const files = ['models', 'training', 'broken'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)));

/** Asks everything; gives how many hovers had something to say. */
function askEverything(text: string, fileName: string, step: number): number {
  const snapshot = Snapshot.of(text, { fileName, syntax: fileName.endsWith('.json') ? 'json' : 'yaml', ignore: [] });
  let said = 0;
  for (const { analysis } of snapshot.documents) {
    const { length } = analysis.text;
    const all = { start: 0, end: length };
    for (const { range } of lenses(analysis, { runOf: () => null, mayRun: 'yes' })) expect(range.end).toBeLessThanOrEqual(length);
    for (const { offset } of inlayHints(analysis, all)) expect(offset).toBeLessThanOrEqual(length);
    for (const { range } of fixesAt(analysis, all).flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits))) expect(range.end).toBeLessThanOrEqual(length);
    for (const model of analysis.models) {
      expect(fingerprint(model.spec)).not.toBe('');
      expect(brokenView(analysis, model)).toEqual([]);
      for (const { range } of decidingKeys(model, null)) expect(range.end).toBeLessThanOrEqual(length);
    }
    for (let offset = 0; offset <= length; offset += step) {
      const info = hover(analysis, offset, () => null, english);
      if (info === null) continue;
      said++;
      expect(info.range.end).toBeLessThanOrEqual(length);
      expect(info.markdown).not.toMatch(/undefined|NaN|\[object/);
    }
  }
  return said;
}

test.each(files.map((file) => [file.slice(root.length + 1), file]))('%s', (name, file) => {
  const text = readFileSync(file, 'utf8');
  const said = askEverything(text, name, 5);
  if (name.startsWith('models')) expect(said).toBeGreaterThan(10);
  for (let end = 0; end < text.length; end += 37) askEverything(text.slice(0, end), name, 61);
});

test.each(['1e400', '-1', '0', '1000000000000', '1e12', '.nan', '.inf', '9007199254740993', '"768"', '[1, 2]', '{}', 'null', '*nowhere'])(
  'every number of a config is %s',
  (value) => {
    const text = readFileSync(join(root, 'models', 'R50+ViT-B_16.vit.yaml'), 'utf8');
    for (const match of text.matchAll(/: ([\d.]+)$/gm)) {
      const at = match.index + 2;
      askEverything(text.slice(0, at) + value + text.slice(at + (match[1]?.length ?? 0)), 'x.vit.yaml', 7);
    }
  },
);
