/**
 * `npm test`: builds the packages and runs every suite there is. Its last line is the total.
 *   --results FILE   also writes { passed, failed } there
 * A step that fails without a failed test, or leaves no counts, is one failure.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { node, npm } from '../scripts/npm.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { results } = parseArgs({ options: { results: { type: 'string' } } }).values;
const folder = mkdtempSync(join(tmpdir(), 'vit-config-test-'));
const file = (name) => join(folder, `${name}.json`);

const VITEST = ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file('unit')}`];

/** `counts` is the file that a step leaves its counts in. */
const STEPS = [
  { title: 'Packages', minutes: 5, run: (how) => npm(['run', '--silent', 'package', '--', '--all'], how) },
  { title: 'Lint', minutes: 2, run: (how) => npm(['run', '--silent', 'lint'], how) },
  { title: 'Types', minutes: 5, run: (how) => npm(['run', '--silent', 'typecheck'], how) },
  { title: 'Core, protocol, command line, fuzz', minutes: 15, run: (how) => npm(['exec', '--silent', '--', ...VITEST], how), counts: file('unit') },
  { title: 'Packages and workbench', minutes: 20, run: (how) => node(['test/vscode/run.mjs', '--results', file('vscode')], how), counts: file('vscode') },
  { title: 'Other editors', minutes: 5, run: (how) => node(['test/editors/run.mjs', '--results', file('editors')], how), counts: file('editors') },
];

const total = { passed: 0, failed: 0 };
try {
  for (const step of STEPS) await run(step);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (results !== undefined) writeFileSync(results, JSON.stringify(total));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function run({ title, minutes, run, counts }) {
  console.log(`\n::: ${title}`);
  const started = Date.now();
  const ok = await run({ cwd: root, timeout: minutes * 60_000 });
  const { passed, failed } = counts !== undefined && existsSync(counts) ? count(JSON.parse(readFileSync(counts, 'utf8'))) : { passed: 0, failed: 0 };
  const silent = failed === 0 && (!ok || (counts !== undefined && !existsSync(counts)));
  total.passed += passed;
  total.failed += failed + (silent ? 1 : 0);
  console.log(`::: ${title}: ${ok && !silent ? 'done' : 'FAILED'} after ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

/** Of a result: vitest's, or { passed, failed }. */
function count(result) {
  if (result.testResults === undefined) return result;
  const tests = result.testResults.flatMap(({ assertionResults }) => assertionResults);
  for (const { fullName, status } of tests) if (!['passed', 'failed'].includes(status)) console.log(`not for ${process.platform}: ${fullName}`);
  // A file that can't even be loaded has no tests to count.
  const broken = result.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  return { passed: result.numPassedTests, failed: result.numFailedTests + broken.length };
}
