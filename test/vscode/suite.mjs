// What both hosts of the suite have in common: the bundle they load and the outcomes it leaves.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { here, work } from './paths.mjs';
import { listsProcesses, nothingLeft } from './processes.mjs';
import { runSteps } from './report.mjs';
import { extensionsFolder } from './runFolder.mjs';
import { install } from './setup.mjs';

/** An extension without anything in it: ours comes from the installed package, as a person has it. */
export const stub = join(here, 'stub');

const outcomesOf = (run) => join(run, 'outcomes.json');

/** What the suite is told, as environment variables of the extension host. `grep` chooses checks by a pattern of their names. */
export function suiteEnvironment(run, scenario, grep) {
  const variables = {
    VIT_CONFIG_SCENARIO: scenario.name,
    VIT_CONFIG_OUTCOMES: outcomesOf(run),
    VIT_CONFIG_EXTENSIONS: extensionsFolder(run),
  };
  return grep === undefined ? variables : { ...variables, VIT_CONFIG_GREP: grep };
}

/** The suite is TypeScript and runs as one CommonJS file, mocha included, `vscode` being the host's to give. */
export async function bundleSuite() {
  install();
  mkdirSync(work, { recursive: true });
  const outfile = join(work, 'suite.js');
  await esbuild.build({
    entryPoints: [join(here, 'suite', 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    // Mocha's worker threads, which a suite in the extension host has no use for, are found by require.resolve.
    logOverride: { 'require-resolve-not-external': 'silent' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** An extension host that has ended leaves no process of the extension. To be asked before the workbench is stopped. */
export function checkNothingIsLeft(run) {
  if (!listsProcesses) return [];
  return runSteps([{ name: 'when the extension host has ended, no process of the extension is left', body: () => nothingLeft(extensionsFolder(run)) }]);
}

/** Throws, with what is known of the reason, when the suite did not begin: an exit code alone proves nothing. One that began and did not end has a failure. */
export function readOutcomes(run, failure, log = []) {
  const why = [failure?.message ?? 'the host ended early', ...log.slice(-15).map((line) => line.slice(0, 600))].join('\n');
  if (!existsSync(outcomesOf(run))) throw new Error(`the suite left no outcomes: ${why}`);
  const { outcomes, done, running, figures } = JSON.parse(readFileSync(outcomesOf(run), 'utf8'));
  for (const figure of figures) console.log(`  ${figure}`);
  if (done) return outcomes;
  return [...outcomes, { name: 'the suite comes to its end', ok: false, ms: 0, error: `it did not, in ${running ?? 'no check'}: ${why}` }];
}
