/** `object.name` and `object[key]`: reading, writing, deleting. */

import { phrase } from '../../phrase';
import { configGet, configSet } from './configDict';
import { configAttribute } from './configMethods';
import { taint } from './escape';
import { importedModule } from './imports';
import { type Interpreter, isError, notFollowed } from './interpreter';
import { itemAt } from './lists';
import { DICT_METHODS, found, makeOpen, put, type Write } from './mappings';
import { resolved } from './references';
import { builtin, keyOf, type Place, str, type UnknownValue, unknown, type Value } from './values';

const STRING_METHODS = new Set(
  'format join startswith endswith split rsplit lower upper title capitalize strip lstrip rstrip removeprefix removesuffix replace count find rfind index partition rpartition isdigit isnumeric isdecimal isalpha isalnum isidentifier islower isupper zfill ljust rjust splitlines center swapcase'.split(
    ' ',
  ),
);
const LIST_METHODS = new Set('append extend insert remove pop clear index count sort reverse copy'.split(' '));
const TUPLE_METHODS = new Set(['index', 'count']);
const REFERENCE_METHODS = new Set(['get', 'set', 'get_type', 'empty', 'identity', 'to_int', 'to_float', 'to_str']);

/** null where Python has no such attribute. */
export function getAttribute(vm: Interpreter, object: Value, name: string, at: Place): Value | null {
  const method = (names: ReadonlySet<string>) => (names.has(name) ? builtin(name, object, at) : null);
  switch (object.kind) {
    case 'mapping':
      if (!object.isConfigDict) return method(DICT_METHODS) ?? (name.startsWith('__') ? unknown(notFollowed(name), at) : null);
      return configAttribute(object, name, at) ?? configGet(vm, object, str(name, at));
    case 'str':
      return method(STRING_METHODS) ?? unknown(notFollowed(name), at);
    case 'list':
      return method(LIST_METHODS);
    case 'tuple':
      return method(TUPLE_METHODS);
    case 'reference':
      return method(REFERENCE_METHODS);
    case 'module':
      return importedModule(vm, object, name, at);
    case 'function':
      return name === '__name__' ? str(object.name, at) : unknown(notFollowed(name), at);
    case 'builtin':
      return name === '__name__' && object.receiver === null ? str(object.name, at) : unknown(notFollowed(name), at);
    case 'unknown': {
      if (object.dotted === undefined) return { kind: 'unknown', reason: object.reason, at, ...(object.mayBe === undefined ? {} : { mayBe: object.mayBe }) };
      const dotted = `${object.dotted}.${name}`;
      return { kind: 'unknown', reason: notFollowed(dotted), dotted, at, ...(object.harmless ? { harmless: true } : {}) };
    }
    default:
      return unknown(notFollowed(name), at);
  }
}

export function setAttribute(vm: Interpreter, object: Value, name: string, value: Value, write: Write): void {
  if (object.kind === 'mapping' && object.isConfigDict) {
    // The program then fails, or sets a property of the class: either way no key.
    if (object.type === 'FrozenConfigDict' || /^(?:is_locked|is_type_safe|convert_dict|allow_dotted_keys)$/.test(name)) return;
    configSet(vm, object, str(name, write.keyPlace), value, write);
  } else if (object.kind === 'module' && object.scope !== null) vm.assign(object.scope, name, value);
  else if (object.kind === 'unknown') setUnknown(vm, object, value);
  else void vm.fail('AttributeError', isError(`….${name} = …`), write.keyPlace);
}

/** null where there is none. */
export function getItem(vm: Interpreter, object: Value, key: Value, at: Place): Value | null {
  const index = resolved(vm, key);
  if (object.kind === 'unknown') return { kind: 'unknown', reason: object.reason, at, ...(object.mayBe === undefined ? {} : { mayBe: object.mayBe }) };
  if (index.kind === 'unknown') return unknown(index.reason, at);
  if (object.kind === 'mapping') return found(vm, object, index);
  if (object.kind === 'reference') return getItem(vm, resolved(vm, object), index, at);
  if (object.kind === 'list' && object.open !== null) return unknown(object.open, at);
  if (object.kind === 'str' || object.kind === 'tuple' || object.kind === 'list') return itemAt(object, index);
  return unknown(notFollowed('[…]'), at);
}

export function setItem(vm: Interpreter, object: Value, key: Value, value: Value, write: Write): void {
  const index = resolved(vm, key);
  if (object.kind === 'mapping') {
    if (object.type === 'FrozenConfigDict') return;
    if (index.kind === 'unknown') makeOpen(vm, object, index.reason);
    else if (object.isConfigDict) configSet(vm, object, index, value, write);
    else put(vm, object, index, value, write);
  } else if (object.kind === 'list') {
    vm.touch(object);
    const i = index.kind === 'int' ? (index.value < 0 ? index.value + object.items.length : index.value) : null;
    if (i !== null && i >= 0 && i < object.items.length) object.items = object.items.with(i, value);
    else if (index.kind === 'unknown') object.open = index.reason;
    else void vm.fail('IndexError', isError('…[…] = …'), write.keyPlace);
  } else if (object.kind === 'unknown') setUnknown(vm, object, value);
}

/** Something that is not known holds the value then, and may be one of those that it may be. */
function setUnknown(vm: Interpreter, object: UnknownValue, value: Value): void {
  vm.escaped.push(value);
  for (const one of object.mayBe ?? []) taint(vm, one, object.reason);
}

export function deleteItem(vm: Interpreter, object: Value, key: Value, at: Place): void {
  if (object.kind === 'mapping') {
    if (key.kind === 'unknown') return makeOpen(vm, object, key.reason);
    if (object.isConfigDict && key.kind === 'str' && key.value.includes('.') && !object.dotted) {
      const dot = key.value.lastIndexOf('.');
      const outer = configGet(vm, object, { ...key, value: key.value.slice(0, dot) });
      if (outer !== null) deleteItem(vm, outer, { ...key, value: key.value.slice(dot + 1) }, at);
      return;
    }
    if (object.locked && object.open === null) {
      vm.problem('config-dict-locked', phrase`The config is locked: ConfigDict raises an error where a key is deleted`, at);
    }
    const name = keyOf(key);
    if (name === null || !object.slots.has(name)) {
      // An AttributeError by `del config.x`, a KeyError by `del config['x']`.
      if (object.open === null) void vm.fail(object.isConfigDict ? 'AttributeError|KeyError' : 'KeyError', isError('del'), at);
      return;
    }
    vm.touch(object);
    object.slots.delete(name);
  } else if (object.kind === 'list') {
    vm.touch(object);
    const i = key.kind === 'int' ? (key.value < 0 ? key.value + object.items.length : key.value) : -1;
    if (object.items[i] === undefined) object.open ??= isError('del');
    else object.items = object.items.toSpliced(i, 1);
  } else if (object.kind === 'unknown') for (const one of object.mayBe ?? []) taint(vm, one, object.reason);
}
