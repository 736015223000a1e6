// The suite in code-server's extension host, with the .vsix installed.
import { format } from 'node:util';
import { openBrowser } from './browser.mjs';
import { installExtension, startCodeServer } from './codeServer.mjs';
import { makeRun, removeRun } from './runFolder.mjs';
import { bundleSuite, checkNothingIsLeft, readOutcomes, stub, suiteEnvironment } from './suite.mjs';

const LIMIT_MS = 300_000;

/** @returns the outcomes of a scenario's checks; throws when they could not be begun. */
export async function runOnCodeServer(vsix, scenario, grep) {
  const run = makeRun(scenario.settings);
  const log = [];
  let server;
  let browser;
  try {
    const opened = scenario.open(run);
    const suite = await bundleSuite();
    installExtension(run, vsix);
    server = await startCodeServer(run, { automation: true, trustEverything: scenario.trusted, env: suiteEnvironment(run, scenario, grep) });
    browser = await openBrowser({ width: 1280, height: 800 });
    const { page } = browser;
    // The workbench calls these two: what the suite prints, and that it has ended.
    await page.exposeFunction('codeAutomationLog', (type, args) => log.push(`${type}: ${format(...args)}`));
    const ended = new Promise((resolve) => page.exposeFunction('codeAutomationExit', () => resolve(undefined)));
    page.on('pageerror', (error) => log.push(`page: ${error}`));
    await page.goto(`${server.url}/?${query(opened, server.host, suite)}`);
    const failure = await Promise.race([ended, after(LIMIT_MS)]);
    return [...readOutcomes(run, failure, log), ...(await checkNothingIsLeft(run))];
  } finally {
    await browser?.close();
    await server?.stop();
    removeRun(run);
  }
}

/** Tells the workbench what to open, which extension is under development and which suite to run in its host. */
function query(opened, host, suite) {
  const remote = (path) => `vscode-remote://${host}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(stub)],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
  ];
  return new URLSearchParams({ [opened.endsWith('.code-workspace') ? 'workspace' : 'folder']: opened, payload: JSON.stringify(payload) });
}

function after(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms, new Error(`not done within ${ms / 1000} s`)).unref());
}
