/** Entries of dicts, and the methods of `dict`. */
import { type Phrase } from '../../phrase';
import { byCodePoints } from './compare';
import { configGet, configSet, fieldOf, updateConfig } from './configDict';
import { type Frame, type Interpreter, isError } from './interpreter';
import type { MappingObject, Slot } from './objects';
import { type Call, type Keyword, keyOf, none, type Place, tuple, unknown, type Value } from './values';

/** Where a program writes an entry. */
export type Write = Pick<Slot, 'keyPlace' | 'valuePlace' | 'statement' | 'direct'> & Partial<Pick<Slot, 'over'>>;

/** Entries of one mapping. */
export const MAX_ENTRIES = 4_000;

/** Writes an entry as it is. */
export function put(vm: Interpreter, mapping: MappingObject, key: Value, value: Value, write: Write, via = vm.site): void {
  const name = keyOf(key);
  vm.touch(mapping);
  if (name === null || (mapping.slots.size >= MAX_ENTRIES && !mapping.slots.has(name))) {
    mapping.open ??= key.kind === 'unknown' ? key.reason : isError('{…}');
    return;
  }
  const { keyPlace, valuePlace, statement, direct, over = null } = write;
  mapping.slots.set(name, { key, value, keyPlace, valuePlace, statement, direct, via, over: mapping.slots.get(name) ?? over, time: ++vm.time });
}

/** An entry of another mapping, which came with where it was written. */
export function putSlot(vm: Interpreter, mapping: MappingObject, slot: Slot, value = slot.value): void {
  put(vm, mapping, slot.key, value, slot, viaOf(vm, slot));
}

/** The call that an entry came in by: what it had already in this run, else the one that copies it. */
export function viaOf(vm: Interpreter, { via }: Slot) {
  return via?.run === vm.run ? via : vm.site;
}

/** A keyword of a call as an entry. */
export function slotOf(vm: Interpreter, frame: Frame, { name, value, at }: Keyword): Slot {
  return { key: name, keyPlace: name.at ?? at, value, valuePlace: at, statement: null, direct: isDirect(frame), via: vm.site, over: null, time: vm.time };
}

/** Whether what is written now is written by a line of the config's own function that runs once. */
export function isDirect(frame: Frame): boolean {
  return frame.root && frame.loops === 0;
}

/** `dict.update`, and `**other`. */
export function putAll(vm: Interpreter, frame: Frame, mapping: MappingObject, other: Value): void {
  if (other.kind === 'mapping') {
    for (const slot of slotsInOrder(other)) putSlot(vm, mapping, slot, fieldOf(vm, slot));
    if (other.open !== null) makeOpen(vm, mapping, other.open);
  } else if (other.kind === 'unknown') makeOpen(vm, mapping, other.reason);
  else {
    const pairs = iterated(vm, other);
    for (const pair of pairs ?? []) {
      const [key, value] = pair.kind === 'tuple' || pair.kind === 'list' ? pair.items : [];
      const at = pair.at ?? other.at ?? mapping.at;
      if (key === undefined || value === undefined || at === null) return makeOpen(vm, mapping, isError('dict(…)'));
      put(vm, mapping, key, value, { keyPlace: key.at ?? at, valuePlace: value.at ?? at, statement: null, direct: isDirect(frame) });
    }
    if (pairs === null) makeOpen(vm, mapping, isError('dict(…)'));
  }
}

/** What is in it may be anything, and so may be what is not. */
export function makeOpen(vm: Interpreter, mapping: MappingObject, reason: Phrase): void {
  vm.touch(mapping);
  mapping.open ??= reason;
  for (const [name, slot] of mapping.slots) mapping.slots.set(name, { ...slot, value: unknown(reason, slot.value.at), time: ++vm.time });
}

/** A ConfigDict goes through its keys by their order, a dict by that of their insertion. */
export function slotsInOrder(mapping: MappingObject): Slot[] {
  const slots = [...mapping.slots.values()];
  if (!mapping.isConfigDict) return slots;
  return slots.sort((a, b) => {
    if (a.key.kind === 'str' && b.key.kind === 'str') return byCodePoints(a.key.value, b.key.value);
    const [x, y] = [a.key, b.key].map((key) => (key.kind === 'int' || key.kind === 'float' ? key.value : 0));
    return (x ?? 0) - (y ?? 0);
  });
}

