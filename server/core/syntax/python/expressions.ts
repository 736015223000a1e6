/** The value of an expression. */
import { phrase } from '../../phrase';
import type { Expression, ExpressionOf, Replacement } from './ast';
import { getAttribute, getItem } from './attributes';
import { BUILTINS, EXCEPTION } from './builtins';
import { callValue } from './calls';
import { compared } from './compare';
import { comprehension } from './comprehensions';
import { setOf } from './conversions';
import { uncertain } from './flow';
import { converted } from './format';
import { dependsOn, type Frame, type Interpreter, incomplete, isError, notFollowed, placed, quoted } from './interpreter';
import { sliced } from './lists';
import { isDirect, iterated, put, putAll } from './mappings';
import { binary, unary } from './operators';
import { resolved } from './references';
import { MAX_STRING } from './repr';
import { bool, builtin, type Call, type FunctionValue, type Keyword, none, str, truth, tuple, unknown, type Value } from './values';

export function evaluate(vm: Interpreter, frame: Frame, expression: Expression): Value {
  vm.enter();
  const value = valueOf(vm, frame, expression);
  vm.leave();
  return value;
}

function valueOf(vm: Interpreter, frame: Frame, expression: Expression): Value {
  switch (expression.kind) {
    case 'name':
      return variable(frame, expression);
    case 'number': {
      const { number } = expression;
      if (number === null) return unknown(phrase`the number is too large to follow`, placed(frame, expression));
      return { kind: number.kind, value: number.value, at: placed(frame, expression), literal: true };
    }
    case 'string':
      if (expression.opaque) return unknown(notFollowed(quoted(frame, expression)), placed(frame, expression));
      return { kind: 'str', value: expression.value, at: placed(frame, expression), literal: true };
    case 'format':
      return format(vm, frame, expression.parts, expression);
    case 'constant':
      return { ...(expression.value === null ? none() : bool(expression.value)), at: placed(frame, expression), literal: true };
    case 'tuple':
    case 'list':
    case 'set':
      return collection(vm, frame, expression);
    case 'dict':
      return dictionary(vm, frame, expression);
    case 'attribute': {
      const object = evaluate(vm, frame, expression.value);
      const at = placed(frame, expression);
      return getAttribute(vm, object, expression.name.name, at) ?? vm.fail('AttributeError', isError(quoted(frame, expression)), at);
    }
    case 'subscript':
      return subscript(vm, frame, expression);
    case 'call':
      return call(vm, frame, expression);
    case 'binary':
      return binary(vm, frame, expression.operator, evaluate(vm, frame, expression.left), evaluate(vm, frame, expression.right), expression);
    case 'unary':
      return unary(vm, frame, expression.operator, evaluate(vm, frame, expression.operand), expression);
    case 'boolean':
      return logical(vm, frame, expression);
    case 'compare':
      return comparison(vm, frame, expression);
    case 'conditional':
      return chosen(vm, frame, expression.test, [expression.then, expression.otherwise]);
    case 'lambda':
      return functionOf(vm, frame, expression, 'lambda');
    case 'comprehension':
      return comprehension(vm, frame, expression);
    case 'named': {
      const value = evaluate(vm, frame, expression.value);
      vm.assign(frame.scope, expression.target.name, value);
      return value;
    }
    case 'starred':
    case 'slice':
    case 'other':
      return unknown(notFollowed(quoted(frame, expression)), placed(frame, expression));
    case 'error':
      return unknown(incomplete(), placed(frame, expression));
  }
}

function variable(frame: Frame, { name, start, end }: ExpressionOf<'name'>): Value {
  const value = frame.scope.find(name);
  if (value !== undefined) return value;
  const at = placed(frame, { start, end });
  if (BUILTINS.has(name) || EXCEPTION.test(name)) return builtin(name, null, at);
  return { kind: 'unknown', reason: notFollowed(name), dotted: name, at };
}

