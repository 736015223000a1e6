/** Calls: of functions of the program, whose parameters are bound as Python does, and of all else. */
import { type Phrase, phrase } from '../../phrase';
import type { FunctionDefinition, Parameter } from './ast';
import { callBuiltin } from './builtins';
import { escapes } from './escape';
import { evaluate } from './expressions';
import { meeting } from './flow';
import { type Frame, frameOf, type Interpreter, isError, notFollowed, tooMuch } from './interpreter';
import { putSlot, slotOf } from './mappings';
import { execute } from './statements';
import { type Call, type FunctionValue, none, tuple, type UnknownValue, unknown, type Value } from './values';

export function callValue(vm: Interpreter, frame: Frame, callee: Value, call: Call): Value {
  if (callee.kind === 'function') return callFunction(vm, callee, call);
  if (callee.kind === 'builtin') {
    const result = callBuiltin(vm, frame, callee, call);
    if (result !== null) return result;
    const reason = notFollowed(`${callee.name}(…)`);
    // Of these none changes what it is given; a receiver may be changed by its method.
    if (callee.receiver !== null) escapes(vm, [callee.receiver], reason);
    return unknown(reason, call.at);
  }
  if (callee.kind === 'unknown') return callUnknown(vm, callee, call);
  return vm.fail('TypeError', isError('…(…)'), call.at);
}

function callUnknown(vm: Interpreter, callee: UnknownValue, call: Call): Value {
  const reason = callee.dotted === undefined ? callee.reason : notFollowed(`${callee.dotted}(…)`);
  if (callee.harmless !== true) escapes(vm, [callee, ...call.positional, ...call.keywords.map(({ value }) => value)], reason);
  return unknown(reason, call.at);
}

/** Calls a function of the program. A parameter that gets nothing is not known. */
export function callFunction(vm: Interpreter, callee: FunctionValue, call: Call): Value {
  const { definition, unit } = callee;
  if (definition.kind === 'function' && definition.deferred) {
    const reason = phrase`\`${callee.name}\` is a generator or a coroutine`;
    escapes(vm, [...call.positional, ...call.keywords.map(({ value }) => value)], reason);
    return unknown(reason, call.at);
  }
  const result = vm.call(() =>
    vm.step(() => {
      const scope = vm.scope(callee.scope);
      const { reading } = vm;
      const root = reading !== null && reading.frame === null && reading.definition === definition;
      const frame = root ? frameOf(unit, scope, true) : { ...frameOf(unit, scope, false), loops: 1 };
      if (root) reading.frame = frame;
      bind(vm, frame, callee, call);
      if (definition.kind === 'lambda') return evaluate(vm, frame, definition.body);
      return run(vm, frame, definition);
    }),
  );
  if (result === null) escapes(vm, [...call.positional, ...call.keywords.map(({ value }) => value)], tooMuch());
  return result ?? unknown(tooMuch(), call.at);
}

/** The body of a function, and what it returns. */
export function run(vm: Interpreter, frame: Frame, definition: FunctionDefinition): Value {
  const returned = meeting(
    vm,
    () => execute(vm, frame, definition.body),
    (outcome) => (outcome !== null && typeof outcome === 'object' ? outcome : { value: none() }),
  );
  return (returned as { value: Value }).value;
}

/** Binds the parameters in the frame's scope. */
export function bind(vm: Interpreter, frame: Frame, callee: FunctionValue, call: Call): void {
  const { variables } = frame.scope;
  const { parameters, defaults, name } = callee;
  const rest = [...call.positional];
  const keywords = new Map(call.keywords.map((keyword) => [keyword.name.value, keyword]));
  const lacking = (parameter: Parameter): Value => unknown(call.open ?? missing(parameter.name, name), call.at);
  for (const parameter of parameters) {
    if (parameter.form === 'star') variables.set(parameter.name, call.open === null ? tuple(rest.splice(0), call.at) : unknown(call.open, call.at));
    else if (parameter.form === 'doubleStar') {
      const dict = vm.mapping('dict', call.at);
      variables.set(parameter.name, dict);
    } else {
      const positional = parameter.form === 'positional' ? rest.shift() : undefined;
      const keyword = positional === undefined ? keywords.get(parameter.name) : undefined;
      keywords.delete(parameter.name);
      const given = positional ?? keyword?.value;
      variables.set(parameter.name, given ?? (call.open === null ? defaults.get(parameter.name) : undefined) ?? lacking(parameter));
    }
  }
  for (const { form, name: own } of parameters) {
    const dict = form === 'doubleStar' ? variables.get(own) : undefined;
    if (dict?.kind !== 'mapping') continue;
    for (const keyword of keywords.values()) putSlot(vm, dict, slotOf(vm, frame, keyword));
    if (call.open !== null) dict.open = call.open;
  }
}

const missing = (parameter: string, name: string): Phrase => phrase`the argument \`${parameter}\` of \`${name}\` is not given`;
