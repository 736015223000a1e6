/** Numbers as people read them: three significant digits, rounded before the unit is chosen (999,999 is 1.00 M). */

const DECIMAL = ['', 'K', 'M', 'B', 'T'] as const;
const METRIC = ['', 'K', 'M', 'G', 'T', 'P'] as const;
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** Below this, three digits would hide what still fits: the number is given in full. */
const EXACT_BELOW = 100_000;

/** `86,567,656`. */
export function humanCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `86.6 M`, `1.84 B`; below 100,000 exact: `21,390`. */
export function humanParameters(n: number): string {
  return decimal(n, DECIMAL).trimEnd();
}

/** `17.6 GMACs`. */
export function humanMacs(n: number): string {
  return `${decimal(n, METRIC)}MACs`;
}

/** `35.1 GFLOPs`. */
export function humanFlops(n: number): string {
  return `${decimal(n, METRIC)}FLOPs`;
}

/** `330 MiB`, in powers of 1024. */
export function humanBytes(n: number): string {
  const size = Math.abs(n);
  let unit = 0;
  while (unit < BINARY.length - 1 && Math.round(size / 1024 ** unit) >= 1024) unit++;
  const scaled = size / 1024 ** unit;
  return `${sign(n)}${unit === 0 ? humanCount(Math.round(size)) : threeDigits(scaled)} ${BINARY[unit]}`;
}

/** The scaled number, a space, and the letter of its unit. */
function decimal(n: number, units: readonly string[]): string {
  const size = Math.abs(n);
  if (size < EXACT_BELOW) return `${humanCount(n)} `;
  // Rounded as a whole number, where a tie is a tie: 9,995,000 is 10.0 M, though 9.995 in binary lies below it.
  const step = 10 ** (Math.floor(size).toFixed(0).length - 3);
  const rounded = Math.round(size / step) * step;
  const unit = Math.min(Math.floor((rounded.toFixed(0).length - 1) / 3), units.length - 1);
  return `${sign(n)}${threeDigits(rounded / 1000 ** unit)} ${units[unit]}`;
}

/** From 1: `1.84`, `17.6`, `330`, `1,023`. */
function threeDigits(n: number): string {
  const rounded = Number(n.toPrecision(3));
  if (rounded >= 100) return humanCount(Math.round(n));
  return rounded.toFixed(rounded >= 10 ? 1 : 2);
}

function sign(n: number): string {
  return n < 0 ? '-' : '';
}
