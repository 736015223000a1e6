import type { Range } from '../text';
import {
  APOSTROPHE,
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  DASH,
  FLOW,
  HASH,
  is,
  isPrintable,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  PLAIN_START,
  QUOTE,
  RETURN,
  SPACE,
} from './characters';
import { scalarNode } from './nodes';
import type { ConfigDocument, ConfigNode, Entry, MappingNode, ScalarNode, SequenceNode } from './tree';
import { LineCursor } from './yamlCursor';
import { readPlain } from './yamlScalar';

/**
 * The everyday part of YAML, read directly and about twenty times as fast as through the library: mappings of plain
 * keys, lists, and on one line plain and quoted scalars, `[a, b]` and `{a: b}`. Anything else, or anything doubtful or
 * wrong, gives null: then the library reads and explains. For what it does read it gives what the library gives; a
 * property test holds the two together.
 */
export function readEverydayYaml(text: string): ConfigDocument | null {
  return new EverydayReader(text).read();
}

const MAX_EVERYDAY_DEPTH = 16;

/** Every method that reads gives up by null, false or -1, which goes all the way up. */
class EverydayReader extends LineCursor {
  read(): ConfigDocument | null {
    if (!this.nextLine()) return null;
    if (this.indent === 0 && this.text.startsWith('---', this.at)) {
      this.at += 3;
      if (!this.endOfLine() || !this.nextLine()) return null;
    }
    const empty = this.done;
    const root = !empty && this.indent === 0 ? this.#mapping(0, 0) : null;
    if (!empty && (root === null || !this.done)) return null;
    return { syntax: 'yaml', text: this.text, root, comments: this.comments, anchors: [], problems: [] };
  }

