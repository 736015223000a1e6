/**
 * Runs inside the extension host of a real VS Code and asks it what a person would be shown.
 * The workbench calls run(); the outcomes go to the file that VIT_CONFIG_OUTCOMES names, since an exit code can lie.
 */
import { writeFileSync } from 'node:fs';
import { runChecks } from './runner';

/** The checks of each scenario of scenarios.mjs; a module defines its checks when it is loaded. */
const SCENARIOS: Readonly<Record<string, () => Promise<unknown>>> = {
  folder: () => import('./folder'),
  restricted: () => import('./restricted'),
  multiRoot: () => import('./multiRoot'),
  many: () => import('./many'),
  ordinaryPython: () => import('./ordinaryPython'),
  closing: () => import('./closing'),
  universal: () => import('./universal'),
};

export async function run(): Promise<void> {
  const { VIT_CONFIG_OUTCOMES: file, VIT_CONFIG_SCENARIO: scenario = '', VIT_CONFIG_GREP: grep } = process.env;
  if (file === undefined) throw new Error('VIT_CONFIG_OUTCOMES must name the file for the outcomes');
  const load = SCENARIOS[scenario];
  if (load === undefined) throw new Error(`VIT_CONFIG_SCENARIO must name one of ${Object.keys(SCENARIOS).join(', ')}`);
  const outcomes = await runChecks(load, grep === undefined ? undefined : new RegExp(grep), (report) => writeFileSync(file, JSON.stringify(report)));
  const failed = outcomes.filter(({ ok }) => !ok).length;
  if (failed > 0) throw new Error(`${failed} of ${outcomes.length} checks failed`);
}
