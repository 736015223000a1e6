/**
 * Random Python configs: whatever is known of one is what Python builds, with VIT_PROBE in its environment and without.
 * The golden programs are read every time. Others are made and run with
 *     VIT_CONFIG_PYTHON=.../python VIT_CONFIG_FUZZ=3000 [VIT_CONFIG_FUZZ_SEED=1] npx vitest run test/fuzz/pythonPrograms.test.ts
 * by a Python that has ml_collections; VIT_CONFIG_WRITE=200 writes so many of them as the golden ones.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readPython } from '../../server/core/syntax';
import { type FileOutcome, judge } from '../unit/proof/python/compare';
import { brokenPlaces } from '../unit/proof/python/places';
import { HEAD, program } from './pythonPrograms';
import { setting } from './setting';

const CASES = setting('VIT_CONFIG_FUZZ', 3000);
const SEED = setting('VIT_CONFIG_FUZZ_SEED', 20_201_022);
const PYTHON = process.env.VIT_CONFIG_PYTHON ?? '';
const GOLDEN = fileURLToPath(new URL('../golden/python/programs.json', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../reference/python_configs.py', import.meta.url));

/** A program without its head, and what its function gave. */
type Run = readonly [body: string, functions: FileOutcome['functions']];

/** What is false of a program's reading, how many values are known, how many not. */
function check([body, functions]: Run): { broken: string[]; known: number; unknown: number } {
  const text = HEAD + body;
  const { documents } = readPython(text);
  const broken = documents.flatMap((document) => brokenPlaces(document, () => undefined));
  const document = documents.find(({ python }) => python?.name === 'get_config');
  if (document === undefined) return { broken: [...broken, 'no config'], known: 0, unknown: 0 };
  const outcomes = functions.filter(({ name }) => name === 'get_config');
  const verdict = judge(document, outcomes);
  return { broken: [...broken, ...verdict.wrong], known: verdict.known, unknown: verdict.unknown.length };
}

function report(runs: readonly Run[]): { failures: string[]; share: number } {
  const failures: string[] = [];
  let known = 0;
  let unknown = 0;
  for (const run of runs) {
    const checked = check(run);
    known += checked.known;
    unknown += checked.unknown;
    if (checked.broken.length > 0) failures.push(`${checked.broken.join('\n')}\n${run[0]}`);
  }
  return { failures: failures.sort((a, b) => a.length - b.length), share: known / Math.max(known + unknown, 1) };
}

it('holds for the golden programs', () => {
  const runs: Run[] = JSON.parse(readFileSync(GOLDEN, 'utf8'));
  expect(runs.length).toBeGreaterThan(150);
  const { failures, share } = report(runs);
  expect(failures.slice(0, 3).join('\n\n')).toBe('');
  expect(share).toBeGreaterThan(0.7);
});

if (PYTHON !== '')
  it('holds for others', { timeout: 600_000 }, () => {
    const texts = [...new Set(fc.sample(program, { numRuns: CASES, seed: SEED }))];
    const folder = mkdtempSync(join(tmpdir(), 'vit-config-programs-'));
    const file = join(folder, 'programs.json');
    writeFileSync(file, JSON.stringify(texts));
    const { stdout, stderr, status } = spawnSync(PYTHON, [SCRIPT, file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
    rmSync(folder, { recursive: true });
    if (status !== 0) throw new Error(stderr);
    const outcomes: FileOutcome[] = JSON.parse(stdout);
    const runs = outcomes.flatMap(({ functions }, i): Run[] =>
      functions.length === 0 ? [] : [[(texts[i] as string).slice(HEAD.length), functions.filter(({ name }) => name === 'get_config')]],
    );
    const ended = runs.filter(([, functions]) => functions.some(({ value }) => value !== undefined)).length;
    if (process.env.VIT_CONFIG_WRITE !== undefined) writeGolden(runs, setting('VIT_CONFIG_WRITE', 200));
    const { failures, share } = report(runs);
    console.log(
      `${runs.length} programs, ${ended} run to their end, ${failures.length} are read wrong, ${Math.round(share * 1000) / 10} % of the values known`,
    );
    if (failures.length > 0) writeFileSync(join(tmpdir(), 'vit-config-program-failures.txt'), failures.join('\n\n########\n'));
    expect(failures.slice(0, 3).join('\n\n')).toBe('');
    expect(ended).toBeGreaterThan(runs.length / 3);
  });

/** The shorter ones of those that are read right, two of three that run to their end. */
function writeGolden(runs: readonly Run[], count: number): void {
  const short = runs.filter((run) => run[0].length < 1200 && check(run).broken.length === 0);
  const ending = short.filter(([, functions]) => functions.some(({ value }) => value !== undefined));
  const others = short.filter((run) => !ending.includes(run));
  const chosen = [...ending.slice(0, Math.ceil((count * 2) / 3)), ...others.slice(0, Math.floor(count / 3))];
  writeFileSync(GOLDEN, `[\n${chosen.map((run) => JSON.stringify(run)).join(',\n')}\n]\n`);
}
