/** SentencePiece's tokenizer: upstream's `SentencepieceTokenizer`, whose last id is always that of the end. */
import { phrase } from '../../core/phrase';
import { type Tokenizer, VocabularyError } from '../tokenizer';
import { bpe } from './bpe';
import { bytePiece, PIECE, readModel, type SentencePieceModel } from './model';
import { normalizer } from './normalizer';
import { unigram } from './unigram';

/** What upstream pads with, and looks for by this name. */
const PADDING = '</s>';

/** Of a .model file. Throws VocabularyError. */
export function sentencePieceTokenizer(bytes: Uint8Array): Tokenizer {
  const model = readModel(bytes);
  const end = idOf(model, model.endPiece);
  const padding = idOf(model, PADDING);
  const normalize = normalizer(model);
  const cut = { unigram, bpe }[model.type](model);
  const encoder = new TextEncoder();

  /** Unknown characters in a row are one, or their bytes. */
  function* idsOf(text: string): Generator<number> {
    let afterUnknown = false;
    for (const { piece, id } of cut(normalize(text))) {
      const unknown = id === model.unknownId;
      if (unknown && model.byteFallback) for (const byte of encoder.encode(piece)) yield model.reserved.get(bytePiece(byte)) as number;
      else if (!(unknown && afterUnknown)) yield id;
      afterUnknown = unknown;
    }
    yield end;
  }

  return {
    size: model.pieces.length,
    encode(text, length) {
      const result = new Int32Array(length).fill(padding);
      let at = 0;
      for (const id of idsOf(text)) {
        // The last place is the end's.
        if (at >= length - 1) break;
        result[at++] = id;
      }
      return result;
    },
  };
}

function idOf({ ids, reserved, pieces }: SentencePieceModel, piece: string): number {
  const id = reserved.get(piece) ?? ids.get(piece);
  if (id === undefined || pieces[id]?.type === PIECE.unknown)
    throw new VocabularyError(phrase`is a SentencePiece model without ${piece}, the piece that ends a text`);
  return id;
}
