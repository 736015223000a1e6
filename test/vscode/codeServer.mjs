// The workbench: starts code-server on a free port of the loopback interface, in a folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeServer, node24 } from './paths.mjs';
import { dataFolder, extensionsFolder } from './runFolder.mjs';

const ENTRY = join(codeServer, 'out', 'node', 'entry.js');
const START_LIMIT_MS = 20_000;

const folderArguments = (run) => ['--config', join(run, 'config.yaml'), '--user-data-dir', dataFolder(run), '--extensions-dir', extensionsFolder(run)];

/** The run sees nothing of the person's own settings, extensions or gallery. */
const environment = (run, more = {}) => ({
  PATH: process.env.PATH,
  LANG: 'C.UTF-8',
  TMPDIR: join(run, 'tmp'),
  HOME: join(run, 'home'),
  XDG_CONFIG_HOME: join(run, 'home', '.config'),
  XDG_DATA_HOME: join(run, 'home', '.local'),
  EXTENSIONS_GALLERY: '{}',
  ...more,
});

/** Installs a .vsix as a person would. Throws with the workbench's own words when it is refused. */
export function installExtension(run, vsix) {
  execFileSync(node24, [ENTRY, ...folderArguments(run), '--install-extension', vsix], { env: environment(run), cwd: run, stdio: ['ignore', 'pipe', 'pipe'] });
}

/**
 * @param {string} run folder made by makeRun
 * @param {{ trustEverything?: boolean, automation?: boolean, env?: Record<string, string> }} options `automation` lets a page name
 *   an extension test to run; it also suppresses notifications.
 * @returns {Promise<{ host: string, url: string, stop(): Promise<void> }>}
 */
export async function startCodeServer(run, { trustEverything = true, automation = false, env = {} } = {}) {
  const host = `127.0.0.1:${await freePort()}`;
  const args = [...folderArguments(run), '--auth', 'none', '--bind-addr', host, '--disable-telemetry', '--disable-update-check'];
  args.push('--disable-getting-started-override', '--ignore-last-opened');
  if (trustEverything) args.push('--disable-workspace-trust');
  if (automation) args.push('--vscode-option', 'enable-smoke-test-driver');
  const logFile = join(run, 'server.log');
  const log = openSync(logFile, 'w');
  // A process group of its own, so that stop() also reaches the extension host and what it has started.
  const server = spawn(node24, [ENTRY, ...args], { cwd: run, env: environment(run, env), stdio: ['ignore', log, log], detached: true });
  const exited = new Promise((resolve) => server.once('exit', resolve));
  // For the same reason Ctrl+C does not reach it by itself.
  const abort = () => {
    signalGroup(server, 'SIGKILL');
    process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, abort);
  const stop = async () => {
    for (const name of ['SIGINT', 'SIGTERM']) process.removeListener(name, abort);
    await stopGroup(server, exited);
  };
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await answers(`http://${host}/healthz`))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`code-server did not start:\n${readFileSync(logFile, 'utf8')}`);
    }
    await sleep(50);
  }
  return { host, url: `http://${host}`, stop };
}

async function answers(url) {
  return fetch(url).then(
    (response) => response.ok,
    () => false, // not listening yet
  );
}

async function stopGroup(server, exited) {
  signalGroup(server, 'SIGTERM');
  const impatience = setTimeout(() => signalGroup(server, 'SIGKILL'), 5000);
  await exited;
  clearTimeout(impatience);
}

function signalGroup(server, name) {
  try {
    process.kill(-server.pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // ESRCH: the group has ended by itself
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
