import { type Phrase, phrase } from '../phrase';
import type { Range } from '../text';
import { closedBrackets, closing } from './jsonRepairs';
import { readWord } from './jsonScalar';
import { JsonTokens } from './jsonTokens';
import { MAX_DEPTH } from './limits';
import { emptyNode, scalarNode } from './nodes';
import { brief, duplicateKey, inserting, Problems, tooLarge, writing } from './problems';
import type { ConfigDocument, ConfigNode, Entry, MappingNode, ScalarNode, SequenceNode, SyntaxProblem } from './tree';

/** A JSON text as Python's json.load takes it, NaN and Infinity included; what Python refuses is a problem, not an end. */
export function readJson(text: string): ConfigDocument {
  const problems = new Problems(text);
  const nul = text.indexOf('\0');
  if (nul !== -1) {
    const range = { start: nul, end: nul + 1 };
    problems.error(range, phrase`This is no JSON text: it contains the character U+0000`, [writing(phrase`Delete the character`, range, '', { guess: true })]);
    return { syntax: 'json', text, root: null, comments: [], anchors: [], problems: problems.list() };
  }
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  if (mark === 1) fixable(problems, { start: 0, end: 1 }, phrase`Python's json refuses a byte order mark`, phrase`Delete the byte order mark`, '', true);
  const tokens = new JsonTokens(text, mark, problems);
  const reader = new JsonReader(text, tokens, problems);
  const root = reader.document();
  return { syntax: 'json', text, root, comments: tokens.comments, anchors: [], problems: withCommon(text, problems.list(), reader.elsewhere) };
}

/**
 * Any reader of JSON stumbles at the first fault; how each goes on behind it is its own affair. `elsewhere`: what is told of at
 * one place (where a bracket opens that is not closed), and stumbled over at another. `#` is no comment to others.
 */
function withCommon(text: string, problems: readonly SyntaxProblem[], elsewhere: ReadonlyMap<number, number>): SyntaxProblem[] {
  let stumble = Math.min(text.length, ...elsewhere.values());
  return problems.map((problem) => {
    const { code, range } = problem;
    if (range.start > stumble || code === 'too-large' || elsewhere.has(range.start)) return problem;
    const hash = code === 'json-comment' && text[range.start] === '#';
    if (hash || code === 'syntax') stumble = Math.min(stumble, range.start);
    return hash || range.start > stumble ? problem : { ...problem, common: true };
  });
}

class JsonReader {
  /** Where problems are told of that others stumble over at another place, and that place. */
  readonly elsewhere = new Map<number, number>();
  #tooDeep = false;
  /** What closes the brackets that are missing at an offset so far, the innermost first. */
  #missing: { readonly at: number; readonly closers: string; readonly comma: Range | null } = { at: -1, closers: '', comma: null };

  constructor(
    readonly text: string,
    readonly tokens: JsonTokens,
    readonly problems: Problems,
  ) {}

