/** BERT's tokenizer: upstream's `BertTokenizer` over TensorFlow Text's, with lower_case=True. */
import { WordPiece } from '@huggingface/tokenizers';
import { phrase } from '../core/phrase';
import { basicTokens } from './basicTokenizer';
import { type Tokenizer, VocabularyError } from './tokenizer';

/** A longer word, in bytes of UTF-8, is unknown as a whole. */
const MAX_WORD_BYTES = 100;
const UNKNOWN = '[UNK]';
const CLASS = '[CLS]';

/** Of a vocab.txt: one entry a line, its id the line's number from 0. Throws VocabularyError. */
export function wordPieceTokenizer(bytes: Uint8Array): Tokenizer {
  const ids = readVocabulary(bytes);
  const classId = idOf(ids, CLASS);
  const unknownId = idOf(ids, UNKNOWN);
  // Words are cut by bytes below: by characters the library has nothing left to refuse.
  const model = new WordPiece({
    type: 'WordPiece',
    vocab: Object.fromEntries(ids),
    unk_token: UNKNOWN,
    continuing_subword_prefix: '##',
    max_input_chars_per_word: MAX_WORD_BYTES,
  });
  const encoder = new TextEncoder();

  return {
    size: ids.size,
    encode(text, length) {
      const result = new Int32Array(length);
      result[0] = classId;
      let at = 1;
      for (const word of basicTokens(text)) {
        if (at >= length) break;
        const pieces = encoder.encode(word).length > MAX_WORD_BYTES ? [UNKNOWN] : model.encode([word]);
        for (const piece of pieces.slice(0, length - at)) result[at++] = ids.get(piece) ?? unknownId;
      }
      return result;
    },
  };
}

function readVocabulary(bytes: Uint8Array): Map<string, number> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new VocabularyError(phrase`is not a WordPiece vocabulary: it is not UTF-8 text with one entry a line`);
  }
  // As Python's and TensorFlow's readers: a line ends with \n, and \r, which Windows adds, is none of an entry.
  const lines = text.replaceAll('\r', '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) throw new VocabularyError(phrase`is empty`);
  const ids = new Map<string, number>();
  for (const [id, line] of lines.entries()) {
    const before = ids.get(line);
    if (before !== undefined) throw new VocabularyError(phrase`has the entry "${line}" twice, in lines ${before + 1} and ${id + 1}`);
    ids.set(line, id);
  }
  return ids;
}

function idOf(ids: ReadonlyMap<string, number>, entry: string): number {
  const id = ids.get(entry);
  if (id === undefined) throw new VocabularyError(phrase`is not a vocabulary of BERT: it has no ${entry}`);
  return id;
}
