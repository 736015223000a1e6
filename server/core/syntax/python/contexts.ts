/** `try` and `with`. */
import { phrase } from '../../phrase';
import type { Expression, StatementOf } from './ast';
import { setLocked } from './configDict';
import { evaluate } from './expressions';
import { continued, type Outcome } from './flow';
import { type Frame, type Interpreter, placed, Raised } from './interpreter';
import type { MappingObject } from './objects';
import { execute } from './statements';
import { assignTo } from './targets';
import { unknown, type Value } from './values';

export function tryStatement(vm: Interpreter, frame: Frame, statement: StatementOf<'try'>): Outcome {
  return continued(
    vm,
    () => attempted(vm, frame, statement),
    (outcome) => {
      const own = execute(vm, frame, statement.finally);
      if (own === null && outcome instanceof Raised) throw outcome;
      return own ?? (outcome as Outcome);
    },
  );
}

function attempted(vm: Interpreter, frame: Frame, statement: StatementOf<'try'>): Outcome {
  const body = () => trying(vm, () => execute(vm, frame, statement.body));
  return continued(vm, body, (outcome) => {
    if (!(outcome instanceof Raised)) return outcome ?? execute(vm, frame, statement.otherwise);
    const handler = statement.handlers.find(({ types }) => types === null || catches(types, outcome.type));
    if (handler === undefined) throw outcome;
    if (handler.name !== null) vm.assign(frame.scope, handler.name, unknown(outcome.reason));
    return execute(vm, frame, handler.body);
  });
}

/** In the work an error is raised. */
function trying(vm: Interpreter, work: () => Outcome): Outcome {
  vm.tries++;
  const outcome = work();
  vm.tries--;
  return outcome;
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
  const body = () => execute(vm, frame, statement.body);
  const names = suppressed.map((one) => (one.kind === 'builtin' ? one.name : ''));
  return continued(
    vm,
    () => (names.length > 0 ? trying(vm, body) : body()),
    (outcome) => {
      leave(undo);
      if (!(outcome instanceof Raised)) return outcome;
      if (!names.some((name) => outcome.type.split('|').some((type) => catchesOne(name, type)))) throw outcome;
      return null;
    },
  );
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
