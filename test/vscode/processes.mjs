// Who runs a program, as Linux tells of every process.
import { readdirSync, readFileSync } from 'node:fs';

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

/** Empty for a process that has just ended. @param {string} pid */
function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(error.code)) return '';
    throw error;
  }
}
