/** Two ways the program may have gone: what is the same on both is known, what differs is not, for the reason that parts them. */
import type { Phrase } from '../../phrase';
import { equal } from './compare';
import { type Frame, type Interpreter, Raised } from './interpreter';
import { ListObject, MappingObject, type Mutable, ReferenceObject, Scope, type Slot } from './objects';
import { isScalar, unknown, type Value } from './values';

type States = Map<Mutable, unknown>;

interface Way<T> {
  readonly result: T;
  readonly after: States;
}

/**
 * Follows each of the ways, from the same state; then the state is what they have in common. A way that raises counts for
 * nothing; if all do, so does this. `counts`: whether the state behind a way goes on.
 */
export function forked<T>(vm: Interpreter, reason: Phrase, ways: readonly (() => T)[], counts: (result: T) => boolean): T[] {
  const taken: Way<T>[] = [];
  const { epoch } = vm.heap;
  let raised: Raised | null = null;
  const { calls, depth, doubts, tries, site, writing } = vm;
  vm.doubts++;
  try {
    for (const way of ways) {
      vm.heap.open();
      let result: T | null = null;
      try {
        result = way();
      } catch (error) {
        if (!(error instanceof Raised)) {
          vm.heap.keep();
          throw error;
        }
        raised = error;
        vm.heap.undo();
        Object.assign(vm, { calls, depth, tries, site, writing, doubts: doubts + 1 });
        continue;
      }
      taken.push({ result, after: vm.heap.undo() });
    }
  } finally {
    vm.doubts = doubts;
  }
  if (taken.length === 0 && raised !== null) throw raised;
  const going = taken.filter(({ result }) => counts(result));
  joinStates(
    vm,
    reason,
    (going.length === 0 ? taken : going).map(({ after }) => after),
    epoch,
  );
  return taken.map(({ result }) => result);
}

/** The objects become what all of the states have in common; an object that one of them does not name is there as it is now. */
export function joinStates(vm: Interpreter, reason: Phrase, afters: readonly States[], epoch: number): void {
  const [first, ...others] = afters;
  if (first === undefined) return;
  if (others.length === 0) return vm.heap.apply(first);
  const join = new Joiner(vm, reason, epoch);
  const joined: States = new Map();
  for (const object of new Set(afters.flatMap((after) => [...after.keys()]))) {
    const states = afters.map((after) => (after.has(object) ? after.get(object) : object.save()));
    const [state, ...rest] = states;
    joined.set(
      object,
      rest.reduce((a, b) => join.states(object, a, b), state),
    );
  }
  vm.heap.apply(joined);
}

/** What a function returns, if it may have returned other things earlier. */
export function joinReturned(vm: Interpreter, frame: Frame, value: Value): Value {
  let joined = value;
  for (const earlier of frame.returned) {
    if (earlier.value === joined) new Joiner(vm, earlier.reason).since(joined, earlier.time);
    else joined = new Joiner(vm, earlier.reason).values(earlier.value, joined);
  }
  return joined;
}

export function joinValues(vm: Interpreter, reason: Phrase, values: readonly Value[], epoch: number): Value {
  const join = new Joiner(vm, reason, epoch);
  const [first, ...rest] = values;
  return rest.reduce((a, b) => join.values(a, b), first ?? unknown(reason));
}

class Joiner {
  /** Objects made of two, so that what they share is shared again. */
  readonly #made = new Map<Value, Map<Value, Value>>();

  constructor(
    readonly vm: Interpreter,
    readonly reason: Phrase,
    /** Of two objects that are no older, one can be made: nothing else has them. */
    readonly epoch = Number.NEGATIVE_INFINITY,
  ) {}

