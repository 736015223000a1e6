/** Iterators, orders and ranges. */
import { phrase } from '../../phrase';
import { callValue } from './calls';
import type { Frame, Interpreter } from './interpreter';
import { sorted } from './lists';
import { iterated } from './mappings';
import { MAX_ITEMS } from './operators';
import { type Call, none, type Place, truth, tuple, unknown, type Value } from './values';

/** What can be gone through once. */
export function iterator(vm: Interpreter, items: readonly Value[], at: Place): Value {
  const list = vm.list(items, at);
  list.once = true;
  return list;
}

/** `sorted(values, key=…, reverse=…)` and `list.sort`; null where the order is not known. */
export function ordering(vm: Interpreter, frame: Frame, values: Value, call: Call): Value[] | null {
  const items = iterated(vm, values);
  const keyword = (wanted: string) => call.keywords.find((one) => one.name.value === wanted)?.value;
  const by = keyword('key');
  const reverse = keyword('reverse');
  const backwards = reverse === undefined ? false : truth(reverse);
  if (items === null || backwards === null) return null;
  const key = by === undefined || by.kind === 'none' ? null : by;
  const pairs = items.map((item) =>
    tuple([key === null ? item : callValue(vm, frame, key, { positional: [item], keywords: [], open: null, at: call.at }), item]),
  );
  const ordered = sorted(
    pairs.map(({ items: [first = none()] }) => first),
    backwards,
  );
  return ordered?.map((i) => pairs[i]?.items[1] ?? none()) ?? null;
}

/** `range(…)`, as a list; null where it is not known. */
export function range(vm: Interpreter, args: readonly Value[], { at }: Call): Value | null {
  const bounds = args.map((value) => (value.kind === 'int' ? value.value : null));
  const [from, to, step = 1] = bounds.length === 1 ? [0, bounds[0]] : bounds;
  if (from == null || to == null || step === null || step === 0) return null;
  const length = Math.max(0, Math.ceil((to - from) / step));
  if (length > MAX_ITEMS) return unknown(phrase`it is too long to follow`, at);
  return vm.list(
    Array.from({ length }, (_, i) => ({ kind: 'int', value: from + i * step, at })),
    at,
  );
}
