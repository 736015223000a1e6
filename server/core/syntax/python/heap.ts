/** Takes back what was changed: behind a branch that may not have been taken, and behind each config's run. */
import type { Mutable } from './objects';

type Saved = Map<Mutable, unknown>;

interface Layer {
  readonly epoch: number;
  readonly saved: Saved;
}

export class Heap {
  readonly #layers: Layer[] = [];
  #epoch = 0;
  /** Of what is done aside: older than all that is done otherwise. */
  #early = -1e9;

  /** What a new object has as `born`. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Before any change of an object. */
  touch(object: Mutable): void {
    const layer = this.#layers.at(-1);
    if (layer !== undefined && object.born < layer.epoch && !layer.saved.has(object)) layer.saved.set(object, object.save());
  }

  /** How many are open. */
  get layers(): number {
    return this.#layers.length;
  }

  /** Takes back all changes since there were so many layers. */
  undoTo(layers: number): void {
    while (this.#layers.length > layers) this.undo();
  }

  /** From here on changes are noted. */
  open(): void {
    this.#layers.push({ epoch: ++this.#epoch, saved: new Map() });
  }

  /** Takes back all changes since `open`; what the changed objects were is the answer. */
  undo(): Saved {
    const layer = this.#layers.pop();
    const after: Saved = new Map();
    for (const [object, saved] of layer?.saved ?? []) {
      after.set(object, object.save());
      object.restore(saved as never);
    }
    return after;
  }

  /** Lets the changes since `open` stand; what the objects were before is the answer. */
  keep(): Saved {
    const layer = this.#layers.pop();
    const outer = this.#layers.at(-1);
    if (layer === undefined) return new Map();
    if (outer !== undefined) {
      for (const [object, saved] of layer.saved) if (object.born < outer.epoch && !outer.saved.has(object)) outer.saved.set(object, saved);
    }
    return layer.saved;
  }

  /** Does something whose changes are not noted: a module is run once for all. */
  aside<T>(work: () => T): T {
    const layers = this.#layers.splice(0);
    const epoch = this.#epoch;
    this.#epoch = this.#early;
    try {
      return work();
    } finally {
      this.#early = this.#epoch;
      this.#epoch = epoch;
      this.#layers.push(...layers);
    }
  }

  /** Makes the objects what `after` says they are. */
  apply(after: ReadonlyMap<Mutable, unknown>): void {
    for (const [object, state] of after) {
      this.touch(object);
      object.restore(state as never);
    }
  }
}
