import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../../server/core/model';
import { FORWARD } from './goldens';
import { run } from './interpreter';
import { specOf } from './specs';

/** float32 against float64, over two to four blocks; BERT's twelve stay within it too. */
const TOLERANCE = 2e-5;

describe('the graph means what the reference implementation computes', () => {
  test.each(Object.entries(FORWARD))('%s', (_, { config, outputs }) => {
    const result = buildGraph(specOf(config));
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const found = run(result.graph);
    expect([...found.keys()]).toEqual(Object.keys(outputs));
    for (const [name, { shape, values }] of Object.entries(outputs)) {
      expect(result.graph.outputs.find((output) => output.name === name)?.tensor.shape).toEqual(shape);
      const differences = [...(found.get(name) ?? [])].map((value, k) => Math.abs(value - (values[k] ?? Number.NaN)));
      expect(differences).toHaveLength(values.length);
      expect(Math.max(...differences), name).toBeLessThan(TOLERANCE);
    }
  });
});
