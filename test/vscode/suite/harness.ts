/** The few lines of a test runner that the suite needs inside the extension host: in order, each with a time limit, outcomes as data. */

export interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly error?: string;
}

export interface Check {
  readonly name: string;
  readonly body: () => Promise<void>;
}

const LIMIT_MS = 60_000;

export async function runChecks(checks: readonly Check[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, body } of checks) {
    const started = Date.now();
    try {
      await within(body(), LIMIT_MS);
      outcomes.push({ name, ok: true, ms: Date.now() - started });
    } catch (error) {
      outcomes.push({ name, ok: false, ms: Date.now() - started, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return outcomes;
}

/** Asks again until `probe` answers something else than undefined. The last answer is in the error, so that a failure explains itself. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>, describe: () => unknown = () => '', limitMs = 20_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${limitMs / 1000} s; last seen: ${JSON.stringify(describe())}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function within(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${limitMs / 1000} s`)), limitMs);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
