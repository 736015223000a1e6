/** A false finding is worse than a missed one: what is right gets none above information. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import { literal, type PlainValue } from '../../../server/core/edit/literal';
import { findingsIn } from './check';

const LOUD = new Set(['error', 'warning']);

function loud(text: string, syntax: 'yaml' | 'json' = 'yaml'): string[] {
  return findingsIn(text, syntax)
    .filter(({ severity }) => LOUD.has(severity))
    .map(({ code, message }) => `${code}: ${message}`);
}

describe.each(['models', 'training'])('samples/%s', (folder) => {
  const root = new URL(`../../../samples/${folder}/`, import.meta.url);
  it.each(readdirSync(root))('%s is quiet', (name) => {
    expect(loud(readFileSync(new URL(name, root), 'utf8'), name.endsWith('.json') ? 'json' : 'yaml')).toEqual([]);
  });
});

describe.each(Object.entries(UPSTREAM_MODELS))('%s', (name, model) => {
  const entries = Object.entries(model) as [string, PlainValue][];
  const yaml = entries.map(([key, value]) => `${key}: ${literal(value, 'yaml')}\n`).join('');

  it('is quiet as released, in YAML and JSON, and by name alone', () => {
    expect(loud(yaml)).toEqual([]);
    expect(loud(literal(model as unknown as PlainValue, 'json'), 'json')).toEqual([]);
    expect(loud(`model_name: ${name}\n`)).toEqual([]);
  });

  it('tells only of R+ViT-Ti_16 that its patch is not the one of its name', () => {
    expect(findingsIn(yaml).map(({ code }) => code)).toEqual(name === 'R+ViT-Ti_16' ? ['effective-patch-name'] : []);
  });

  it('is quiet in fine-tuning with other dropout, classes, size and representation', () => {
    if (!('hidden_size' in model) || name.startsWith('testing')) return;
    const side = model.patches.size[0] === 14 ? 392 : 384;
    const tuned = {
      ...model,
      transformer: { ...model.transformer, dropout_rate: 0.2, attention_dropout_rate: 0.1 },
      head_bias_init: -7,
      image_size: side,
      num_classes: 37,
    };
    expect(findingsIn(literal(tuned as unknown as PlainValue, 'json'), 'json').filter(({ code }) => code !== 'effective-patch-name')).toEqual([]);
  });
});
