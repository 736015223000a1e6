/** Seeded normal numbers at less than a nanosecond each: a small generator and a table of the normal distribution's quantiles. */

const TABLE_SIZE = 65_536;

/**
 * PCG with 32 bits of state (RXS-M-XS; M. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
 * Algorithms for Random Number Generation", 2014). Period 2^32.
 */
export class Pcg32 {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed | 0, 747_796_405) + 2_891_336_453;
    this.next();
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    const state = this.#state;
    this.#state = (Math.imul(state, 747_796_405) + 2_891_336_453) | 0;
    const word = Math.imul(((state >>> ((state >>> 28) + 4)) ^ state) | 0, 277_803_737);
    return ((word >>> 22) ^ word) >>> 0;
  }

  /** A whole number from 0 to `limit` - 1, for limits far below 2^32. */
  below(limit: number): number {
    return Math.floor((this.next() / 4_294_967_296) * limit);
  }

  /** Fills `target` with mean + deviation x standard normal numbers; each draw gives two. */
  fillNormal(target: Float32Array, table: Float32Array, mean: number, deviation: number): void {
    const even = target.length & ~1;
    for (let i = 0; i < even; i += 2) {
      const bits = this.next();
      target[i] = mean + deviation * (table[bits >>> 16] ?? 0);
      target[i + 1] = mean + deviation * (table[bits & 0xffff] ?? 0);
    }
    if (even < target.length) target[even] = mean + deviation * (table[this.next() >>> 16] ?? 0);
  }
}

/** The standard normal distribution's quantiles at (i + 1/2) / 65536: between -4.3 and 4.3, variance 1 to four digits. */
export function normalTable(): Float32Array {
  const table = new Float32Array(TABLE_SIZE);
  for (let i = 0; i < TABLE_SIZE / 2; i++) {
    const quantile = normalQuantile((i + 0.5) / TABLE_SIZE);
    table[i] = quantile;
    table[TABLE_SIZE - 1 - i] = -quantile;
  }
  return table;
}

/** A seed for one tensor of many: the FNV-1a hash of its name, started from `seed`. */
export function seedFor(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) | 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** P. J. Acklam's rational approximation of the normal quantile for p in (0, 1/2], relative error below 1.2e-9. */
function normalQuantile(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return (
      (((((-7.784894002430293e-3 * q - 3.223964580411365e-1) * q - 2.400758277161838) * q - 2.549732539343734) * q + 4.374664141464968) * q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 3.224671290700398e-1) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    );
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    ((((((-3.969683028665376e1 * r + 2.209460984245205e2) * r - 2.759285104469687e2) * r + 1.38357751867269e2) * r - 3.066479806614716e1) * r +
      2.506628277459239) *
      q) /
    (((((-5.447609879822406e1 * r + 1.615858368580409e2) * r - 1.556989798598866e2) * r + 6.680131188771972e1) * r - 1.328068155288572e1) * r + 1)
  );
}
