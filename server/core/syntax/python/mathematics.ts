/** `round`, and the functions of `math`. */

import { fixed } from './format';
import type { Interpreter } from './interpreter';
import { iterated } from './mappings';
import { calculated, numeric } from './numbers';
import { type Call, float, type Place, type Value } from './values';

/** null where it is not known. */
export function rounded(value: Value | undefined, places: Value | undefined, { at }: Call): Value | null {
  const number = value === undefined ? null : numeric(value);
  if (number === null) return null;
  if (number.kind === 'int' && places === undefined) return { ...number, at };
  if (places !== undefined && places.kind !== 'none') {
    if (places.kind !== 'int' || places.value < 0 || places.value > 20 || number.kind === 'int') return null;
    return float(Number(fixed(number.value, places.value)), at);
  }
  const whole = Number(fixed(number.value, 0));
  return Number.isSafeInteger(whole) ? { kind: 'int', value: whole + 0, at } : null;
}

const MATH: Readonly<Record<string, (x: number, y: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  log2: Math.log2,
  log10: Math.log10,
  ceil: Math.ceil,
  floor: Math.floor,
  pow: (x, y) => x ** y,
  prod: () => Number.NaN,
};

/** `math.name(…)`; null where it is not known. */
export function mathematics(vm: Interpreter, name: string, args: readonly Value[], at: Place): Value | null {
  if (name === 'log' && args.length === 1) return mathematics(vm, 'ln', args, at);
  if (name === 'prod') {
    const items = (args[0] === undefined ? null : iterated(vm, args[0]))?.map(numeric);
    if (items === undefined || items.includes(null)) return null;
    const total = items.reduce<ReturnType<typeof calculated>>(
      (product, item) => (product === null || typeof product === 'string' || item === null ? null : calculated('*', product, item)),
      {
        kind: 'int',
        value: 1,
      },
    );
    return total === null || typeof total === 'string' ? null : { ...total, at };
  }
  const [x, y] = args.map(numeric);
  const of = name === 'ln' ? Math.log : MATH[name];
  if (x == null || of === undefined) return null;
  const result = of(x.value, y?.value ?? Number.NaN);
  if (!Number.isFinite(result)) return null;
  if (name === 'ceil' || name === 'floor') return Number.isSafeInteger(result) ? { kind: 'int', value: result + 0, at } : null;
  return float(result, at);
}
