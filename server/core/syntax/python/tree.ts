/** What a run left, as the tree that all of the tool reads: each value at its place in the config's own text. */
import { type Phrase, phrase } from '../../phrase';
import type { Origin, Range } from '../../text';
import { MAX_ALIASED_NODES, MAX_DEPTH } from '../limits';
import type { ConfigNode, Entry, MappingNode, ScalarNode } from '../tree';
import type { Identifier, Span } from './ast';
import { configAttribute } from './configMethods';
import { type Interpreter, tooMuch } from './interpreter';
import type { MappingObject, Slot } from './objects';
import { resolved } from './references';
import { reprOf } from './repr';
import { isScalar, type Place, type ScalarValue, typeName, type Unit, type Value } from './values';

export interface TreeOf {
  readonly root: MappingNode;
  /** Where each mapping is that assignments can reach: the dotted path. */
  readonly paths: ReadonlyMap<MappingObject, string>;
}

export class TreeBuilder {
  readonly #vm: Interpreter;
  readonly #unit: Unit;
  readonly #extent: Span;
  readonly #paths = new Map<MappingObject, string>();
  readonly #open: MappingObject[] = [];
  #nodes = 0;
  #depth = 0;

  constructor(vm: Interpreter, unit: Unit, extent: Span) {
    this.#vm = vm;
    this.#unit = unit;
    this.#extent = extent;
  }

