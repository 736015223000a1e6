/** Files that NumPy and safetensors wrote (test/reference/checkpoint-files.py): each name, type, shape and value. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openCheckpoint, readHeader } from '../../../server/checkpoint';
import { english } from '../../../server/core/phrase';

interface Described {
  readonly shape: readonly number[];
  readonly dtype: string;
  /** As JSON has no NaN, no infinity and no -0, those are words. None for types that can't be a weight. */
  readonly values?: readonly (number | string)[];
}

const pathOf = (name: string) => fileURLToPath(new URL(`../../golden/checkpoint-files/${name}`, import.meta.url));
const golden: Readonly<Record<string, Readonly<Record<string, Described>>>> = JSON.parse(readFileSync(pathOf('values.json'), 'utf8'));

test.each(Object.keys(golden))('%s', async (file) => {
  const described = golden[file] ?? {};
  const checkpoint = await openCheckpoint(pathOf(file));
  const found = checkpoint.header.tensors.map(({ name, shape, dtype }) => [name, { shape, dtype }]);
  const wanted = Object.entries(described).map(([name, { shape, dtype }]) => [name, { shape, dtype }]);
  expect(found.length).toBe(wanted.length);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  // NumPy writes in the order given, safetensors in one of its own.
  if (checkpoint.header.format === 'npz') expect(found).toEqual(wanted);
  for (const [name, { shape, values }] of Object.entries(described)) {
    if (values === undefined) {
      await expect(checkpoint.read(name)).rejects.toThrow('weights are float16, bfloat16, float32 or float64');
      continue;
    }
    const numbers = values.map(Number);
    expect([...(await checkpoint.read(name))], name).toEqual(numbers);
    const [first = 0] = shape;
    for (let index = 0; index < first; index++) {
      const length = numbers.length / first;
      expect([...(await checkpoint.read(name, { index }))], `${name}, ${index}`).toEqual(numbers.slice(index * length, (index + 1) * length));
    }
  }
  await checkpoint.close();
});

test('an array of objects, which NumPy pickles, makes the file unreadable', async () => {
  const read = await readHeader(pathOf('pickled.npz'));
  expect(read.ok ? '' : english(read.problem)).toBe('`bad`: Its values are pickled Python objects (`|O`), which are never loaded: they could run any code.');
});
