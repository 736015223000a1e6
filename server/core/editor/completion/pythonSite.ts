/**
 * Where in a Python config something can be written: behind `config.transformer.`, behind `config.hidden_size = `, and in the
 * dicts that become a part of it. Read off the statement at the cursor; which path its target means the document knows.
 */
import { lineStart } from '../../edit/lines';
import { quoteOf } from '../../syntax/quotes';
import type { ConfigDocument } from '../../syntax/tree';
import type { Range, TextEdit } from '../../text';
import { type Chain, chainFrom, pathOf } from '../python/chain';
import { type PythonToken, statementAt } from '../python/tokens';
import { type Frame, framesAt } from './pythonFrames';
import type { PythonForm, Site } from './site';

/** The site at an offset of a Python config; none in comments, in texts of several lines, and where anything else is written. */
export function pythonSites(document: ConfigDocument, offset: number): Site[] {
  const { python, text } = document;
  if (python === undefined) return [];
  const { start, end } = python.extent;
  const site = new PythonReader(document, statementAt(text, start, Math.max(end, offset), offset), offset).site();
  return site === null ? [] : [site];
}

class PythonReader {
  readonly #text: string;

  constructor(
    readonly document: ConfigDocument,
    readonly tokens: readonly PythonToken[],
    readonly cursor: number,
  ) {
    this.#text = document.text;
  }

