/**
 * Python files that are no configs: nothing is said of any of them, and looking costs next to nothing.
 *
 *     PYTHON_FILES=/usr/lib/python3:.venv/lib npx vitest run --config test/reference/vitest.config.mts plainPython
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Snapshot } from '../../server/core/analysis';
import { english } from '../../server/core/phrase';
import { mayHoldConfigs } from '../../server/core/syntax';

const FOLDERS = (process.env.PYTHON_FILES ?? '').split(':').filter((folder) => folder !== '');

function* pythonFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* pythonFiles(path);
    else if (entry.isFile() && entry.name.endsWith('.py')) yield path;
  }
}

it('are left alone', { timeout: 600_000 }, () => {
  expect(FOLDERS, 'PYTHON_FILES').not.toEqual([]);
  const files = FOLDERS.flatMap((folder) => [...pythonFiles(folder)]);
  let bytes = 0;
  let lookMs = 0;
  let slowest = { ms: 0, path: '' };
  const looked: string[] = [];
  const said: string[] = [];
  for (const path of files) {
    const text = readFileSync(path, 'utf8');
    bytes += statSync(path).size;
    const start = performance.now();
    const may = mayHoldConfigs(text);
    const snapshot = Snapshot.of(text, { fileName: path, syntax: 'python', ignore: [] });
    const findings = snapshot.findings();
    const models = snapshot.models();
    const ms = performance.now() - start;
    if (may) {
      looked.push(`${path}: ${snapshot.documents.map(({ analysis }) => analysis.document.python?.name).join(', ')}, ${Math.round(ms)} ms`);
      if (ms > slowest.ms) slowest = { ms, path };
    } else lookMs += ms;
    said.push(...findings.map(({ code, message }) => `${path}: ${code}: ${english(message)}`), ...models.map(() => `${path}: a model`));
  }
  console.log(
    [
      `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB: ${looked.length} may hold configs`,
      ...looked,
      `the look at the others takes ${lookMs.toFixed(0)} ms, ${((1000 * lookMs) / files.length).toFixed(1)} us a file`,
      `slowest of those that may: ${slowest.ms.toFixed(0)} ms, ${slowest.path}`,
    ].join('\n'),
  );
  expect(said).toEqual([]);
  expect(looked.length).toBeLessThan(files.length / 100);
});