/** What a `for` goes through; null for what is no collection, or not wholly known. */
export function iterated(vm: Interpreter, value: Value): readonly Value[] | null {
  switch (value.kind) {
    case 'tuple':
    case 'set':
      return value.items;
    case 'list': {
      if (value.open !== null) return null;
      const { items } = value;
      if (value.once) {
        vm.touch(value);
        value.items = [];
      }
      return [...items];
    }
    case 'str':
      return [...value.value].map((sign) => ({ kind: 'str', value: sign, at: value.at }));
    case 'mapping':
      return value.open === null ? slotsInOrder(value).map(({ key }) => key) : null;
    default:
      return null;
  }
}

/** `mapping[key]`, null where it has no such key. */
export function found(vm: Interpreter, mapping: MappingObject, key: Value): Value | null {
  if (key.kind === 'unknown') return unknown(key.reason, key.at);
  if (mapping.isConfigDict) return configGet(vm, mapping, key);
  const name = keyOf(key);
  const slot = name === null ? undefined : mapping.slots.get(name);
  if (slot !== undefined) return slot.value;
  return mapping.open === null ? null : unknown(mapping.open);
}

export const DICT_METHODS: ReadonlySet<string> = new Set(['get', 'keys', 'values', 'items', 'update', 'pop', 'setdefault', 'copy', 'clear', 'popitem']);

/** A method of `dict`; ConfigDict has some of them too. null where it is not followed. */
export function dictMethod(vm: Interpreter, frame: Frame, mapping: MappingObject, name: string, call: Call): Value | null {
  const [first, second] = call.positional;
  const { at } = call;
  switch (name) {
    case 'get':
    case 'pop':
    case 'setdefault': {
      if (first === undefined) return null;
      const given = second ?? call.keywords.find((keyword) => keyword.name.value === 'default')?.value;
      return taken(vm, frame, mapping, name, first, given, at);
    }
    case 'keys':
    case 'values':
    case 'items': {
      if (mapping.open !== null) return unknown(mapping.open, at);
      const items = slotsInOrder(mapping).map((slot) => {
        const value = fieldOf(vm, slot);
        return name === 'keys' ? slot.key : name === 'values' ? value : tuple([slot.key, value], value.at);
      });
      return vm.list(items, at);
    }
    case 'update':
      if (mapping.isConfigDict) updateConfig(vm, frame, mapping, first, call);
      else {
        if (first !== undefined) putAll(vm, frame, mapping, first);
        for (const keyword of call.keywords) putSlot(vm, mapping, slotOf(vm, frame, keyword));
      }
      if (call.open !== null) makeOpen(vm, mapping, call.open);
      return none(at);
    case 'copy': {
      const copy = vm.mapping('dict', at, mapping.form);
      putAll(vm, frame, copy, mapping);
      return copy;
    }
    case 'clear':
      vm.touch(mapping);
      mapping.slots.clear();
      mapping.open = null;
      return none(at);
    case 'popitem': {
      const last = [...mapping.slots.entries()].at(-1);
      if (last === undefined || mapping.open !== null) return null;
      vm.touch(mapping);
      mapping.slots.delete(last[0]);
      return tuple([last[1].key, last[1].value], at);
    }
    default:
      return null;
  }
}

function taken(vm: Interpreter, frame: Frame, mapping: MappingObject, name: string, key: Value, given: Value | undefined, at: Place): Value {
  const value = found(vm, mapping, key);
  if (name === 'pop' && (value?.kind === 'unknown' || value !== null)) {
    const slot = keyOf(key);
    vm.touch(mapping);
    if (slot === null) makeOpen(vm, mapping, value.kind === 'unknown' ? value.reason : isError('pop'));
    else mapping.slots.delete(slot);
  }
  if (value !== null) return value;
  if (name === 'pop' && given === undefined) return vm.fail('KeyError', isError(`pop(${key.kind === 'str' ? `'${key.value}'` : '…'})`), at);
  const answer = given ?? none(at);
  if (name === 'setdefault') {
    const write = { keyPlace: key.at ?? at, valuePlace: answer.at ?? at, statement: null, direct: isDirect(frame) };
    if (mapping.isConfigDict) configSet(vm, mapping, key, answer, write);
    else put(vm, mapping, key, answer, write);
  }
  return answer;
}
