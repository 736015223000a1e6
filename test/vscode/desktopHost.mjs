// The suite in the desktop's VS Code, by @vscode/test-electron, with the .vsix installed.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { work } from './paths.mjs';
import { dataFolder, extensionsFolder, makeRun, removeRun } from './runFolder.mjs';
import { bundleSuite, checkNothingIsLeft, readOutcomes, stub, suiteEnvironment } from './suite.mjs';

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

/** @returns the outcomes of a scenario's checks; throws when they could not be begun. */
export async function runOnDesktop(executable, vsix, scenario, grep) {
  const run = makeRun(scenario.settings);
  try {
    const folders = ['--user-data-dir', dataFolder(run), '--extensions-dir', extensionsFolder(run)];
    install(executable, vsix, folders);
    const failure = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: stub,
      extensionTestsPath: await bundleSuite(),
      extensionTestsEnv: suiteEnvironment(run, scenario, grep),
      launchArgs: [scenario.open(run), ...folders],
    }).then(
      () => undefined,
      (error) => error,
    );
    return [...readOutcomes(run, failure), ...(await checkNothingIsLeft(run))];
  } finally {
    removeRun(run);
  }
}

/** By VS Code's own command line, as a person would. Throws with its words when it is refused. */
function install(executable, vsix, folders) {
  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  // On Windows it is a .cmd, which only a shell runs.
  const shell = process.platform === 'win32';
  const quoted = (text) => (shell ? `"${text}"` : text);
  const { status, error, stdout, stderr } = spawnSync(quoted(cli), [...folders, '--install-extension', vsix].map(quoted), { shell, encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${cli} refused ${vsix}:\n${stdout}${stderr}`);
}
