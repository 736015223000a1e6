/** What one reading of a file has in hand while it follows the program: objects, bounds, where it is, what it found. */
import { type Phrase, phrase } from '../../phrase';
import type { FunctionDefinition, Span } from './ast';
import type { Waiting } from './flow';
import { Heap } from './heap';
import type { PythonModules } from './modules';
import { ListObject, type LiteralForm, MappingObject, type MappingType, type Mutable, ReferenceObject, Scope, type Via } from './objects';
import type { Parsed } from './parse';
import { type Place, type Unit, type UnknownValue, unknown, type Value } from './values';

/** Of one run: expressions and statements. The longest of upstream's configs takes two thousand. */
const MAX_STEPS = 60_000;
/** Of all runs of a reading. */
const MAX_ALL_STEPS = 600_000;
/** Expressions and statements inside each other, calls included. */
const MAX_DEPTH = 400;
/** Calls inside calls. */
const MAX_CALLS = 40;

/** A Python exception on its way; `type` is its name, or each that it may be: `AttributeError|KeyError`. */
export class Raised {
  constructor(
    readonly type: string,
    readonly reason: Phrase,
  ) {}
}

/** The bounds are reached: nothing more is followed. */
export class Exhausted {}

/** One call, or a module's own statements. */
export interface Frame {
  readonly unit: Unit;
  readonly scope: Scope;
  /** Whether its text is that of the config that is read. */
  readonly root: boolean;
  /** Loops around the statement that is run. */
  loops: number;
}

export interface Problem {
  readonly code: 'config-dict-type' | 'config-dict-locked' | 'config-dict-key';
  readonly message: Phrase;
  readonly place: Place;
  /** The key that is meant. */
  readonly near: string | null;
  /** Where the field was set before. */
  readonly before: { readonly name: string; readonly place: Place } | null;
  /** The call in the config's own function that led there. */
  readonly via: Via | null;
}

/** A module that was run, or is being run. */
export interface Loaded {
  readonly unit: Unit;
  readonly scope: Scope;
}

/** What ConfigDict raises: `config.x = …` an AttributeError where `config['x'] = …` raises a KeyError. */
const ERRORS: Readonly<Record<Problem['code'], string>> = {
  'config-dict-type': 'TypeError',
  'config-dict-locked': 'AttributeError|KeyError',
  'config-dict-key': 'ValueError|TypeError',
};

export class Interpreter {
  readonly heap = new Heap();
  problems: Problem[] = [];
  /** Which run it is: the module's own is 0. */
  run = 0;
  site: Via | null = null;
  time = 0;
  /** The call that writes entries which are written elsewhere: what is wrong with them is wrong there. */
  writing: Place | null = null;
  /** Bodies of `try` around: in them an error is raised, elsewhere the value is not known. */
  tries = 0;
  /** Branches around that may not be taken. */
  doubts = 0;
  /** What left the blocks around early on ways that may have been taken; the innermost is the last. */
  waiting: Waiting[] = [];
  calls = 0;
  /** The function that is read: its first call, from wherever it comes, is the one that counts. */
  reading: { readonly definition: FunctionDefinition; frame: Frame | null } | null = null;
  /** What code that is not followed may still change. */
  escaped: Value[] = [];
  /** By key. */
  readonly loaded = new Map<string, Loaded>();
  /** What `import a.b.c` names. */
  readonly paths = new Set<string>();
  /** Of expressions and statements in each other; whoever catches an error puts it back to what it was. */
  depth = 0;
  #steps = 0;
  #allSteps = 0;

  constructor(
    readonly modules: PythonModules | undefined,
    /** Parses of modules, by key. */
    readonly parses: Map<string, Parsed>,
  ) {}

  /** Begins a run: one config's function, with bounds of its own. */
  begin(run: number): void {
    this.run = run;
    this.problems = [];
    this.again();
  }

  /** After a run that did not come to its end: what it found stays. */
  again(): void {
    this.site = null;
    this.writing = null;
    this.escaped = [];
    this.tries = 0;
    this.doubts = 0;
    this.calls = 0;
    this.waiting = [];
    this.#steps = 0;
    this.depth = 0;
  }

