/** What a tokenizer is to those who ask for ids. */
import { PhraseError } from '../core/phrase';

/** As `pp.tokenizer_name` has it. */
export type TokenizerName = 'bert' | 'sentencepiece';

export interface Tokenizer {
  /** Ids go from 0 to `size` - 1. */
  readonly size: number;
  /** `length` ids of a text, clipped or padded as upstream's preprocess.py does it. */
  encode(text: string, length: number): Int32Array;
}

/** Bytes that are no vocabulary that can be used, or not one of this model. */
export class VocabularyError extends PhraseError {}
