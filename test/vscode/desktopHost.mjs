// The suite in the desktop's VS Code, which loads the extension from the working tree, as F5 does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { root, work } from './paths.mjs';
import { bundleSuite, OUTCOMES, readOutcomes } from './suite.mjs';
import { makeWorkspace } from './workspace.mjs';

const DOWNLOAD_IDLE_MS = 15_000;

/** Path of a desktop VS Code: VSCODE_EXE, else a downloaded one; null where it can't be had or could not show a window. */
export async function desktopVSCode() {
  if (process.env.VSCODE_EXE !== undefined) return process.env.VSCODE_EXE;
  if (process.platform === 'linux' && process.env.DISPLAY === undefined && process.env.WAYLAND_DISPLAY === undefined) return null;
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', timeout: DOWNLOAD_IDLE_MS, cachePath: join(work, 'vscode') });
  } catch (error) {
    console.log(`VS Code can't be downloaded: ${error.message}`);
    return null;
  }
}

/** @returns the outcomes of the suite's checks; throws when the suite could not be run to its end. */
export async function runOnDesktop(executable) {
  const run = mkdtempSync(join(tmpdir(), 'vit-'));
  try {
    const outcomes = join(run, 'outcomes.json');
    const folders = ['--user-data-dir', join(run, 'data'), '--extensions-dir', join(run, 'extensions')];
    const failure = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: await bundleSuite(),
      extensionTestsEnv: { [OUTCOMES]: outcomes },
      launchArgs: [makeWorkspace(run), ...folders, '--disable-workspace-trust', '--disable-updates', '--skip-welcome'],
    }).then(
      () => undefined,
      (error) => error,
    );
    return readOutcomes(outcomes, failure);
  } finally {
    rmSync(run, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
