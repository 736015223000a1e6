// What both hosts of the suite have in common: the bundle they load and the outcomes it leaves.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { here, work } from './paths.mjs';

/** Names the file for the outcomes to the suite. */
export const OUTCOMES = 'VIT_CONFIG_OUTCOMES';

/** The suite is TypeScript and runs as one CommonJS file, `vscode` being the host's to give. */
export async function bundleSuite() {
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
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** Throws, with what is known of the reason, when the suite did not come to its end: an exit code alone proves nothing. */
export function readOutcomes(file, failure, log = []) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const last = log.slice(-15).map((line) => line.slice(0, 600));
  throw new Error([`the suite left no outcomes (${failure?.message ?? 'the host ended early'})`, ...last].join('\n'));
}
