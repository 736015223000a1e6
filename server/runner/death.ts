/** How a child process ended, in words. */
import { constants } from 'node:os';

/** Windows' status codes for the same ends. */
const WINDOWS: Readonly<Record<number, string>> = {
  3221225477: 'it crashed in native code (access violation)',
  3221225725: 'it crashed in native code (stack overflow)',
  3221226505: 'it crashed in native code (fail fast)',
  3221225495: 'the system had no memory left',
  3221225773: 'the system had no memory left',
};

/** `stderr` holds its last words. A shell's way of writing signals (128 + number) is understood too. */
export function causeOfDeath(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
  const cause = signal ?? signalOfCode(code);
  const words = lastWords(stderr);
  return `The child process ended before it had a result: ${cause === null ? byCode(code) : bySignal(cause)}${words === '' ? '' : `. It said: ${words}`}`;
}

function bySignal(signal: NodeJS.Signals): string {
  switch (signal) {
    case 'SIGKILL':
      return 'it was killed (SIGKILL), most likely for lack of memory';
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGILL':
    case 'SIGFPE':
    case 'SIGABRT':
    case 'SIGTRAP':
      return `it crashed in native code (${signal})`;
    default:
      return `it was ended by ${signal}`;
  }
}

function byCode(code: number | null): string {
  return WINDOWS[code ?? 0] ?? `it ended with exit code ${code}`;
}

function signalOfCode(code: number | null): NodeJS.Signals | null {
  if (code === null || code <= 128 || code > 128 + 64) return null;
  const entry = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return entry === undefined ? null : (entry[0] as NodeJS.Signals);
}

/** The line of the error, without the stack below it. */
function lastWords(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  return (
    lines.find((line) => /^(\w*Error|FATAL ERROR)\b/.test(line)) ?? lines.find((line) => /error/i.test(line)) ?? lines.findLast((line) => line !== '') ?? ''
  );
}
