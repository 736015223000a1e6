/** `ml_collections.ConfigDict`: its types are guarded, its keys can be locked, and dicts become ConfigDicts. */
import { nearest } from '../../edit/nearest';
import { type Phrase, phrase } from '../../phrase';
import { type Frame, type Interpreter, isError } from './interpreter';
import { makeOpen, put, putSlot, slotOf, slotsInOrder, viaOf, type Write } from './mappings';
import type { MappingObject, ReferenceObject, Slot } from './objects';
import { resolved } from './references';
import { reprOf } from './repr';
import { type Call, float, keyOf, type Place, tuple, typeName, unknown, type Value } from './values';

/** What a field is worth: a reference is followed. */
export function fieldOf(vm: Interpreter, { value }: Slot): Value {
  return resolved(vm, value);
}

/** `config[key]` and `config.key`; null where it has no such key. */
export function configGet(vm: Interpreter, config: MappingObject, key: Value): Value | null {
  if (key.kind === 'str' && key.value.includes('.') && !config.dotted) {
    const dot = key.value.indexOf('.');
    const outer = configGet(vm, config, { ...key, value: key.value.slice(0, dot) });
    if (outer?.kind !== 'mapping') return outer?.kind === 'unknown' ? outer : null;
    return configGet(vm, outer, { ...key, value: key.value.slice(dot + 1) });
  }
  const name = keyOf(key);
  const slot = name === null ? undefined : config.slots.get(name);
  if (slot !== undefined) return fieldOf(vm, slot);
  return config.open === null ? null : unknown(config.open);
}

/** `config[key] = value` with all of ConfigDict's rules. What they forbid is said, and then done. */
export function configSet(vm: Interpreter, config: MappingObject, key: Value, value: Value, write: Write, via = vm.site): void {
  if (key.kind === 'unknown') return makeOpen(vm, config, key.reason);
  checkKey(vm, config, key, write.keyPlace);
  const slot = config.slots.get(keyOf(key) ?? '');
  if (slot === undefined) checkLock(vm, config, key, write.keyPlace);
  else if (slot.value.kind === 'reference') {
    if (value !== slot.value) setReference(vm, slot.value, value, { typeSafe: config.typeSafe, name: nameOf(key), write, before: slot });
    return;
  }
  let set = value;
  if (slot !== undefined && value.kind !== 'reference' && slot.value.kind !== 'reference') {
    set = config.convertDict && isDict(value) ? configFrom(vm, value, config) : value;
    set = cast(vm, set, typeName(slot.value), config.typeSafe, { name: nameOf(key), write, before: slot });
  }
  if (config.convertDict && isDict(set)) set = configFrom(vm, set, config);
  put(vm, config, key, set, write, via);
}

const isDict = (value: Value): value is MappingObject => value.kind === 'mapping' && value.type === 'dict';
const nameOf = (key: Value) => (key.kind === 'str' ? key.value : (reprOf(key) ?? '…'));

function checkKey(vm: Interpreter, config: MappingObject, key: Value, place: Place): void {
  if (key.kind === 'str') {
    if (key.value.includes('.') && !config.dotted) {
      vm.problem('config-dict-key', phrase`\`${key.value}\` has a dot, which ConfigDict raises a ValueError for`, place);
      return;
    }
  } else if (key.kind !== 'int' && key.kind !== 'float' && key.kind !== 'bool') {
    if (key.kind === 'none') vm.problem('config-dict-key', phrase`\`None\` is a key of ConfigDict here, which raises a TypeError: its keys are strings`, place);
    return;
  }
  // Numbers alone can be sorted, strings alone too.
  const other = [...config.slots.values()].find((slot) => (slot.key.kind === 'str') !== (key.kind === 'str'));
  if (other === undefined || config.slots.has(keyOf(key) ?? '')) return;
  const [odd, at] = key.kind === 'str' ? [other.key, other.keyPlace] : [key, place];
  vm.problem(
    'config-dict-key',
    phrase`The key \`${nameOf(odd)}\` is of type ${typeName(odd)} beside keys that are strings: ConfigDict sorts its keys, which raises a TypeError`,
    at,
  );
}

function checkLock(vm: Interpreter, config: MappingObject, key: Value, place: Place): void {
  if (!config.locked || config.open !== null) return;
  const keys = [...config.slots.values()].flatMap(({ key: { kind }, key: known }) => (kind === 'str' && known.kind === 'str' ? [known.value] : []));
  const near = key.kind === 'str' ? nearest(key.value, keys) : null;
  vm.problem('config-dict-locked', lockMessage(nameOf(key), near), place, near);
}

function lockMessage(key: string, near: string | null): Phrase {
  if (near === null) return phrase`The config is locked and has no \`${key}\`: ConfigDict raises an error`;
  return phrase`The config is locked and has no \`${key}\`: ConfigDict raises an error. Did you mean \`${near}\`?`;
}

interface Override {
  readonly name: string;
  readonly write: Write;
  readonly before: Slot;
}

