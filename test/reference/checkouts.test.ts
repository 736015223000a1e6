/**
 * Whole checkouts of those who write such configs: what is known of a config is what Python builds, and what is found, to be
 * looked at by a person.
 *
 *     CHECKOUTS=../big_vision:../scenic PYTHON=.venv/bin/python npx vitest run --config test/reference/vitest.config.mts checkouts
 *
 * PYTHON has ml_collections and numpy. Their text is no part of this project.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Snapshot } from '../../server/core/analysis';
import { english } from '../../server/core/phrase';
import { mayHoldConfigs } from '../../server/core/syntax';
import { type FileOutcome, judge, lineOf } from '../unit/proof/python/compare';
import { modulesOf } from '../unit/proof/python/modules';
import { brokenPlaces } from '../unit/proof/python/places';

const CHECKOUTS = (process.env.CHECKOUTS ?? '').split(':').filter((folder) => folder !== '');
const SCRIPT = fileURLToPath(new URL('checkout_values.py', import.meta.url));

function* pythonFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') yield* pythonFiles(path);
    else if (entry.isFile() && entry.name.endsWith('.py')) yield path;
  }
}

interface Read {
  readonly root: string;
  readonly path: string;
  readonly snapshot: Snapshot;
  readonly ms: number;
}

function readAll(): Read[] {
  return CHECKOUTS.map((folder) => resolve(folder)).flatMap((root) =>
    [...pythonFiles(root)].flatMap((path): Read[] => {
      const text = readFileSync(path, 'utf8');
      if (!mayHoldConfigs(text)) return [];
      const start = performance.now();
      const snapshot = Snapshot.of(text, { fileName: path.slice(path.lastIndexOf('/') + 1), syntax: 'python', ignore: [], modules: modulesOf([root], path) });
      return [{ root, path, snapshot, ms: performance.now() - start }];
    }),
  );
}

function run(files: readonly Read[]): FileOutcome[] {
  const calls = files.map(({ root, path, snapshot }) => ({
    root,
    path,
    calls: snapshot.documents.flatMap(({ analysis: { document } }) => (document.python === undefined ? [] : [[document.python.name, document.python.args]])),
  }));
  const folder = mkdtempSync(join(tmpdir(), 'vit-config-checkouts-'));
  const file = join(folder, 'calls.json');
  writeFileSync(file, JSON.stringify(calls));
  const { stdout, stderr, status } = spawnSync(process.env.PYTHON ?? 'python3', [SCRIPT, file], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(stderr.slice(-4000));
  return JSON.parse(stdout);
}

it('are read as Python builds them', { timeout: 900_000 }, () => {
  expect(CHECKOUTS, 'CHECKOUTS').not.toEqual([]);
  const files = readAll();
  const outcomes = run(files);
  const report: string[] = [];
  const wrong: string[] = [];
  const counts = { files: files.length, documents: 0, recognised: 0, models: 0, built: 0, compared: 0, known: 0, unknown: 0 };
  const reasons = new Map<string, number>();
  files.forEach(({ root, path, snapshot, ms }, i) => {
    const name = relative(join(root, '..'), path);
    const outcome = outcomes[i];
    if (ms > 100) report.push(`SLOW ${name}: ${Math.round(ms)} ms`);
    if (outcome?.import !== undefined) report.push(`IMPORT ${name}: ${outcome.import.type}: ${outcome.import.message}`);
    for (const { analysis } of snapshot.documents) {
      const { document } = analysis;
      counts.documents++;
      if (analysis.recognition !== null) counts.recognised++;
      counts.models += analysis.models.length;
      counts.built += analysis.models.filter(({ figures }) => figures !== null).length;
      for (const model of analysis.models) {
        const { graph } = model;
        if (!graph.ok)
          report.push(
            `NO GRAPH ${name} ${document.python?.name}: ${analysis.recognition?.dialect}: ${graph.problems.map(({ message }) => english(message)).join('; ')}`,
          );
      }
      for (const { code, severity, message, range } of analysis.findings) {
        report.push(
          `FINDING ${name}:${lineOf(snapshot.text, range.start)} ${document.python?.name} (${analysis.recognition?.dialect}) ${severity} ${code}: ${english(message)}`,
        );
      }
      wrong.push(...brokenPlaces(document, (key) => readFileSync(key, 'utf8').length).map((broken) => `${name}: ${broken}`));
      const calls = (outcome?.functions ?? []).filter((call) => call.name === document.python?.name && call.args === document.python.args);
      // A mock in the place of a module, or an argument that is missing, is no truth.
      const told = calls.filter(({ raises }) => raises === undefined || /override field|is locked/.test(raises.message));
      for (const { raises } of calls)
        if (raises !== undefined)
          report.push(`RAISES ${name} ${document.python?.name}(${document.python?.args ?? ''}): ${raises.type}: ${raises.message.slice(0, 120)}`);
      if (told.length === 0) continue;
      counts.compared++;
      const verdict = judge(document, told);
      counts.known += verdict.known;
      counts.unknown += verdict.unknown.length;
      for (const { reason } of verdict.unknown) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      wrong.push(...verdict.wrong.map((what) => `${name} ${document.python?.name}(${document.python?.args ?? ''}): ${what}`));
      for (const { path: key, reason } of verdict.unknown) if (key === '!') wrong.push(`${name} ${document.python?.name}: a fault is not seen: ${reason}`);
    }
  });
  report.push(
    ...[...reasons]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 60)
      .map(([reason, count]) => `UNKNOWN ${count}: ${reason}`),
  );
  const file = join(tmpdir(), 'vit-config-checkouts.txt');
  writeFileSync(file, [...wrong.map((line) => `WRONG ${line}`), ...report, ''].join('\n'));
  console.log(JSON.stringify(counts), `${wrong.length} wrong; all of it in ${file}`);
  expect(wrong).toEqual([]);
});
