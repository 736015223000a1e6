/** `int(x)`, `float(x)`, `str(x)`, `bool(x)`, `list(x)`, `tuple(x)`, `set(x)`; null where it is not known. */
import { equal } from './compare';
import { type Interpreter, isError } from './interpreter';
import { iterated } from './mappings';
import { numberLiteral, numeric } from './numbers';
import { textOf } from './repr';
import { bool, float, keyOf, type Place, str, truth, tuple, type Value } from './values';

export function converted(vm: Interpreter, type: string, value: Value, at: Place): Value | null {
  switch (type) {
    case 'int':
      return toInt(vm, value, at);
    case 'float':
      return toFloat(vm, value, at);
    case 'str': {
      const text = textOf(value);
      return text === null ? null : str(text, value.kind === 'str' ? value.at : at);
    }
    case 'bool': {
      const known = truth(value);
      return known === null ? null : bool(known, at);
    }
    case 'list':
    case 'tuple':
    case 'set': {
      const items = iterated(vm, value);
      if (items === null) return null;
      if (type === 'set') return setOf(items, at);
      return type === 'list' ? vm.list(items, at) : tuple(items, at);
    }
    default:
      return null;
  }
}

export function setOf(items: readonly Value[], at: Place): Value | null {
  if (items.some((item) => keyOf(item) === null)) return null;
  return { kind: 'set', items: items.filter((item, i) => items.findIndex((one) => equal(one, item) === true) === i), at };
}

function toInt(vm: Interpreter, value: Value, at: Place): Value | null {
  const number = numeric(value);
  if (number !== null) {
    const whole = Math.trunc(number.value) + 0;
    return Number.isSafeInteger(whole) ? { kind: 'int', value: whole, at } : null;
  }
  if (value.kind !== 'str') return null;
  const text = /^([+-]?)(\d+(?:_\d+)*)$/.exec(value.value.trim());
  if (text === null) return vm.fail('ValueError', isError(`int('${value.value.slice(0, 20)}')`), at);
  const whole = Number(text[2]?.replaceAll('_', ''));
  return Number.isSafeInteger(whole) ? { kind: 'int', value: text[1] === '-' ? 0 - whole : whole, at } : null;
}

/** `int('ff', 16)`. */
export function integerOf(text: string, base: number, at: Place): Value | null {
  const digits = text
    .trim()
    .toLowerCase()
    .replace(base === 16 ? /^0x/ : base === 8 ? /^0o/ : base === 2 ? /^0b/ : /^(?!)/, '');
  const known = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, base);
  if (base < 2 || base > 36 || digits === '' || [...digits].some((digit) => !known.includes(digit))) return null;
  const value = Number.parseInt(digits, base);
  return Number.isSafeInteger(value) ? { kind: 'int', value, at } : null;
}

function toFloat(vm: Interpreter, value: Value, at: Place): Value | null {
  const number = numeric(value);
  if (number !== null) return float(number.value, at);
  if (value.kind !== 'str') return null;
  const text = value.value.trim().toLowerCase();
  const special = /^([+-]?)(inf(?:inity)?|nan)$/.exec(text);
  if (special !== null) return float(special[2] === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity, at);
  const literal = numberLiteral(text.replace(/^[+-]/, '').replace(/^0+(?=\d)/, ''));
  if (literal === null || /^[+-]?0[xob]/.test(text)) return vm.fail('ValueError', isError(`float('${value.value.slice(0, 20)}')`), at);
  return float(text.startsWith('-') ? -literal.value : literal.value, at);
}
