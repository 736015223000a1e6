import { type Phrase, type PhraseValue, phrase } from '../phrase';
import type { Range } from '../text';
import { MAX_PROBLEMS } from './limits';
import type { SyntaxFix, SyntaxProblem } from './tree';

/** The problems of one document as they are found: bounded, each place named once and in its first line only. */
export class Problems {
  readonly #found: SyntaxProblem[] = [];
  readonly #places = new Set<number>();
  readonly #text: string;

  constructor(text: string, known: readonly SyntaxProblem[] = []) {
    this.#text = text;
    for (const problem of known) this.add(problem);
  }

  get full(): boolean {
    return this.#found.length >= MAX_PROBLEMS;
  }

  /** Whether something is said already about the place that begins at `start`. */
  has(start: number): boolean {
    return this.#places.has(start);
  }

  /** Lets nothing more be said about the place that begins at `start`. */
  settle(start: number): void {
    this.#places.add(start);
  }

  add(problem: SyntaxProblem): void {
    if (this.full || this.#places.has(problem.range.start)) return;
    this.#places.add(problem.range.start);
    this.#found.push({ ...problem, range: tight(this.#text, problem.range) });
  }

  error(range: Range, message: Phrase, fixes: readonly SyntaxFix[] = []): void {
    this.add({ code: 'syntax', severity: 'error', message, range, ...(fixes.length === 0 ? {} : { fixes }) });
  }

  /** In source order. */
  list(): readonly SyntaxProblem[] {
    return this.#found.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
  }
}

/** A repair that writes `newText` for what stands in `range`. */
export function writing(title: Phrase, range: Range, newText: string, kind: Pick<SyntaxFix, 'safe' | 'guess'> = {}): SyntaxFix {
  return { title, edits: [{ range, newText }], ...kind };
}

/** A repair that puts `newText` at an offset. */
export function inserting(title: Phrase, at: number, newText: string, kind: Pick<SyntaxFix, 'safe' | 'guess'> = {}): SyntaxFix {
  return writing(title, { start: at, end: at }, newText, kind);
}

export function tooLarge(range: Range, message: Phrase): SyntaxProblem {
  return { code: 'too-large', severity: 'error', message, range };
}

export function duplicateKey(key: string, consumer: PhraseValue, range: Range, first: Range): SyntaxProblem {
  return {
    code: 'duplicate-key',
    severity: 'warning',
    message: phrase`\`${brief(key)}\` is set more than once: ${consumer} keeps the last and drops the others without a word`,
    range,
    related: [{ range: first, message: phrase`\`${brief(key)}\` is first set here` }],
  };
}

/** The first line of a range, at least one character of the text where there is one, never beyond the text. */
export function tight(text: string, { start, end }: Range): Range {
  const from = Math.max(0, Math.min(start, text.length));
  let to = Math.max(from, Math.min(end, text.length));
  const newline = text.slice(from, to).search(/[\r\n]/);
  if (newline !== -1) to = from + Math.max(newline, 1);
  while (to > from + 1 && /\s/.test(text.charAt(to - 1))) to--;
  return { start: from, end: to === from && from < text.length ? from + 1 : to };
}

/** The first line, cut where it is long. */
export function brief(source: string): string {
  const line = source.trim().split(/[\r\n]/, 1)[0] ?? '';
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