  values(a: Value, b: Value): Value {
    if (a === b) return a;
    if (isScalar(a) && isScalar(b) && a.kind === b.kind && equal(a, b) === true) return a;
    if (a.kind === 'unknown' && b.kind === 'unknown' && a.reason === b.reason) return a;
    if (a.kind === 'tuple' && b.kind === 'tuple' && a.items.length === b.items.length) {
      return { ...a, items: a.items.map((item, i) => this.values(item, b.items[i] as Value)) };
    }
    if (a.kind === 'builtin' && b.kind === 'builtin' && equal(a, b) === true) return a;
    const own = (object: Mutable) => object.born > this.epoch;
    if (a.kind === 'mapping' && b.kind === 'mapping' && a.type === b.type && own(a) && own(b)) return this.#merged(a, b);
    if (a.kind === 'list' && b.kind === 'list' && own(a) && own(b)) return this.#lists(a, b);
    return { kind: 'unknown', reason: this.reason, at: a.at, mayBe: [a, b].filter((one) => !isScalar(one)) };
  }

  states(object: Mutable, a: unknown, b: unknown): unknown {
    if (object instanceof MappingObject) return this.#mappings(a as MappingState, b as MappingState);
    if (object instanceof Scope) return this.#variables(a as Map<string, Value>, b as Map<string, Value>);
    if (object instanceof ListObject) return this.#items(a as ListState, b as ListState);
    const [x, y] = [a as ReferenceState, b as ReferenceState];
    return x.value === y.value && x.compute === y.compute ? x : { value: this.values(x.value, y.value), compute: null };
  }

  /** What was written into it after a moment may not have been. */
  since(value: Value, time: number, seen = new Set<Value>()): void {
    if (value.kind !== 'mapping' || seen.has(value)) return;
    seen.add(value);
    this.vm.touch(value);
    for (const [key, slot] of value.slots) {
      if (slot.time > time) value.slots.set(key, this.#doubtful(slot));
      else this.since(slot.value, time, seen);
    }
    value.open ??= this.reason;
  }

  #merged(a: MappingObject, b: MappingObject): Value {
    const known = this.#made.get(a)?.get(b);
    if (known !== undefined) return known;
    const merged = this.vm.mapping(a.type, a.at, a.form === b.form ? a.form : null);
    this.#made.set(a, (this.#made.get(a) ?? new Map()).set(b, merged));
    merged.convertDict = a.convertDict;
    merged.dotted = a.dotted;
    this.vm.step(() => merged.restore(this.#mappings(a.save(), b.save())));
    return merged;
  }

  #mappings(a: MappingState, b: MappingState): MappingState {
    const slots = new Map<string, Slot>();
    for (const [key, slot] of a.slots) {
      const other = b.slots.get(key);
      if (other === undefined) slots.set(key, this.#doubtful(slot));
      else if (slot === other || slot.value === other.value) slots.set(key, other);
      else slots.set(key, { ...slot, value: this.values(slot.value, other.value), time: ++this.vm.time });
    }
    for (const [key, slot] of b.slots) if (!a.slots.has(key)) slots.set(key, this.#doubtful(slot));
    return { slots, open: a.open ?? b.open, locked: a.locked && b.locked, typeSafe: a.typeSafe && b.typeSafe };
  }

  #doubtful(slot: Slot): Slot {
    return { ...slot, value: { kind: 'unknown', reason: this.reason, at: slot.value.at, mayBe: [slot.value] }, time: ++this.vm.time };
  }

  #variables(a: Map<string, Value>, b: Map<string, Value>): Map<string, Value> {
    const joined = new Map<string, Value>();
    for (const name of new Set([...a.keys(), ...b.keys()])) {
      const [x, y] = [a.get(name), b.get(name)];
      joined.set(
        name,
        x === undefined || y === undefined
          ? { kind: 'unknown', reason: this.reason, at: (x ?? y)?.at ?? null, mayBe: [x ?? y].filter((one) => one !== undefined) }
          : this.values(x, y),
      );
    }
    return joined;
  }

  #lists(a: ListObject, b: ListObject): Value {
    const joined = this.vm.list([], a.at);
    joined.restore(this.#items(a.save(), b.save()));
    return joined;
  }

  #items(a: ListState, b: ListState): ListState {
    if (a.items.length !== b.items.length) return { items: [], open: this.reason };
    return { items: a.items.map((item, i) => this.values(item, b.items[i] as Value)), open: a.open ?? b.open };
  }
}

type MappingState = ReturnType<MappingObject['save']>;
type ListState = ReturnType<ListObject['save']>;
type ReferenceState = ReturnType<ReferenceObject['save']>;
