/**
 * What a SentencePiece model file says: its pieces and how text is prepared for them. The format is sentencepiece_model.proto
 * (https://github.com/google/sentencepiece, Apache-2.0), of which only what encoding needs is read.
 */
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { type Phrase, phrase } from '../../core/phrase';
import { VocabularyError } from '../tokenizer';

/** sentencepiece_model.proto, `SentencePiece.Type`. */
export const PIECE = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface Piece {
  readonly piece: string;
  /** A float32. */
  readonly score: number;
  readonly type: number;
}

/** sentencepiece_model.proto, `NormalizerSpec`. */
export interface NormalizerSpec {
  /** Empty where characters stay as they are. */
  readonly charsmap: Uint8Array;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
  readonly escapeWhitespaces: boolean;
}

export interface SentencePieceModel {
  readonly type: 'unigram' | 'bpe';
  readonly pieces: readonly Piece[];
  /** Of normal, user-defined and unused pieces: what text is cut into. */
  readonly ids: ReadonlyMap<string, number>;
  /** Of control, unknown and byte pieces: no text is cut into these. */
  readonly reserved: ReadonlyMap<string, number>;
  readonly unknownId: number;
  /** Unknown characters become byte pieces. */
  readonly byteFallback: boolean;
  /** The space goes behind a word instead of before it. */
  readonly whitespaceAsSuffix: boolean;
  /** Of the piece that ends a text. */
  readonly endPiece: string;
  readonly normalizer: NormalizerSpec;
}

/** Throws VocabularyError for bytes that SentencePiece itself would not load. */
export function readModel(bytes: Uint8Array): SentencePieceModel {
  const pieces: Piece[] = [];
  const trainer = { type: 1, byteFallback: false, whitespaceAsSuffix: false, endPiece: '</s>' };
  const normalizer = { charsmap: new Uint8Array(), addDummyPrefix: true, removeExtraWhitespaces: true, escapeWhitespaces: true };
  if (bytes.length === 0) throw new VocabularyError(phrase`is empty`);
  try {
    message(bytes, {
      1: (reader) => void pieces.push(readPiece(reader.bytes())),
      2: (reader) =>
        message(reader.bytes(), {
          3: (field) => void (trainer.type = field.int32()),
          24: (field) => void (trainer.whitespaceAsSuffix = field.bool()),
          35: (field) => void (trainer.byteFallback = field.bool()),
          47: (field) => void (trainer.endPiece = field.string()),
        }),
      3: (reader) =>
        message(reader.bytes(), {
          2: (field) => void (normalizer.charsmap = field.bytes().slice()),
          3: (field) => void (normalizer.addDummyPrefix = field.bool()),
          4: (field) => void (normalizer.removeExtraWhitespaces = field.bool()),
          5: (field) => void (normalizer.escapeWhitespaces = field.bool()),
        }),
    });
  } catch (error) {
    if (error instanceof VocabularyError) throw error;
    // What the reader throws of bytes that end early or are of no known wire type.
    throw notAModel(phrase`its bytes don't parse`);
  }
  if (pieces.length === 0) throw notAModel(phrase`it has no pieces`);
  const type = trainer.type === 1 ? 'unigram' : trainer.type === 2 ? 'bpe' : null;
  if (type === null) throw new VocabularyError(phrase`is a SentencePiece model that cuts by words or characters; only unigram and BPE models are read`);
  const { whitespaceAsSuffix, byteFallback, endPiece } = trainer;
  return { type, pieces, ...placed(pieces, byteFallback), byteFallback, whitespaceAsSuffix, endPiece: endPiece === '' ? '</s>' : endPiece, normalizer };
}

const notAModel = (reason: Phrase) => new VocabularyError(phrase`is not a SentencePiece model: ${reason}`);

/** Reads a message's fields; those that nobody takes are passed over. */
function message(bytes: Uint8Array, fields: Readonly<Record<number, (reader: BinaryReader) => void>>): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const read = fields[field];
    if (read === undefined) reader.skip(wireType, field);
    else read(reader);
  }
}

function readPiece(bytes: Uint8Array): Piece {
  let piece = '';
  let score = 0;
  let type: number = PIECE.normal;
  message(bytes, {
    1: (field) => void (piece = field.string()),
    2: (field) => void (score = field.float()),
    3: (field) => void (type = field.int32()),
  });
  return { piece, score, type };
}

/** The pieces under their texts, with SentencePiece's own conditions. */
function placed(pieces: readonly Piece[], byteFallback: boolean): Pick<SentencePieceModel, 'ids' | 'reserved' | 'unknownId'> {
  const ids = new Map<string, number>();
  const reserved = new Map<string, number>();
  let unknownId = -1;
  for (const [id, { piece, type }] of pieces.entries()) {
    if (piece === '') throw notAModel(phrase`piece ${id} is empty`);
    const text = type === PIECE.normal || type === PIECE.userDefined || type === PIECE.unused;
    const place = text ? ids : reserved;
    if (place.has(piece)) throw notAModel(phrase`it has the piece "${piece}" twice`);
    place.set(piece, id);
    if (type !== PIECE.unknown) continue;
    if (unknownId >= 0) throw notAModel(phrase`it has two unknown pieces`);
    unknownId = id;
  }
  if (unknownId < 0) throw notAModel(phrase`it has no unknown piece`);
  for (let byte = 0; byteFallback && byte < 256; byte++) {
    const id = reserved.get(bytePiece(byte));
    if (id === undefined || pieces[id]?.type !== PIECE.byte) throw notAModel(phrase`it falls back to bytes and has no piece ${bytePiece(byte)}`);
  }
  return { ids, reserved, unknownId };
}

/** `<0x41>` */
export function bytePiece(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}
