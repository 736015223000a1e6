/** Binary and unary operators. */
import { phrase } from '../../phrase';
import type { Span } from './ast';
import { contains } from './compare';
import { percentFormatted } from './format';
import { type Frame, type Interpreter, isError, placed, quoted } from './interpreter';
import { putAll } from './mappings';
import { calculated, numeric } from './numbers';
import { resolved } from './references';
import { MAX_STRING } from './repr';
import { bool, isLiteral, type Place, str, truth, tuple, unknown, type Value } from './values';

/** Items of a list or tuple that the interpreter makes. */
export const MAX_ITEMS = 4_000;

export function binary(vm: Interpreter, frame: Frame, operator: string, a: Value, b: Value, span: Span): Value {
  const at = placed(frame, span);
  if (a.kind === 'unknown') return { ...a, at };
  if (b.kind === 'unknown') return { ...b, at };
  if (a.kind === 'reference' || b.kind === 'reference') {
    const source = a.kind === 'reference' ? a : b;
    const type = source.kind === 'reference' ? source.type : 'object';
    return vm.reference(source, type, at, () => {
      const [left, right] = [resolved(vm, a), resolved(vm, b)];
      if (left.kind === 'none' || right.kind === 'none') return { kind: 'none', at };
      return binary(vm, frame, operator, left, right, span);
    });
  }
  return (
    arithmetic(operator, a, b, at) ??
    repeated(vm, operator, a, b, at) ??
    repeated(vm, operator, b, a, at) ??
    joined(vm, frame, operator, a, b, at) ??
    vm.fail('TypeError', isError(quoted(frame, span)), at)
  );
}

function arithmetic(operator: string, a: Value, b: Value, at: Place): Value | null {
  const [x, y] = [numeric(a), numeric(b)];
  if (x === null || y === null) return null;
  const result = calculated(operator, x, y);
  if (result === null) return null;
  if (result === 'overflow') return unknown(phrase`the number is too large to follow`, at);
  if (result === 'zero') return unknown(phrase`it is a division by zero`, at);
  const logical = a.kind === 'bool' && b.kind === 'bool' && '&|^'.includes(operator);
  return logical ? bool(result.value !== 0, at) : { ...result, at };
}

function repeated(vm: Interpreter, operator: string, a: Value, b: Value, at: Place): Value | null {
  if (operator !== '*' || (b.kind !== 'int' && b.kind !== 'bool')) return null;
  const times = Math.max(0, Number(b.value));
  if (a.kind === 'str') return a.value.length * times > MAX_STRING ? tooLong(at) : str(a.value.repeat(times), at);
  if (a.kind !== 'tuple' && a.kind !== 'list') return null;
  if (a.items.length * times > MAX_ITEMS) return tooLong(at);
  const items = Array.from({ length: times }, () => a.items).flat();
  if (a.kind === 'tuple') return tuple(items, at);
  const list = vm.list(items, at);
  list.open = a.open;
  return list;
}

function joined(vm: Interpreter, frame: Frame, operator: string, a: Value, b: Value, at: Place): Value | null {
  if (operator === '+') {
    if (a.kind === 'str' && b.kind === 'str') return a.value.length + b.value.length > MAX_STRING ? tooLong(at) : str(a.value + b.value, at);
    if (a.kind === 'tuple' && b.kind === 'tuple') return tuple([...a.items, ...b.items], at);
    if (a.kind === 'list' && b.kind === 'list') {
      if (a.items.length + b.items.length > MAX_ITEMS) return tooLong(at);
      const list = vm.list([...a.items, ...b.items], at);
      list.open = a.open ?? b.open;
      return list;
    }
  }
  if (operator === '%' && a.kind === 'str') {
    const text = percentFormatted(a.value, b);
    return text === null ? unknown(phrase`\`%\` is not followed here`, at) : str(text, at);
  }
  if (operator === '|' && a.kind === 'mapping' && b.kind === 'mapping' && a.type === 'dict' && b.type === 'dict') {
    const both = vm.mapping('dict', at);
    putAll(vm, frame, both, a);
    putAll(vm, frame, both, b);
    return both;
  }
  if (a.kind === 'set' && b.kind === 'set') {
    const outside = (of: Value) => (item: Value) => contains(of, item) === false;
    if (operator === '|') return { kind: 'set', items: [...a.items, ...b.items.filter(outside(a))], at };
    if (operator === '&') return { kind: 'set', items: a.items.filter((item) => contains(b, item) === true), at };
    if (operator === '-') return { kind: 'set', items: a.items.filter(outside(b)), at };
  }
  return null;
}

const tooLong = (at: Place) => unknown(phrase`it is too long to follow`, at);

export function unary(vm: Interpreter, frame: Frame, operator: string, value: Value, span: Span): Value {
  const at = placed(frame, span);
  if (value.kind === 'unknown') return { ...value, at };
  if (operator === 'not') {
    const known = truth(value);
    return known === null ? unknown(phrase`\`${quoted(frame, span)}\` is not followed`, at) : bool(!known, at);
  }
  if (value.kind === 'reference') return vm.reference(value, value.type, at, (of) => unary(vm, frame, operator, of, span));
  const number = numeric(value);
  // The sign of a literal is part of it.
  const literal = isLiteral(value) && value.kind !== 'bool' ? ({ literal: true } as const) : {};
  if (number !== null && operator === '-') return { ...number, value: number.kind === 'int' ? 0 - number.value : -number.value, at, ...literal };
  if (number !== null && operator === '+') return { ...number, at, ...literal };
  if (number?.kind === 'int' && operator === '~') return { kind: 'int', value: -number.value - 1, at };
  return vm.fail('TypeError', isError(quoted(frame, span)), at);
}
