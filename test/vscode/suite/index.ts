/**
 * Runs inside the extension host of a real VS Code and asks it what a person would be shown.
 * The workbench calls run(); the outcomes also go to the file that VIT_CONFIG_OUTCOMES names, since an exit code can lie.
 */
import { writeFileSync } from 'node:fs';
import { checks } from './checks';
import { runChecks } from './harness';

export async function run(): Promise<void> {
  const outcomes = await runChecks(checks);
  const file = process.env['VIT_CONFIG_OUTCOMES'];
  if (file === undefined) throw new Error('VIT_CONFIG_OUTCOMES must name the file for the outcomes');
  writeFileSync(file, JSON.stringify(outcomes));
  const failed = outcomes.filter(({ ok }) => !ok).length;
  if (failed > 0) throw new Error(`${failed} of ${outcomes.length} checks failed`);
}
