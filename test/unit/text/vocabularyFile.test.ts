import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import { PhraseError } from '../../../server/core/phrase';
import { openVocabulary } from '../../../server/vocabulary';
import { systemError } from '../cli/testHost';

const FOLDER = resolve('/checkpoints');
const BERT = '[PAD]\n[UNK]\n[CLS]\na\ncat\n';

const lit = (textTower: string, tokenizer = '') => `
model_name: my-lit
out_dim: [null, 32]
image: {patches: {size: [16, 16]}, hidden_size: 32, transformer: {mlp_dim: 32, num_heads: 2, num_layers: 1}}
${textTower}
pp: {size: 32, max_len: 5${tokenizer}}
`;
const SMALL = 'text_model: text_transformer\ntext: {width: 16, num_layers: 1, mlp_dim: 16, num_heads: 2, vocab_size: 40}';
const BASE = 'text_model: bert\ntext: {config: base}';

interface Given {
  readonly files: Readonly<Record<string, string | Error>>;
  readonly config: string;
  readonly vocabulary?: string;
}

/** Of a checkpoint called weights.npz: the ids of `a cat`, or what is said instead. */
async function idsOf({ files, config, vocabulary }: Given): Promise<readonly number[] | string> {
  const [entry] = Snapshot.of(config, { fileName: 'a.vit.yaml', syntax: 'yaml', ignore: [] }).models();
  if (entry?.model.graph.ok !== true) throw new Error('no model');
  const content = new Map(Object.entries(files).map(([name, value]) => [join(FOLDER, name), value]));
  const disk = {
    async read(path: string) {
      const value = content.get(path) ?? systemError('ENOENT');
      if (value instanceof Error) throw value;
      return new TextEncoder().encode(value);
    },
  };
  const wanted = { spec: entry.model.spec, graph: entry.model.graph.graph, checkpoint: join(FOLDER, 'weights.npz') };
  try {
    const found = await openVocabulary({ ...wanted, ...(vocabulary === undefined ? {} : { vocabulary: join(FOLDER, vocabulary) }) }, disk);
    return [...found.encode('a cat')];
  } catch (error) {
    if (error instanceof PhraseError) return error.message.replaceAll(FOLDER, 'FOLDER').replaceAll('\\', '/');
    throw error;
  }
}

const CAT = [2, 3, 4, 0, 0];

describe('beside the checkpoint', () => {
  test('under its name, else under the name of the model', async () => {
    const config = lit(BASE, ', tokenizer_name: bert');
    expect(await idsOf({ config, files: { 'weights.txt': BERT } })).toEqual(CAT);
    expect(await idsOf({ config, files: { 'my-lit.txt': BERT } })).toEqual(CAT);
    expect(await idsOf({ config, files: { 'my-lit.txt': '', 'weights.txt': BERT } })).toEqual(CAT);
  });

  test('of the kind that the config says, and of either where it says nothing', async () => {
    const files = { 'weights.txt': BERT };
    expect(await idsOf({ config: lit(SMALL), files })).toEqual(CAT);
    expect(await idsOf({ config: lit(SMALL, ', tokenizer_name: sentencepiece'), files })).toBe(
      'The vocabulary is not beside the checkpoint: there is no weights.model or my-lit.model in FOLDER.',
    );
  });

  test('one that can not be used is not passed over', async () => {
    const config = lit(BASE, ', tokenizer_name: bert');
    expect(await idsOf({ config, files: { 'weights.txt': 'a\nb', 'my-lit.txt': BERT } })).toBe(
      'FOLDER/weights.txt is not a vocabulary of BERT: it has no [CLS].',
    );
    expect(await idsOf({ config, files: { 'weights.txt': systemError('EACCES') } })).toBe(
      "The vocabulary FOLDER/weights.txt can't be read: no permission for it.",
    );
  });
});

describe('given', () => {
  test('it is read and nothing else', async () => {
    const config = lit(BASE, ', tokenizer_name: bert');
    expect(await idsOf({ config, vocabulary: 'words', files: { words: BERT, 'weights.txt': '' } })).toEqual(CAT);
    expect(await idsOf({ config, vocabulary: 'words', files: { 'weights.txt': BERT } })).toBe(
      "The vocabulary FOLDER/words can't be read: there is no such file or directory.",
    );
  });

  test('where the config does not say its kind, its name does', async () => {
    const files = { 'words.txt': BERT, 'words.model': BERT };
    expect(await idsOf({ config: lit(SMALL), vocabulary: 'words.txt', files })).toEqual(CAT);
    expect(await idsOf({ config: lit(SMALL), vocabulary: 'words.model', files })).toBe(
      "FOLDER/words.model is not a SentencePiece model: its bytes don't parse.",
    );
  });

  test('one that is larger than the text tower knows is refused', async () => {
    const words = `${BERT}${Array.from({ length: 36 }, (_, i) => `w${i}`).join('\n')}`;
    const config = lit(SMALL, ', tokenizer_name: bert');
    expect(await idsOf({ config, vocabulary: 'w', files: { w: words } })).toBe(
      'FOLDER/w has 41 entries, more than the 40 that the text tower has embeddings for.',
    );
  });
});

test('a model without a text tower has no vocabulary', async () => {
  const config = 'patches: {size: [16, 16]}\nhidden_size: 32\ntransformer: {mlp_dim: 32, num_heads: 2, num_layers: 1}\nclassifier: token\n';
  expect(await idsOf({ config, files: {} })).toBe('The model takes no text: only LiT has a text tower.');
});
