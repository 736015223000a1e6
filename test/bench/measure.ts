/** Times and how they are printed. */

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** Milliseconds of each of `rounds` calls. */
export async function times(rounds: number, call: (round: number) => unknown): Promise<number[]> {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await call(round);
    taken.push(performance.now() - start);
  }
  return taken;
}

export const ms = (value: number) => (value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`);

export function section(title: string): void {
  console.log(`\n${title}`);
}

/** One line: what, how long, and whether it is within the bar or how it compares. */
export function line(what: string, value: string, remark = ''): void {
  console.log(`  ${what.padEnd(52)} ${value.padStart(10)}${remark === '' ? '' : `   ${remark}`}`);
}

/** `✓ bar 300 ms`, `✗ bar 300 ms`. */
export function bar(value: number, limit: number, unit: string): string {
  return `${value <= limit ? '✓' : '✗'} bar ${limit} ${unit}`;
}
