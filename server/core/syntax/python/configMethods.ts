/** The methods and properties of ConfigDict, and what the module `ml_collections` holds beside it. */
import { phrase } from '../../phrase';
import { configFrom, setLocked, setReference, toDict } from './configDict';
import { converted as convertedTo } from './conversions';
import { resolvedCopy } from './copying';
import { type Frame, type Interpreter, isError } from './interpreter';
import { dictMethod, makeOpen, put, putSlot, slotOf } from './mappings';
import type { MappingObject, ReferenceObject } from './objects';
import { resolved } from './references';
import { textOf } from './repr';
import { bool, builtin, type Call, keyOf, none, type Place, str, truth, typeName, unknown, type Value } from './values';

const METHODS: ReadonlySet<string> = new Set([
  ...['get', 'keys', 'values', 'items', 'update', 'lock', 'unlock', 'unlocked', 'ignore_type', 'copy_and_resolve_references', 'to_dict'],
  ...['iterkeys', 'iteritems', 'itervalues', 'get_ref', 'get_oneway_ref', 'get_type', 'eq_as_configdict', 'to_yaml', 'to_json', 'to_json_best_effort'],
  ...['update_from_flattened_dict', 'as_configdict'],
]);

/** An attribute of the class; null where the name can only be a key. */
export function configAttribute(config: MappingObject, name: string, at: Place): Value | null {
  if (name === 'is_locked') return bool(config.locked, at);
  if (name === 'is_type_safe') return bool(config.typeSafe, at);
  if (name === 'convert_dict') return bool(config.convertDict, at);
  if (name === 'allow_dotted_keys') return bool(config.dotted, at);
  return METHODS.has(name) ? builtin(name, config, at) : null;
}

/** null where it is not followed. */
export function configMethod(vm: Interpreter, frame: Frame, config: MappingObject, name: string, call: Call): Value | null {
  const [first] = call.positional;
  const { at } = call;
  switch (name) {
    case 'lock':
    case 'unlock':
      setLocked(vm, config, name === 'lock');
      return config;
    case 'unlocked':
    case 'ignore_type':
      return builtin(name, config, at);
    case 'copy_and_resolve_references':
      return resolvedCopy(vm, config);
    case 'to_dict':
      return toDict(vm, config, at);
    case 'as_configdict':
      return configFrom(vm, config, config);
    case 'iterkeys':
    case 'iteritems':
    case 'itervalues':
      return dictMethod(vm, frame, config, name.slice(4), call);
    case 'get_ref':
    case 'get_oneway_ref': {
      const slot = first === undefined ? undefined : config.slots.get(keyOf(first) ?? '');
      if (slot === undefined) return null;
      if (slot.value.kind === 'none') return vm.fail('ValueError', isError(name), at);
      if (slot.value.kind === 'unknown') return slot.value;
      const reference = slot.value.kind === 'reference' ? slot.value : vm.reference(slot.value, typeName(slot.value), slot.value.at);
      if (reference !== slot.value) put(vm, config, slot.key, reference, slot, slot.via);
      return name === 'get_ref' ? reference : vm.reference(reference, reference.type, at, (value) => value);
    }
    case 'get_type': {
      const slot = first === undefined ? undefined : config.slots.get(keyOf(first) ?? '');
      if (slot === undefined || slot.value.kind === 'unknown') return null;
      return builtin(slot.value.kind === 'reference' ? slot.value.type : typeName(slot.value), null, at);
    }
    case 'update_from_flattened_dict':
      makeOpen(vm, config, phrase`\`${name}\` is not followed`);
      return none(at);
    case 'to_yaml':
    case 'to_json':
    case 'to_json_best_effort':
    case 'eq_as_configdict':
      return unknown(phrase`\`${name}\` is not followed`, at);
    default:
      return dictMethod(vm, frame, config, name, call);
  }
}

