/** `for` and `while`. Where it is not known how often the body runs, what it changes is not known either. */
import type { Phrase } from '../../phrase';
import type { StatementOf } from './ast';
import { evaluate } from './expressions';
import { dependsOn, type Frame, type Interpreter, placed, quoted } from './interpreter';
import { joinStates } from './joins';
import { iterated } from './mappings';
import { execute, type Outcome, uncertain } from './statements';
import { assignTo } from './targets';
import { truth, unknown, type Value } from './values';

/** Rounds of a `while`; of a `for` there are as many as its values. */
const MAX_ROUNDS = 2_000;

export function loop(vm: Interpreter, frame: Frame, statement: StatementOf<'for'>): Outcome {
  const iterable = evaluate(vm, frame, statement.iterable);
  const values = iterated(vm, iterable);
  const source = { valuePlace: placed(frame, statement.iterable), statement: null };
  if (values === null) {
    const reason = iterable.kind === 'unknown' ? iterable.reason : dependsOn(quoted(frame, statement.iterable));
    return perhaps(vm, frame, reason, () => {
      assignTo(vm, frame, statement.target, unknown(reason, source.valuePlace), source);
      return execute(vm, frame, statement.body);
    });
  }
  const rounds = values[Symbol.iterator]();
  return repeat(vm, frame, statement, () => {
    const next = rounds.next();
    if (next.done === true) return false;
    assignTo(vm, frame, statement.target, next.value, { ...source, valuePlace: next.value.at ?? source.valuePlace });
    return true;
  });
}

export function whileLoop(vm: Interpreter, frame: Frame, statement: StatementOf<'while'>): Outcome {
  let rounds = 0;
  let unsure: Value | null = null;
  const outcome = repeat(vm, frame, statement, () => {
    const test = evaluate(vm, frame, statement.test);
    const known = rounds++ < MAX_ROUNDS ? truth(test) : null;
    if (known === null) unsure = test;
    return known === true;
  });
  if (unsure === null || outcome !== null) return outcome;
  const reason = dependsOn(quoted(frame, statement.test));
  return perhaps(vm, frame, reason, () => execute(vm, frame, statement.body));
}

/** Rounds for as long as there is a next one, each with what it is to have. */
function repeat(vm: Interpreter, frame: Frame, statement: StatementOf<'for' | 'while'>, next: () => boolean): Outcome {
  const outer = frame.doubt;
  const { epoch } = vm.heap;
  const { doubts } = vm;
  const early = frame.returned.length;
  frame.doubt = null;
  frame.loops++;
  vm.heap.open();
  let outcome: Outcome = null;
  let ended = false;
  try {
    while (next()) {
      outcome = execute(vm, frame, statement.body);
      if (outcome === 'continue') outcome = null;
      if (outcome !== null) break;
    }
    ended = true;
  } finally {
    frame.loops--;
    const doubt: Phrase | null = frame.doubt;
    frame.doubt = outer;
    if (frame.returned.length === early) vm.doubts = doubts;
    if (ended && doubt !== null) joinStates(vm, doubt, [new Map(), vm.heap.undo()], epoch);
    else vm.heap.keep();
  }
  if (outcome === 'break') return null;
  return outcome ?? execute(vm, frame, statement.otherwise);
}

/** A body that runs an unknown number of times: none, or one whose end may not be the last. */
function perhaps(vm: Interpreter, frame: Frame, reason: Phrase, body: () => Outcome): Outcome {
  frame.loops++;
  try {
    return uncertain(vm, frame, reason, [
      () => null,
      () => {
        const outcome = body();
        return typeof outcome === 'string' ? null : outcome;
      },
    ]);
  } finally {
    frame.loops--;
  }
}
