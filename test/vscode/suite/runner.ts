/** Mocha, driven from within: the checks are in this bundle, and what comes of them is data. */
import Mocha, { type Runnable, type Runner } from 'mocha';

/** As in report.mjs. */
export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly error?: string;
}

export interface Report {
  readonly outcomes: readonly Outcome[];
  /** What is under way, for when nothing more is heard. */
  readonly running: string | null;
  readonly done: boolean;
  /** What checks have measured, to be printed. */
  readonly figures: readonly string[];
}

const figures: string[] = [];

/** Notes a measurement beside the outcomes; it passes and fails nothing. */
export function measured(figure: string): void {
  figures.push(figure);
}

const LIMIT_MS = 60_000;

/** Runs the checks that `load` defines. `report` is called whenever something began or ended, so that a host that dies leaves what it knew. */
export async function runChecks(load: () => Promise<unknown>, grep: RegExp | undefined, report: (report: Report) => void): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const reporter = class {
    constructor(runner: Runner) {
      const began = (what: Runnable) => report({ outcomes, running: nameOf(what), done: false, figures });
      const ended = (what: Runnable, error?: unknown) => {
        const outcome = { name: nameOf(what), ms: what.duration ?? 0 };
        outcomes.push(error === undefined ? { ...outcome, ok: true } : { ...outcome, ok: false, error: textOf(error) });
        report({ outcomes, running: null, done: false, figures });
      };
      runner
        .on('test', began)
        .on('hook', began)
        .on('pass', (test) => ended(test))
        .on('fail', ended);
    }
  };
  // A check that is skipped or left alone with `only` is a failure, and so is a suite without any.
  const options = { ui: 'bdd', timeout: LIMIT_MS, reporter, forbidOnly: true, forbidPending: true, failZero: grep === undefined } as const;
  const mocha = new Mocha(grep === undefined ? options : { ...options, grep });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0 && outcomes.every(({ ok }) => ok)) outcomes.push({ name: 'mocha agrees', ok: false, ms: 0, error: `mocha counts ${failures} failures` });
  report({ outcomes, running: null, done: true, figures });
  return outcomes;
}

const nameOf = (what: Runnable): string => what.titlePath().join(' › ');
const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
