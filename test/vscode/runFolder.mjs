// A fresh folder for one launch of the workbench: its settings, its extensions, its workspace.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A quiet workbench: no welcome page, no chat, no telemetry, nothing that asks the network or changes from run to run. */
const SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'window.commandCenter': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'git.enabled': false,
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
};

/** It lies in the system's temporary folder because the workbench's sockets live in it and their paths may have some hundred characters only. */
export function makeRun(settings = {}) {
  const run = mkdtempSync(join(tmpdir(), 'vit-'));
  for (const part of ['data/User', 'extensions', 'home', 'tmp']) mkdirSync(join(run, part), { recursive: true });
  writeFileSync(join(run, 'config.yaml'), 'auth: none\n');
  writeFileSync(join(run, 'data', 'User', 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
  return run;
}

export const dataFolder = (run) => join(run, 'data');
export const extensionsFolder = (run) => join(run, 'extensions');

export function removeRun(run) {
  rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
