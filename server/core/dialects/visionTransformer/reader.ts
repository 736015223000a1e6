/** Reads one mapping's values into fields that know their place, their source, and what is wrong with them. Never throws. */
import { type Phrase, type PhraseValue, phrase } from '../../phrase';
import type { ConfigNode, Entry, MappingNode, ScalarNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Range } from '../../text';
import type { Field, Known, Pair } from '../spec';
import { known, unknown, unknownAs, untold } from '../spec';

interface Place {
  readonly keyRange: Range | null;
  readonly range: Range | null;
}

const NOWHERE: Place = { keyRange: null, range: null };

/** The upstream model that a reader's values are taken from, and where it is named. */
export interface Upstream {
  readonly name: string;
  readonly place: Place;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The least value itself is out too. */
  readonly exclusive?: boolean;
}

/** What a value turned out to be: it, or what is wrong with it, said of what it is called. */
export type Read<T> = { readonly value: T } | { readonly fault: Fault };
type Fault = (name: PhraseValue) => Phrase;

const notWhole: Fault = (name) => phrase`${name} is not a whole number`;
const notAPair: Fault = (name) => phrase`${name} is not a pair`;
const below =
  (min: number): Fault =>
  (name) =>
    phrase`${name} is less than ${min}`;

export class Reader {
  constructor(
    readonly mapping: ConfigNode | null | undefined,
    /** Path of the mapping from the document's root with a trailing dot. */
    readonly prefix: string,
    readonly upstream?: Upstream,
  ) {}

  entry(key: string): Entry | undefined {
    return entryOf(this.mapping, key);
  }

  /** The key's mapping; a reader over nothing when it has none. */
  child(key: string): Reader {
    return new Reader(this.entry(key)?.value, `${this.prefix}${key}.`, this.upstream);
  }

  /** Whether the key is absent or null. */
  absent(key: string): boolean {
    const node = this.entry(key)?.value;
    return node === undefined || isNull(node);
  }

  /** A whole number, at least `min`. */
  whole(key: string, min: number, fallback?: number): Field<number> {
    return this.field(key, (node) => readWhole(node, min), fallback);
  }

  /** A whole number of which null stands for another value. */
  wholeOrNull<N extends number | null>(key: string, min: number, ofNull: N, fallback?: number | N): Field<number | N> {
    return this.field<number | N>(key, (node) => (isNull(node) ? { value: ofNull } : readWhole(node, min)), fallback);
  }

  number(key: string, bounds: Bounds, fallback?: number): Field<number> {
    return this.field(key, (node) => readNumber(node, bounds), fallback);
  }

  numberOrNull(key: string, bounds: Bounds, ofNull: number, fallback?: number): Field<number> {
    return this.field(key, (node) => (isNull(node) ? { value: ofNull } : readNumber(node, bounds)), fallback);
  }

  flag(key: string, fallback: boolean): Field<boolean> {
    return this.field<boolean>(
      key,
      (node) => {
        // PyYAML reads `on` as true.
        const value = node.kind === 'scalar' ? (node.consumer?.value ?? node.value) : null;
        return typeof value === 'boolean' ? { value } : { fault: (name) => phrase`${name} is not true or false` };
      },
      fallback,
    );
  }

  text(key: string, fallback?: string): Field<string> {
    return this.field<string>(
      key,
      (node) => (node.kind === 'scalar' && typeof node.value === 'string' ? { value: node.value } : { fault: (name) => phrase`${name} is not text` }),
      fallback,
    );
  }

  choice<T extends string>(key: string, values: readonly T[], fallback?: T): Field<T> {
    return this.field<T>(
      key,
      (node) => {
        const value = node.kind === 'scalar' ? values.find((name) => name === node.value) : undefined;
        return value === undefined ? { fault: (name) => phrase`${name} is none of ${values.join(', ')}` } : { value };
      },
      fallback,
    );
  }

  /** [height, width]; `single` takes one number for both. */
  pair(key: string, min: number, single: boolean, fallback?: Pair): Field<Pair> {
    return this.field(key, (node) => readPair(node, single, (item) => readWhole(item, min)), fallback);
  }