  site(): Site | null {
    const { tokens, cursor } = this;
    if (tokens.some(({ kind, start, end }) => kind === 'comment' && start < cursor && cursor <= end)) return null;
    const typed = this.#typed();
    if (typed?.kind === 'string' && /^\w{0,2}(?:'''|""")/.test(typed.text)) return null;
    const from = typed?.start ?? cursor;
    const before = tokens.filter((token) => token.end <= from && token !== typed && token.kind !== 'comment');
    const token: Range = typed === undefined ? { start: cursor, end: cursor } : { start: typed.start, end: typed.end };
    const next = tokens.find((candidate) => candidate.start >= token.end && candidate.kind !== 'comment');
    return this.#after(before, token, typed, next);
  }

  /** The word, number or text at the cursor. */
  #typed(): PythonToken | undefined {
    const touching = this.tokens.filter(
      ({ kind, start, end }) => (kind === 'name' || kind === 'number' || kind === 'string') && start <= this.cursor && this.cursor <= end,
    );
    return touching[0];
  }

  #after(before: readonly PythonToken[], token: Range, typed: PythonToken | undefined, next: PythonToken | undefined): Site | null {
    const target = chainFrom(before, 0);
    const after = target === null ? undefined : before[target.next];
    const isWord = typed === undefined || typed.kind === 'name';
    // `config.transformer.` and half a name.
    if (target?.dotted === true && after === undefined) return isWord ? this.#statementKey(target, token, next) : null;
    const wholeTarget = target !== null && !target.dotted ? target : null;
    if (wholeTarget !== null && after?.text === '=') {
      const path = this.#pathOfTarget(wholeTarget.parts);
      const rest = before.slice(wholeTarget.next + 1);
      if (rest.length === 0) return path === null ? null : this.#statementValue(path, token, next);
      return this.#inside(rest, path, token, next);
    }
    if (before[0]?.text === 'return') return this.#inside(before.slice(1), '', token, next);
    // `config.update(`
    if (wholeTarget !== null && after?.text === '(' && wholeTarget.parts.at(-1) === 'update') {
      const path = this.#pathOf(wholeTarget.parts.slice(0, -1));
      return this.#inside(before.slice(wholeTarget.next), path, token, next, 'update');
    }
    return null;
  }

  /** Inside the brackets of a value that goes to `path`; `callee` is what the first of them is a call of. */
  #inside(rest: readonly PythonToken[], path: string | null, token: Range, next: PythonToken | undefined, callee = ''): Site | null {
    const found = path === null ? null : framesAt(this.#text, rest, path, token.start, callee);
    return found === null ? null : this.#within(found.frame, found.holder !== undefined, token, next);
  }

  /** `nested`: whether the innermost brackets are in others. */
  #within(frame: Frame, nested: boolean, token: Range, next: PythonToken | undefined): Site | null {
    const { kind, path, state, open } = frame;
    if (path === null || kind === 'other' || kind === 'wrapper') return null;
    const text = this.#text;
    if (kind === 'list') return this.#list(path, open, token.end, nested ? 'braces' : 'statement');
    const form = kind;
    if (state === 'colon') {
      if (breaksOff(next, text, token.end)) return null;
      const spaced = form === 'keywords' || /\s/.test(text.charAt(token.start - 1));
      return this.#site('value', `${path === '' ? '' : `${path}.`}${frame.key}`, token, form, {
        lead: spaced ? '' : ' ',
        indent: this.#ownLine(frame.keyStart),
        tail: part(next),
      });
    }
    if (state !== 'start' && state !== 'done') return null;
    const named = next !== undefined && next.text === (form === 'braces' ? ':' : '=');
    const comma = state === 'start' ? {} : frame.end === token.start ? { lead: ', ' } : { edits: [insertion(frame.end, ',')] };
    const spaced = text[token.start - 1] === ',' ? { lead: ' ' } : {};
    return this.#site('key', path, token, form, { named, indent: this.#ownLine(token.start), tail: named ? '' : part(next), ...spaced, ...comma });
  }

  /** A list on one line is written as a whole. */
  #list(path: string, open: number, from: number, form: PythonForm): Site | null {
    let end = from;
    for (const { start, text, ...token } of this.tokens) {
      if (start < from) continue;
      if (/[\r\n]/.test(this.#text.slice(from, start)) || !/^(?:[\w.,\])-]+)$/.test(text)) break;
      end = token.end;
      if (text === ']' || text === ')') break;
    }
    return /[\r\n]/.test(this.#text.slice(open, end)) ? null : this.#site('value', path, { start: open, end }, form, {});
  }

  #statementKey({ parts, source }: Chain, token: Range, next: PythonToken | undefined): Site | null {
    const path = this.#pathOf(parts);
    // Before anything but a `=` it is a step on the way to something else.
    if (path === null || (next !== undefined && next.text !== '=')) return null;
    return this.#site('key', path, token, 'statement', {
      named: next !== undefined,
      indent: this.#ownLine(this.tokens[0]?.start ?? token.start),
      access: source,
    });
  }

  #statementValue(path: string, token: Range, next: PythonToken | undefined): Site | null {
    const text = this.#text;
    const first = this.tokens[0]?.start ?? token.start;
    if (next !== undefined) return null;
    const equals = text.lastIndexOf('=', token.start);
    return this.#site('value', path, token, 'statement', {
      lead: /\s/.test(text.charAt(token.start - 1)) ? '' : ' ',
      indent: this.#ownLine(first),
      access: text.slice(first, equals).trimEnd(),
    });
  }

  /** The path that an assignment to this writes. */
  #pathOfTarget(parts: readonly string[]): string | null {
    if (parts.length === 1) return this.#pathOf(parts);
    const owner = this.#pathOf(parts.slice(0, -1));
    const key = parts.at(-1) ?? '';
    return owner === null ? null : owner === '' ? key : `${owner}.${key}`;
  }

  #pathOf(parts: readonly string[]): string | null {
    return pathOf(this.document, parts, this.tokens[0]?.start ?? this.cursor);
  }

  #site(kind: Site['kind'], path: string, token: Range, form: PythonForm, more: Partial<Site> & { readonly access?: string }): Site {
    const { access = '', ...rest } = more;
    return {
      kind,
      path,
      token,
      cursor: this.cursor,
      quote: quoteOf(this.#text, token),
      named: false,
      flow: form !== 'statement',
      indent: null,
      lead: '',
      tail: '',
      edits: [],
      space: { start: token.start, end: token.start },
      orphan: null,
      python: { form, access, statement: this.#statement(token) },
      ...rest,
    };
  }

  #statement(token: Range): Range {
    return {
      start: Math.min(this.tokens[0]?.start ?? token.start, token.start),
      end: Math.max(this.tokens.findLast(({ kind }) => kind !== 'comment')?.end ?? token.end, token.end),
    };
  }

  /** The white space before a place, where that is all of its line. */
  #ownLine(at: number): string | null {
    const white = this.#text.slice(lineStart(this.#text, at), at);
    return /^[\t ]*$/.test(white) ? white : null;
  }
}

/** Whether a value goes on behind what is typed. */
function breaksOff(next: PythonToken | undefined, text: string, end: number): boolean {
  return next !== undefined && next.kind === 'sign' && !',)]}'.includes(next.text) && !/[\r\n]/.test(text.slice(end, next.start));
}

/** What has to stand before whatever comes next. */
function part(next: PythonToken | undefined): string {
  return next !== undefined && (next.kind !== 'sign' || '([{'.includes(next.text)) ? ',' : '';
}

function insertion(at: number, newText: string): TextEdit {
  return { range: { start: at, end: at }, newText };
}
