import { lineEnd, nextLine } from '../../edit/lines';
import { quoteOf } from '../../syntax/quotes';
import type { Range, TextEdit } from '../../text';
import { type BlockLine, blockLine } from './blockLine';
import { flowSite } from './flowSite';
import { type FlowPart, flowToken } from './flowTokens';
import { type Below, type Level, Levels } from './levels';
import { join, nameOf } from './names';
import type { Site } from './site';
import { stepOf } from './step';

/** Characters; beyond, a text of unclosed brackets would take too long. */
const PATIENCE = 1_000_000;

const MARKER = /^(?:---|\.\.\.)(?=[ \t]|$)/;

/** The sites at the cursor in a YAML document, of which the text begins at `start`. */
export function blockSites(text: string, start: number, offset: number): Site[] {
  return new BlockReader(text, offset).sites(start);
}

class BlockReader {
  readonly #levels = new Levels();
  /** The column of the key that a text of several lines (`|` or `>`) belongs to, while it lasts. */
  #textOf: number | null = null;
  /** How much may be read in search of closing brackets. */
  #patience = PATIENCE;

  constructor(
    private readonly text: string,
    private readonly cursor: number,
  ) {}

  sites(start: number): Site[] {
    const { text, cursor: offset } = this;
    for (let at = start; ; ) {
      const end = lineEnd(text, at);
      const marker = MARKER.test(text.slice(at, end));
      if (marker) this.#levels.clear();
      const line = blockLine(text, at, marker ? at + 3 : at, end);
      if (offset <= end) return marker && (offset < at + 4 || line.content === end) ? [] : this.#here(line, offset);
      const brackets = this.#take(line);
      if (brackets !== null && isInside(brackets, offset)) return some(flowSite(brackets, offset));
      const last = brackets === null ? end : lineEnd(text, Math.max(brackets.end - 1, end));
      // Behind a closing bracket there is nothing to write, nor between the two signs of a line break.
      if (offset <= last || offset < nextLine(text, last)) return [];
      at = nextLine(text, last);
    }
  }

  /** Takes a line above the cursor; gives its brackets where they go on below it. */
  #take(line: BlockLine): Brackets | null {
    if (this.#isText(line, line.content) || isNothing(this.text, line)) return null;
    const brackets = this.#enter(line);
    return brackets !== null && brackets.end > line.end ? brackets : null;
  }

  /** Whether a place of the line is inside a text of several lines. */
  #isText({ start, content, end }: BlockLine, at: number): boolean {
    if (this.#textOf === null) return false;
    const column = (content === end ? at : content) - start;
    if (content < end && column <= this.#textOf) this.#textOf = null;
    return this.#textOf !== null && column > this.#textOf;
  }

  /** Takes a line's keys and items; gives its brackets. */
  #enter(line: BlockLine): Brackets | null {
    const { text } = this;
    const { key, value } = line;
    const source = text.slice(value.start, value.end);
    this.#levels.take(line, key === null ? null : nameOf(text, key), source === '');
    if (/^[|>][\d+-]*$/.test(source)) this.#textOf = (key?.start ?? line.dashes.at(-1) ?? line.content) - line.start;
    if (!/^[[{]/.test(source)) return null;
    const brackets = bracketsAt(text, value.start, line, this.#pathOfValue(line), this.#patience);
    if (!brackets.closed) this.#patience = Math.max(0, this.#patience - (text.length - value.start));
    return brackets;
  }

  /** Of the value of a line that was taken. */
  #pathOfValue({ key, dashes, content, start }: BlockLine): string | null {
    const level = this.#levels.innermost;
    if (level === undefined) return '';
    if (level.list) return dashes.length > 0 ? join(level.path, String(level.index)) : null;
    // On a line of its own below its key, or a stray.
    return key !== null || (level.open && content - start > level.indent) ? join(level.path, level.key) : null;
  }

  #here(line: BlockLine, offset: number): Site[] {
    const { text } = this;
    if (this.#isText(line, offset) || offset > line.comment) return [];
    if (line.content === line.end) return this.#keyAlone(line, { start: offset, end: offset });
    if (isNothing(text, line) || /^\?(?=\s|$)/.test(text.slice(line.content, line.end))) return [];
    const { key, value, dashes } = line;
    if (key === null && dashes.length === 0 && !/[[{]/.test(text.charAt(value.start))) return this.#word(line, offset);
    return some(this.#entry(line, offset));
  }

  /** On a line with a key, an item or brackets. */
  #entry(line: BlockLine, offset: number): Site | null {
    const { text } = this;
    const { key, behind } = line;
    const brackets = this.#enter(line);
    if (brackets !== null && offset > brackets.start && isInside(brackets, offset)) return flowSite(brackets, offset);
    const level = this.#levels.innermost;
    if (key !== null && offset < behind) {
      const inKey = key.start <= offset && offset <= key.end;
      return inKey ? this.#site('key', level?.path ?? null, key, { named: true, indent: spaces(level?.indent) }) : null;
    }
    if (brackets !== null && (text[brackets.start] === '{' || brackets.end > line.end)) return null;
    return this.#value(line, offset);
  }

  #value(line: BlockLine, offset: number): Site | null {
    const { text } = this;
    const { behind, value, key, anchored } = line;
    const level = this.#levels.innermost;
    const empty = value.start === value.end;
    // Directly behind a dash, it would be none.
    if (offset < behind || (key === null && offset === behind && line.dashes.length > 0)) return null;
    if (anchored && offset < value.start && !(empty && offset === line.end)) return null;
    if (empty ? this.#nests(line, level) : offset > value.end || /[*|>]/.test(text.charAt(value.start))) return null;
    const token = empty ? { start: offset, end: offset } : { start: Math.min(offset, value.start), end: value.end };
    return this.#site('value', this.#pathOfValue(line), token, {
      indent: spaces(level?.indent),
      lead: /^\s?$/.test(text.charAt(token.start - 1)) ? '' : ' ',
      tail: text[token.end] === '#' ? ' ' : '',
      space: { start: empty && !anchored ? behind : token.start, end: token.start },
    });
  }

  /** Whether the lines below are the value. */
  #nests(line: BlockLine, level: Level | undefined): boolean {
    const below = this.#below(line.end);
    const indent = level?.indent ?? 0;
    return below !== null && (below.indent > indent || (below.dash && below.indent === indent));
  }

  /** A line of a single word, which is going to be a key. */
  #word(line: BlockLine, offset: number): Site[] {
    const token = line.value;
    if (line.anchored || offset < token.start || offset > token.end || /\s/.test(this.text.slice(token.start, token.end))) return [];
    return this.#keyAlone(line, token);
  }

