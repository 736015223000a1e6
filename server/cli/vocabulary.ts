/** The vocabulary of a command's texts. */
import { PhraseError } from '../core/phrase';
import { openVocabulary, type Vocabulary, type VocabularyWanted } from '../vocabulary';
import { InputError } from './arguments';
import type { Host } from './host';

export const VOCAB_OPTION = { type: 'string', placeholder: 'FILE', help: 'the vocabulary of the text tower (default: the one beside the checkpoint)' } as const;

/** Throws InputError. */
export async function vocabularyOf(host: Host, wanted: VocabularyWanted): Promise<Vocabulary> {
  try {
    return await openVocabulary(wanted, host);
  } catch (error) {
    if (!(error instanceof PhraseError)) throw error;
    throw new InputError(`${error.message}${wanted.vocabulary === undefined ? ' --vocab FILE names one.' : ''}`);
  }
}
