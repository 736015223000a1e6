import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { visionTransformer } from '../../../server/core/dialects';
import { readDocument } from '../../../server/core/syntax';

/** What people do to a line: one slip each. */
const SLIPS: readonly ((line: string) => string | null)[] = [
  () => null,
  (line) => line.replace(/: (\d+)/, ': "$1"'),
  (line) => line.replace(/: (\d+)/, ': $1.0'),
  (line) => line.replace(/([a-z]_)/, '$1x'),
  (line) => line.replace(/(\w)(\w)(\w*"?:)/, '$2$1$3'),
  (line) => line.replace(/^ {2,}/, ''),
  (line) => line.replace(/: .*/, ': None'),
  (line) => line.replace(/: .*/, ':'),
  (line) => line.replace(/\[(.*)\]/, '($1)'),
];

function analyse(text: string, file: string) {
  const document = readDocument(text, file.endsWith('.json') ? 'json' : 'yaml');
  const recognition = visionTransformer.detect(document, file);
  return { readable: document.problems.length === 0, findings: recognition === null ? [] : visionTransformer.structure(document, recognition) };
}

/** Applies the first fix of each finding that each slip in each line of a file brings; returns how many there were. */
function everyFixMends(text: string, file: string): number {
  const lines = text.split('\n');
  let fixes = 0;
  for (const slip of SLIPS) {
    for (const [i, line] of lines.entries()) {
      const slipped = slip(line);
      const broken = [...lines.slice(0, i), ...(slipped === null ? [] : [slipped]), ...lines.slice(i + 1)].join('\n');
      const before = analyse(broken, file);
      if (!before.readable) continue;
      for (const {
        message,
        fixes: [fix],
      } of before.findings) {
        if (fix === undefined) continue;
        fixes += 1;
        const mended = [...fix.edits]
          .sort((a, b) => b.range.start - a.range.start)
          .reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), broken);
        const after = analyse(mended, file);
        expect({ file, broken, message, mended, readable: after.readable, fewer: after.findings.length < before.findings.length }).toMatchObject({
          readable: true,
          fewer: true,
        });
      }
    }
  }
  return fixes;
}

for (const folder of ['models', 'training']) {
  test(`the first fix of every slip in samples/${folder} leaves one finding less`, () => {
    const root = new URL(`../../../samples/${folder}/`, import.meta.url);
    let fixes = 0;
    for (const file of readdirSync(root)) fixes += everyFixMends(readFileSync(new URL(encodeURIComponent(file), root), 'utf8'), file);
    expect(fixes).toBeGreaterThan(100);
  });
}