/** `ConfigDict(…)` and `FrozenConfigDict(…)`. */
export function newConfig(vm: Interpreter, type: 'ConfigDict' | 'FrozenConfigDict', call: Call): Value {
  const keyword = (name: string) => call.keywords.find((one) => one.name.value === name)?.value;
  const initial = call.positional[0] ?? keyword('initial_dictionary');
  const flag = (name: string, i: number, otherwise: boolean) => {
    const value = call.positional[i] ?? keyword(name);
    return value === undefined ? otherwise : (truth(value) ?? otherwise);
  };
  const options = { typeSafe: flag('type_safe', 1, true), convertDict: flag('convert_dict', 2, true), dotted: flag('allow_dotted_keys', 9, false) };
  let config: MappingObject;
  if (initial?.kind === 'mapping') config = vm.by(call.at, () => configFrom(vm, initial, options));
  else {
    config = vm.mapping('ConfigDict', call.at);
    Object.assign(config, options);
    if (initial?.kind === 'unknown') config.open = initial.reason;
    else if (initial !== undefined && initial.kind !== 'none') return vm.fail('AttributeError', isError(`${type}(…)`), call.at);
  }
  if (call.open !== null) config.open ??= call.open;
  return type === 'ConfigDict' ? config : frozen(vm, config);
}

function frozen(vm: Interpreter, config: MappingObject): MappingObject {
  const result = vm.mapping('FrozenConfigDict', config.at, config.form);
  result.open = config.open;
  for (const slot of config.slots.values()) {
    const value = resolved(vm, slot.value);
    const fixed =
      value.kind === 'mapping'
        ? frozen(vm, value)
        : value.kind === 'list' && value.open === null
          ? { kind: 'tuple' as const, items: value.items, at: value.at }
          : value;
    putSlot(vm, result, slot, fixed);
  }
  result.locked = config.locked;
  result.thawed = config;
  return result;
}

/** `config_dict.create(**keywords)`. */
export function created(vm: Interpreter, frame: Frame, call: Call): Value {
  const dict = vm.mapping('dict', call.at, { form: 'keywords', at: call.at });
  for (const keyword of call.keywords) putSlot(vm, dict, slotOf(vm, frame, keyword));
  if (call.open !== null) dict.open = call.open;
  return configFrom(vm, dict, { typeSafe: true, convertDict: true, dotted: false });
}

/** `FieldReference(default, field_type)`, and `placeholder(field_type)`, which has no value. */
export function newReference(vm: Interpreter, name: string, call: Call): Value {
  const { positional, keywords, at } = call;
  const typed = keywords.find((keyword) => keyword.name.value === 'field_type')?.value ?? positional[name === 'FieldReference' ? 1 : 0];
  const type = typed?.kind === 'builtin' && typed.receiver === null ? typed.name : typed === undefined ? null : 'object';
  const required = name === 'required_placeholder' || keywords.some((keyword) => keyword.name.value === 'required');
  if (name !== 'FieldReference') {
    const value = required ? unknown(phrase`it has to be given when the config is used`, at) : none(at);
    return vm.reference(value, type ?? 'object', at);
  }
  const value = positional[0] ?? keywords.find((keyword) => keyword.name.value === 'default')?.value;
  if (value === undefined || value.kind === 'unknown') return value ?? vm.fail('TypeError', isError('FieldReference()'), at);
  return vm.reference(value, type ?? (value.kind === 'reference' ? value.type : typeName(value)), at);
}

/** A method of `FieldReference`; null where it is not followed. */
export function referenceMethod(vm: Interpreter, reference: ReferenceObject, name: string, call: Call): Value | null {
  const { at } = call;
  switch (name) {
    case 'get':
      return resolved(vm, reference);
    case 'set':
      setReference(vm, reference, call.positional[0] ?? none(at), null);
      return none(at);
    case 'get_type':
      return builtin(reference.type, null, at);
    case 'empty':
      return reference.value.kind === 'unknown' ? reference.value : bool(reference.value.kind === 'none', at);
    case 'identity':
      return vm.reference(reference, reference.type, at, (value) => value);
    case 'to_int':
    case 'to_float':
    case 'to_str': {
      const type = name.slice(3);
      return vm.reference(reference, type, at, (value) => {
        const text = type === 'str' ? textOf(value) : null;
        if (text !== null) return str(text, at);
        return convertedTo(vm, type, value, at) ?? unknown(phrase`\`${name}\` is not followed`, at);
      });
    }
    default:
      return null;
  }
}