/** A function with its defaults, which are evaluated where it is defined. */
export function functionOf(vm: Interpreter, frame: Frame, definition: FunctionValue['definition'], name: string): FunctionValue {
  const defaults = new Map<string, Value>();
  for (const parameter of definition.parameters) {
    if (parameter.default !== null) defaults.set(parameter.name, evaluate(vm, frame, parameter.default));
  }
  const { scope, unit } = frame;
  return { kind: 'function', name, parameters: definition.parameters, defaults, definition, scope, unit, at: placed(frame, definition) };
}

/** The items of a display, with those that `*` brings; a reason where these are not known. */
function itemsOf(vm: Interpreter, frame: Frame, expressions: readonly Expression[]): { items: Value[]; open: Value | null } {
  const items: Value[] = [];
  let open: Value | null = null;
  for (const item of expressions) {
    if (item.kind === 'error') continue;
    if (item.kind !== 'starred') items.push(evaluate(vm, frame, item));
    else {
      const value = evaluate(vm, frame, item.value);
      const more = iterated(vm, value);
      if (more === null) open ??= value.kind === 'unknown' ? value : unknown(notFollowed(quoted(frame, item)));
      else items.push(...more);
    }
  }
  return { items, open };
}

function collection(vm: Interpreter, frame: Frame, expression: ExpressionOf<'tuple' | 'list' | 'set'>): Value {
  const at = placed(frame, expression);
  const { items, open } = itemsOf(vm, frame, expression.items);
  if (expression.kind === 'list') {
    const list = vm.list(items, at);
    if (open?.kind === 'unknown') list.open = open.reason;
    return list;
  }
  if (open !== null) return open;
  return expression.kind === 'tuple' ? tuple(items, at) : (setOf(items, at) ?? unknown(notFollowed(quoted(frame, expression)), at));
}

function dictionary(vm: Interpreter, frame: Frame, expression: ExpressionOf<'dict'>): Value {
  const at = placed(frame, expression);
  const dict = vm.mapping('dict', at, { form: 'braces', at });
  for (const item of expression.items) {
    if (item.key === null) putAll(vm, frame, dict, evaluate(vm, frame, item.value));
    else if (item.key.kind !== 'error') {
      const key = evaluate(vm, frame, item.key);
      const value = evaluate(vm, frame, item.value);
      put(vm, dict, key, value, { keyPlace: placed(frame, item.key), valuePlace: placed(frame, item.value), statement: null, direct: isDirect(frame) });
    }
  }
  return dict;
}

function subscript(vm: Interpreter, frame: Frame, expression: ExpressionOf<'subscript'>): Value {
  const at = placed(frame, expression);
  const object = evaluate(vm, frame, expression.value);
  const { index } = expression;
  if (index.kind === 'slice') {
    const bound = (of: Expression | null) => (of === null ? null : evaluate(vm, frame, of));
    const bounds = { lower: bound(index.lower), upper: bound(index.upper), step: bound(index.step) };
    if (object.kind === 'unknown') return unknown(object.reason, at);
    return sliced(vm, object, bounds, at) ?? unknown(notFollowed(quoted(frame, expression)), at);
  }
  const key = evaluate(vm, frame, index);
  if (object.kind === 'unknown' && object.dotted !== undefined) return unknown(notFollowed(quoted(frame, expression)), at);
  return getItem(vm, object, key, at) ?? vm.fail('KeyError', isError(quoted(frame, expression)), at);
}

function call(vm: Interpreter, frame: Frame, expression: ExpressionOf<'call'>): Value {
  const callee = evaluate(vm, frame, expression.callee);
  const passed = argumentsOf(vm, frame, expression);
  // What a function writes stands, for the config's own function, at its call.
  const outermost = frame.root && vm.site === null;
  if (outermost) vm.site = { run: vm.run, start: expression.start, end: expression.end };
  const value = callValue(vm, frame, callee, passed);
  if (outermost) vm.site = null;
  return value;
}