  #keyAlone({ start, end }: BlockLine, token: Range): Site[] {
    const below = this.#below(end);
    return this.#levels.choose(token.start - start, below, stepOf(this.text).length).flatMap(({ level, adopts }) => {
      const missing = level.indent - (token.start - start);
      const tooMany: TextEdit = { range: { start: start + level.indent, end: token.start }, newText: '' };
      const site = this.#site('key', level.path, token, {
        indent: spaces(level.indent),
        lead: spaces(missing),
        edits: missing < 0 ? [tooMany] : [],
        orphan: adopts ? (below?.key ?? null) : null,
      });
      return some(site);
    });
  }

  #below(end: number): Below | null {
    const { text } = this;
    for (let at = nextLine(text, end); at < text.length; at = nextLine(text, at)) {
      const line = blockLine(text, at, at, lineEnd(text, at));
      if (isNothing(text, line)) continue;
      if (MARKER.test(text.slice(at, line.end))) return null;
      return { indent: line.content - at, dash: line.dashes.length > 0, key: line.key === null ? '' : nameOf(text, line.key) };
    }
    return null;
  }

  #site(kind: Site['kind'], path: string | null, token: Range, more: Partial<Site>): Site | null {
    if (path === null) return null;
    return {
      kind,
      path,
      token,
      cursor: this.cursor,
      quote: quoteOf(this.text, token),
      named: false,
      flow: false,
      indent: null,
      lead: '',
      tail: '',
      edits: [],
      space: { start: token.start, end: token.start },
      orphan: null,
      ...more,
    };
  }
}

/** An empty line, a comment, a directive. */
function isNothing(text: string, { start, content, end, comment }: BlockLine): boolean {
  return content === end || comment === content || (content === start && text[start] === '%');
}

function some(site: Site | null): Site[] {
  return site === null ? [] : [site];
}

function spaces(count = 0): string {
  return ' '.repeat(Math.max(0, count));
}

interface Brackets extends FlowPart {
  readonly closed: boolean;
}

function isInside({ start, end, closed }: Brackets, offset: number): boolean {
  return start < offset && (closed ? offset < end : offset <= end);
}

/**
 * The brackets that open at `start`. Closed nowhere, or not within so many characters, they last until a line that is
 * indented no deeper than theirs.
 */
function bracketsAt(text: string, start: number, line: BlockLine, path: string | null, within: number): Brackets {
  const part: FlowPart = { text, start, end: text.length, path, json: false };
  const searched: FlowPart = { ...part, end: Math.min(text.length, start + within) };
  const open: string[] = [];
  for (let token = flowToken(searched, start); token.kind !== 'end'; token = flowToken(searched, token.end)) {
    if (token.kind === '{' || token.kind === '[') open.push(token.kind === '{' ? '}' : ']');
    else if ((token.kind === '}' || token.kind === ']') && open.pop() !== token.kind) break;
    if (open.length === 0) return { ...part, end: token.end, closed: true };
  }
  for (let at = nextLine(text, line.end); at < text.length; at = nextLine(text, at)) {
    const below = blockLine(text, at, at, lineEnd(text, at));
    if (below.content < below.end && below.content - at <= line.content - line.start) return { ...part, end: at, closed: false };
  }
  return { ...part, closed: false };
}
