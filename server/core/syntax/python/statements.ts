/** Runs statements. */
import { phrase } from '../../phrase';
import type { Block, Expression, Statement, StatementOf } from './ast';
import { callValue } from './calls';
import { equal } from './compare';
import { tryStatement, withStatement } from './contexts';
import { evaluate, functionOf } from './expressions';
import { type Outcome, uncertain } from './flow';
import { importFrom, importModules } from './imports';
import { dependsOn, type Frame, type Interpreter, isError, notFollowed, placed, quoted, Raised } from './interpreter';
import { loop, whileLoop } from './loops';
import { binary } from './operators';
import { assignTo, deleteTarget } from './targets';
import { none, truth, unknown, type Value } from './values';

export function execute(vm: Interpreter, frame: Frame, block: Block): Outcome {
  for (const statement of block) {
    vm.enter();
    const outcome = one(vm, frame, statement);
    vm.leave();
    if (outcome !== null) return outcome;
  }
  return null;
}

function one(vm: Interpreter, frame: Frame, statement: Statement): Outcome {
  switch (statement.kind) {
    case 'assign':
      assignment(vm, frame, statement);
      return null;
    case 'augmented': {
      const old = evaluate(vm, frame, statement.target);
      const value = evaluate(vm, frame, statement.value);
      const result = inPlace(vm, statement.operator, old, value) ?? binary(vm, frame, statement.operator, old, value, statement.value);
      assignTo(vm, frame, statement.target, result, { valuePlace: placed(frame, statement.value), statement: placed(frame, statement) });
      return null;
    }
    case 'expression':
      evaluate(vm, frame, statement.value);
      return null;
    case 'delete':
      for (const target of statement.targets) deleteTarget(vm, frame, target);
      return null;
    case 'return':
      return { value: statement.value === null ? none(placed(frame, statement)) : evaluate(vm, frame, statement.value) };
    case 'raise':
      throw raised(frame, statement);
    case 'assert': {
      const test = evaluate(vm, frame, statement.test);
      if (truth(test) === false) throw new Raised('AssertionError', isError(quoted(frame, statement)));
      return null;
    }
    case 'pass':
      return null;
    case 'break':
    case 'continue':
      return statement.kind;
    case 'import':
      importModules(vm, frame, statement);
      return null;
    case 'importFrom':
      importFrom(vm, frame, statement);
      return null;
    case 'scope':
      for (const name of statement.names) declare(frame, name, statement.form);
      return null;
    case 'if':
      return branch(vm, frame, statement, 0);
    case 'for':
      return loop(vm, frame, statement);
    case 'while':
      return whileLoop(vm, frame, statement);
    case 'try':
      return tryStatement(vm, frame, statement);
    case 'with':
      return withStatement(vm, frame, statement);
    case 'function':
      vm.assign(frame.scope, statement.name.name, decorated(vm, frame, statement));
      return null;
    case 'class':
      vm.assign(frame.scope, statement.name.name, { kind: 'unknown', reason: phrase`classes are not followed`, at: placed(frame, statement.name) });
      return null;
    case 'match':
      return matched(vm, frame, statement, evaluate(vm, frame, statement.subject), 0);
  }
}

function assignment(vm: Interpreter, frame: Frame, statement: StatementOf<'assign'>): void {
  const value = evaluate(vm, frame, statement.value);
  const source = { valuePlace: placed(frame, statement.value), statement: placed(frame, statement) };
  const values: readonly Expression[] = statement.value.kind === 'tuple' || statement.value.kind === 'list' ? statement.value.items : [];
  for (const target of statement.targets) assignTo(vm, frame, target, value, source, values);
}

/** `+=` changes a list, and `|=` a dict, where others see it too. */
function inPlace(vm: Interpreter, operator: string, old: Value, value: Value): Value | null {
  if (operator !== '+' || old.kind !== 'list') return null;
  vm.touch(old);
  if (value.kind === 'list' || value.kind === 'tuple') {
    old.items = [...old.items, ...value.items];
    if (value.kind === 'list') old.open ??= value.open;
  } else old.open ??= value.kind === 'unknown' ? value.reason : notFollowed('+=');
  return old;
}

function raised(frame: Frame, { value, start, end }: StatementOf<'return' | 'raise'>): Raised {
  const type = value?.kind === 'call' ? value.callee : value;
  const name = type?.kind === 'name' ? type.name : type?.kind === 'attribute' ? type.name.name : 'Exception';
  return new Raised(name, phrase`\`${quoted(frame, { start, end })}\` ends it`);
}

function declare(frame: Frame, name: string, form: 'global' | 'nonlocal'): void {
  const { scope } = frame;
  if (form === 'global') {
    if (scope !== scope.module) scope.elsewhere.set(name, scope.module);
    return;
  }
  for (let outer = scope.parent; outer !== null && outer.parent !== null; outer = outer.parent) {
    if (outer.variables.has(name)) return void scope.elsewhere.set(name, outer);
  }
}

function branch(vm: Interpreter, frame: Frame, statement: StatementOf<'if'>, i: number): Outcome {
  const next = statement.branches[i];
  if (next === undefined) return execute(vm, frame, statement.otherwise);
  const test = evaluate(vm, frame, next.test);
  const known = truth(test);
  if (known !== null) return known ? execute(vm, frame, next.body) : branch(vm, frame, statement, i + 1);
  const reason = dependsOn(quoted(frame, next.test));
  return uncertain(vm, reason, [() => execute(vm, frame, next.body), () => branch(vm, frame, statement, i + 1)]);
}

function matched(vm: Interpreter, frame: Frame, statement: StatementOf<'match'>, subject: Value, i: number): Outcome {
  const next = statement.cases[i];
  if (next === undefined) return null;
  const tests = next.literals?.map((literal) => equal(subject, evaluate(vm, frame, literal)));
  let known: boolean | null = next.takesAll ? true : null;
  if (tests !== undefined) known = tests.includes(true) ? true : tests.includes(null) ? null : false;
  const bind = (value: Value) => {
    for (const name of next.names) vm.assign(frame.scope, name, value);
  };
  if (known === true && next.guard !== null) {
    bind(subject);
    known = truth(evaluate(vm, frame, next.guard));
  }
  const reason = dependsOn(quoted(frame, statement.subject));
  const body = () => {
    bind(next.takesAll ? subject : unknown(reason, subject.at));
    return execute(vm, frame, next.body);
  };
  const others = () => matched(vm, frame, statement, subject, i + 1);
  if (known !== null) return known ? body() : others();
  return uncertain(vm, reason, [body, others]);
}

function decorated(vm: Interpreter, frame: Frame, statement: StatementOf<'function'>): Value {
  const decorators = statement.decorators.map((decorator) => evaluate(vm, frame, decorator));
  let value: Value = functionOf(vm, frame, statement, statement.name.name);
  for (const decorator of decorators.reverse())
    value = callValue(vm, frame, decorator, { positional: [value], keywords: [], open: null, at: placed(frame, statement.name) });
  return value;
}
