import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, test } from 'vitest';
import { type TokenizerName, tokenizerOf, VocabularyError } from '../../../server/text';

const DIRECTORY = join(import.meta.dirname, '../../golden/tokens');
const trained = (name: string) => new Uint8Array(gunzipSync(readFileSync(join(DIRECTORY, `${name}.model.gz`))));

/** What is said of bytes that can't be used. */
function refusal(name: TokenizerName, bytes: Uint8Array, vocabSize = 30_522): string {
  try {
    tokenizerOf(name, bytes, vocabSize);
  } catch (error) {
    if (error instanceof VocabularyError) return error.message;
    throw error;
  }
  return 'none';
}

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('WordPiece', () => {
  const refused = (text: string, vocabSize?: number) => refusal('bert', utf8(text), vocabSize);

  test('a vocabulary that lacks what BERT needs is refused', () => {
    expect(refused('')).toBe('is empty');
    expect(refused('\n')).toBe('is not a vocabulary of BERT: it has no [CLS]');
    expect(refused('[PAD]\n[UNK]\na\n')).toBe('is not a vocabulary of BERT: it has no [CLS]');
    expect(refused('[PAD]\n[CLS]\na\n')).toBe('is not a vocabulary of BERT: it has no [UNK]');
    expect(refused('[PAD]\n[UNK]\n[CLS]\na\nb\na\n')).toBe('has the entry "a" twice, in lines 4 and 6');
    expect(refused('[PAD]\n[UNK]\n[CLS]\na\nb', 4)).toBe('has 5 entries, more than the 4 that the text tower has embeddings for');
    expect(refused('[PAD]\n[UNK]\n[CLS]\na\nb', 5)).toBe('none');
  });

  test('what is not text is refused', () => {
    expect(refusal('bert', Uint8Array.of(0x5b, 0xff, 0xfe, 0x0a))).toBe('is not a WordPiece vocabulary: it is not UTF-8 text with one entry a line');
    expect(refusal('bert', trained('bpe'))).toBe('is not a WordPiece vocabulary: it is not UTF-8 text with one entry a line');
  });

  test('lines may end as on Windows, the last one need not, and an entry may be any word', () => {
    const { encode } = tokenizerOf('bert', utf8('[PAD]\r\n[UNK]\r\n[CLS]\r\nconstructor\r\n__proto__\r\n42\r\n##s\r\n_\r\nproto'), 9);
    expect([...encode('constructors 42 toString __proto__', 12)]).toEqual([2, 3, 6, 5, 1, 7, 7, 8, 7, 7, 0, 0]);
  });

  test('a word of more than 100 bytes is unknown', () => {
    const { encode } = tokenizerOf('bert', utf8('[PAD]\n[UNK]\n[CLS]\nж\n##ж\n'), 9);
    expect([...encode('ж'.repeat(50), 52)]).toEqual([2, 3, ...Array(49).fill(4), 0]);
    expect([...encode('ж'.repeat(51), 4)]).toEqual([2, 1, 0, 0]);
  });

  test('a length of one has room for the first token alone', () => {
    expect([...tokenizerOf('bert', utf8('[PAD]\n[UNK]\n[CLS]\na'), 4).encode('a a', 1)]).toEqual([2]);
  });
});

/** A model as SentencePiece would write it, of [text, score, type]. */
function model(
  pieces: readonly (readonly [piece: string, score: number, type?: number])[],
  trainer: Readonly<Record<number, number | string>> = {},
  charsmap?: Uint8Array,
) {
  const writer = new BinaryWriter();
  for (const [piece, score, type = 1] of pieces) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(piece).tag(2, WireType.Bit32).float(score).tag(3, WireType.Varint).int32(type);
    writer.join();
  }
  writer.tag(2, WireType.LengthDelimited).fork();
  for (const [field, value] of Object.entries(trainer)) {
    if (typeof value === 'string') writer.tag(Number(field), WireType.LengthDelimited).string(value);
    else writer.tag(Number(field), WireType.Varint).int32(value);
  }
  writer.join();
  if (charsmap !== undefined) writer.tag(3, WireType.LengthDelimited).fork().tag(2, WireType.LengthDelimited).bytes(charsmap).join();
  return writer.finish();
}

const UNKNOWN = ['<unk>', 0, 2] as const;
const END = ['</s>', 0, 3] as const;

