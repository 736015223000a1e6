import { lineEnd, lineStart } from '../../edit/lines';
import type { Range, TextEdit } from '../../text';
import { type FlowPart, type FlowToken, flowToken, significant } from './flowTokens';
import { join, nameOf } from './names';
import type { Site } from './site';

/** A bracket that is open at the cursor. */
interface Frame {
  readonly open: number;
  readonly list: boolean;
  /** null where there is no telling. */
  readonly path: string | null;
  /** `key`: a key stands there, `colon`: its colon too, `done`: a whole entry or item, `start`: nothing since the last comma. */
  state: 'start' | 'key' | 'colon' | 'done';
  key: string;
  keyStart: number;
  /** Where the entry before the key ends, if no comma stands behind it. */
  unparted: number | null;
  index: number;
  /** Where the last entry or item ends. */
  end: number;
}

/** The site at the cursor among brackets; a bracket or quote that is not closed and a missing comma do no harm. */
export function flowSite(part: FlowPart, offset: number): Site | null {
  return new FlowReader(part, offset).site();
}

class FlowReader {
  readonly #frames: Frame[] = [];
  /** Whether the outermost value is there. */
  #done = false;

  constructor(
    private readonly part: FlowPart,
    private readonly cursor: number,
  ) {}

  site(): Site | null {
    const offset = this.cursor;
    for (let at = this.part.start; ; ) {
      const token = flowToken(this.part, at);
      if (token.kind === 'comment' && token.start < offset && offset <= token.end) return null;
      if (token.kind === 'scalar' && token.start <= offset && offset <= token.end) return this.#touching(token);
      if (token.kind === 'end' || token.start >= offset) return this.#between();
      this.#take(token);
      at = token.end;
    }
  }

