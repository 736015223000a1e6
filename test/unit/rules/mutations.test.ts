/** Samples with values exchanged, lines dropped and numbers changed, seeded: nothing throws, and each fix of each rule does what it says. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULES } from '../../../server/core/rules';
import { applied, findingsIn } from './check';

const VALUES =
  "0 1 2 3 5 7 8 10 12 14 16 17 32 64 100 192 224 225 230 384 512 768 770 1024 3072 0.5 0.75 -1 null 1e3 on [16,16] [8,4] [1,1] [] [3,4,6,3] gap token unpooled bert large ViT-B_16 R50+ViT-B_16 Mixer-B_16 ViT-H_14 LiT-L16S ''".split(
    ' ',
  );

const samples = ['models', 'training', 'broken'].flatMap((folder) => {
  const root = new URL(`../../../samples/${folder}/`, import.meta.url);
  const names = readdirSync(root).filter((name) => name.endsWith('.yaml'));
  return names.sort().flatMap((name) => readFileSync(new URL(name, root), 'utf8').split(/^---\n/m));
});

/** Numerical Recipes' linear congruential generator: the same cases on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutated(text: string, below: (n: number) => number): string {
  const lines = text.split('\n');
  const value = () => VALUES[below(VALUES.length)] ?? '';
  for (let changes = below(3) + 1; changes > 0; changes--) {
    const at = below(lines.length);
    const line = lines[at] ?? '';
    const kind = below(5);
    if (kind < 3) lines[at] = line.replace(/^(\s*\w+:) .+$/, (_, key: string) => `${key} ${value()}`);
    else if (kind === 3) lines.splice(at, 1);
    else lines[at] = line.replace(/\d+/, value);
  }
  return lines.join('\n');
}

it('holds for 2000 of them', () => {
  const below = random(7);
  const ruled = new Set(RULES.map(({ code }) => code));
  let fixes = 0;
  for (let i = 0; i < 2000; i++) {
    const text = mutated(samples[below(samples.length)] ?? '', below);
    const found = findingsIn(text);
    const syntaxBefore = found.filter(({ code }) => code === 'syntax').length;
    for (const finding of found) {
      if (!ruled.has(finding.code)) continue;
      for (const { title, edits } of finding.fixes) {
        fixes++;
        const after = applied(text, edits);
        const left = findingsIn(after);
        const said = `${finding.code}: ${title}\n${text}\n-->\n${after}`;
        expect(left.filter(({ code }) => code === 'syntax').length, said).toBeLessThanOrEqual(syntaxBefore);
        expect(left.filter(({ code, message }) => code === finding.code && message === finding.message).length, said).toBeLessThan(
          found.filter(({ code, message }) => code === finding.code && message === finding.message).length,
        );
      }
    }
  }
  expect(fixes).toBeGreaterThan(1000);
});
