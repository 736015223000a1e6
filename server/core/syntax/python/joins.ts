/** Two ways the program may have gone: what is the same on both is known, what differs is not, for the reason that parts them. */
import type { Phrase } from '../../phrase';
import { equal } from './compare';
import { type Interpreter } from './interpreter';
import { ListObject, MappingObject, type Mutable, ReferenceObject, Scope, type Slot } from './objects';
import { isScalar, type Value } from './values';

/** Of objects that were changed: what each became. */
export type States = ReadonlyMap<Mutable, unknown>;

/** What the objects have in common on both ways of a joiner. One that a way neither names nor had is there as the other has it. */
export function joinedStates(join: Joiner): States {
  const joined = new Map<Mutable, unknown>();
  for (const object of new Set([...join.left.keys(), ...join.right.keys()])) {
    const [a, b] = [join.left, join.right].map((way) => {
      if (way.has(object)) return way.get(object);
      return object.born > join.epoch ? undefined : object.save();
    });
    joined.set(object, a === undefined ? b : b === undefined ? a : join.states(object, a, b));
  }
  return joined;
}

export class Joiner {
  /** Objects made of two, so that what they share is shared again. */
  readonly #made = new Map<Value, Map<Value, Value>>();

  constructor(
    readonly vm: Interpreter,
    readonly reason: Phrase,
    /** Of two objects that are no older, one can be made: nothing else has them. */
    readonly epoch: number,
    readonly left: States,
    readonly right: States,
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

  #merged(a: MappingObject, b: MappingObject): Value {
    const known = this.#made.get(a)?.get(b);
    if (known !== undefined) return known;
    const merged = this.vm.mapping(a.type, a.at, a.form === b.form ? a.form : null);
    this.#made.set(a, (this.#made.get(a) ?? new Map()).set(b, merged));
    merged.convertDict = a.convertDict;
    merged.dotted = a.dotted;
    this.vm.step(() => merged.restore(this.#mappings((this.left.get(a) ?? a.save()) as MappingState, (this.right.get(b) ?? b.save()) as MappingState)));
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
    joined.restore(this.#items((this.left.get(a) ?? a.save()) as ListState, (this.right.get(b) ?? b.save()) as ListState));
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
