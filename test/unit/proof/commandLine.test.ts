/** The bundled command line on upstream's checkpoints, as a person uses it: `run --weights --image --save-outputs`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleTokens } from '../../../server/runner/tokens';
import { builtCli, ensureBuilt } from '../cli/built';
import { npy } from '../cli/npy';
import { type Case, casesIn, distance, expectedValues, GOLDEN, PICTURES } from './cases';

const FOLDER = join(GOLDEN, 'checkpoints');
const TOLERANCE = 1e-4;
/** One of each architecture, file format and adaptation. */
const CASES = [
  'token',
  'token_unpooled, representation, no head',
  'hybrid, three stages',
  'mixer, odd size',
  'lit, text transformer',
  'token, all at once',
  'safetensors, bfloat16',
  'big_vision, stacked blocks',
];

const scratch = mkdtempSync(join(tmpdir(), 'vit-config-proof-'));
beforeAll(ensureBuilt, 60_000);
afterAll(() => rmSync(scratch, { recursive: true }));

describe.each(CASES)('%s', (name) => {
  test('the outputs it saves', async () => {
    const golden = casesIn(FOLDER).find((candidate) => candidate.name === name);
    if (golden === undefined) throw new Error(`no golden of ${name}`);
    await check(golden);
  });
});

async function check(golden: Case): Promise<void> {
  const directory = join(scratch, golden.name);
  const paths = { weights: join(FOLDER, golden.weights ?? ''), image: join(PICTURES, golden.picture) };
  const args = ['run', join(FOLDER, golden.config), '--weights', paths.weights, '--image', paths.image, '--save-outputs', directory];
  const { code, out, err } = await builtCli(args);
  expect({ code, err }, out).toEqual({ code: 0, err: '' });
  expect(out).toContain(golden.weights);
  // Without a text the tower is fed sample tokens: those that the golden was made with.
  const { tokens } = golden;
  if (tokens !== undefined) expect([...sampleTokens(tokens.length, 211, 0)]).toEqual(tokens);
  for (const [name, { shape }] of Object.entries(golden.outputs)) {
    // What is behind the head is all that a run saves.
    if (name === 'pre_logits' && 'logits' in golden.outputs) continue;
    const saved = npy(join(directory, `${name.replaceAll('/', '_')}.npy`));
    expect(saved.shape).toEqual(shape);
    expect(distance(saved.values, expectedValues(golden, name)), name).toBeLessThanOrEqual(TOLERANCE);
  }
}
