/**
 * What a person sees of each sample, whole: lenses, hints, findings with their fixes, the hover of each model and of each field.
 * `npx vitest run test/unit/goldens.test.ts -u` writes test/golden/samples anew; read the difference before committing it.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DocumentAnalysis, Snapshot } from '../../server/core/analysis';
import { hover, inlayHints, lenses, withoutMarkup } from '../../server/core/editor';
import { english } from '../../server/core/phrase';
import type { Range } from '../../server/core/text';
import { inEnglish } from '../english';
import { RELEASED } from './checkpoint/known';

const SAMPLES = join(__dirname, '..', '..', 'samples');
const FOLDERS = ['models', 'training', 'broken'];

function seen(text: string, fileName: string): string {
  const snapshot = Snapshot.of(text, { fileName, syntax: fileName.endsWith('.json') ? 'json' : 'yaml', ignore: [], checkpoints: RELEASED });
  return snapshot.documents.map(({ analysis }, i) => [`== document ${i + 1}`, ...documentSeen(analysis)].join('\n')).join('\n\n');
}

function documentSeen(analysis: DocumentAnalysis): string[] {
  const { text } = analysis;
  const quoted = ({ start, end }: Range) => JSON.stringify(text.slice(start, end));
  const line = (offset: number) => text.slice(0, offset).split('\n').length;
  return [
    ...inEnglish(analysis.recognition?.evidence ?? []).map(({ reason }) => `recognised: ${reason}`),
    ...lenses(analysis, { runOf: () => null, mayRun: 'yes' }).map(({ range, title }) => `lens ${line(range.start)}: ${english(title)}`),
    ...inEnglish(inlayHints(analysis, { start: 0, end: text.length })).map(({ offset, label }) => `hint ${line(offset)}: ${label}`),
    ...inEnglish(analysis.findings).flatMap(({ code, severity, message, range, related, fixes }) => [
      `${severity} ${line(range.start)}: ${code} at ${quoted(range)}: ${message}`,
      ...related.map((place) => `  related ${line(place.range.start)}: ${quoted(place.range)}: ${place.message}`),
      ...fixes.map(({ title }) => `  fix: ${title}`),
    ]),
    ...hoversOf(analysis),
  ];
}

/** Each hover once, at the first place that shows it. */
function hoversOf(analysis: DocumentAnalysis): string[] {
  const shown = new Map<string, number>();
  for (let offset = 0; offset <= analysis.text.length; offset++) {
    const info = hover(analysis, offset, () => null, english);
    if (info !== null && !shown.has(info.markdown)) shown.set(info.markdown, offset);
  }
  return [...shown.keys()].map((markdown) => `\n-- hover\n${withoutMarkup(markdown)}`);
}

const files = FOLDERS.flatMap((folder) => readdirSync(join(SAMPLES, folder)).map((name) => `${folder}/${name}`));

test.each(files)('%s', async (file) => {
  const text = readFileSync(join(SAMPLES, file), 'utf8');
  await expect(`${seen(text, file.slice(file.indexOf('/') + 1))}\n`).toMatchFileSnapshot(join(__dirname, '..', 'golden', 'samples', `${file}.txt`));
});