export function argumentsOf(vm: Interpreter, frame: Frame, expression: ExpressionOf<'call'>): Call {
  const positional: Value[] = [];
  const keywords: Keyword[] = [];
  let open: Call['open'] = null;
  const unsure = (value: Value, source: Expression) => {
    open ??= value.kind === 'unknown' ? value.reason : notFollowed(quoted(frame, source));
  };
  for (const { form, name, value: source } of expression.arguments) {
    if (source.kind === 'error' && form === 'positional') continue;
    const value = evaluate(vm, frame, source);
    if (form === 'positional') positional.push(value);
    else if (form === 'star') {
      const items = iterated(vm, value);
      if (items === null) unsure(value, source);
      else positional.push(...items);
    } else if (form === 'keyword' && name !== null) {
      keywords.push({ name: { kind: 'str', value: name.name, at: placed(frame, name) }, value, at: placed(frame, source) });
    } else if (value.kind === 'mapping') {
      for (const slot of value.slots.values()) {
        if (slot.key.kind === 'str') keywords.push({ name: { ...slot.key, at: slot.keyPlace }, value: resolved(vm, slot.value), at: slot.valuePlace });
      }
      if (value.open !== null) open ??= value.open;
    } else unsure(value, source);
  }
  return { positional, keywords, open, at: placed(frame, expression) };
}

/** One of two by a condition; both, where that is not known. */
function chosen(vm: Interpreter, frame: Frame, test: Expression, options: readonly [Expression, Expression]): Value {
  const condition = evaluate(vm, frame, test);
  const known = truth(condition);
  if (known !== null) return evaluate(vm, frame, options[known ? 0 : 1]);
  return either(vm, frame, test, options);
}

function either(vm: Interpreter, frame: Frame, test: Expression, options: readonly Expression[]): Value {
  const reason = dependsOn(quoted(frame, test));
  const chosen = uncertain(
    vm,
    reason,
    options.map((option) => () => ({ value: evaluate(vm, frame, option) })),
  );
  return (chosen as { value: Value }).value;
}

function logical(vm: Interpreter, frame: Frame, { operator, left, right }: ExpressionOf<'boolean'>): Value {
  const first = evaluate(vm, frame, left);
  const known = truth(first);
  if (known !== null) return known === (operator === 'and') ? evaluate(vm, frame, right) : first;
  const second = either(vm, frame, left, [right]);
  // What is decided by one side alone is known.
  const decided = truth(second);
  if (decided !== null && decided === (operator === 'or') && second.kind === 'bool') return second;
  return first.kind === 'unknown' ? unknown(first.reason, first.at) : unknown(dependsOn(quoted(frame, left)), first.at);
}

function comparison(vm: Interpreter, frame: Frame, expression: ExpressionOf<'compare'>): Value {
  const at = placed(frame, expression);
  const { operands, operators } = expression;
  let left = resolved(vm, evaluate(vm, frame, operands[0] as Expression));
  for (const [i, operator] of operators.entries()) {
    const right = resolved(vm, evaluate(vm, frame, operands[i + 1] as Expression));
    const result = compared(operator, left, right);
    if (result === null) {
      const cause = left.kind === 'unknown' ? left : right;
      return unknown(cause.kind === 'unknown' ? cause.reason : notFollowed(quoted(frame, expression)), at);
    }
    if (!result) return bool(false, at);
    left = right;
  }
  return bool(true, at);
}

function format(vm: Interpreter, frame: Frame, parts: readonly (string | Replacement)[], span: Expression): Value {
  const at = placed(frame, span);
  let text = '';
  let missing: Value | null = null;
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = resolved(vm, evaluate(vm, frame, part.value));
    const spec = part.format.length === 0 ? str('') : format(vm, frame, part.format, span);
    const conversion = part.conversion === '' && part.label !== '' && part.format.length === 0 ? 'r' : part.conversion;
    const shown = value.kind === 'unknown' || spec.kind !== 'str' ? null : converted(value, conversion, spec.value);
    if (shown === null) missing ??= value.kind === 'unknown' ? unknown(value.reason, at) : unknown(notFollowed(quoted(frame, part.value)), at);
    else text += part.label + shown;
  }
  if (missing !== null) return missing;
  return text.length > MAX_STRING ? unknown(phrase`it is too long to follow`, at) : str(text, at);
}
