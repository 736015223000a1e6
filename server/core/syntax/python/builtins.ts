/** The functions that Python, `ml_collections`, `copy`, `functools` and `math` bring. */
import { getAttribute, setAttribute, setItem } from './attributes';
import { callValue } from './calls';
import { order } from './compare';
import { configMethod, created, newConfig, newReference, referenceMethod } from './configMethods';
import { converted, integerOf, setOf } from './conversions';
import { copyOf } from './copying';
import { formatted } from './format';
import { type Frame, type Interpreter, isError, notFollowed } from './interpreter';
import { iterator, ordering, range } from './iterators';
import { listMethod, tupleMethod } from './lists';
import { dictMethod, iterated, makeOpen, put, putAll, putSlot, slotOf } from './mappings';
import { mathematics, rounded } from './mathematics';
import { calculated, numeric } from './numbers';
import { resolved } from './references';
import { reprOf } from './repr';
import { stringMethod } from './strings';
import { type BuiltinValue, bool, builtin, type Call, float, none, str, TYPES, truth, tuple, typeName, unknown, type Value } from './values';

export const BUILTINS: ReadonlySet<string> = new Set([
  ...TYPES,
  ...['len', 'range', 'min', 'max', 'sum', 'abs', 'round', 'isinstance', 'getattr', 'setattr', 'hasattr', 'print', 'enumerate', 'zip', 'sorted'],
  ...['reversed', 'any', 'all', 'map', 'filter', 'repr', 'pow', 'divmod', 'callable', 'format', 'globals', 'next', 'iter', 'issubclass', 'chr', 'ord'],
]);

/** Names of exceptions; to make one does nothing. */
export const EXCEPTION = /^(?:[A-Z]\w*(?:Error|Exception|Warning)|KeyboardInterrupt|SystemExit|StopIteration|Exception|BaseException)$/;

/** null where it is not followed. */
export function callBuiltin(vm: Interpreter, frame: Frame, callee: BuiltinValue, call: Call): Value | null {
  const { name, receiver } = callee;
  if (callee.bound !== undefined) {
    const { callee: inner, call: first } = callee.bound;
    const own = new Set(call.keywords.map((keyword) => keyword.name.value));
    const keywords = [...first.keywords.filter((keyword) => !own.has(keyword.name.value)), ...call.keywords];
    return callValue(vm, frame, inner, { positional: [...first.positional, ...call.positional], keywords, open: first.open ?? call.open, at: call.at });
  }
  if (receiver === null) return callFunction(vm, frame, name, call);
  switch (receiver.kind) {
    case 'str':
      return stringMethod(vm, receiver, name, call);
    case 'list':
      return listMethod(vm, frame, receiver, name, call);
    case 'tuple':
      return tupleMethod(vm, receiver, name, call);
    case 'mapping':
      return receiver.isConfigDict ? configMethod(vm, frame, receiver, name, call) : dictMethod(vm, frame, receiver, name, call);
    case 'reference':
      return referenceMethod(vm, receiver, name, call);
    default:
      return null;
  }
}

function callFunction(vm: Interpreter, frame: Frame, name: string, call: Call): Value | null {
  if (EXCEPTION.test(name)) return unknown(notFollowed(name), call.at);
  switch (name) {
    case 'ConfigDict':
    case 'FrozenConfigDict':
      return newConfig(vm, name, call);
    case 'config_dict.create':
      return created(vm, frame, call);
    case 'FieldReference':
    case 'placeholder':
    case 'required_placeholder':
      return newReference(vm, name, call);
    case 'dict':
      return newDict(vm, frame, call);
    case 'print':
      return none(call.at);
    case 'globals':
      return globals(vm, frame, call);
    case 'functools.wraps':
      return builtin('identity', null, call.at);
    case 'identity':
      return call.positional[0] ?? null;
    case 'contextlib.suppress':
      return { ...builtin(name, null, call.at), bound: { callee: none(), call } };
    case 'functools.partial': {
      const [callee, ...positional] = call.positional;
      if (callee === undefined) return null;
      return { ...builtin(name, null, call.at), bound: { callee, call: { ...call, positional } } };
    }
  }
  if (call.open !== null) return null;
  const args = call.positional.map((value) => (name === 'isinstance' || name === 'type' || name === 'getattr' ? value : resolved(vm, value)));
  const missing = args.find((value) => value.kind === 'unknown');
  if (name === 'setattr') return attributeSet(vm, call);
  if (missing?.kind === 'unknown' && name !== 'getattr') return unknown(missing.reason, call.at);
  return known(vm, frame, name, args, call);
}

