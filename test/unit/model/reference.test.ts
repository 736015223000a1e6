import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { buildGraph } from '../../../server/core/model';
import type { GoldenFigures, RandomGolden } from './goldens';
import { RANDOM, UPSTREAM } from './goldens';
import { parameterLines } from './parameterLines';
import { specOf } from './specs';

function figuresOf({ config, names }: RandomGolden): GoldenFigures {
  const result = buildGraph(specOf(config));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const figures = countGraph(result.graph);
  const lines = parameterLines(result.graph);
  return {
    parameters: figures.parameters,
    macs: figures.macs,
    normalizedElements: (figures.fvcoreFlops - figures.macs) / 5,
    outputs: Object.fromEntries(figures.outputs.map(({ name, shape }) => [name, shape])),
    names: typeof names === 'string' ? createHash('sha256').update(lines.join('\n')).digest('hex') : lines,
  };
}

function check(golden: RandomGolden): void {
  const { parameters, macs, normalizedElements, outputs, names } = golden;
  expect(figuresOf(golden), JSON.stringify(golden.config)).toEqual({ parameters, macs, normalizedElements, outputs, names });
}

describe('every upstream model costs what the reference implementation says', () => {
  test('there are 28, the image models at two sizes', () => expect(UPSTREAM).toHaveLength(23 * 2 + 5));
  test.each(UPSTREAM.map((golden) => [golden.name, golden] as const))('%s', (_, golden) => check(golden));
});

describe('random configs', () => {
  test('there are 200, of every kind', () => {
    expect(RANDOM).toHaveLength(200);
    const kinds = RANDOM.map(({ config }) =>
      'image' in config ? config.text_model : 'hidden_dim' in config ? 'mixer' : 'resnet' in config ? 'hybrid' : 'vit',
    );
    expect(new Set(kinds)).toEqual(new Set(['vit', 'hybrid', 'mixer', 'bert', 'text_transformer']));
  });
  test('parameters, their names and shapes, MACs, normalised elements and outputs equal', () => {
    for (const golden of RANDOM) check(golden);
  });
});
