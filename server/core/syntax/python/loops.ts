/** `for` and `while`. Where it is not known how often the body runs, what it changes is not known either. */
import type { Phrase } from '../../phrase';
import type { StatementOf } from './ast';
import { evaluate } from './expressions';
import { continued, meeting, type Outcome, uncertain } from './flow';
import { dependsOn, type Frame, type Interpreter, placed, quoted, Raised } from './interpreter';
import { iterated } from './mappings';
import { execute } from './statements';
import { assignTo } from './targets';
import { truth, unknown } from './values';

/** Rounds of a `while`; of a `for` there are as many as its values. */
const MAX_ROUNDS = 2_000;
/** What goes from one variable to another in a round goes so far. */
const MAX_PERHAPS = 3;

export function loop(vm: Interpreter, frame: Frame, statement: StatementOf<'for'>): Outcome {
  const iterable = evaluate(vm, frame, statement.iterable);
  const values = iterated(vm, iterable);
  const source = { valuePlace: placed(frame, statement.iterable), statement: null };
  if (values === null) {
    const reason = iterable.kind === 'unknown' ? iterable.reason : dependsOn(quoted(frame, statement.iterable));
    const round = () => {
      assignTo(vm, frame, statement.target, unknown(reason, source.valuePlace), source);
      return execute(vm, frame, statement.body);
    };
    return repeat(
      vm,
      frame,
      statement,
      () => false,
      () => perhaps(vm, reason, round),
    );
  }
  const rounds = values[Symbol.iterator]();
  return repeat(
    vm,
    frame,
    statement,
    () => {
      const next = rounds.next();
      if (next.done === true) return false;
      assignTo(vm, frame, statement.target, next.value, { ...source, valuePlace: next.value.at ?? source.valuePlace });
      return true;
    },
    () => null,
  );
}

export function whileLoop(vm: Interpreter, frame: Frame, statement: StatementOf<'while'>): Outcome {
  let rounds = 0;
  let unsure = false;
  return repeat(
    vm,
    frame,
    statement,
    () => {
      const known = rounds++ < MAX_ROUNDS ? truth(evaluate(vm, frame, statement.test)) : null;
      unsure = known === null;
      return known === true;
    },
    () => {
      if (!unsure) return null;
      return perhaps(vm, dependsOn(quoted(frame, statement.test)), () => {
        const outcome = execute(vm, frame, statement.body);
        if (outcome === null) evaluate(vm, frame, statement.test);
        return outcome;
      });
    },
  );
}

/** Rounds for as long as there is a next one, each with what it is to have; then the rest, and `else`. */
function repeat(vm: Interpreter, frame: Frame, statement: StatementOf<'for' | 'while'>, next: () => boolean, rest: () => Outcome): Outcome {
  const all = () => {
    while (next()) {
      const outcome = meeting(vm, () => execute(vm, frame, statement.body), goingOn);
      if (outcome !== null) return outcome;
    }
    return rest();
  };
  frame.loops++;
  const { loops } = frame;
  return continued(vm, all, (outcome) => {
    frame.loops = loops - 1;
    if (outcome instanceof Raised) throw outcome;
    return outcome === 'break' ? null : (outcome ?? execute(vm, frame, statement.otherwise));
  });
}

const goingOn = (outcome: Outcome): Outcome => (outcome === 'continue' ? null : outcome);

/** A body that runs an unknown number of times, until one more time makes no difference. */
function perhaps(vm: Interpreter, reason: Phrase, body: () => Outcome): Outcome {
  for (let i = 0; i < MAX_PERHAPS; i++) {
    const outcome = uncertain(vm, reason, [() => null, () => meeting(vm, body, goingOn)]);
    if (outcome !== null) return outcome;
  }
  return null;
}
