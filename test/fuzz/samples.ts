import { readdirSync, readFileSync } from 'node:fs';
import type { PlainSyntax } from '../../server/core/syntax';

export interface Sample {
  readonly name: string;
  readonly syntax: PlainSyntax;
  readonly text: string;
}

/** The configs of a folder of samples, by name. */
export function samplesOf(folder: 'models' | 'training' | 'broken' | 'checkpoints'): Sample[] {
  const root = new URL(`../../samples/${folder}/`, import.meta.url);
  const names = readdirSync(root).filter((name) => /\.(yaml|json)$/.test(name));
  return names.sort().map((name) => ({ name, syntax: name.endsWith('.json') ? 'json' : 'yaml', text: readFileSync(new URL(name, root), 'utf8') }));
}

export const SAMPLES: readonly Sample[] = (['models', 'training', 'broken'] as const).flatMap(samplesOf);