  document(): ConfigNode | null {
    const { tokens } = this;
    if (tokens.done) return null;
    const root = this.#value(0);
    if (this.#tooDeep) return null;
    if (!tokens.done) {
      // JSON's own white space: a vertical tab, which JavaScript trims too, is among what may not follow.
      const rest = { start: tokens.before, end: this.text.replace(/[ \t\r\n]+$/, '').length };
      const surplus = /^[\s}\],]*$/.test(this.text.slice(rest.start, rest.end));
      this.problems.error(tokens.range, phrase`Nothing may follow the end of the JSON value`, surplus ? [writing(phrase`Delete what follows`, rest, '')] : []);
    }
    while (!tokens.done) tokens.next();
    return root;
  }

  /** Takes at least one token, unless there is a sign in the place of the value. */
  #value(depth: number): ConfigNode {
    const { tokens } = this;
    switch (tokens.kind) {
      case '{':
        return this.#descend(depth, () => this.#object(depth));
      case '[':
        return this.#descend(depth, () => this.#array(depth));
      case 'string': {
        const node = scalarNode(this.text, tokens.range, { value: tokens.value, integer: false }, true);
        tokens.next();
        return node;
      }
      case 'word':
        return this.#word();
      default:
        this.problems.error(tokens.kind === 'end' ? lastOf(tokens.before) : tokens.range, phrase`A value is missing here`);
        return emptyNode(tokens.before);
    }
  }

  #descend(depth: number, read: () => ConfigNode): ConfigNode {
    if (depth < MAX_DEPTH) return read();
    this.#tooDeep = true;
    this.problems.add(tooLarge(this.tokens.range, phrase`This nests deeper than ${MAX_DEPTH} levels, too deep to read`));
    this.tokens.stop();
    return emptyNode(this.tokens.before);
  }

  #word(): ScalarNode {
    const { range, value } = this.tokens;
    const { problem, newText, unclear, ...reading } = readWord(value);
    if (problem !== undefined && newText !== undefined) fixable(this.problems, range, problem, phrase`Write ${newText}`, newText, !unclear);
    else if (problem !== undefined) this.problems.error(range, problem);
    this.tokens.next();
    return scalarNode(this.text, range, reading, false);
  }

  #object(depth: number): MappingNode {
    const { tokens } = this;
    const open = tokens.range;
    const entries: Entry[] = [];
    const first = new Map<string, Entry>();
    const end = this.#items(open, '}', () => {
      const entry = this.#entry(depth);
      if (entry === null) return;
      const before = first.get(entry.key);
      if (before === undefined) first.set(entry.key, entry);
      else this.problems.add(duplicateKey(entry.key, phrase`Python's json`, entry.keyRange, before.keyRange));
      entries.push(entry);
    });
    return { kind: 'mapping', range: { start: open.start, end }, entries, flow: true };
  }

  #array(depth: number): SequenceNode {
    const open = this.tokens.range;
    const items: ConfigNode[] = [];
    const end = this.#items(open, ']', () => items.push(this.#value(depth + 1)));
    return { kind: 'sequence', range: { start: open.start, end }, items, flow: true };
  }

  /** The items between brackets and the commas between them; returns where the closing bracket ends. */
  #items(open: Range, close: '}' | ']', item: () => void): number {
    const { tokens } = this;
    let comma: Range | null = null;
    let filled = false;
    tokens.next();
    for (;;) {
      switch (tokens.kind) {
        case close: {
          if (comma !== null) this.#trailingComma(comma);
          const { end } = tokens;
          tokens.next();
          return end;
        }
        case '}':
        case ']':
        case 'end':
          // A bracket of another kind closes what is around this.
          if (!this.#tooDeep) this.#unclosed(open, close, comma);
          return Math.max(open.end, tokens.before);
        case ',':
          if (comma !== null || !filled)
            this.problems.error(tokens.range, phrase`There is nothing before this comma`, [writing(phrase`Delete the comma`, tokens.range, '')]);
          comma = tokens.range;
          tokens.next();
          continue;
        case ':':
          this.problems.error(tokens.range, phrase`There is nothing this colon could belong to`, [
            writing(phrase`Delete the colon`, tokens.range, '', { guess: true }),
          ]);
          tokens.next();
          continue;
        default:
          if (filled && comma === null) this.#missingComma();
          item();
          comma = null;
          filled = true;
      }
    }
  }

  /** null where there is no key. Takes at least one token. */
  #entry(depth: number): Entry | null {
    const { tokens } = this;
    const keyRange = tokens.range;
    let key = tokens.value;
    if (tokens.kind === '{' || tokens.kind === '[') {
      this.problems.error(keyRange, phrase`A key in double quotes is missing here`);
      this.#value(depth + 1);
      return null;
    }
    if (tokens.kind === 'word') {
      key = key.replace(/^'(.*)'$/s, '$1');
      const newText = JSON.stringify(key);
      fixable(this.problems, keyRange, phrase`JSON keys stand in double quotes`, phrase`Write ${newText}`, newText, true);
    }
    tokens.next();
    const value = this.#entryValue(key, keyRange, depth);
    return { key, keyRange, value, range: { start: keyRange.start, end: Math.max(keyRange.end, value.range.end) } };
  }

  #entryValue(key: string, keyRange: Range, depth: number): ConfigNode {
    const { tokens } = this;
    const colon = tokens.kind === ':';
    const behindKey = tokens.before;
    if (colon) tokens.next();
    const nextEntry = tokens.onNewLine && (!colon || (tokens.kind === 'string' && tokens.beforeColon));
    const isSign = tokens.kind === ',' || tokens.kind === '}' || tokens.kind === ']';
    const hasValue = !nextEntry && !isSign && tokens.kind !== 'end' && tokens.kind !== ':';
    if (!colon) {
      const fixes = hasValue ? [inserting(phrase`Insert a colon`, behindKey, ':', { guess: true })] : [];
      this.problems.error(keyRange, phrase`\`${brief(key)}\` needs a colon and a value behind it`, fixes);
    }
    if (hasValue) return this.#value(depth + 1);
    if (colon) {
      // Others take the key of the line below for the value.
      if (nextEntry) this.elsewhere.set(tokens.before - 1, tokens.before - 1);
      this.problems.error(lastOf(tokens.before), phrase`A value is missing behind this colon`);
    }
    return emptyNode(tokens.before);
  }

  #trailingComma(range: Range): void {
    this.problems.add({
      code: 'json-trailing-comma',
      severity: 'error',
      message: phrase`Python's json refuses a comma behind the last item`,
      range,
      fixes: [writing(phrase`Delete the comma`, range, '', { safe: true })],
    });
  }

  #missingComma(): void {
    const at = this.tokens.before;
    // On one line it may be one value that was cut in two.
    const fix = inserting(phrase`Insert a comma`, at, ',', this.tokens.onNewLine ? { safe: true } : {});
    this.problems.error(lastOf(at), phrase`A comma is missing behind this`, [fix]);
  }

  #unclosed(open: Range, close: string, comma: Range | null): void {
    const at = this.tokens.before;
    if (!this.problems.has(open.start)) this.elsewhere.set(open.start, this.tokens.start);
    const inner = this.#missing.at === at ? this.#missing : { closers: '', comma };
    this.#missing = { at, closers: inner.closers + closing(this.text, open.start, at, close), comma: inner.comma };
    this.problems.error(open, phrase`This is not closed: \`${close}\` is missing`, [closedBrackets(at, this.#missing.closers, inner.comma)]);
  }
}

/** The last character before `end`. */
function lastOf(end: number): Range {
  return { start: Math.max(0, end - 1), end };
}

function fixable(problems: Problems, range: Range, message: Phrase, title: Phrase, newText: string, safe: boolean): void {
  problems.error(range, message, [writing(title, range, newText, safe ? { safe } : {})]);
}
