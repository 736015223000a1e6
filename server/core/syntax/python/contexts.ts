/** `try` and `with`. */
import { phrase } from '../../phrase';
import type { Expression, StatementOf } from './ast';
import { setLocked } from './configDict';
import { evaluate } from './expressions';
import { type Frame, type Interpreter, placed, Raised } from './interpreter';
import type { MappingObject } from './objects';
import { execute, type Outcome } from './statements';
import { assignTo } from './targets';
import { unknown, type Value } from './values';

export function tryStatement(vm: Interpreter, frame: Frame, statement: StatementOf<'try'>): Outcome {
  const { calls, depth } = vm;
  let outcome: Outcome;
  try {
    outcome = attempted(vm, frame, statement);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    Object.assign(vm, { calls, depth });
    execute(vm, frame, statement.finally);
    throw error;
  }
  return execute(vm, frame, statement.finally) ?? outcome;
}

function attempted(vm: Interpreter, frame: Frame, statement: StatementOf<'try'>): Outcome {
  const { tries, calls, doubts, depth, site, writing } = vm;
  try {
    vm.tries++;
    const outcome = execute(vm, frame, statement.body);
    vm.tries = tries;
    return outcome ?? execute(vm, frame, statement.otherwise);
  } catch (error) {
    vm.tries = tries;
    if (!(error instanceof Raised)) throw error;
    vm.calls = calls;
    vm.doubts = doubts;
    vm.depth = depth;
    vm.site = site;
    vm.writing = writing;
    const handler = statement.handlers.find(({ types }) => types === null || catches(types, error.type));
    if (handler === undefined) throw error;
    if (handler.name !== null) vm.assign(frame.scope, handler.name, unknown(error.reason));
    return execute(vm, frame, handler.body);
  }
}

const GENERAL = new Set(['Exception', 'BaseException']);
const LOOKUPS = new Set(['KeyError', 'IndexError']);

function catches(types: Expression, type: string): boolean {
  if (types.kind === 'tuple') return types.items.some((item) => catches(item, type));
  const name = types.kind === 'name' ? types.name : types.kind === 'attribute' ? types.name.name : '';
  return type.split('|').some((one) => catchesOne(name, one));
}

function catchesOne(name: string, type: string): boolean {
  return name === type || GENERAL.has(name) || (name === 'LookupError' && LOOKUPS.has(type)) || (name === 'ArithmeticError' && type === 'ZeroDivisionError');
}

export function withStatement(vm: Interpreter, frame: Frame, statement: StatementOf<'with'>): Outcome {
  const undo: (() => void)[] = [];
  const suppressed: Value[] = [];
  for (const { value: source, target } of statement.items) {
    const manager = evaluate(vm, frame, source);
    if (manager.kind === 'builtin' && manager.name === 'contextlib.suppress') suppressed.push(...(manager.bound?.call.positional ?? []));
    const entered = enter(vm, manager, undo);
    if (target !== null) assignTo(vm, frame, target, entered, { valuePlace: placed(frame, source), statement: null });
  }
  const { tries, calls, doubts, depth, site, writing } = vm;
  if (suppressed.length > 0) vm.tries++;
  let outcome: Outcome = null;
  try {
    outcome = execute(vm, frame, statement.body);
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    Object.assign(vm, { tries, calls, doubts, depth, site, writing });
    const names = suppressed.map((one) => (one.kind === 'builtin' ? one.name : ''));
    if (!names.some((name) => error.type.split('|').some((type) => catchesOne(name, type)))) {
      leave(undo);
      throw error;
    }
  }
  vm.tries = tries;
  leave(undo);
  return outcome;
}

function leave(undo: readonly (() => void)[]): void {
  for (const one of [...undo].reverse()) one();
}

/** What `as` gets; `undo`: what is done at the end. */
function enter(vm: Interpreter, manager: Value, undo: (() => void)[]): Value {
  const config = manager.kind === 'builtin' ? manager.receiver : null;
  if (manager.kind !== 'builtin' || config?.kind !== 'mapping') {
    return manager.kind === 'unknown' ? manager : unknown(phrase`\`with\` is not followed here`);
  }
  if (manager.name === 'unlocked') {
    const { locked } = config;
    if (locked) {
      setLocked(vm, config, false);
      undo.push(() => setLocked(vm, config, true));
    }
  } else if (manager.name === 'ignore_type') {
    undo.push(...untyped(vm, config, new Set()));
  }
  return config;
}

function untyped(vm: Interpreter, config: MappingObject, seen: Set<MappingObject>): (() => void)[] {
  if (seen.has(config)) return [];
  seen.add(config);
  const { typeSafe } = config;
  const set = (to: boolean) => {
    vm.touch(config);
    config.typeSafe = to;
  };
  set(false);
  const below = [...config.slots.values()].flatMap(({ value }) => (value.kind === 'mapping' && value.isConfigDict ? untyped(vm, value, seen) : []));
  return [() => set(typeSafe), ...below];
}
