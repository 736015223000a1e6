/** Characters merged pair by pair, the best piece first. SentencePiece's bpe_model.cc. */
import { PIECE, type SentencePieceModel } from './model';
import { type Cut, characterLength } from './pieces';

interface Part {
  /** Empty once it is merged into the one before. */
  piece: string;
  /** A user-defined piece is merged with nothing. */
  readonly frozen: boolean;
  previous: number;
  next: number;
}

interface Pair {
  readonly left: number;
  readonly right: number;
  readonly piece: string;
  readonly score: number;
}

export function bpe({ pieces, ids, reserved, unknownId }: SentencePieceModel): (text: string) => Cut[] {
  const userDefined = pieces.flatMap(({ piece, type }) => (type === PIECE.userDefined ? [piece] : [])).sort((a, b) => b.length - a.length);
  const isUnused = (id: number) => pieces[id]?.type === PIECE.unused;
  const idOf = (piece: string) => reserved.get(piece) ?? ids.get(piece) ?? unknownId;

  return (text) => {
    const parts: Part[] = [];
    for (let at = 0; at < text.length; ) {
      const whole = userDefined.find((piece) => text.startsWith(piece, at));
      const piece = whole ?? text.slice(at, at + characterLength(text, at));
      parts.push({ piece, frozen: whole !== undefined, previous: parts.length - 1, next: parts.length + 1 });
      at += piece.length;
    }
    const last = parts.at(-1);
    if (last === undefined) return [];
    last.next = -1;

    const agenda = new Heap();
    /** How unused pieces came to be: what is left of them in the end is undone. */
    const merged = new Map<string, readonly [string, string]>();
    const consider = (left: number, right: number) => {
      const [a, b] = [parts[left], parts[right]];
      if (a === undefined || b === undefined || a.frozen || b.frozen) return;
      const piece = a.piece + b.piece;
      const id = ids.get(piece);
      if (id === undefined) return;
      agenda.push({ left, right, piece, score: pieces[id]?.score ?? 0 });
      if (isUnused(id)) merged.set(piece, [a.piece, b.piece]);
    };
    for (let i = 1; i < parts.length; i++) consider(i - 1, i);
    for (let pair = agenda.pop(); pair !== undefined; pair = agenda.pop()) {
      const [left, right] = [parts[pair.left] as Part, parts[pair.right] as Part];
      // One of the two has been merged with something else since.
      if (left.piece === '' || right.piece === '' || left.piece.length + right.piece.length !== pair.piece.length) continue;
      left.piece = pair.piece;
      left.next = right.next;
      const after = parts[right.next];
      if (after !== undefined) after.previous = pair.left;
      right.piece = '';
      consider(left.previous, pair.left);
      consider(pair.left, left.next);
    }

    const cuts: Cut[] = [];
    const undo = (piece: string): void => {
      const id = idOf(piece);
      const halves = isUnused(id) ? merged.get(piece) : undefined;
      if (halves === undefined) cuts.push({ piece, id });
      else for (const half of halves) undo(half);
    };
    for (let part: Part | undefined = parts[0]; part !== undefined; part = parts[part.next]) undo(part.piece);
    return cuts;
  };
}

/** Pairs, the one of the best score on top, of equal ones the leftmost. */
class Heap {
  readonly #pairs: Pair[] = [];

  push(pair: Pair): void {
    this.#pairs.push(pair);
    let at = this.#pairs.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfBetter(at, parent)) return;
      at = parent;
    }
  }

  pop(): Pair | undefined {
    const top = this.#pairs[0];
    const last = this.#pairs.pop();
    if (last === undefined || this.#pairs.length === 0) return top;
    this.#pairs[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < this.#pairs.length && before(this.#pairs[right] as Pair, this.#pairs[left] as Pair) ? right : left;
      if (child >= this.#pairs.length || !this.#swapIfBetter(child, at)) return top;
      at = child;
    }
  }

  #swapIfBetter(child: number, parent: number): boolean {
    const [c, p] = [this.#pairs[child] as Pair, this.#pairs[parent] as Pair];
    if (!before(c, p)) return false;
    this.#pairs[child] = p;
    this.#pairs[parent] = c;
    return true;
  }
}

function before(a: Pair, b: Pair): boolean {
  return a.score > b.score || (a.score === b.score && a.left < b.left);
}
