import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { countGraph } from '../../../server/core/count';
import { parameterLines } from '../model/parameterLines';
import { FIGURES, type Figures, graphOf } from './goldens';

function figuresOf({ config, names }: Figures): Figures {
  const graph = graphOf(config);
  const figures = countGraph(graph);
  const lines = parameterLines(graph);
  return {
    config,
    parameters: figures.parameters,
    macs: figures.macs,
    normalizedElements: (figures.fvcoreFlops - figures.macs) / 5,
    outputs: Object.fromEntries(figures.outputs.map(({ name, shape }) => [name, shape])),
    names: typeof names === 'string' ? createHash('sha256').update(lines.join('\n')).digest('hex') : lines,
  };
}

test('the goldens have every variant, every combination, and models at random', () => {
  expect(FIGURES).toHaveLength(206);
  const of = (key: string) => new Set(FIGURES.map(({ config }) => config.model[key]));
  expect(of('pool_type')).toEqual(new Set(['gap', 'map', 'tok', '0', 'none', undefined]));
  expect(of('posemb')).toEqual(new Set(['learn', 'sincos2d', undefined]));
  expect(FIGURES.filter(({ config }) => config.model.scan === true).length).toBeGreaterThan(5);
  expect(FIGURES.filter(({ names }) => typeof names !== 'string').length).toBeGreaterThan(3);
});

test("parameters, their names and shapes, MACs, normalised elements and outputs are big_vision's own", () => {
  for (const golden of FIGURES) expect(figuresOf(golden), JSON.stringify(golden.config)).toEqual(golden);
});