function newDict(vm: Interpreter, frame: Frame, call: Call): Value {
  const [first] = call.positional;
  const dict = vm.mapping('dict', call.at, first === undefined ? { form: 'keywords', at: call.at } : first.kind === 'mapping' ? first.form : null);
  if (first !== undefined) putAll(vm, frame, dict, first);
  for (const keyword of call.keywords) putSlot(vm, dict, slotOf(vm, frame, keyword));
  if (call.open !== null) makeOpen(vm, dict, call.open);
  return dict;
}

/** The variables of the module as they are now: what is written there is not followed. */
function globals(vm: Interpreter, frame: Frame, { at }: Call): Value {
  const dict = vm.mapping('dict', at);
  const { module } = frame.scope;
  for (const name of new Set([...module.imports.keys(), ...module.variables.keys()])) {
    const value = module.own(name);
    if (value !== undefined) put(vm, dict, str(name), value, { keyPlace: at, valuePlace: at, statement: null, direct: false });
  }
  return dict;
}

function known(vm: Interpreter, frame: Frame, name: string, args: readonly Value[], call: Call): Value | null {
  const [first, second, third] = args;
  const { at } = call;
  const keyword = (wanted: string) => call.keywords.find((one) => one.name.value === wanted)?.value;
  const fail = () => vm.fail('TypeError', isError(`${name}(…)`), at);
  const empty = first === undefined;
  switch (name) {
    case 'int':
      if (second !== undefined) return first?.kind === 'str' && second.kind === 'int' ? integerOf(first.value, second.value, at) : null;
      return empty ? { kind: 'int', value: 0, at } : converted(vm, name, first, at);
    case 'float':
      return empty ? float(0, at) : converted(vm, name, first, at);
    case 'str':
      return empty ? str('', at) : converted(vm, name, first, at);
    case 'bool':
      return empty ? bool(false, at) : converted(vm, name, first, at);
    case 'list':
      return empty ? vm.list([], at) : converted(vm, name, first, at);
    case 'tuple':
      return empty ? tuple([], at) : converted(vm, name, first, at);
    case 'set':
      return empty ? setOf([], at) : converted(vm, name, first, at);
    case 'next': {
      if (first?.kind !== 'list' || !first.once || first.open !== null) return null;
      const [head, ...rest] = first.items;
      vm.touch(first);
      first.items = rest;
      return head ?? second ?? vm.fail('StopIteration', isError('next(…)'), at);
    }
    case 'iter': {
      const items = empty ? null : iterated(vm, first);
      return items === null ? null : iterator(vm, items, at);
    }
    case 'len': {
      if (empty || (first.kind === 'list' && first.once)) return fail();
      if (first.kind === 'str') return { kind: 'int', value: [...first.value].length, at };
      const items = iterated(vm, first);
      return items === null ? null : { kind: 'int', value: items.length, at };
    }
    case 'range':
      return range(vm, args, call);
    case 'enumerate': {
      const items = empty ? null : iterated(vm, first);
      const start = second ?? keyword('start');
      if (items === null || (start !== undefined && start.kind !== 'int')) return null;
      return iterator(
        vm,
        items.map((item, i) => tuple([{ kind: 'int', value: i + (start?.value ?? 0), at }, item], at)),
        at,
      );
    }
    case 'zip': {
      const lists = args.map((list) => iterated(vm, list));
      if (lists.includes(null) || call.keywords.length > 0) return null;
      const length = lists.length === 0 ? 0 : Math.min(...lists.map((list) => list?.length ?? 0));
      return iterator(
        vm,
        Array.from({ length }, (_, i) =>
          tuple(
            lists.map((list) => list?.[i] ?? none()),
            at,
          ),
        ),
        at,
      );
    }
    case 'reversed': {
      const items = empty ? null : iterated(vm, first);
      return items === null ? null : iterator(vm, [...items].reverse(), at);
    }
    case 'sorted': {
      const ordered = empty ? null : ordering(vm, frame, first, call);
      return ordered === null ? null : vm.list(ordered, at);
    }
    case 'any':
    case 'all': {
      const truths = (empty ? null : iterated(vm, first))?.map(truth);
      if (truths === undefined) return null;
      const decisive = name === 'any';
      if (truths.includes(decisive)) return bool(decisive, at);
      return truths.includes(null) ? null : bool(!decisive, at);
    }
    case 'map':
    case 'filter': {
      const items = second === undefined || third !== undefined ? null : iterated(vm, second);
      if (items === null || empty) return null;
      const results = first.kind === 'none' ? items : items.map((item) => callValue(vm, frame, first, { positional: [item], keywords: [], open: null, at }));
      if (name === 'map') return iterator(vm, results, at);
      const truths = results.map(truth);
      return truths.includes(null)
        ? null
        : iterator(
            vm,
            items.filter((_, i) => truths[i]),
            at,
          );
    }
    case 'min':
    case 'max': {
      const items = args.length > 1 ? args : empty ? null : iterated(vm, first);
      if (items === null || call.keywords.length > 0) return null;
      const least = items.reduce<Value | null | undefined>((best, item) => {
        if (best === null || best === undefined) return best === null ? null : item;
        const by = order(item, best);
        return by === null ? null : (name === 'min' ? by < 0 : by > 0) ? item : best;
      }, undefined);
      return least === undefined ? fail() : least;
    }
    case 'sum': {
      const items = empty ? null : iterated(vm, first);
      let total: Value = second ?? { kind: 'int', value: 0, at };
      for (const item of items ?? []) {
        const [a, b] = [numeric(total), numeric(item)];
        const next = a === null || b === null ? null : calculated('+', a, b);
        if (next === null || typeof next === 'string') return null;
        total = { ...next, at };
      }
      return items === null ? null : total;
    }
    case 'abs': {
      const number = empty ? null : numeric(first);
      return number === null ? null : { kind: number.kind, value: Math.abs(number.value), at };
    }
    case 'round':
      return rounded(first, second, call);
    case 'pow':
    case 'divmod': {
      const [a, b] = [empty ? null : numeric(first), second === undefined ? null : numeric(second)];
      if (a === null || b === null || third !== undefined) return null;
      const results = (name === 'pow' ? ['**'] : ['//', '%']).map((operator) => calculated(operator, a, b));
      const values = results.flatMap((result) => (result === null || typeof result === 'string' ? [] : [{ ...result, at }]));
      if (values.length < results.length) return null;
      return name === 'pow' ? (values[0] ?? null) : tuple(values, at);
    }
    case 'repr': {
      const text = empty ? null : reprOf(first);
      return text === null ? null : str(text, at);
    }
    case 'format': {
      const spec = second === undefined ? '' : second.kind === 'str' ? second.value : null;
      const text = empty || spec === null ? null : formatted(first, spec);
      return text === null ? null : str(text, at);
    }
    case 'isinstance':
      return empty || second === undefined ? fail() : isInstance(first, second, call);
    case 'type':
      return empty || second !== undefined ? null : builtin(typeName(first), null, at);
    case 'callable':
      return empty ? fail() : bool(first.kind === 'function' || first.kind === 'builtin', at);
    case 'getattr':
    case 'hasattr':
      return attribute(vm, name, args, call);
    case 'chr':
      return first?.kind === 'int' && first.value >= 0 && first.value <= 0x10ffff ? str(String.fromCodePoint(first.value), at) : null;
    case 'ord':
      return first?.kind === 'str' && [...first.value].length === 1 ? { kind: 'int', value: first.value.codePointAt(0) ?? 0, at } : null;
    case 'copy.copy':
    case 'copy.deepcopy':
      return empty ? fail() : copyOf(vm, first, name === 'copy.deepcopy');
    default:
      return name.startsWith('math.') ? mathematics(vm, name.slice(5), args, at) : null;
  }
}

