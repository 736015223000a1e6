/** Comparisons; null is "not known". */
import { keyOf, numberOf, type Value } from './values';

const MAX_NESTING = 12;

export function equal(a: Value, b: Value, depth = 0): boolean | null {
  if (a === b) return a.kind === 'unknown' ? null : true;
  if (a.kind === 'unknown' || b.kind === 'unknown' || depth > MAX_NESTING) return null;
  if (a.kind === 'reference' || b.kind === 'reference') return null;
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return x === y;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'str' && b.kind === 'str') return a.value === b.value;
  if (a.kind === 'none') return true;
  if (a.kind === 'tuple' && b.kind === 'tuple') return sameItems(a.items, b.items, depth);
  if (a.kind === 'list' && b.kind === 'list') return a.open === null && b.open === null ? sameItems(a.items, b.items, depth) : null;
  if (a.kind === 'set' && b.kind === 'set') return a.items.length === b.items.length && a.items.every((item) => contains(b, item) === true);
  if (a.kind === 'mapping' && b.kind === 'mapping') {
    if (a.open !== null || b.open !== null) return null;
    if (a.type !== b.type || a.slots.size !== b.slots.size || a.locked !== b.locked) return false;
    let all: boolean | null = true;
    for (const [key, { value }] of a.slots) {
      const other = b.slots.get(key);
      const same = other === undefined ? false : equal(value, other.value, depth + 1);
      if (same === false) return false;
      if (same === null) all = null;
    }
    return all;
  }
  if (a.kind === 'builtin' && b.kind === 'builtin' && a.receiver === null && b.receiver === null) return a.name === b.name;
  return a.kind === 'function' || a.kind === 'module' ? false : null;
}

function sameItems(a: readonly Value[], b: readonly Value[], depth: number): boolean | null {
  if (a.length !== b.length) return false;
  let all: boolean | null = true;
  for (const [i, item] of a.entries()) {
    const same = equal(item, b[i] as Value, depth + 1);
    if (same === false) return false;
    if (same === null) all = null;
  }
  return all;
}

/** `item in container`. */
export function contains(container: Value, item: Value): boolean | null {
  if (item.kind === 'unknown') return null;
  switch (container.kind) {
    case 'str':
      return item.kind === 'str' ? container.value.includes(item.value) : null;
    case 'tuple':
    case 'set':
    case 'list': {
      const found = container.items.map((one) => equal(one, item));
      if (found.includes(true)) return true;
      return found.includes(null) || (container.kind === 'list' && container.open !== null) ? null : false;
    }
    case 'mapping': {
      const key = keyOf(item);
      if (key === null) return null;
      return container.slots.has(key) || (container.open === null ? false : null);
    }
    default:
      return null;
  }
}

/** -1, 0, 1; null where they have no order, or it is not known. */
export function order(a: Value, b: Value): number | null {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== null && y !== null) return Number.isNaN(x) || Number.isNaN(y) ? null : Math.sign(x - y);
  if (a.kind === 'str' && b.kind === 'str') return byCodePoints(a.value, b.value);
  const items = (value: Value) => (value.kind === 'tuple' || (value.kind === 'list' && value.open === null) ? value.items : null);
  const [left, right] = [items(a), items(b)];
  if (left === null || right === null || a.kind !== b.kind) return null;
  for (const [i, item] of left.entries()) {
    const other = right[i];
    if (other === undefined) return 1;
    const same = equal(item, other);
    if (same === null) return null;
    if (!same) return order(item, other);
  }
  return left.length < right.length ? -1 : 0;
}

/** Python orders strings by code points. */
export function byCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const [x, y] = [[...a], [...b]];
  for (const [i, sign] of x.entries()) {
    const other = y[i];
    if (other === undefined) return 1;
    if (sign !== other) return (sign.codePointAt(0) ?? 0) < (other.codePointAt(0) ?? 0) ? -1 : 1;
  }
  return -1;
}

export function compared(operator: string, a: Value, b: Value): boolean | null {
  switch (operator) {
    case '==':
      return equal(a, b);
    case '!=':
      return not(equal(a, b));
    case 'in':
      return contains(b, a);
    case 'not in':
      return not(contains(b, a));
    case 'is':
      return identical(a, b);
    case 'is not':
      return not(identical(a, b));
  }
  const ordered = order(a, b);
  if (ordered === null) return null;
  if (operator === '<') return ordered < 0;
  if (operator === '<=') return ordered <= 0;
  if (operator === '>') return ordered > 0;
  return operator === '>=' ? ordered >= 0 : null;
}

const not = (value: boolean | null): boolean | null => (value === null ? null : !value);

function identical(a: Value, b: Value): boolean | null {
  if (a.kind === 'unknown' || b.kind === 'unknown') return null;
  if (a.kind === 'mapping' || a.kind === 'list' || a.kind === 'reference' || a.kind === 'function' || a.kind === 'module') return a === b;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'none') return true;
  if (a.kind === 'bool' && b.kind === 'bool') return a.value === b.value;
  if (a.kind === 'builtin' && b.kind === 'builtin' && a.receiver === null && b.receiver === null) return a.name === b.name;
  // Whether equal numbers and texts are one object is Python's own affair.
  return equal(a, b) === false ? false : null;
}
