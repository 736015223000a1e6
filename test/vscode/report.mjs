// Outcomes as data and as lines for people. An outcome is { name, ok, ms, error? }, as in suite/harness.ts.
import { stripVTControlCharacters } from 'node:util';

/** Runs steps in order; a step that fails does not keep the next from being tried. `onFailure` may keep evidence. */
export async function runSteps(steps, onFailure = async () => {}) {
  const outcomes = [];
  for (const { name, body } of steps) {
    const started = Date.now();
    try {
      await body();
      outcomes.push({ name, ok: true, ms: Date.now() - started });
    } catch (error) {
      outcomes.push({ name, ok: false, ms: Date.now() - started, error: error.stack ?? String(error) });
      await onFailure(name);
    }
  }
  return outcomes;
}

/** Runs a suite and prints it. A suite that could not be run to its end is one failure. */
export async function reportSuite(title, suite) {
  console.log(`\n${title}`);
  const started = Date.now();
  const outcomes = await suite().catch((error) => [{ name: 'the suite runs', ok: false, ms: Date.now() - started, error: error.stack ?? String(error) }]);
  for (const { name, ok, ms, error } of outcomes) {
    console.log(`  ${ok ? '✓' : '✗'} ${name} (${(ms / 1000).toFixed(1)} s)`);
    if (!ok) console.log(stripVTControlCharacters(String(error)).replaceAll(/^/gm, '      '));
  }
  return outcomes;
}