  get #frame(): Frame | undefined {
    return this.#frames.at(-1);
  }

  #take(token: FlowToken): void {
    const frame = this.#frame;
    switch (token.kind) {
      case '{':
      case '[': {
        const list = token.kind === '[';
        this.#frames.push({ open: token.start, list, path: this.#inner(), state: 'start', key: '', keyStart: -1, unparted: null, index: 0, end: token.end });
        return;
      }
      case '}':
      case ']': {
        const closed = this.#frames.findLastIndex(({ list }) => list === (token.kind === ']'));
        if (closed === -1) return;
        this.#frames.length = closed;
        this.#finish(token.end);
        return;
      }
      case ',':
        if (frame === undefined) return;
        frame.state = 'start';
        frame.index++;
        return;
      case ':':
        if (frame?.state === 'key') frame.state = 'colon';
        return;
      case 'scalar':
        if (frame === undefined || frame.list || (frame.state === 'colon' && !this.#beforeColon(token.end))) this.#finish(token.end);
        else {
          const unparted = frame.state === 'done' ? frame.end : null;
          Object.assign(frame, { state: 'key', key: nameOf(this.part.text, token), keyStart: token.start, unparted, end: token.end });
        }
    }
  }

  /** An entry, an item or the outermost value ends. */
  #finish(end: number): void {
    const frame = this.#frame;
    if (frame === undefined) this.#done = true;
    else Object.assign(frame, { state: 'done', end });
  }

  /** Path of a value that begins now. */
  #inner(): string | null {
    const frame = this.#frame;
    if (frame === undefined) return this.#done ? null : this.part.path;
    if (frame.list) return join(frame.path, String(frame.index));
    return frame.state === 'colon' ? join(frame.path, frame.key) : null;
  }

  #beforeColon(from: number): boolean {
    return significant(this.part, from).kind === ':';
  }

  #touching(token: FlowToken): Site | null {
    const frame = this.#frame;
    if (frame === undefined || frame.list) return this.#value(token);
    const named = this.#beforeColon(token.end);
    if (named || frame.state === 'start' || frame.state === 'done') return this.#key(token, named);
    return frame.state === 'colon' ? this.#value(token) : null;
  }

  #between(): Site | null {
    const here = { start: this.cursor, end: this.cursor };
    const frame = this.#frame;
    if (frame === undefined || frame.list || frame.state === 'colon') return this.#value(here);
    return frame.state === 'key' ? null : this.#key(here, false);
  }

  #key(token: Range, named: boolean): Site | null {
    const frame = this.#frame;
    if (frame === undefined || frame.path === null) return null;
    return this.#site('key', frame.path, token, { named, indent: this.#ownLine(token.start), ...this.#comma(frame, token) });
  }

  #value(token: Range): Site | null {
    const frame = this.#frame;
    const path = this.#inner();
    if (path === null) return null;
    if (frame === undefined) return this.part.json ? this.#site('value', path, token, { indent: '' }) : null;
    if (!frame.list) return this.#entryValue(path, frame, token);
    if (frame.path !== null && lineEnd(this.part.text, frame.open) >= token.end) return this.#list(frame.path, frame.open, token.end);
    return this.#site('value', path, token, { indent: this.#ownLine(token.start), ...this.#comma(frame, token) });
  }

  /** Right before a value that is there already, it is that one. */
  #entryValue(path: string, { keyStart, unparted }: Frame, token: Range): Site | null {
    const { text } = this.part;
    const next = token.start === token.end ? significant(this.part, token.start) : null;
    const isValue = next !== null && (next.kind === '{' || next.kind === '[' || (next.kind === 'scalar' && !this.#beforeColon(next.end)));
    const indent = this.#ownLine(keyStart);
    const edits = unparted === null ? [] : [commaAt(unparted)];
    if (!isValue) return this.#site('value', path, token, { indent, edits });
    if (next.kind === '{' || next.start > lineEnd(text, token.start)) return null;
    const lead = text[token.start - 1] === ':' ? ' ' : '';
    const whole = next.kind === '[' ? this.#list(path, next.start, next.end) : this.#site('value', path, next, { indent });
    return { ...whole, token: { start: token.start, end: whole.token.end }, quote: '', lead, edits };
  }

  /** A list on one line is written as a whole. */
  #list(path: string, start: number, from: number): Site {
    let end = from;
    for (let token = flowToken(this.part, from); token.kind === 'scalar' || token.kind === ',' || token.kind === ']'; token = flowToken(this.part, token.end)) {
      if (token.start > lineEnd(this.part.text, from)) break;
      end = token.end;
      if (token.kind === ']') break;
    }
    return this.#site('value', path, { start, end }, { indent: null });
  }

  #site(kind: Site['kind'], path: string, token: Range, more: Partial<Site>): Site {
    const { text } = this.part;
    const before = text.charAt(token.start - 1);
    const next = significant(this.part, token.end).kind;
    const goesOn = next === 'scalar' || next === '{' || next === '[';
    const quote = text.charAt(token.start);
    return {
      kind,
      path,
      token,
      cursor: this.cursor,
      quote: token.end > token.start && (quote === '"' || quote === "'") ? quote : '',
      named: false,
      flow: true,
      indent: null,
      lead: token.start === token.end && (before === ':' || before === ',') ? ' ' : '',
      tail: goesOn && this.#frames.length > 0 && more.named !== true ? ',' : '',
      edits: [],
      space: { start: token.start, end: token.start },
      orphan: null,
      ...more,
    };
  }

  /** The comma that is missing behind the entry before. */
  #comma({ state, end }: Frame, token: Range): { lead?: string; edits?: readonly TextEdit[] } {
    if (state !== 'done') return {};
    return end === token.start ? { lead: ', ' } : { edits: [commaAt(end)] };
  }

  /** The white space before a place, where that is all of its line. */
  #ownLine(at: number): string | null {
    const white = this.part.text.slice(lineStart(this.part.text, at), at);
    return /^[\t ]*$/.test(white) ? white : null;
  }
}

function commaAt(at: number): TextEdit {
  return { range: { start: at, end: at }, newText: ',' };
}
