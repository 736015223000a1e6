/** Text to the ids that a text tower takes, exactly as upstream's preprocess.py makes them from the same vocabulary. */
import { phrase } from '../core/phrase';
import { sentencePieceTokenizer } from './sentencepiece';
import { type Tokenizer, type TokenizerName, VocabularyError } from './tokenizer';
import { wordPieceTokenizer } from './wordpiece';

export { type Tokenizer, type TokenizerName, VocabularyError } from './tokenizer';

/**
 * The tokenizer of a vocabulary file's bytes, for a text tower with an embedding of `vocabSize` rows.
 * Throws VocabularyError, whose text goes behind the file's name.
 */
export function tokenizerOf(name: TokenizerName, bytes: Uint8Array, vocabSize: number): Tokenizer {
  const tokenizer = name === 'bert' ? wordPieceTokenizer(bytes) : sentencePieceTokenizer(bytes);
  if (tokenizer.size > vocabSize) {
    throw new VocabularyError(phrase`has ${tokenizer.size} entries, more than the ${vocabSize} that the text tower has embeddings for`);
  }
  return tokenizer;
}
