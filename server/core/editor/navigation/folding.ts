import type { Snapshot } from '../../analysis';
import { endOf } from '../../edit/lines';
import { lineEnd, lineStart, nextLine } from '../../syntax/lines';
import { type Comment, type ConfigDocument, type ConfigNode, isLeaf } from '../../syntax/tree';
import { type Range, shift } from '../../text';
import { ownEntries, ownValues } from './walk';

/** Text over several lines that may be hidden: from the end of the line that stays. */
export interface Fold {
  readonly range: Range;
  readonly kind: 'comment' | 'region' | null;
}

/**
 * What folds in a file, in its offsets, in source order and at most one for a line. An editor that gets any takes them in
 * place of its own, so all of the file's documents have theirs as soon as one is ours; null for a file that is not.
 */
export function folds(snapshot: Snapshot): Fold[] | null {
  // Of Python the editor has its own.
  if (!snapshot.recognised || snapshot.options.syntax === 'python') return null;
  const several = snapshot.documents.length > 1;
  const found = snapshot.documents.flatMap(({ base, analysis }) => {
    const { document } = analysis;
    const all = [...(several ? wholeDocument(document) : []), ...new Folding(document).folds()];
    return all.map(({ range, kind }) => ({ range: shift(range, base), kind }));
  });
  return oneEachLine(snapshot.text, found);
}

/** From the `---` to the last key or comment. */
function wholeDocument({ text, root, comments }: ConfigDocument): Fold[] {
  const marker = /^\ufeff?---(?=\s|$)/m.exec(text);
  const end = Math.max(root === null ? 0 : root.range.start + text.slice(root.range.start, root.range.end).trimEnd().length, comments.at(-1)?.range.end ?? 0);
  return marker === null ? [] : [{ range: { start: lineEnd(text, marker.index), end }, kind: null }];
}

class Folding {
  readonly #text: string;
  /** Comments that have their lines for themselves, by the starts of the lines. */
  readonly #comments: ReadonlyMap<number, Comment>;

  constructor(readonly document: ConfigDocument) {
    const { text, comments } = document;
    this.#text = text;
    const alone = comments.map((comment) => [lineStart(text, comment.range.start), comment] as const);
    this.#comments = new Map(alone.filter(([line, { range }]) => text.slice(line, range.start).trim() === ''));
  }

  folds(): Fold[] {
    const { root } = this.document;
    return [...(root === null ? [] : this.#collections(root)), ...this.#runs(), ...this.#regions()];
  }

  *#collections(node: ConfigNode): Generator<Fold> {
    if (isLeaf(node)) return;
    if (node.flow) yield this.#fold(node.range.start + 1, node.range.end - 1);
    for (const entry of ownEntries(node)) {
      const { keyRange, value, alias } = entry;
      if (alias !== undefined || (!isLeaf(value) && value.flow)) continue;
      const end = endOf(this.#text, entry);
      yield this.#fold(lineEnd(this.#text, keyRange.end), isLeaf(value) ? end : this.#blockEnd(end, keyRange.start));
    }
    for (const value of ownValues(node)) {
      if (node.kind === 'sequence' && !node.flow && !isLeaf(value) && !value.flow) {
        yield this.#fold(lineEnd(this.#text, value.range.start), value.range.start + this.#text.slice(value.range.start, value.range.end).trimEnd().length);
      }
      yield* this.#collections(value);
    }
  }

  #fold(start: number, end: number): Fold {
    return { range: { start, end }, kind: null };
  }

  /** Comments below a key's block that are indented deeper than the key belong to it. */
  #blockEnd(end: number, key: number): number {
    const indent = key - lineStart(this.#text, key);
    let last = end;
    for (let line = nextLine(this.#text, end); line < this.#text.length; line = nextLine(this.#text, line)) {
      const comment = this.#comments.get(line);
      if (comment !== undefined && comment.range.start - line > indent) last = comment.range.end;
      else if (comment !== undefined || this.#text.slice(line, lineEnd(this.#text, line)).trim() !== '') break;
    }
    return last;
  }

  /** Comments line upon line, and those over several lines. */
  *#runs(): Generator<Fold> {
    let run: Range | null = null;
    const folded = (range: Range): Fold => ({ range: { start: lineEnd(this.#text, range.start), end: range.end }, kind: 'comment' });
    for (const [line, { range, text }] of this.#comments) {
      const follows: boolean = run !== null && nextLine(this.#text, run.end) === line;
      const marker = REGION.test(text);
      if (run !== null && (!follows || marker)) yield folded(run);
      run = marker ? null : { start: follows && run !== null ? run.start : range.start, end: range.end };
    }
    if (run !== null) yield folded(run);
  }

  /** `# region` to its `# endregion`, as editors have it for both syntaxes. */
  *#regions(): Generator<Fold> {
    const open: Comment[] = [];
    for (const comment of this.#comments.values()) {
      const marker = REGION.exec(comment.text);
      if (marker === null) continue;
      if (marker[1] === undefined) {
        open.push(comment);
        continue;
      }
      const start = open.pop();
      if (start !== undefined) yield { range: { start: lineEnd(this.#text, start.range.start), end: comment.range.end }, kind: 'region' };
    }
  }
}

const REGION = /^#?(end)?region\b/;

/** Of folds that begin in one line the longest; none within one line. */
function oneEachLine(text: string, found: readonly Fold[]): Fold[] {
  const byLine = new Map<number, Fold>();
  for (const fold of found) {
    const { start, end } = fold.range;
    if (end <= lineEnd(text, start)) continue;
    const line = lineStart(text, start);
    const other = byLine.get(line);
    if (other === undefined || other.range.end < end) byLine.set(line, fold);
  }
  return [...byLine.values()].sort((a, b) => a.range.start - b.range.start);
}
