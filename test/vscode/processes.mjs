// Who runs a program, as Linux tells of every process.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Other systems don't say it in a way that is the same on each. */
export const listsProcesses = process.platform === 'linux';

/**
 * The processes in whose command line a path stands.
 * @param {string} path
 * @returns {{ pid: number, command: string }[]}
 */
export function processesRunning(path) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => ({ pid: Number(pid), command: commandLine(pid) })).filter(({ command }) => command.includes(path));
}

const END_LIMIT_MS = 10_000;

/** Waits for the end of the server and of every run of an extension installed below a folder. Throws with what does not end. @param {string} extensions */
export async function nothingLeft(extensions) {
  const left = () => processesRunning(extensions).filter(({ command }) => /[\\/]dist[\\/](?:server|runner)\.js/.test(command));
  for (const deadline = Date.now() + END_LIMIT_MS; left().length > 0; await sleep(100)) {
    if (Date.now() > deadline)
      throw new Error(
        left()
          .map(({ pid, command }) => `${pid} ${command}`)
          .join('\n'),
      );
  }
}

/** Empty for a process that has just ended. @param {string} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) return '';
    throw error;
  }
}
