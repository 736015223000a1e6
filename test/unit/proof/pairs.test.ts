/** For every pair of the goldens' configs and checkpoints: what fits, and what upstream ends with where it doesn't (test/reference/checkpoints/pairs.py). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHeader } from '../../../server/checkpoint';
import { fitOf, isComplete, type Stop } from '../../../server/core/checkpoint';
import { GOLDEN, modelOf } from './cases';

const FOLDER = join(GOLDEN, 'checkpoints');
/** By config and checkpoint: null where upstream loads and traces it, else its error's class and the first line of its message. */
const pairs: Record<string, Record<string, string | null>> = JSON.parse(readFileSync(join(FOLDER, 'pairs.json'), 'utf8'));

describe.each(Object.keys(pairs))('%s', (config) => {
  test('with each checkpoint', async () => {
    const { graph, spec } = modelOf(join(FOLDER, `${config}.vit.yaml`));
    const expected = pairs[config] ?? {};
    const said: Record<string, string | null> = {};
    for (const [weights, error] of Object.entries(expected)) {
      const read = await readHeader(join(FOLDER, weights));
      if (!read.ok) throw new Error(`${weights} can't be read`);
      const fit = fitOf(graph, spec, read.header);
      if (isComplete(fit)) said[weights] = null;
      else said[weights] = agrees(error, fit) ? error : `${JSON.stringify(fit.stops)}, ${fit.missing.length} missing, ${fit.misshapen.length} misshapen`;
    }
    expect(said).toEqual(expected);
  });
});

/** Whether upstream could have ended with this for the reasons of the fit; the first one it comes to ends it. */
function agrees(error: string | null, { stops, missing, misshapen }: ReturnType<typeof fitOf>): boolean {
  if (error === null) return false;
  if (error.startsWith('ScopeParamNotFoundError')) return missing.length > 0;
  if (error.startsWith('ScopeParamShapeError')) return misshapen.length > 0;
  // Upstream looks for a ViT's positions in a Mixer, too; that nothing of the Mixer is in the file says more.
  if (error === "KeyError: 'Transformer'" && missing.length > 0) return true;
  return stops.some((stop: Stop) => 'error' in stop && error.startsWith(stop.error));
}
