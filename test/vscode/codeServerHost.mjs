// The suite in code-server's extension host, which loads the extension from the working tree, as F5 does.
import { join } from 'node:path';
import { format } from 'node:util';
import { openBrowser } from './browser.mjs';
import { makeRun, removeRun, startCodeServer } from './codeServer.mjs';
import { root } from './paths.mjs';
import { bundleSuite, OUTCOMES, readOutcomes } from './suite.mjs';
import { makeWorkspace } from './workspace.mjs';

const LIMIT_MS = 240_000;

/** @returns the outcomes of the suite's checks; throws when the suite could not be run to its end. */
export async function runOnCodeServer() {
  const run = makeRun();
  const outcomes = join(run, 'outcomes.json');
  const workspace = makeWorkspace(run);
  const suite = await bundleSuite();
  const server = await startCodeServer(run, { automation: true, env: { [OUTCOMES]: outcomes } });
  const log = [];
  let browser;
  try {
    browser = await openBrowser({ width: 1280, height: 800 });
    const { page } = browser;
    // The workbench calls these two: what the suite prints, and that it has ended.
    await page.exposeFunction('codeAutomationLog', (type, args) => log.push(`${type}: ${format(...args)}`));
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', () => resolve(undefined)));
    page.on('pageerror', (error) => log.push(`page: ${error}`));
    await page.goto(`${server.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload(server.host, suite))}`);
    const failure = await Promise.race([ended, after(LIMIT_MS)]);
    return readOutcomes(outcomes, failure, log);
  } finally {
    await browser?.close();
    await server.stop();
    removeRun(run);
  }
}

/** Tells the workbench which extension to load and which test to run in its host. */
function payload(host, suite) {
  const remote = (path) => `vscode-remote://${host}${path}`;
  return JSON.stringify([
    ['extensionDevelopmentPath', remote(root)],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
  ]);
}

function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, new Error(`not done within ${ms / 1000} s`)).unref());
}
