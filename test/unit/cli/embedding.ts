/** What the tests of `embed` and `search` share: small models with weights, and pictures. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { npz } from '../checkpoint/files';
import { TINY } from './configs';
import { saved } from './saved';

export const LIT = `model_name: tiny-lit
image:
  patches: {size: [16, 16]}
  hidden_size: 8
  transformer: {mlp_dim: 16, num_heads: 2, num_layers: 1}
  classifier: token
  image_size: 32
text_model: text_transformer
text: {width: 8, num_layers: 1, mlp_dim: 16, num_heads: 2, vocab_size: 20}
out_dim: [8, 8]
pp: {max_len: 4, size: 32, tokenizer_name: bert}
`;
const VOCABULARY = '[PAD]\n[UNK]\n[CLS]\na\ncat\ndog\nof\n';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Of config, weights and vocabulary; written over with what a test wants otherwise. */
export const TINY_FILES: Files = { 'a.vit.yaml': TINY, 'w.npz': npz(saved(TINY)) };
export const LIT_FILES: Files = { 'lit.vit.yaml': LIT, 'lit.npz': npz(saved(LIT)), 'lit.txt': VOCABULARY };

export function write(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** A PNG of broad stripes; another picture for each number. */
export function picture(n: number): Promise<Buffer> {
  const [width, height] = [40 + n, 36];
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < pixels.length; i++) pixels[i] = (i % 3 === n % 3 ? 240 : 20) * (Math.floor(i / (40 * (n + 2))) % 2) + 7 * n;
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

export async function pictures(names: readonly string[]): Promise<Files> {
  return Object.fromEntries(await Promise.all(names.map(async (name, n) => [name, await picture(n)] as const)));
}