  /** Runs a module: once for all, whatever is being run. */
  aside<T>(work: () => T): T {
    const { site, writing, problems, escaped, tries, doubts, calls, waiting } = this;
    const [steps, depth] = [this.#steps, this.depth];
    this.begin(this.run);
    this.calls = calls;
    this.depth = depth;
    try {
      return this.heap.aside(work);
    } finally {
      Object.assign(this, { site, writing, problems, escaped, tries, doubts, calls, waiting });
      this.#steps = steps;
      this.depth = depth;
    }
  }

  /** Counts a step, and goes one deeper; `leave` goes back. */
  enter(): void {
    if (++this.#steps > MAX_STEPS || ++this.#allSteps > MAX_ALL_STEPS || this.depth >= MAX_DEPTH) throw new Exhausted();
    this.depth++;
  }

  leave(): void {
    this.depth--;
  }

  /** A step as a whole. */
  step<T>(work: () => T): T {
    this.enter();
    const result = work();
    this.depth--;
    return result;
  }

  /** Does the work of a call; null where calls are too deep. */
  call<T>(work: () => T): T | null {
    if (this.calls >= MAX_CALLS) return null;
    this.calls++;
    const result = work();
    this.calls--;
    return result;
  }

  /** Writes entries by a call. */
  by<T>(call: Place, work: () => T): T {
    const outer = this.writing;
    this.writing = call;
    const result = work();
    this.writing = outer;
    return result;
  }

  /** An operation that is an error in Python. */
  fail(type: string, reason: Phrase, at: Place | null): UnknownValue {
    if (this.tries > 0) throw new Raised(type, reason);
    return unknown(reason, at);
  }

  mapping(type: MappingType, at: Place | null, form: LiteralForm | null = null): MappingObject {
    return new MappingObject(type, at, this.heap.epoch, form);
  }

  list(items: readonly Value[], at: Place | null): ListObject {
    return new ListObject(items, at, this.heap.epoch);
  }

  reference(value: Value, type: string, at: Place | null, compute: ((value: Value) => Value) | null = null): ReferenceObject {
    return new ReferenceObject(value, type, at, this.heap.epoch, compute);
  }

  scope(parent: Scope | null): Scope {
    return new Scope(parent, this.heap.epoch);
  }

  touch(object: Mutable): void {
    this.heap.touch(object);
  }

  assign(scope: Scope, name: string, value: Value): void {
    const target = scope.elsewhere.get(name) ?? scope;
    const imported = target.variables.has(name) ? undefined : target.own(name);
    if (imported !== undefined) target.variables.set(name, imported);
    this.touch(target);
    target.variables.set(name, value);
  }

  /** Says what is wrong at a place, unless it is not sure that the program comes there. In a `try` it is raised. */
  problem(code: Problem['code'], message: Phrase, place: Place, near: string | null = null, before: Problem['before'] = null): void {
    if (this.tries > 0) throw new Raised(ERRORS[code], message);
    const at = this.writing === null || isWithin(place, this.writing) ? place : this.writing;
    if (this.doubts === 0 && this.waiting.length === 0) this.problems.push({ code, message, place: at, near, before, via: this.site });
  }
}

function isWithin(place: Place, { unit, start, end }: Place): boolean {
  return place.unit === unit && start <= place.start && place.end <= end;
}

export function frameOf(unit: Unit, scope: Scope, root: boolean): Frame {
  return { unit, scope, root, loops: 0 };
}

export const placed = ({ unit }: Frame, { start, end }: Span): Place => ({ unit, start, end });

/** The source of a piece of the file, short enough to be quoted. */
export function quoted({ unit }: Frame, { start, end }: Span): string {
  const source = unit.text.slice(start, Math.min(end, start + 60)).replace(/\s+/g, ' ');
  return end - start > 60 ? `${source}…` : source;
}

export const notFollowed = (source: string): Phrase => phrase`\`${source}\` is not followed`;
export const dependsOn = (source: string): Phrase => phrase`it depends on \`${source}\`, which is not known`;
export const isError = (source: string): Phrase => phrase`\`${source}\` is an error in Python`;
export const tooMuch = (): Phrase => phrase`there is too much to follow`;
export const incomplete = (): Phrase => phrase`it is not complete yet`;
