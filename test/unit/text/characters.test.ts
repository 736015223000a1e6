import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { basicTokens, lowerCase } from '../../../server/text/basicTokenizer';

const GOLDEN = join(import.meta.dirname, '../../golden/tokens/characters.json');

test('every character is prepared as TensorFlow Text prepares it, alone and between letters', () => {
  const { known, blocks } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as { known: number[]; blocks: Record<string, string> };
  const hashes = new Map<string, ReturnType<typeof createHash>>();
  for (let i = 0; i < known.length; i += 2) {
    for (let code = known[i] as number; code <= (known[i + 1] as number); code++) {
      const character = String.fromCodePoint(code);
      const block = (code >> 8).toString(16);
      const hash = hashes.get(block) ?? createHash('sha256');
      hashes.set(block, hash);
      hash.update(`${code.toString(16)} ${lowerCase(character)} ${basicTokens(`x${character}x`).join(' ')}\n`);
    }
  }
  const found = Object.fromEntries([...hashes].map(([block, hash]) => [block, hash.digest('hex').slice(0, 12)]));
  expect(found).toEqual(blocks);
});
