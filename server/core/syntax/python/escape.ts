/** Code that is not followed may change all that it gets hold of: from then on that is not known. */
import { type Phrase } from '../../phrase';
import type { Interpreter } from './interpreter';
import { unknown, type Value } from './values';

/** The values are passed to such code; so was all that it got before. */
export function escapes(vm: Interpreter, values: readonly Value[], reason: Phrase): void {
  const changing = values.filter(
    ({ kind }) => kind === 'mapping' || kind === 'list' || kind === 'reference' || kind === 'tuple' || kind === 'function' || kind === 'builtin',
  );
  const seen = new Set<Value>();
  for (const value of [...vm.escaped, ...changing]) taint(vm, value, reason, seen);
  vm.escaped.push(...changing.filter((value) => !vm.escaped.includes(value)));
}

/** What is in the value, at any depth, is not known any more. */
export function taint(vm: Interpreter, value: Value, reason: Phrase, seen = new Set<Value>()): void {
  if (seen.has(value)) return;
  seen.add(value);
  vm.step(() => {
    if (value.kind === 'tuple') for (const item of value.items) taint(vm, item, reason, seen);
    else if (value.kind === 'unknown') for (const one of value.mayBe ?? []) taint(vm, one, reason, seen);
    else if (value.kind === 'list') {
      for (const item of value.items) taint(vm, item, reason, seen);
      vm.touch(value);
      value.open ??= reason;
      value.items = value.items.map((item) => doubtful(item, reason));
    } else if (value.kind === 'reference') {
      vm.touch(value);
      value.compute = null;
      value.value = unknown(reason, value.at);
    } else if (value.kind === 'mapping' && value.type !== 'FrozenConfigDict') {
      for (const slot of value.slots.values()) taint(vm, slot.value, reason, seen);
      vm.touch(value);
      value.open ??= reason;
      value.locked = false;
      for (const [key, slot] of value.slots) value.slots.set(key, { ...slot, value: doubtful(slot.value, reason), time: ++vm.time });
    } else if (value.kind === 'builtin' && value.receiver !== null) taint(vm, value.receiver, reason, seen);
  });
}

/** Collections stay what they are, though of unknown content: what is assigned to them later is known again. */
function doubtful(value: Value, reason: Phrase): Value {
  return value.kind === 'mapping' || value.kind === 'list' || value.kind === 'reference' ? value : unknown(reason, value.at);
}