/** By name: what is a subclass of what. */
const PARENTS: Readonly<Record<string, readonly string[]>> = { bool: ['int'], FrozenConfigDict: ['ConfigDict'] };

function isInstance(value: Value, type: Value, call: Call): Value | null {
  if (value.kind === 'unknown') return unknown(value.reason, call.at);
  const options = type.kind === 'tuple' ? type.items : [type];
  const name = typeName(value);
  let sure = true;
  for (const option of options) {
    if (option.kind !== 'builtin' || !TYPES.has(option.name)) sure = false;
    else if (option.name === 'object' || option.name === name || PARENTS[name]?.includes(option.name)) return bool(true, call.at);
  }
  return sure ? bool(false, call.at) : null;
}

function attribute(vm: Interpreter, name: string, [object, key, otherwise]: readonly Value[], { at }: Call): Value | null {
  if (object === undefined || key?.kind !== 'str') {
    return key?.kind === 'unknown' ? unknown(key.reason, at) : null;
  }
  const value = getAttribute(vm, object, key.value, at);
  if (name === 'hasattr') return value?.kind === 'unknown' && object.kind === 'unknown' ? value : bool(value !== null, at);
  return value ?? otherwise ?? vm.fail('AttributeError', isError(`getattr(…, '${key.value}')`), at);
}

/** What is not known may be set, to what is not known, by a name that is not. */
function attributeSet(vm: Interpreter, { positional: [object, key, value], at }: Call): Value | null {
  if (object === undefined || key === undefined || value === undefined) return null;
  const name = resolved(vm, key);
  const write = { keyPlace: key.at ?? at, valuePlace: value.at ?? at, statement: null, direct: false };
  if (name.kind === 'str') setAttribute(vm, object, name.value, value, write);
  else setItem(vm, object, unknown(notFollowed('setattr(…)'), at), value, write);
  return none(at);
}
