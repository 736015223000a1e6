/** The methods of `list` and `tuple`, indexing and slices. */

import { equal, order } from './compare';
import { type Frame, type Interpreter, isError } from './interpreter';
import { ordering } from './iterators';
import { iterated } from './mappings';
import type { ListObject } from './objects';
import { MAX_ITEMS } from './operators';
import type { Place } from './values';
import { type Call, none, numberOf, str, type TupleValue, tuple, type Value } from './values';

/** null where it is not followed. */
export function listMethod(vm: Interpreter, frame: Frame, list: ListObject, name: string, call: Call): Value | null {
  const [first, second] = call.positional;
  const { at } = call;
  if (call.open !== null || (call.keywords.length > 0 && name !== 'sort')) return null;
  if (name === 'index' || name === 'count') return tupleMethod(vm, list, name, call);
  if (name === 'copy') return copyOf(vm, list, at);
  if (list.open !== null && name !== 'clear') return ['append', 'extend', 'insert', 'remove', 'sort', 'reverse'].includes(name) ? none(at) : null;
  const change = (items: readonly Value[]) => {
    vm.touch(list);
    list.items = [...items];
    if (list.items.length > MAX_ITEMS) list.open = isError(name);
    return none(at);
  };
  const { items } = list;
  switch (name) {
    case 'append':
      return first === undefined ? null : change([...items, first]);
    case 'extend': {
      const more = first === undefined ? null : iterated(vm, first);
      return more === null ? null : change([...items, ...more]);
    }
    case 'insert':
      if (first?.kind !== 'int' || second === undefined) return null;
      return change(items.toSpliced(first.value < 0 ? Math.max(0, items.length + first.value) : first.value, 0, second));
    case 'remove': {
      const i = items.findIndex((item) => first !== undefined && equal(item, first) === true);
      return i === -1 ? null : change(items.toSpliced(i, 1));
    }
    case 'pop': {
      const i = first === undefined ? -1 : first.kind === 'int' ? first.value : null;
      const item = i === null ? undefined : items.at(i);
      if (i === null || item === undefined) return null;
      change(items.toSpliced(i, 1));
      return item;
    }
    case 'clear':
      list.open = null;
      return change([]);
    case 'reverse':
      return change([...items].reverse());
    case 'sort': {
      const ordered = ordering(vm, frame, vm.list(items, at), call);
      return ordered === null ? null : change(ordered);
    }
    default:
      return null;
  }
}

function copyOf(vm: Interpreter, list: ListObject, at: Place): Value {
  const copy = vm.list(list.items, at);
  copy.open = list.open;
  return copy;
}

export function tupleMethod(vm: Interpreter, { items }: Pick<TupleValue, 'items'>, name: string, call: Call): Value | null {
  const [first] = call.positional;
  if (first === undefined || call.positional.length !== 1) return null;
  const same = items.map((item) => equal(item, first));
  if (same.includes(null)) return null;
  if (name === 'count') return { kind: 'int', value: same.filter((one) => one === true).length, at: call.at };
  if (name !== 'index') return null;
  const i = same.indexOf(true);
  return i === -1 ? vm.fail('ValueError', isError('index'), call.at) : { kind: 'int', value: i, at: call.at };
}

/** Where the items come from, in their order; null where two of them have no known order. */
export function sorted(items: readonly Value[], backwards: boolean): number[] | null {
  let known = true;
  const ordered = items
    .map((_, i) => i)
    .sort((i, j) => {
      const by = order(items[i] as Value, items[j] as Value);
      if (by === null) known = false;
      return (by ?? 0) * (backwards ? -1 : 1);
    });
  return known ? ordered : null;
}

/** `items[index]`; null where there is none, or it is not known. */
export function itemAt(value: Value, index: Value): Value | null {
  const i = index.kind === 'int' || index.kind === 'bool' ? numberOf(index) : null;
  if (i === null) return null;
  if (value.kind === 'str') {
    const sign = [...value.value].at(i);
    return sign === undefined ? null : str(sign, value.at);
  }
  if (value.kind === 'tuple' || (value.kind === 'list' && value.open === null && !value.once)) return value.items.at(i) ?? null;
  return null;
}

export interface Bounds {
  readonly lower: Value | null;
  readonly upper: Value | null;
  readonly step: Value | null;
}

/** `items[lower:upper:step]`; null where it is not known. */
export function sliced(vm: Interpreter, value: Value, { lower, upper, step }: Bounds, at: Place): Value | null {
  const bound = (of: Value | null) => (of === null || of.kind === 'none' ? undefined : of.kind === 'int' ? of.value : null);
  const [from, to, by] = [bound(lower), bound(upper), bound(step)];
  if (from === null || to === null || by === null || by === 0) return null;
  const pick = <T>(items: readonly T[]): T[] => {
    if (by === undefined || by === 1) return items.slice(from, to);
    const { length } = items;
    const clamp = (i: number, low: number, high: number) => Math.min(Math.max(i < 0 ? i + length : i, low), high);
    const picked: T[] = [];
    if (by > 0) for (let i = clamp(from ?? 0, 0, length); i < clamp(to ?? length, 0, length); i += by) picked.push(items[i] as T);
    else
      for (let i = from === undefined ? length - 1 : clamp(from, -1, length - 1); i > (to === undefined ? -1 : clamp(to, -1, length - 1)); i += by)
        picked.push(items[i] as T);
    return picked;
  };
  if (value.kind === 'str') return str(pick([...value.value]).join(''), at);
  if (value.kind === 'tuple') return tuple(pick(value.items), at);
  return value.kind === 'list' && value.open === null ? vm.list(pick(value.items), at) : null;
}