  /** null for a key that is more than a text to PyYAML, such as `on`. */
  #key(end: number): string | null {
    const key = this.text.slice(this.at, end);
    const { value, consumer } = readPlain(key);
    return typeof value === 'string' && consumer === undefined ? key : null;
  }

  #mapping(indent: number, depth: number): MappingNode | null {
    if (depth > MAX_EVERYDAY_DEPTH) return null;
    const start = this.at;
    const entries: Entry[] = [];
    const keys = new Set<string>();
    let end = start;
    do {
      const keyRange = { start: this.at, end: this.keyEnd() };
      const key = keyRange.end === -1 ? null : this.#key(keyRange.end);
      if (key === null || keys.has(key)) return null;
      keys.add(key);
      this.at = keyRange.end + 1;
      const value = this.#valueBehindKey(indent, depth);
      if (value === null) return null;
      end = value.range.end;
      entries.push({ key, keyRange, value, range: { start: keyRange.start, end } });
    } while (this.indent === indent);
    return this.indent > indent ? null : { kind: 'mapping', range: { start, end }, entries, flow: false };
  }

  /** Goes to the line behind the value. */
  #valueBehindKey(indent: number, depth: number): ConfigNode | null {
    const text = this.text;
    while (text.charCodeAt(this.at) === SPACE) this.at++;
    const at = this.at;
    const code = text.charCodeAt(at);
    if (at < text.length && code !== HASH && code !== NEWLINE && code !== RETURN) return this.#inline(depth);
    if (!this.lineBreak() || !this.nextLine()) return null;
    const isItem = this.indent >= indent && text.charCodeAt(this.at) === DASH && this.isSpaceOrEnd(this.at + 1);
    if (isItem) return this.#list(this.indent, depth + 1);
    if (this.indent > indent) return this.#mapping(this.indent, depth + 1);
    return scalarNode(text, { start: at, end: at }, readPlain(''), false);
  }

  /** A value on the current line; then goes to the next. */
  #inline(depth: number): ConfigNode | null {
    const value = this.#isBracketOrQuote() ? this.#flowOrQuoted(depth) : this.#plain();
    return value !== null && this.endOfLine() && this.nextLine() ? value : null;
  }

  #list(indent: number, depth: number): SequenceNode | null {
    if (depth > MAX_EVERYDAY_DEPTH) return null;
    const start = this.at;
    const items: ConfigNode[] = [];
    let end = start;
    while (this.indent === indent && this.text.charCodeAt(this.at) === DASH) {
      this.at++;
      if (this.text.charCodeAt(this.at) !== SPACE) return null;
      while (this.text.charCodeAt(this.at) === SPACE) this.at++;
      const item = this.keyEnd() === -1 ? this.#inline(depth) : this.#mapping(this.at - this.lineStart, depth + 1);
      if (item === null) return null;
      items.push(item);
      end = item.range.end;
    }
    return this.indent > indent ? null : { kind: 'sequence', range: { start, end }, items, flow: false };
  }

  #plain(): ScalarNode | null {
    const text = this.text;
    const start = this.at;
    if (!this.#startsPlain(start)) return null;
    let end = start;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE || code === RETURN) break;
      if (code === SPACE) continue;
      if (code === HASH && end < at) break;
      if ((code === COLON && this.isSpaceOrEnd(at + 1)) || !isPrintable(code)) return null;
      end = at + 1;
    }
    this.at = end;
    return this.#plainNode({ start, end });
  }

  #startsPlain(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return is(code, PLAIN_START) || (code === DASH && is(this.text.charCodeAt(at + 1), PLAIN_START));
  }

  /** null for what PyYAML stops at. */
  #plainNode(range: Range): ScalarNode | null {
    const reading = readPlain(this.text.slice(range.start, range.end));
    return reading.refused === undefined ? scalarNode(this.text, range, reading, false) : null;
  }

  #isBracketOrQuote(): boolean {
    const code = this.text.charCodeAt(this.at);
    return code === OPEN_LIST || code === OPEN_MAP || code === QUOTE || code === APOSTROPHE;
  }

  #flowOrQuoted(depth: number): ConfigNode | null {
    switch (this.text.charCodeAt(this.at)) {
      case OPEN_LIST:
        return this.#flowList(depth + 1);
      case OPEN_MAP:
        return this.#flowMapping(depth + 1);
      case QUOTE:
      case APOSTROPHE:
        return this.#quoted();
      default:
        return null;
    }
  }

  /** Without escapes, on one line. */
  #quoted(): ScalarNode | null {
    const text = this.text;
    const start = this.at;
    const quote = text.charCodeAt(start);
    for (let at = start + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) {
        this.at = at + 1;
        if (text.charCodeAt(at + 1) === APOSTROPHE) return null;
        return scalarNode(text, { start, end: at + 1 }, { value: text.slice(start + 1, at), integer: false }, true);
      }
      if (!isPrintable(code) || (code === 0x5c && quote === QUOTE)) return null;
    }
    return null;
  }

  #flowList(depth: number): SequenceNode | null {
    const start = this.at;
    const items: ConfigNode[] = [];
    const end = this.#flowItems(CLOSE_LIST, depth, () => {
      const item = this.#flowValue(depth);
      if (item !== null) items.push(item);
      return item !== null;
    });
    return end === -1 ? null : { kind: 'sequence', range: { start, end }, items, flow: true };
  }

  #flowMapping(depth: number): MappingNode | null {
    const start = this.at;
    const entries: Entry[] = [];
    const end = this.#flowItems(CLOSE_MAP, depth, () => {
      const keyRange = { start: this.at, end: this.keyEnd() };
      const key = keyRange.end === -1 ? null : this.#key(keyRange.end);
      if (key === null || entries.some((entry) => entry.key === key)) return false;
      this.at = keyRange.end + 1;
      while (this.text.charCodeAt(this.at) === SPACE) this.at++;
      const value = this.#flowValue(depth);
      if (value === null) return false;
      entries.push({ key, keyRange, value, range: { start: keyRange.start, end: value.range.end } });
      return true;
    });
    return end === -1 ? null : { kind: 'mapping', range: { start, end }, entries, flow: true };
  }

  /** Where the closing bracket ends, -1 to give up: no comma without an item on both sides. */
  #flowItems(close: number, depth: number, item: () => boolean): number {
    const text = this.text;
    if (depth > MAX_EVERYDAY_DEPTH) return -1;
    for (let first = true; ; first = false) {
      this.at++;
      while (text.charCodeAt(this.at) === SPACE) this.at++;
      if (!(first && text.charCodeAt(this.at) === close)) {
        if (!item()) return -1;
        while (text.charCodeAt(this.at) === SPACE) this.at++;
      }
      const code = text.charCodeAt(this.at);
      if (code === close) return ++this.at;
      if (code !== COMMA) return -1;
    }
  }

  #flowValue(depth: number): ConfigNode | null {
    return this.#isBracketOrQuote() ? this.#flowOrQuoted(depth) : this.#flowPlain();
  }

  #flowPlain(): ScalarNode | null {
    const text = this.text;
    const start = this.at;
    if (!this.#startsPlain(start)) return null;
    let end = start;
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if (is(code, FLOW)) end = at + 1;
      else if (code !== SPACE) break;
    }
    this.at = end;
    return this.#plainNode({ start, end });
  }
}
