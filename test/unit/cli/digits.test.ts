/** The trained models of samples/checkpoints say what upstream's own code says of the same files, and are right. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import golden from '../../golden/digits.json';
import { builtCli, ensureBuilt } from './built';

const CHECKPOINTS = join(import.meta.dirname, '../../../samples/checkpoints');
const outputs = mkdtempSync(join(tmpdir(), 'vit-config-digits-'));
beforeAll(ensureBuilt, 60_000);
afterAll(() => rmSync(outputs, { recursive: true }));

/** The numbers of a .npy file of float32. */
function numbers(path: string): Float32Array {
  const file = readFileSync(path);
  return new Float32Array(new Uint8Array(file.subarray(10 + file.readUInt16LE(8))).buffer);
}

describe('the ViT of digits', () => {
  it.each(golden.images.map((image, i) => ({ image, logits: golden.logits[i] ?? [] })))('reads $image', async ({ image, logits }) => {
    const { code, out } = await builtCli(['run', 'digits.vit.yaml', '--image', image, '--save-outputs', outputs, '--format', 'json'], { cwd: CHECKPOINTS });
    expect(code).toBe(0);
    expect(JSON.parse(out).models[0].top[0].label).toBe(image === 'digit-3.png' ? 'three' : 'seven');
    const computed = [...numbers(join(outputs, 'logits.npy'))];
    const largest = Math.max(...logits.map(Math.abs));
    expect(computed).toHaveLength(logits.length);
    for (const [i, logit] of logits.entries()) expect(Math.abs((computed[i] ?? Number.NaN) - logit)).toBeLessThan(1e-4 * largest);
  });
});
