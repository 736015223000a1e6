/**
 * What changes while a program runs: dicts, lists, references, and the variables of a scope. Each is known by reference,
 * as in Python. Before one is changed it is shown to the heap (`touch`), which can then take the changes back.
 */
import type { Phrase } from '../../phrase';
import type { Place, Value } from './values';

/** Something that changes. `born` tells the heap whether it was there already at some moment. */
export interface Mutable {
  readonly born: number;
  /** What it is now, for `restore`. */
  save(): unknown;
  restore(saved: never): void;
}

/** One entry of a mapping, and how it came to be. Never changed: a new one takes its place. */
export interface Slot {
  readonly key: Value;
  /** The key as the program that wrote the entry has it: `size` of `patches.size =`, `'size'`, an expression. */
  readonly keyPlace: Place;
  readonly value: Value;
  /** The right-hand side. */
  readonly valuePlace: Place;
  /** Set where a statement of its own wrote it. */
  readonly statement: Place | null;
  /** Whether it was written by a line that is run once, in the function that is read. */
  readonly direct: boolean;
  /** The call of the function that is read in which it was written, or copied. */
  readonly via: Via | null;
  /** What it took the place of. */
  readonly over: Slot | null;
  /** Of writing, on the run's clock. */
  readonly time: number;
}

export interface Via {
  /** Which run. */
  readonly run: number;
  readonly start: number;
  readonly end: number;
}

/** The dict literal or call of `dict` that made a mapping. */
export interface LiteralForm {
  readonly form: 'braces' | 'keywords';
  readonly at: Place;
}

interface MappingState {
  readonly slots: Map<string, Slot>;
  readonly open: Phrase | null;
  readonly locked: boolean;
  readonly typeSafe: boolean;
}

export type MappingType = 'dict' | 'ConfigDict' | 'FrozenConfigDict';

/** A dict or ConfigDict. */
export class MappingObject implements Mutable {
  readonly kind = 'mapping';
  /** By `keyOf` the key, in order of insertion. */
  slots = new Map<string, Slot>();
  /** Why there may be more keys. */
  open: Phrase | null = null;
  locked = false;
  typeSafe = true;
  convertDict = true;
  dotted = false;
  /** Of a FrozenConfigDict: the ConfigDict that it was made of. */
  thawed: MappingObject | null = null;

  constructor(
    readonly type: MappingType,
    readonly at: Place | null,
    readonly born: number,
    readonly form: LiteralForm | null = null,
  ) {}

  get isConfigDict(): boolean {
    return this.type !== 'dict';
  }

  save(): MappingState {
    return { slots: new Map(this.slots), open: this.open, locked: this.locked, typeSafe: this.typeSafe };
  }

  restore({ slots, open, locked, typeSafe }: MappingState): void {
    this.slots = new Map(slots);
    this.open = open;
    this.locked = locked;
    this.typeSafe = typeSafe;
  }
}

interface ListState {
  readonly items: readonly Value[];
  readonly open: Phrase | null;
}

export class ListObject implements Mutable {
  readonly kind = 'list';
  items: Value[];
  /** Why there may be more items, or fewer. */
  open: Phrase | null = null;
  /** An iterator: whoever goes through it takes the items out. */
  once = false;

  constructor(
    items: readonly Value[],
    readonly at: Place | null,
    readonly born: number,
  ) {
    this.items = [...items];
  }

  save(): ListState {
    return { items: [...this.items], open: this.open };
  }

  restore({ items, open }: ListState): void {
    this.items = [...items];
    this.open = open;
  }
}

/** A `FieldReference`: a value that several fields share, or one that is computed from others each time. */
export class ReferenceObject implements Mutable {
  readonly kind = 'reference';

  constructor(
    public value: Value,
    /** Name of the field's type. */
    readonly type: string,
    readonly at: Place | null,
    readonly born: number,
    /** What is done to the value when it is asked for. */
    public compute: ((value: Value) => Value) | null = null,
  ) {}

  save(): Pick<ReferenceObject, 'value' | 'compute'> {
    return { value: this.value, compute: this.compute };
  }

  restore({ value, compute }: Pick<ReferenceObject, 'value' | 'compute'>): void {
    this.value = value;
    this.compute = compute;
  }
}

/** The variables of a module, of a call, or of a comprehension. */
export class Scope implements Mutable {
  variables = new Map<string, Value>();
  /** What a module imports, and is read when it is first meant: most of it no config needs. An assignment goes before it. */
  readonly imports = new Map<string, () => Value | undefined>();
  /** Names that `global` and `nonlocal` declare: the scope that has them. */
  readonly elsewhere = new Map<string, Scope>();

  constructor(
    readonly parent: Scope | null,
    readonly born: number,
  ) {}

  get module(): Scope {
    let scope: Scope = this;
    while (scope.parent !== null) scope = scope.parent;
    return scope;
  }

  find(name: string): Value | undefined {
    for (let scope: Scope | null = this; scope !== null; scope = scope.elsewhere.get(name) ?? scope.parent) {
      const value = scope.own(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** A variable of this very scope. */
  own(name: string): Value | undefined {
    return this.variables.get(name) ?? this.imports.get(name)?.();
  }

  save(): Map<string, Value> {
    return new Map(this.variables);
  }

  restore(saved: Map<string, Value>): void {
    this.variables = new Map(saved);
  }
}
