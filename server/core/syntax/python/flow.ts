/**
 * Ways that part and meet. Where one of several ways leaves the block (`return`, `break`, an error in a `try`) and another goes
 * on, what leaves waits here with the state that it left with, until it comes to where it is going: the end of the function, of
 * the loop, of the `try`. There the states meet.
 */
import type { Phrase } from '../../phrase';
import { type Interpreter, Raised } from './interpreter';
import { Joiner, joinedStates, type States } from './joins';
import type { Value } from './values';

/** Where a block went on: null at its end. */
export type Outcome = null | 'break' | 'continue' | { readonly value: Value };

/** Where a way came to, and what it made of the objects. */
export interface Leaf {
  readonly outcome: Outcome | Raised;
  readonly after: States;
}

/** Ways that left. Their states are to what was when the others went on, from when on the heap has a layer for these. */
export interface Waiting {
  readonly leaves: readonly Leaf[];
  readonly reason: Phrase;
  /** Of the heap when the ways parted. */
  readonly epoch: number;
}

/** Does it, and has an error as its outcome. */
export function attempt(vm: Interpreter, work: () => Outcome): Leaf['outcome'] {
  const { calls, depth, doubts, tries, site, writing } = vm;
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    Object.assign(vm, { calls, depth, doubts, tries, site, writing });
    return error;
  }
}

/** What left since `base`, and the outcome itself: one leaf for each place to go to. The state is that from which the first left. */
export function gathered(vm: Interpreter, base: number, outcome: Leaf['outcome']): Leaf[] {
  let leaves: Leaf[] = [{ outcome, after: new Map() }];
  while (vm.waiting.length > base) {
    const { leaves: others, reason, epoch } = vm.waiting.pop() as Waiting;
    const since = vm.heap.undo();
    leaves = met(vm, reason, epoch, [...others, ...leaves.map((leaf) => behind(since, leaf))]);
  }
  return leaves;
}

/** One way, after which all is as it was before. */
export function followed(vm: Interpreter, work: () => Outcome): Leaf[] {
  const base = vm.waiting.length;
  vm.heap.open();
  try {
    const leaves = gathered(vm, base, attempt(vm, work));
    const since = vm.heap.undo();
    return leaves.map((leaf) => behind(since, leaf));
  } catch (error) {
    // The bounds are reached.
    for (; vm.waiting.length > base; vm.waiting.pop()) vm.heap.keep();
    vm.heap.keep();
    throw error;
  }
}

function behind(since: States, { outcome, after }: Leaf): Leaf {
  return { outcome, after: new Map([...since, ...after]) };
}

/** What goes to one place becomes one leaf. Each names all objects that some of them names. */
function met(vm: Interpreter, reason: Phrase, epoch: number, leaves: readonly Leaf[]): Leaf[] {
  const named = new Set(leaves.flatMap(({ after }) => [...after.keys()]));
  const whole = leaves.map(({ outcome, after }) => {
    const states = new Map(after);
    for (const object of named) if (!states.has(object) && object.born <= epoch) states.set(object, object.save());
    return { outcome, after: states };
  });
  const places = new Map<string | null, Leaf>();
  for (const leaf of whole) {
    const place = placeOf(leaf);
    const other = places.get(place);
    places.set(place, other === undefined ? leaf : joined(vm, reason, epoch, other, leaf));
  }
  return [...places.values()];
}

function placeOf({ outcome }: Leaf): string | null {
  if (outcome === null || typeof outcome === 'string') return outcome;
  return outcome instanceof Raised ? `raise ${outcome.type}` : 'return';
}

function joined(vm: Interpreter, reason: Phrase, epoch: number, a: Leaf, b: Leaf): Leaf {
  const join = new Joiner(vm, reason, epoch, a.after, b.after);
  const after = joinedStates(join);
  const [x, y] = [a.outcome, b.outcome];
  if (x === null || y === null || !('value' in Object(x)) || !('value' in Object(y))) return { outcome: x, after };
  return { outcome: { value: join.values((x as { value: Value }).value, (y as { value: Value }).value) }, after };
}

/** What goes on of the ways: those that come to the end of the block, else those that go to one place; the others wait. */
export function goOn(vm: Interpreter, reason: Phrase, epoch: number, leaves: readonly Leaf[]): Outcome {
  const places = met(vm, reason, epoch, leaves);
  // An error that nothing catches ends the program.
  const ending = vm.tries === 0 ? places.filter(({ outcome }) => !(outcome instanceof Raised)) : places;
  const going = ending.find(({ outcome }) => outcome === null) ?? ending.find(({ outcome }) => !(outcome instanceof Raised)) ?? places[0];
  if (going === undefined) return null;
  const others = ending.filter((leaf) => leaf !== going);
  if (others.length > 0) {
    vm.heap.open();
    vm.waiting.push({ leaves: others, reason, epoch });
  }
  vm.heap.apply(going.after);
  if (going.outcome instanceof Raised) throw going.outcome;
  return going.outcome;
}

/** Follows each of the ways, of which the program takes one. */
export function uncertain(vm: Interpreter, reason: Phrase, ways: readonly (() => Outcome)[]): Outcome {
  const { epoch } = vm.heap;
  const { doubts } = vm;
  const leaves = ways.flatMap((way) => {
    vm.doubts = doubts + 1;
    return followed(vm, way);
  });
  vm.doubts = doubts;
  return goOn(vm, reason, epoch, leaves);
}

/** Does the work, and then with each way that it may have taken what comes next. */
export function continued(vm: Interpreter, work: () => Outcome, next: (outcome: Leaf['outcome']) => Outcome): Outcome {
  const base = vm.waiting.length;
  const outcome = attempt(vm, work);
  const first = vm.waiting[base];
  if (first === undefined) return next(outcome);
  const leaves = gathered(vm, base, outcome);
  return uncertain(
    vm,
    first.reason,
    leaves.map((leaf) => () => {
      vm.heap.apply(leaf.after);
      return next(leaf.outcome);
    }),
  );
}

/** Does the work, whose ways meet where they go to the same place by `to`. */
export function meeting(vm: Interpreter, work: () => Outcome, to: (outcome: Outcome) => Outcome): Outcome {
  const base = vm.waiting.length;
  const outcome = attempt(vm, work);
  const first = vm.waiting[base];
  const going = ({ outcome: from, after }: Leaf): Leaf => ({ outcome: from instanceof Raised ? from : to(from), after });
  if (first !== undefined) return goOn(vm, first.reason, vm.heap.epoch, gathered(vm, base, outcome).map(going));
  if (outcome instanceof Raised) throw outcome;
  return to(outcome);
}