/** The value as a field of that type takes it. */
function cast(vm: Interpreter, value: Value, type: string, typeSafe: boolean, { name, write, before }: Override): Value {
  const found = typeName(value);
  if (value.kind === 'unknown' || type === 'unknown') return value;
  if ((value.kind === 'int' || value.kind === 'bool') && type === 'float') return float(Number(value.value), value.at);
  if (value.kind === 'tuple' && type === 'list') return vm.list(value.items, value.at);
  if (value.kind === 'list' && type === 'tuple') return value.open === null ? tuple(value.items, value.at) : unknown(value.open, value.at);
  if (typeSafe && isViolation(value, found, type)) {
    const [old, now] = [reprOf(resolved(vm, before.value)), reprOf(value)];
    const message =
      old === null || now === null || old.length > 40 || now.length > 40
        ? phrase`\`${name}\` is of type ${type}: ConfigDict raises a TypeError for a value of type ${found}`
        : phrase`\`${name}\` is of type ${type} (\`${old}\`): ConfigDict raises a TypeError for \`${now}\`, which is of type ${found}`;
    vm.problem('config-dict-type', message, write.valuePlace, null, { name, place: before.valuePlace });
  }
  return value;
}

const CALLABLE = new Set(['function', 'builtin_function_or_method', 'type']);

function isViolation(value: Value, found: string, type: string): boolean {
  if (value.kind === 'none' || type === 'NoneType' || type === 'object' || found === type) return false;
  if (type === 'int' && found === 'bool') return false;
  if (type === 'ConfigDict' && found === 'FrozenConfigDict') return false;
  return !(CALLABLE.has(found) && CALLABLE.has(type));
}

/** `reference.set(value)`, also by way of a field that is one. */
export function setReference(vm: Interpreter, reference: ReferenceObject, value: Value, by: (Override & { readonly typeSafe: boolean }) | null): void {
  vm.touch(reference);
  reference.compute = null;
  const set = value.kind === 'none' || by === null ? value : cast(vm, value, reference.type, by.typeSafe, by);
  reference.value = set;
}

interface Options {
  readonly typeSafe: boolean;
  readonly convertDict: boolean;
  readonly dotted: boolean;
}

/** A ConfigDict of a dict, and of all dicts in it; of a ConfigDict only itself is new. */
export function configFrom(vm: Interpreter, source: MappingObject, options: Options, seen = new Map<MappingObject, MappingObject>()): MappingObject {
  if (source.thawed !== null) return configFrom(vm, source.thawed, options, seen);
  const config = vm.mapping('ConfigDict', source.at, source.form);
  config.typeSafe = options.typeSafe;
  config.convertDict = options.convertDict;
  config.dotted = options.dotted;
  seen.set(source, config);
  vm.step(() => {
    for (const slot of slotsInOrder(source)) {
      const { value } = slot;
      const known = value.kind === 'mapping' ? seen.get(value) : undefined;
      const converts = value.kind === 'mapping' && ((value.type === 'dict' && options.convertDict) || value.type === 'FrozenConfigDict');
      configSet(vm, config, slot.key, known ?? (converts ? configFrom(vm, value, options, seen) : value), slot, viaOf(vm, slot));
    }
  });
  if (source.open !== null) config.open = source.open;
  if (source.isConfigDict) {
    config.locked = source.locked;
    config.typeSafe = source.typeSafe;
  }
  return config;
}

/** `config.update(other, **keywords)`: ConfigDicts in it are updated in turn. */
export function updateConfig(vm: Interpreter, frame: Frame, config: MappingObject, other: Value | undefined, call: Call): void {
  vm.by(call.at, () => {
    if (other !== undefined) merge(vm, config, other);
    for (const keyword of call.keywords) mergeSlot(vm, config, slotOf(vm, frame, keyword));
  });
}

function merge(vm: Interpreter, config: MappingObject, other: Value): void {
  if (other.kind !== 'mapping') {
    makeOpen(vm, config, other.kind === 'unknown' ? other.reason : isError('update(…)'));
    return;
  }
  vm.step(() => {
    for (const slot of slotsInOrder(other)) mergeSlot(vm, config, slot);
  });
  if (other.open !== null) makeOpen(vm, config, other.open);
}

function mergeSlot(vm: Interpreter, config: MappingObject, slot: Slot): void {
  const own = config.slots.get(keyOf(slot.key) ?? '');
  if (own?.value.kind === 'mapping' && own.value.isConfigDict) merge(vm, own.value, fieldOf(vm, slot));
  else configSet(vm, config, slot.key, slot.value, slot, viaOf(vm, slot));
}

/** `to_dict`: dicts all the way down. */
export function toDict(vm: Interpreter, config: MappingObject, at: Place, seen = new Map<MappingObject, MappingObject>()): MappingObject {
  const dict = vm.mapping('dict', config.at ?? at, config.form);
  seen.set(config, dict);
  dict.open = config.open;
  vm.step(() => {
    for (const slot of slotsInOrder(config)) {
      const value = fieldOf(vm, slot);
      const below = value.kind === 'mapping' && value.isConfigDict ? (seen.get(value) ?? toDict(vm, value, at, seen)) : value;
      putSlot(vm, dict, slot, below);
    }
  });
  return dict;
}

/** `lock()` and `unlock()`: of the ConfigDicts in it too. */
export function setLocked(vm: Interpreter, config: MappingObject, locked: boolean): void {
  if (config.locked === locked && locked) return;
  vm.touch(config);
  config.locked = locked;
  vm.step(() => {
    for (const slot of config.slots.values()) {
      const value = fieldOf(vm, slot);
      if (value.kind === 'mapping' && value.isConfigDict && value.locked !== locked) setLocked(vm, value, locked);
    }
  });
}
