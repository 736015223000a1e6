/** Comprehensions over what is known. */
import type { ExpressionOf } from './ast';
import { setOf } from './conversions';
import { evaluate } from './expressions';
import { type Frame, type Interpreter, notFollowed, placed, quoted } from './interpreter';
import { iterated, put } from './mappings';
import { MAX_ITEMS } from './operators';
import { assignTo } from './targets';
import { truth, unknown, type Value } from './values';

export function comprehension(vm: Interpreter, frame: Frame, expression: ExpressionOf<'comprehension'>): Value {
  const at = placed(frame, expression);
  const inner: Frame = { ...frame, scope: vm.scope(frame.scope), loops: frame.loops + 1 };
  const items: Value[] = [];
  const dict = vm.mapping('dict', at);
  let failed: Value | null = null;
  const give = (reason: Value, source: string) => {
    failed ??= reason.kind === 'unknown' ? unknown(reason.reason, at) : unknown(notFollowed(source), at);
  };

  const through = (i: number): void => {
    if (failed !== null) return;
    const clause = expression.clauses[i];
    if (clause === undefined) {
      const element = evaluate(vm, inner, expression.element);
      if (expression.value === null) items.push(element);
      else {
        const write = { keyPlace: placed(frame, expression.element), valuePlace: placed(frame, expression.value), statement: null, direct: false };
        put(vm, dict, element, evaluate(vm, inner, expression.value), write);
      }
      if (items.length > MAX_ITEMS) give(element, quoted(frame, expression));
    } else if ('test' in clause) {
      const test = evaluate(vm, inner, clause.test);
      const known = truth(test);
      if (known === null) give(test, quoted(frame, clause.test));
      else if (known) through(i + 1);
    } else {
      const iterable = evaluate(vm, inner, clause.iterable);
      const values = iterated(vm, iterable);
      if (values === null) return give(iterable, quoted(frame, clause.iterable));
      for (const value of values) {
        assignTo(vm, inner, clause.target, value, { valuePlace: value.at ?? at, statement: null });
        through(i + 1);
      }
    }
  };
  through(0);
  if (failed !== null) return failed;
  if (expression.form === 'dict') return dict;
  if (expression.form === 'set') return setOf(items, at) ?? unknown(notFollowed(quoted(frame, expression)), at);
  const list = vm.list(items, at);
  list.once = expression.form === 'generator';
  return list;
}
