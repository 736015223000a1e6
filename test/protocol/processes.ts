/** Processes as the system sees them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10_000;

/** The ids of a process's children. */
export function childrenOf(pid: number): number[] {
  return processes().flatMap(([id, parent]) => (parent === pid ? [id] : []));
}

/** [id, parent's id] of every process; those that have ended and wait for their parent to notice are left out. */
function processes(): [number, number][] {
  if (process.platform === 'linux') {
    return readdirSync('/proc').flatMap((name): [number, number][] => {
      const [, state, parent] = /^\d+ \(.*\) (\S) (\d+) /s.exec(statOf(name)) ?? [];
      return parent === undefined || state === 'Z' ? [] : [[Number(name), Number(parent)]];
    });
  }
  const command = 'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId)" }';
  const list = process.platform === 'win32' ? execFileSync('powershell', ['-NoProfile', '-Command', command]) : execFileSync('ps', ['-A', '-o', 'pid=,ppid=']);
  return list
    .toString()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([id, parent]): [number, number][] => (id === undefined || parent === undefined ? [] : [[id, parent]]));
}

function statOf(name: string): string {
  try {
    return /^\d+$/.test(name) ? readFileSync(`/proc/${name}/stat`, 'utf8') : '';
  } catch {
    return ''; // It has ended since the folder was listed.
  }
}

export function isAlive(pid: number): boolean {
  return processes().some(([id]) => id === pid);
}

/** Fails if the process is still there after a while. */
export async function gone(pid: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`process ${pid} is still there`);
    await sleep(20);
  }
}
