// node count.mjs FILE OK: prints "PASSED FAILED" of a runner's result file, which is vitest's JSON or { passed, failed }.
// A runner that left no file, ran nothing, or failed (OK is false) without a failed test adds one failure.
import { existsSync, readFileSync } from 'node:fs';

const [file, ok] = process.argv.slice(2);
const { passed, failed } = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0 };
const silent = failed === 0 && (ok !== 'true' || passed === 0);
console.log(`${passed} ${failed + (silent ? 1 : 0)}`);

function read(result) {
  if (result.testResults === undefined) return result;
  // A file that can't even be loaded has no tests to count.
  const broken = result.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  return { passed: result.numPassedTests, failed: result.numFailedTests + broken.length };
}
