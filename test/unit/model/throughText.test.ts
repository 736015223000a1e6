import { expect, test } from 'vitest';
import { Snapshot } from '../../../server/core/analysis';
import type { Figures } from '../../../server/core/count/figures';
import { RANDOM, UPSTREAM } from './goldens';

/** The figures of the one model in a JSON text. */
function figuresOf(config: object): Figures {
  const snapshot = Snapshot.of(JSON.stringify(config, null, 2), { fileName: 'model.vit.json', syntax: 'json', ignore: [] });
  const [first, ...others] = snapshot.models();
  if (first === undefined || others.length > 0) throw new Error(`${others.length + (first ? 1 : 0)} models`);
  const { figures, graph } = first.model;
  if (figures === null) throw new Error(graph.ok ? 'no figures' : JSON.stringify(graph.problems));
  return figures;
}

test.each([
  ['upstream', UPSTREAM],
  ['random', RANDOM],
])('from text to figures: %s configs', (_, goldens) => {
  for (const { config, parameters, macs, outputs } of goldens) {
    const figures = figuresOf(config);
    const found = { parameters: figures.parameters, macs: figures.macs, outputs: Object.fromEntries(figures.outputs.map(({ name, shape }) => [name, shape])) };
    expect(found, JSON.stringify(config)).toEqual({ parameters, macs, outputs });
  }
});