  /** `at`: what stands for the root where nothing of it is in the text; `access`: the variable that holds it. */
  tree(value: MappingObject, at: Span, access: string | null): TreeOf {
    const root = this.#mapping(value, { start: at.start, end: Math.max(at.start, Math.min(at.end, this.#extent.end)) }, access, '');
    const spans = root.entries.map(({ statement, range }) => statement ?? range);
    if (spans.length === 0) return { root, paths: this.#paths };
    const range = { start: Math.min(...spans.map(({ start }) => start)), end: Math.max(...spans.map(({ end }) => end)) };
    return { root: { ...root, range }, paths: this.#paths };
  }

  #node(value: Value, range: Range, access: string | null, path: string | null): ConfigNode {
    if (++this.#nodes > MAX_ALIASED_NODES || this.#depth >= MAX_DEPTH) return { kind: 'unknown', range, reason: tooMuch() };
    if (isScalar(value)) return scalar(value, range);
    switch (value.kind) {
      case 'tuple':
      case 'list': {
        if (value.kind === 'list' && value.once) return { kind: 'unknown', range, reason: plainless(value) };
        if (value.kind === 'list' && value.open !== null) return { kind: 'unknown', range, reason: value.open };
        this.#depth++;
        const items = value.items.map((item) => {
          const found = resolved(this.#vm, item);
          return this.#node(found, this.#within(found.at) ?? this.#inherited(range, found.at), null, null);
        });
        this.#depth--;
        return { kind: 'sequence', range, items, flow: true, ...(value.kind === 'tuple' ? { tuple: true } : {}) };
      }
      case 'mapping':
        if (this.#open.includes(value)) return { kind: 'unknown', range, reason: phrase`it holds itself` };
        return this.#mapping(value, range, access, path);
      case 'unknown':
        return { kind: 'unknown', range, reason: value.reason };
      default:
        return { kind: 'unknown', range, reason: plainless(value) };
    }
  }

  #mapping(mapping: MappingObject, range: Range, access: string | null, path: string | null): MappingNode {
    if (path !== null && !this.#paths.has(mapping)) this.#paths.set(mapping, path);
    const reach = mapping.type === 'FrozenConfigDict' ? null : access;
    this.#open.push(mapping);
    this.#depth++;
    const entries: Entry[] = [];
    for (const slot of mapping.slots.values()) entries.push(this.#entry(mapping, slot, range, reach, path));
    this.#open.pop();
    this.#depth--;
    const own = mapping.form !== null && this.#within(mapping.form.at) !== null ? mapping.form : null;
    return {
      kind: 'mapping',
      range,
      entries,
      flow: own !== null,
      ...(mapping.open === null ? {} : { open: mapping.open }),
      python: {
        access: reach,
        literal: own === null ? null : { form: own.form, range: { start: own.at.start, end: Math.min(own.at.end, this.#extent.end) } },
        configDict: mapping.isConfigDict,
        locked: mapping.locked,
      },
    };
  }

  #entry(mapping: MappingObject, slot: Slot, parent: Range, access: string | null, path: string | null): Entry {
    const value = resolved(this.#vm, slot.value);
    const key = keyText(slot.key);
    const keyRange = this.#placed(slot, slot.keyPlace, slot.key.at, parent);
    const valueRange = this.#placed(slot, slot.valuePlace, value.at, parent);
    const statement = slot.statement === null ? null : this.#within(slot.statement);
    const below = access === null ? null : accessOf(mapping, access, key, slot.keyPlace);
    const node = this.#node(value, valueRange, below, path === null ? null : path === '' ? key : `${path}.${key}`);
    const range = { start: Math.min(keyRange.start, valueRange.start), end: Math.max(keyRange.end, valueRange.end) };
    const over = keyRange.origin === undefined ? this.#over(slot) : null;
    const overrides = over === null ? null : this.#entry(mapping, over, parent, null, null);
    return { key, keyRange, value: node, range, ...(statement === null ? {} : { statement }), ...(overrides === null ? {} : { overrides }) };
  }

  /** What it took the place of, where that was written elsewhere. */
  #over({ over }: Slot): Slot | null {
    let before = over;
    while (before !== null && this.#within(before.keyPlace) !== null) before = before.over;
    return before;
  }

  /** Where a key or value of an entry stands: where it is written if that is in the config's text, else where it comes in. */
  #placed(slot: Slot, written: Place, made: Place | null, parent: Range): Range {
    const own = this.#within(written);
    const literal = this.#within(made);
    if (own !== null && (slot.direct || literal === null)) {
      return made !== null && literal === null ? { ...own, origin: this.#origin(made) } : own;
    }
    if (literal !== null) return literal;
    const { via } = slot;
    const call = via !== null && via.run === this.#vm.run && via.start >= this.#extent.start && via.end <= this.#extent.end ? via : parent;
    return this.#inherited(call, made ?? written);
  }

  #inherited({ start, end }: Span, from: Place | null): Range {
    return from === null || this.#within(from) !== null ? { start, end } : { start, end, origin: this.#origin(from) };
  }

  #within(place: Place | null): Range | null {
    if (place === null || place.unit !== this.#unit || place.start < this.#extent.start || place.start > this.#extent.end) return null;
    // Half-typed, a value may reach over the end: there its bracket is closed.
    return { start: place.start, end: Math.min(place.end, this.#extent.end) };
  }

  #origin({ unit, start, end }: Place): Origin {
    return { ...writerAt(unit, start), file: unit.key, range: { start, end } };
  }
}

/** The function, or the variable, at the top of a module whose statement an offset is in, and where that is defined. */
function writerAt({ body, text }: Unit, offset: number): Pick<Origin, 'name' | 'definition'> {
  const statement = body.find(({ start, end }) => start <= offset && offset <= end);
  if (statement?.kind === 'function' || statement?.kind === 'class') return named(statement.name);
  const target = statement?.kind === 'assign' ? statement.targets[0] : statement?.kind === 'augmented' ? statement.target : undefined;
  let base = target;
  while (base?.kind === 'attribute' || base?.kind === 'subscript') base = base.value;
  return base?.kind === 'name' ? named(base) : { name: /\S+/.exec(text.slice(statement?.start ?? offset, offset + 20))?.[0] ?? '…' };
}

function named({ name, start, end }: Identifier): Pick<Origin, 'name' | 'definition'> {
  return { name, definition: { start, end } };
}

/** What reaches the value of a key. */
function accessOf(mapping: MappingObject, access: string, key: string, at: Place): string {
  const plain = mapping.isConfigDict && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key) && configAttribute(mapping, key, at) === null;
  return plain ? `${access}.${key}` : `${access}['${key.replace(/[\\']/g, '\\$&')}']`;
}

/** A key as `str` has it: that of a tuple without quotes. */
function keyText(key: Value): string {
  if (key.kind === 'str') return key.value;
  return key.kind === 'tuple' ? `(${key.items.map(keyText).join(', ')})` : (reprOf(key) ?? '…');
}

function scalar(value: ScalarValue, range: Range): ScalarNode {
  const { at, literal, kind } = value;
  const text = literal === true && at !== null ? at.unit.text.slice(at.start, at.end) : (reprOf(value) ?? '');
  return { kind: 'scalar', range, value: kind === 'none' ? null : value.value, text, quoted: kind === 'str', integer: kind === 'int' };
}

function plainless(value: Value): Phrase {
  return phrase`it is of type ${typeName(value)}`;
}
