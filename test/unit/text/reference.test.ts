import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { tokenizerOf } from '../../../server/text';

interface Case {
  readonly length: number;
  /** Without the padding but for its first id. */
  readonly ids: readonly string[];
}

const DIRECTORY = join(import.meta.dirname, '../../golden/tokens');
const golden = JSON.parse(readFileSync(join(DIRECTORY, 'ids.json'), 'utf8')) as Record<string, unknown> & { texts: string[] };

/** Ids as the golden has them. */
function shown(ids: Int32Array): string {
  let end = ids.length;
  while (end > 1 && ids[end - 1] === ids[end - 2]) end--;
  return ids.subarray(0, end).join(' ');
}

describe.each([
  { name: 'wordpiece', tokenizer: 'bert' as const, bytes: readFileSync(join(DIRECTORY, 'wordpiece.txt')) },
  ...['unigram', 'unigram-bytes', 'bpe', 'bpe-bytes', 'suffix'].map((name) => ({
    name,
    tokenizer: 'sentencepiece' as const,
    bytes: gunzipSync(readFileSync(join(DIRECTORY, `${name}.model.gz`))),
  })),
])('$name: the ids of upstream', ({ name, tokenizer, bytes }) => {
  test.each(golden[name] as Case[])('$length of them', ({ length, ids }) => {
    const { encode } = tokenizerOf(tokenizer, bytes, 10_000);
    const texts = golden.texts.slice(0, ids.length);
    const found = texts.map((text) => encode(text, length));
    expect(found.every((each) => each.length === length)).toBe(true);
    expect(found.map((each, i) => `${JSON.stringify(texts[i])} ${shown(each)}`)).toEqual(ids.map((each, i) => `${JSON.stringify(texts[i])} ${each}`));
  });
});