describe('SentencePiece', () => {
  const refused = (...args: Parameters<typeof model>) => refusal('sentencepiece', model(...args));

  test('a file that is no model is refused', () => {
    expect(refusal('sentencepiece', new Uint8Array())).toBe('is empty');
    expect(refusal('sentencepiece', readFileSync(join(DIRECTORY, 'wordpiece.txt')))).toBe("is not a SentencePiece model: its bytes don't parse");
    expect(refused([])).toBe('is not a SentencePiece model: it has no pieces');
  });

  test('every beginning of a model is refused or a model, and nothing else happens', () => {
    const whole = trained('bpe-bytes');
    const seen = new Set<string>();
    for (let length = 0; length < whole.length; length += 97) seen.add(refusal('sentencepiece', whole.subarray(0, length)));
    expect([...seen].filter((said) => !/^(is empty|is not a SentencePiece model: (its bytes don't parse|it has no .*))$/.test(said))).toEqual(['none']);
  });

  test('a model that SentencePiece would not load is refused', () => {
    expect(refused([END, ['a', -1]])).toBe('is not a SentencePiece model: it has no unknown piece');
    expect(refused([UNKNOWN, END, ['a', -1], ['a', -2]])).toBe('is not a SentencePiece model: it has the piece "a" twice');
    expect(refused([UNKNOWN, END, ['', -1]])).toBe('is not a SentencePiece model: piece 2 is empty');
    expect(refused([UNKNOWN, ['<unk2>', 0, 2], END])).toBe('is not a SentencePiece model: it has two unknown pieces');
    expect(refused([UNKNOWN, END, ['a', -1]], { 35: 1 })).toBe('is not a SentencePiece model: it falls back to bytes and has no piece <0x00>');
    expect(refused([UNKNOWN, ['a', -1]])).toBe('is a SentencePiece model without </s>, the piece that ends a text');
    expect(refused([UNKNOWN, END, ['a', -1]], { 47: '[SEP]' })).toBe('is a SentencePiece model without [SEP], the piece that ends a text');
    expect(refused([UNKNOWN, END, ['a', -1]], { 3: 4 })).toBe(
      'is a SentencePiece model that cuts by words or characters; only unigram and BPE models are read',
    );
    expect(refused([UNKNOWN, END, ['a', -1]])).toBe('none');
    expect(refusal('sentencepiece', trained('bpe'), 1199)).toBe('has 1200 entries, more than the 1199 that the text tower has embeddings for');
  });

  test('rules that point outside of themselves are refused', () => {
    const rules = (...words: readonly number[]) => new Uint8Array([...new Uint8Array(Uint32Array.from(words).buffer), 0]);
    const broken = "is not a SentencePiece model: its normalization rules don't parse";
    expect(refused([UNKNOWN, END, ['a', -1]], {}, Uint8Array.of(1, 2))).toBe(broken);
    expect(refused([UNKNOWN, END, ['a', -1]], {}, rules(400, 1, 2))).toBe(broken);
    // Root with offset 1: `a` at 1 ^ 0x61 = 0x60 is not there.
    const { encode } = tokenizerOf('sentencepiece', model([UNKNOWN, END, ['▁a', -1]], {}, rules(4, 1 << 10)), 9);
    expect([...encode('a', 3)]).toEqual([2, 1, 1]);
  });

  // What TensorFlow Text itself gives for these models.
  test.each([
    { name: 'unigram', type: 1, abab: [5, 5] },
    { name: 'BPE', type: 2, abab: [3, 7, 4] },
  ])('$name: a user-defined piece is preferred, an unused one never taken', ({ type, abab }) => {
    const pieces = [UNKNOWN, END, ['▁', -1], ['a', -2], ['b', -2], ['ab', -1], ['abab', -0.1, 5], ['ba', -9, 4]] as const;
    const { encode } = tokenizerOf('sentencepiece', model(pieces, { 3: type }), 9);
    expect([...encode('ab', 4)]).toEqual([2, 5, 1, 1]);
    expect([...encode('bab', 5)]).toEqual([2, 7, 4, 1, 1]);
    expect([...encode('abab', 5)]).toEqual([2, ...abab, 1, 1].slice(0, 5));
  });

  // These, too, are what TensorFlow Text gives.
  test('what is unknown costs more than any piece, and of equal cuts the one with the earlier piece is taken', () => {
    const unlikely = tokenizerOf('sentencepiece', model([UNKNOWN, END, ['▁', -1], ['y', 0.5], ['xy', -20]]), 9);
    expect([...unlikely.encode('xy', 4)]).toEqual([2, 4, 1, 1]);
    expect([...unlikely.encode('xx', 4)]).toEqual([2, 0, 1, 1]);
    const equal = tokenizerOf('sentencepiece', model([UNKNOWN, END, ['▁', -1], ['a', -1], ['aa', -2]]), 9);
    expect(['aa', 'aaa', 'aaaa'].map((text) => [...equal.encode(text, 4)])).toEqual([
      [2, 4, 1, 1],
      [2, 3, 4, 1],
      [2, 4, 4, 1],
    ]);
  });

  test('a user-defined piece of BPE is merged with nothing', () => {
    const pieces = [UNKNOWN, END, ['▁', -9], ['a', -9], ['b', 0, 4], ['ab', -1], ['▁a', -2]] as const;
    const { encode } = tokenizerOf('sentencepiece', model(pieces, { 3: 2 }), 9);
    expect(['ab', 'aab', 'bab'].map((text) => [...encode(text, 5)])).toEqual([
      [6, 4, 1, 1, 1],
      [6, 3, 4, 1, 1],
      [2, 4, 3, 4, 1],
    ]);
  });

  test('an unused piece of BPE is taken apart again', () => {
    const pieces = [UNKNOWN, END, ['▁', -9], ['x', -9], ['y', -9], ['xy', -1, 5], ['xyx', -2]] as const;
    const { encode } = tokenizerOf('sentencepiece', model(pieces, { 3: 2 }), 9);
    expect([...encode('xy', 5)]).toEqual([2, 3, 4, 1, 1]);
    expect([...encode('xyx', 5)]).toEqual([2, 6, 1, 1, 1]);
  });

  test('texts may have halves of characters and be long', () => {
    const { encode } = tokenizerOf('sentencepiece', trained('unigram'), 1200);
    expect([...encode('\ud83d cat', 6)]).toEqual([...encode('\ufffd cat', 6)]);
    expect(encode('a photo of a cat, '.repeat(5000), 16)).toEqual(encode('a photo of a cat, '.repeat(20), 16));
  });
});
