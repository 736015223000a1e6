/** Of every pair of the goldens' configs and checkpoints: an error where upstream's program ends with one, and nowhere else; and the first fix mends it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHeader } from '../../../server/checkpoint';
import { Snapshot } from '../../../server/core/analysis';
import type { CheckpointRead, CheckpointReference } from '../../../server/core/checkpoint/header';
import type { Finding } from '../../../server/core/finding';
import { english } from '../../../server/core/phrase';
import { applied } from '../rules/check';
import { GOLDEN } from './cases';

const FOLDER = join(GOLDEN, 'checkpoints');
const pairs: Record<string, Record<string, string | null>> = JSON.parse(readFileSync(join(FOLDER, 'pairs.json'), 'utf8'));

function errorsIn(text: string, weights: string, read: CheckpointRead): readonly Finding[] {
  const checkpoint: CheckpointReference = { key: '--weights', path: weights, required: true };
  const snapshot = Snapshot.of(text, { fileName: 'a.vit.yaml', syntax: 'yaml', ignore: [], checkpoint, checkpoints: { read: () => read } });
  return snapshot.findings().filter(({ code, severity }) => code.startsWith('checkpoint-') && severity === 'error');
}

describe.each(Object.entries(pairs))('%s', (config, expected) => {
  test('with each checkpoint', async () => {
    const text = readFileSync(join(FOLDER, `${config}.vit.yaml`), 'utf8');
    const wrong: string[] = [];
    for (const [weights, error] of Object.entries(expected)) {
      const read = await readHeader(join(FOLDER, weights));
      const [first] = errorsIn(text, weights, read);
      if ((first === undefined) !== (error === null)) wrong.push(`${weights}: ${error}, and ${first === undefined ? 'nothing' : english(first.message)}`);
      const [fix] = first?.fixes ?? [];
      if (fix === undefined) continue;
      const left = errorsIn(applied(text, fix.edits), weights, read);
      if (left.length > 0) wrong.push(`${weights}: after "${english(fix.title)}" ${left.map(({ message }) => english(message)).join(' ')}`);
    }
    expect(wrong).toEqual([]);
  });
});
