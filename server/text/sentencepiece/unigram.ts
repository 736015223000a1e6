/** The most likely cut of a text, by the pieces' probabilities. SentencePiece's unigram_model.cc, `EncodeOptimized`. */
import { PIECE, type SentencePieceModel } from './model';
import { type Cut, characterLength } from './pieces';

/** By how much an unknown character is less likely than the least likely piece. */
const UNKNOWN_PENALTY = 10;
/** A user-defined piece's score: near the best there can be, so that it is always chosen. */
const FLT_MIN = 1.1754943508222875e-38;
const USER_DEFINED_PENALTY = 0.1;

/** Best way to an end: its last piece, where that begins, and the score in all as float32, which decides between equals. */
interface Best {
  readonly id: number;
  readonly start: number;
  readonly score: number;
}

export function unigram({ pieces, ids, unknownId }: SentencePieceModel): (text: string) => Cut[] {
  const normal = pieces.filter(({ type }) => type === PIECE.normal);
  const least = normal.reduce((min, { score }) => Math.min(min, score), Number.POSITIVE_INFINITY);
  const most = normal.reduce((max, { score }) => Math.max(max, score), FLT_MIN);
  const unknownScore = Math.fround(least - UNKNOWN_PENALTY);
  const encoder = new TextEncoder();
  const longest = [...ids.keys()].reduce((max, piece) => Math.max(max, piece.length), 0);
  const scores = pieces.map(({ piece, type, score }) =>
    type === PIECE.userDefined ? Math.fround(encoder.encode(piece).length * most) - USER_DEFINED_PENALTY : score,
  );

  return (text) => {
    const best: (Best | undefined)[] = [];
    const reach = (end: number, id: number, start: number, score: number) => {
      const before = best[end];
      if (before === undefined || score > before.score) best[end] = { id, start, score: Math.fround(score) };
    };
    for (let start = 0; start < text.length; ) {
      const soFar = best[start]?.score ?? 0;
      const next = start + characterLength(text, start);
      let single = false;
      for (let end = next; end <= text.length && end - start <= longest; end += characterLength(text, end)) {
        const id = ids.get(text.slice(start, end));
        if (id === undefined || pieces[id]?.type === PIECE.unused) continue;
        reach(end, id, start, (scores[id] ?? 0) + soFar);
        single ||= end === next;
      }
      if (!single) reach(next, unknownId, start, Math.fround(unknownScore + soFar));
      start = next;
    }
    const cuts: Cut[] = [];
    for (let end = text.length; end > 0; ) {
      const { id, start } = best[end] as Best;
      cuts.push({ piece: text.slice(start, end), id });
      end = start;
    }
    return cuts.reverse();
  };
}
