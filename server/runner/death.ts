/** How a child process ended, in words. */
import { constants } from 'node:os';
import { type Phrase, phrase } from '../core/phrase';

const NO_MEMORY = phrase`the system had no memory left`;

/** Windows' status codes for the same ends. */
const WINDOWS: Readonly<Record<number, Phrase>> = {
  3221225477: phrase`it crashed in native code (${'access violation'})`,
  3221225725: phrase`it crashed in native code (${'stack overflow'})`,
  3221226505: phrase`it crashed in native code (${'fail fast'})`,
  3221225495: NO_MEMORY,
  3221225773: NO_MEMORY,
};

/** `stderr` holds its last words. A shell's way of writing signals (128 + number) is understood too. */
export function causeOfDeath(code: number | null, signal: NodeJS.Signals | null, stderr: string): Phrase {
  const by = signal ?? signalOfCode(code);
  const cause = by === null ? byCode(code) : bySignal(by);
  const words = lastWords(stderr);
  if (words === '') return phrase`The child process ended before it had a result: ${cause}`;
  return phrase`The child process ended before it had a result: ${cause}. It said: ${words}`;
}

function bySignal(signal: NodeJS.Signals): Phrase {
  switch (signal) {
    case 'SIGKILL':
      return phrase`it was killed (SIGKILL), most likely for lack of memory`;
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGILL':
    case 'SIGFPE':
    case 'SIGABRT':
    case 'SIGTRAP':
      return phrase`it crashed in native code (${signal})`;
    default:
      return phrase`it was ended by ${signal}`;
  }
}

function byCode(code: number | null): Phrase {
  return WINDOWS[code ?? 0] ?? phrase`it ended with exit code ${String(code)}`;
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
