import { type Alias, isAlias, isMap, isPair, isScalar, isSeq, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { phrase } from '../phrase';
import type { Range } from '../text';
import { lineStart, nextLine } from './lines';
import { emptyNode, scalarNode } from './nodes';
import { duplicateKey, type Problems, tight, tooLarge } from './problems';
import { isClosed } from './quotes';
import type { ConfigNode, Entry, MappingNode, SequenceNode, SyntaxProblem } from './tree';
import { Anchors } from './yamlAnchors';
import { mergedEntries } from './yamlMerge';
import { closedQuote, nearestAnchor, reindented, withoutTag } from './yamlRepairs';
import { readPlain, readTagged, type ScalarReading } from './yamlScalar';
import type { Placed } from './yamlTokens';
import { isSqueezed, unfinishedEntry } from './yamlUnfinished';

/** A node and where its source ends, which for an alias is not where the node ends. */
interface Placement {
  readonly node: ConfigNode;
  readonly end: number;
  readonly alias?: Range;
}

interface Key {
  readonly name: string;
  /** Equal for keys that are equal to Python. */
  readonly identity: string;
  readonly range: Range;
  readonly merge: boolean;
  /** Entries of the lines above, still without a colon, that the grammar takes for the start of this key. */
  readonly unfinished?: readonly Entry[];
}

/** The entries of a mapping while they are read. */
interface Entries {
  readonly own: Entry[];
  /** By the keys' identity. */
  readonly first: Map<string, Entry>;
  readonly merges: { at: Range; value: Placement }[];
  readonly flow: boolean;
  start: number;
  end: number;
}

const MAP_TAGS = new Set(['map', 'set'].map((name) => `tag:yaml.org,2002:${name}`));
const SEQ_TAGS = new Set(['seq', 'omap', 'pairs'].map((name) => `tag:yaml.org,2002:${name}`));

/** Turns a composed YAML document into our tree, aliases and merge keys followed as PyYAML does it. */
export class YamlTree {
  readonly #text: string;
  readonly #problems: Problems;
  readonly #tags: readonly Placed[];
  readonly #anchors = new Anchors();
  /** The first quoted text without a closing quote that takes in the lines below. */
  swallowing: SyntaxProblem | null = null;

  constructor(text: string, tags: readonly Placed[], problems: Problems) {
    this.#text = text;
    this.#tags = tags;
    this.#problems = problems;
  }

  /** The tree of a composed node; `at` is the place of a missing one. */
  read(node: unknown, at: number): ConfigNode {
    return this.#place(node, at, 0).node;
  }

  #place(node: unknown, at: number, depth: number): Placement {
    if (isAlias(node)) return this.#alias(node, at, depth);
    const name = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    const read = (): ConfigNode => this.#build(node, at, depth);
    const built = name === undefined ? read() : this.#anchors.define(name, depth, read);
    return { node: built, end: built.range.end };
  }

  #alias(alias: Alias, at: number, depth: number): Placement {
    const start = alias.range?.[0] ?? at;
    const range = { start, end: alias.range?.[1] ?? start };
    const node = this.#anchors.resolve(alias.source, depth);
    if (typeof node !== 'string') return { node, end: range.end, alias: range };
    if (node === 'too-large') this.#problems.add(tooLarge(range, phrase`Written out, the aliases make this document too large to read; this one is left out`));
    else if (alias.source === '') this.#problems.error(range, phrase`A name is missing behind the *`);
    else if (node === 'unknown')
      this.#problems.error(range, phrase`There is no anchor \`&${alias.source}\` before this alias`, nearestAnchor(this.#text, range));
    else this.#problems.error(range, phrase`\`*${alias.source}\` stands inside its own anchor: a config can't contain itself`);
    return { node: emptyNode(start), end: range.end, alias: range };
  }

  #build(node: unknown, at: number, depth: number): ConfigNode {
    this.#anchors.count(depth);
    if (isScalar(node)) return this.#scalar(node, at);
    if (isMap(node)) return this.#mapping(node, at, depth);
    if (isSeq(node)) return this.#sequence(node, at, depth);
    return emptyNode(at);
  }

  #scalar(node: Scalar, at: number): ConfigNode {
    const start = node.range?.[0] ?? at;
    let end = node.range?.[1] ?? start;
    const quoted = node.type !== undefined && node.type !== Scalar.PLAIN;
    // A block scalar's range takes in its last line break.
    if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED) end = start + this.#text.slice(start, end).trimEnd().length;
    const range = { start, end };
    const open = node.type === Scalar.QUOTE_SINGLE || node.type === Scalar.QUOTE_DOUBLE ? this.#openQuote(range) : null;
    const reading: ScalarReading = open === null ? this.#reading(node, range, quoted) : { value: this.#text.slice(start + 1, open.end), integer: false };
    if (reading.refused !== undefined) this.#problems.error(range, reading.refused);
    return scalarNode(this.#text, range, reading, quoted);
  }

  /** The first line of a quoted text that is not closed. */
  #openQuote(range: Range): Range | null {
    const source = this.#text.slice(range.start, range.end);
    if (isClosed(source)) return null;
    const line = tight(this.#text, range);
    const fixes = closedQuote(this.#text, line);
    const problem: SyntaxProblem = { code: 'syntax', severity: 'error', message: phrase`The closing ${source.charAt(0)} is missing`, range: line, fixes };
    if (line.end < range.end) this.swallowing ??= problem;
    this.#problems.add(problem);
    return line;
  }

  #reading(node: Scalar, range: Range, quoted: boolean): ScalarReading {
    const source = node.source ?? '';
    const untagged = (): ScalarReading => (quoted ? { value: source, integer: false } : readPlain(source));
    if (node.tag === undefined) return untagged();
    // To PyYAML a lone `!` takes the quotes away.
    if (node.tag === '!') return readPlain(source);
    const reading = readTagged(node.tag, source);
    if (reading !== null) return reading;
    this.#unknownTag(node.tag, range.start);
    return untagged();
  }

  #sequence(node: YAMLSeq, at: number, depth: number): SequenceNode {
    const flow = node.flow === true;
    if (node.tag !== undefined && !SEQ_TAGS.has(node.tag)) this.#unknownTag(node.tag, node.range?.[0] ?? at);
    const start = node.range?.[0] ?? at;
    let end = start + 1;
    const items = node.items.map((item) => {
      const placed = isPair(item) ? this.#pairAsMapping(item, end, depth + 1) : this.#place(item, end, depth + 1);
      end = placed.end;
      return placed.node;
    });
    if (flow) end = Math.max(end, node.range?.[1] ?? end);
    return { kind: 'sequence', range: { start, end }, items, flow };
  }

  /** Only `!!omap` and `!!pairs` leave bare pairs in a sequence. */
  #pairAsMapping(pair: Pair, at: number, depth: number): Placement {
    const node = this.#entries([pair], at, depth, true);
    return { node, end: node.range.end };
  }

  #mapping(node: YAMLMap, at: number, depth: number): MappingNode {
    const start = node.range?.[0] ?? at;
    if (node.tag !== undefined && !MAP_TAGS.has(node.tag)) this.#unknownTag(node.tag, start);
    const flow = node.flow === true;
    const mapping = this.#entries(node.items, start, depth, flow);
    if (!flow) return mapping;
    return { ...mapping, range: { start, end: Math.max(mapping.range.end, node.range?.[1] ?? start) } };
  }

  #entries(pairs: readonly Pair[], at: number, depth: number, flow: boolean): MappingNode {
    const read: Entries = { own: [], first: new Map(), merges: [], flow, start: at, end: at };
    const first = flow ? undefined : pairs[0];
    this.#collect(pairs, depth, read, first);
    const { own, merges, start, end } = read;
    const entries = merges.length === 0 ? own : own.concat(mergedEntries(own, merges, this.#problems));
    return { kind: 'mapping', range: { start, end }, entries, flow };
  }

  /** `opening` is the pair whose key the mapping begins with. */
  #collect(pairs: readonly Pair[], depth: number, read: Entries, opening: Pair | undefined): void {
    for (const pair of pairs) {
      const key = this.#key(pair.key, read.end, depth + 1);
      for (const entry of key?.unfinished ?? []) read.own.push(entry);
      if (pair === opening) read.start = key?.unfinished?.[0]?.range.start ?? key?.range.start ?? read.start;
      const goingOn = this.#goingOn(pair.value);
      const value = goingOn ?? this.#place(pair.value, key?.range.end ?? read.end, depth + 1);
      const missing = pair.value === null || pair.value === undefined;
      read.end = Math.max(read.end, missing ? (key?.range.end ?? read.end) : value.end);
      if (missing && !read.flow && key !== null && this.#isSqueezed(key.range)) read.own.push(unfinishedEntry(this.#text, key.range, this.#problems));
      else if (key?.merge) read.merges.push({ at: key.range, value });
      else if (key !== null) this.#addEntry(key, value, read);
      if (goingOn !== null) this.#collect(goingOn.pairs, depth, read, undefined);
    }
  }

  #addEntry({ name, identity, range: keyRange }: Key, { node, end, alias }: Placement, { own, first }: Entries): void {
    const range = { start: keyRange.start, end: Math.max(keyRange.end, end) };
    const entry: Entry = alias === undefined ? { key: name, keyRange, value: node, range } : { key: name, keyRange, value: node, range, alias };
    const before = first.get(identity);
    if (before === undefined) first.set(identity, entry);
    else this.#problems.add(duplicateKey(name, 'PyYAML', keyRange, before.keyRange));
    own.push(entry);
  }

  /** null for a key that can't be one. */
  #key(node: unknown, at: number, depth: number): Key | null {
    if (isScalar(node) && node.type === Scalar.PLAIN && node.tag === undefined) {
      const [start, end] = node.range ?? [at, at];
      const source = node.source ?? '';
      // As a value PyYAML would stop at either.
      if (source === '<<' || source === '=') return { name: source, identity: `"${source}`, range: { start, end }, merge: source === '<<' };
      if (source === '' && node.anchor === undefined) {
        const colon = end + Math.max(0, this.#text.slice(end).search(/[^ ]/));
        if (this.#text[colon] === ':') this.#problems.error({ start: colon, end: colon + 1 }, phrase`A key is missing in front of this colon`);
        return null;
      }
      const line = tight(this.#text, { start, end });
      if (line.end < end) return this.#keyBelow(line, end);
    }
    const placed = this.#place(node, at, depth);
    const range = placed.alias ?? placed.node.range;
    if (placed.node.kind !== 'scalar') {
      this.#problems.error(
        range,
        placed.node.kind === 'mapping'
          ? phrase`A key must be a single value: Python can't use a mapping as one`
          : phrase`A key must be a single value: Python can't use a sequence as one`,
      );
      return null;
    }
    const { text, quoted, value, consumer } = placed.node;
    const built = consumer === undefined ? value : consumer.value;
    const source = isScalar(node) ? (node.source ?? '') : quoted ? String(value) : text;
    // To Python 1 and "1" are two keys, 1 and 1.0 are one.
    const identity = typeof built === 'string' ? `"${source}` : String(built);
    return { name: source, identity, range, merge: false };
  }

  /**
   * The key in the last line of a plain text over several lines. The lines above are keys whose colons are still to be
   * typed, unless the first is the value of another key (see `#goingOn`).
   */
  #keyBelow(first: Range, end: number): Key {
    const lines: Range[] = [];
    for (let at = first.start; at < end; at = nextLine(this.#text, at)) {
      const start = at + Math.max(0, this.#text.slice(at, end).search(/[^ \t]/));
      const { end: lineEnd } = tight(this.#text, { start, end });
      if (this.#text.slice(start, lineEnd).trim() !== '') lines.push({ start, end: lineEnd });
    }
    const range = lines.pop() ?? first;
    const source = this.#text.slice(range.start, range.end);
    const name = /^(["'])([^"'\\]*)\1$/.exec(source)?.[2] ?? source;
    const below: Key = { name, identity: `"${name}`, range, merge: false };
    if (this.#beginsLine(first.start)) return { ...below, unfinished: lines.map((line) => unfinishedEntry(this.#text, line, this.#problems)) };
    const message = phrase`This key is indented deeper than the one above, which has a value already; check the indentation`;
    this.#problems.error(range, message, reindented(this.#text, range));
    return below;
  }

  #isSqueezed(key: Range): boolean {
    return this.#beginsLine(key.start) && isSqueezed(this.#text.slice(key.start, key.end));
  }

  /** A value that the grammar takes for the start of the key in the line below, since that is indented deeper. */
  #goingOn(node: unknown): (Placement & { readonly pairs: readonly Pair[] }) | null {
    const first = isMap(node) && node.flow !== true ? node.items[0]?.key : undefined;
    if (!isMap(node) || !isScalar(first) || first.type !== Scalar.PLAIN || !first.range || first.tag !== undefined) return null;
    const [start, end] = first.range;
    const line = tight(this.#text, { start, end });
    if (line.end === end || this.#beginsLine(start)) return null;
    // The key below says what is wrong.
    this.#problems.settle(line.start);
    const reading = readPlain(this.#text.slice(line.start, line.end));
    return { node: scalarNode(this.#text, line, reading, false), end: line.end, pairs: node.items };
  }

  /** Whether nothing but the signs of list items stands in front. */
  #beginsLine(at: number): boolean {
    return /^[ \t]*(?:-[ \t]+)*$/.test(this.#text.slice(lineStart(this.#text, at), at));
  }

  #unknownTag(tag: string, nodeStart: number): void {
    if (this.#problems.full) return;
    const token = this.#tags.findLast(({ offset }) => offset <= nodeStart);
    const range = token === undefined ? { start: nodeStart, end: nodeStart } : { start: token.offset, end: token.offset + token.source.length };
    const fixes = token === undefined ? [] : withoutTag(this.#text, range);
    this.#problems.error(range, phrase`PyYAML's safe_load knows no tag \`${token?.source ?? tag}\` for such a value and stops`, fixes);
  }
}
