/** `copy_and_resolve_references`, `copy.copy` and `copy.deepcopy`. */

import { fieldOf } from './configDict';
import { type Interpreter } from './interpreter';
import { putSlot } from './mappings';
import { ListObject, MappingObject, ReferenceObject } from './objects';
import { tuple, type Value } from './values';

/** Copies the config and the ConfigDicts in it; all else is shared, and references become their values. */
export function resolvedCopy(vm: Interpreter, config: MappingObject, seen = new Map<MappingObject, MappingObject>()): MappingObject {
  const copy = emptyCopy(vm, config);
  seen.set(config, copy);
  vm.step(() => {
    for (const slot of config.slots.values()) {
      const value = fieldOf(vm, slot);
      const below = value.kind === 'mapping' && value.isConfigDict ? (seen.get(value) ?? resolvedCopy(vm, value, seen)) : value;
      putSlot(vm, copy, slot, below);
    }
  });
  return copy;
}

export function copyOf(vm: Interpreter, value: Value, deep: boolean, seen = new Map<Value, Value>()): Value {
  const known = seen.get(value);
  if (known !== undefined) return known;
  return vm.step(() => {
    const inner = (item: Value) => (deep ? copyOf(vm, item, true, seen) : item);
    if (value instanceof MappingObject) {
      const copy = emptyCopy(vm, value);
      seen.set(value, copy);
      for (const slot of value.slots.values()) putSlot(vm, copy, slot, inner(slot.value));
      return copy;
    }
    if (value instanceof ListObject) {
      const copy = vm.list([], value.at);
      seen.set(value, copy);
      copy.items = value.items.map(inner);
      copy.open = value.open;
      copy.once = value.once;
      return copy;
    }
    if (value instanceof ReferenceObject) {
      const copy = vm.reference(value.value, value.type, value.at, value.compute);
      seen.set(value, copy);
      copy.value = inner(value.value);
      return copy;
    }
    return value.kind === 'tuple' && deep ? { ...tuple(value.items.map(inner), value.at) } : value;
  });
}

function emptyCopy(vm: Interpreter, mapping: MappingObject): MappingObject {
  const copy = vm.mapping(mapping.type, mapping.at, mapping.form);
  const { open, locked, typeSafe, convertDict, dotted, thawed } = mapping;
  return Object.assign(copy, { open, locked, typeSafe, convertDict, dotted, thawed });
}
