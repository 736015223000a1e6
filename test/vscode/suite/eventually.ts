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