  field<T>(key: string, read: (node: ConfigNode) => Read<T>, fallback?: T | undefined): Field<T> {
    const path = this.prefix + key;
    const entry = this.entry(key);
    const open = this.mapping?.kind === 'mapping' ? this.mapping.open : undefined;
    if (entry === undefined && open !== undefined) return untold(path, open);
    if (entry === undefined) return fallback === undefined ? unknown(path, phrase`${path} is missing`) : known(path, fallback, NOWHERE, 'default');
    const { value } = entry;
    if (value.kind === 'unknown') return untold(path, value.reason, { keyRange: entry.keyRange, range: value.range });
    const item = value.kind === 'sequence' ? value.items.find(({ kind }) => kind === 'unknown') : undefined;
    if (item?.kind === 'unknown') return untold(path, item.reason, { keyRange: entry.keyRange, range: value.range });
    const result = read(value);
    if (this.upstream !== undefined) {
      const { place, name } = this.upstream;
      return 'fault' in result ? unknown(path, result.fault(path), place) : known(path, result.value, place, 'upstream-model', name);
    }
    const place = { keyRange: entry.keyRange, range: entry.alias ?? entry.value.range };
    return 'fault' in result ? unknown(path, result.fault(path), place) : known(path, result.value, place);
  }
}

/** A field with its value turned into another's, place and source kept. */
export function derive<T, U>(field: Field<T>, key: string, origin: PhraseValue, change: (value: T) => U): Field<U> {
  if (!field.known) return unknownAs(key, field);
  const derived: Known<U> = { known: true, key, value: change(field.value), keyRange: field.keyRange, range: field.range, source: 'derived', origin };
  return derived;
}

export function isNull(node: ConfigNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

export function readWhole(node: ConfigNode, min: number): Read<number> {
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return { fault: notWhole };
  if (!Number.isInteger(node.value) || !writtenWhole(node)) return { fault: notWhole };
  if (!Number.isSafeInteger(node.value)) return { fault: (name) => phrase`${name} is too large` };
  return node.value < min ? { fault: below(min) } : { value: node.value };
}

/** Python makes a float of `768.0`. Of `1e3` PyYAML makes a string: that is not what was meant, and the number is. */
export function writtenWhole(node: ScalarNode): boolean {
  return node.integer || typeof node.consumer?.value === 'string';
}

export function readNumber(node: ConfigNode, { min, max, exclusive }: Bounds): Read<number> {
  if (node.kind !== 'scalar' || typeof node.value !== 'number' || !Number.isFinite(node.value)) return { fault: (name) => phrase`${name} is not a number` };
  const { value } = node;
  if (min !== undefined && (exclusive ? value <= min : value < min)) return { fault: exclusive ? (name) => phrase`${name} is not above ${min}` : below(min) };
  return max !== undefined && value > max ? { fault: (name) => phrase`${name} is more than ${max}` } : { value };
}

export function readPair(node: ConfigNode, single: boolean, read: (item: ConfigNode) => Read<number>): Read<Pair> {
  if (node.kind === 'sequence') {
    const [first, second] = node.items;
    if (first === undefined || second === undefined || node.items.length !== 2) return { fault: notAPair };
    const [a, b] = [read(first), read(second)];
    if ('fault' in a) return { fault: (name) => a.fault(phrase`the first number of ${name}`) };
    return 'fault' in b ? { fault: (name) => b.fault(phrase`the second number of ${name}`) } : { value: [a.value, b.value] };
  }
  if (!single) return { fault: notAPair };
  const side = read(node);
  return 'fault' in side ? side : { value: [side.value, side.value] };
}

/** A plain value as the tree a config would have, every node at one place: how a catalogue's model is read. */
export function treeOf(value: unknown, range: Range): ConfigNode {
  if (Array.isArray(value)) return { kind: 'sequence', range, items: value.map((item) => treeOf(item, range)), flow: true };
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]): Entry => ({ key, keyRange: range, value: treeOf(item, range), range }));
    const mapping: MappingNode = { kind: 'mapping', range, entries, flow: true };
    return mapping;
  }
  const scalar = value === null || typeof value === 'boolean' || typeof value === 'number' ? value : String(value);
  return {
    kind: 'scalar',
    range,
    value: scalar,
    text: String(scalar),
    quoted: typeof scalar === 'string',
    integer: typeof scalar === 'number' && Number.isInteger(scalar),
  };
}
