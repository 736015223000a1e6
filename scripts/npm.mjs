// npm and our own scripts as child processes, from scripts that npm may itself have started.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';

/** On Windows npm is a .cmd, which only a shell runs; under `npm run` the script behind it is known. */
function commandOf(args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && basename(cli).startsWith('npm-cli')) return [process.execPath, [cli, ...args], {}];
  return ['npm', args, { shell: process.platform === 'win32' }];
}

/** Runs npm to its end and gives what it wrote: `{ status, stdout, stderr, error }`. */
export function npmSync(args, options = {}) {
  const [command, all, how] = commandOf(args);
  return spawnSync(command, all, { ...how, ...options, encoding: 'utf8' });
}

/** Runs npm, in this process's terminal; resolves to whether it ended well. It is ended when it takes longer than `timeout`, in ms. */
export function npm(args, options) {
  const [command, all, how] = commandOf(args);
  return ended(command, all, { ...how, ...options });
}

/** The same for a script of ours. */
export const node = (args, options) => ended(process.execPath, args, options);

async function ended(command, args, options) {
  const [code] = await once(spawn(command, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] }), 'close');
  return code === 0;
}
