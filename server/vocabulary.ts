/** The vocabulary of a LiT model's texts: a file beside its checkpoint, as upstream names it, or one that a person gives. */
import { basename, dirname, extname, join } from 'node:path';
import type { LitSpec, ModelSpec } from './core/dialects/spec';
import type { Graph } from './core/model/graph';
import { PhraseError, phrase } from './core/phrase';
import type { Disk } from './disk';
import { codeOf, reasonOf } from './files';
import { type Tokenizer, type TokenizerName, tokenizerOf, VocabularyError } from './text';

const EXTENSIONS: Readonly<Record<TokenizerName, string>> = { bert: '.txt', sentencepiece: '.model' };
/** The largest in use, of a quarter of a million pieces, take 5 MB. */
const LIMIT = 64 << 20;

export interface VocabularyWanted {
  readonly spec: ModelSpec;
  readonly graph: Graph;
  /** Absolute path: the vocabulary is looked for beside it, under its name and the model's. null where there is none. */
  readonly checkpoint: string | null;
  /** Absolute path of the vocabulary itself. */
  readonly vocabulary?: string;
}

export interface Vocabulary {
  readonly path: string;
  /** The ids of a text, as many as the text tower takes. */
  encode(text: string): Int32Array;
}

/** Rejects with PhraseError, a whole sentence: no such file, one that can't be used, a model that takes no text. */
export async function openVocabulary(wanted: VocabularyWanted, disk: Pick<Disk, 'read'>): Promise<Vocabulary> {
  const { architecture } = wanted.spec;
  const tokens = wanted.graph.inputs.find(({ name }) => name === 'tokens');
  const length = tokens?.tensor.shape.at(-1);
  if (architecture.architecture !== 'lit' || tokens?.vocabulary === undefined || length === undefined) {
    throw new PhraseError(phrase`The model takes no text: only LiT has a text tower.`);
  }
  const candidates = candidatesOf(wanted, tokenizersOf(architecture));
  for (const { path, name } of candidates) {
    const bytes = await read(path, disk, wanted.vocabulary === undefined);
    if (bytes === null) continue;
    const tokenizer = tokenizerFor(name, path, bytes, tokens.vocabulary);
    return { path, encode: (text) => tokenizer.encode(text, length) };
  }
  const names = [...new Set(candidates.map(({ path }) => basename(path)))];
  if (wanted.checkpoint === null) throw new PhraseError(phrase`There is no checkpoint that a vocabulary could be beside.`);
  throw new PhraseError(phrase`The vocabulary is not beside the checkpoint: there is no ${names.join(' or ')} in ${dirname(wanted.checkpoint)}.`);
}

/** What the config says; both where it says nothing, the text tower's usual one first. */
function tokenizersOf({ tokenizer, text }: LitSpec): readonly TokenizerName[] {
  if (tokenizer.known) return [tokenizer.value];
  return text.known && text.value.architecture === 'bert' ? ['bert', 'sentencepiece'] : ['sentencepiece', 'bert'];
}

function candidatesOf({ spec, checkpoint, vocabulary }: VocabularyWanted, tokenizers: readonly TokenizerName[]) {
  if (vocabulary !== undefined) {
    const telling = tokenizers.find((name) => EXTENSIONS[name] === extname(vocabulary).toLowerCase());
    return [{ path: vocabulary, name: telling ?? tokenizers[0] ?? 'bert' }];
  }
  if (checkpoint === null) return [];
  const named = spec.name.known && !/[\\/]/.test(spec.name.value) ? [spec.name.value] : [];
  const bases = [...new Set([basename(checkpoint, extname(checkpoint)), ...named])];
  return bases.flatMap((base) => tokenizers.map((name) => ({ path: join(dirname(checkpoint), `${base}${EXTENSIONS[name]}`), name })));
}

/** null for a file that is not there and need not be. */
async function read(path: string, disk: Pick<Disk, 'read'>, mayBeMissing: boolean): Promise<Uint8Array | null> {
  let bytes: Uint8Array;
  try {
    bytes = await disk.read(path, LIMIT);
  } catch (error) {
    if (mayBeMissing && codeOf(error) === 'ENOENT') return null;
    throw new PhraseError(phrase`The vocabulary ${path} can't be read: ${reasonOf(error)}.`);
  }
  if (bytes.length > LIMIT) throw new PhraseError(phrase`The vocabulary ${path} has more than ${LIMIT >> 20} MiB.`);
  return bytes;
}

function tokenizerFor(name: TokenizerName, path: string, bytes: Uint8Array, vocabSize: number): Tokenizer {
  try {
    return tokenizerOf(name, bytes, vocabSize);
  } catch (error) {
    if (!(error instanceof VocabularyError)) throw error;
    throw new PhraseError(phrase`${path} ${error.said}.`);
  }
}
