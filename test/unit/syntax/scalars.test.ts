import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../server/core/syntax';
import type { ScalarNode } from '../../../server/core/syntax/tree';
import { readYamlByLibrary } from '../../../server/core/syntax/yaml';
import { scalarAt } from './helpers';
import table from './pyyaml-scalars.json';

type Row = readonly [source: string, type: string, value: unknown];

/** Both readers must say the same of a scalar. */
function read(source: string): { node: ScalarNode; errors: number } {
  const document = readDocument(`a: ${source}`, 'yaml');
  const library = readYamlByLibrary(`a: ${source}`);
  expect(document).toEqual(library);
  return { node: scalarAt(document.root, 'a'), errors: document.problems.filter(({ severity }) => severity === 'error').length };
}

describe("PyYAML's reading", () => {
  // `-` and `1:` are no scalars at all, so what is left in their place does not matter.
  it.each(table as unknown as Row[])('%s is %s %s', (source, type, value) => {
    if (type === 'error') {
      const { problems } = readDocument(`a: ${source}`, 'yaml');
      expect(problems.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0);
      return;
    }
    const { node, errors } = read(source);
    expect(errors).toBe(0);
    const consumed = node.consumer === undefined ? node.value : node.consumer.value;
    switch (type) {
      case 'int':
        expect(consumed).toBe(Number(value));
        expect(node.integer).toBe(true);
        break;
      case 'float':
        expect(consumed).toBe(Number(String(value).replace('inf', 'Infinity').replace('nan', 'NaN')));
        expect(node.integer).toBe(false);
        break;
      case 'date':
      case 'datetime':
        expect(consumed).toBeTypeOf('string');
        break;
      default:
        expect(consumed).toBe(value);
    }
  });
});

describe("the author's meaning", () => {
  function check(source: string, value: unknown, consumer?: { value: unknown; looksLike: unknown }): void {
    const { node } = read(source);
    expect({ value: node.value, consumer: node.consumer }).toEqual({ value, consumer: consumer && { by: 'PyYAML', ...consumer } });
  }
  it('is the number that gets built, where one is', () => {
    check('010', 8, { value: 8, looksLike: 10 });
    check('-0_10', -8, { value: -8, looksLike: -10 });
    check('1:30', 90, { value: 90, looksLike: '1:30' });
    check('1:30.5', 90.5, { value: 90.5, looksLike: '1:30.5' });
    check('1_000', 1000);
    check('07', 7);
    check('0b101', 5);
    check('-0x10', -16);
    check('1_000.5', 1000.5);
  });
  it('is the number they write, where PyYAML leaves a string', () => {
    check('1e-5', 1e-5, { value: '1e-5', looksLike: 1e-5 });
    check('1.5e5', 150000, { value: '1.5e5', looksLike: 150000 });
    check('-.5', -0.5, { value: '-.5', looksLike: -0.5 });
    check('0o10', 8, { value: '0o10', looksLike: 8 });
    check('08', 8, { value: '08', looksLike: 8 });
    check('1e400', Infinity, { value: '1e400', looksLike: Infinity });
  });
  it('is the word they write, where PyYAML makes a boolean', () => {
    for (const word of ['on', 'yes', 'Yes', 'ON']) check(word, word, { value: true, looksLike: word });
    for (const word of ['off', 'no', 'No', 'OFF']) check(word, word, { value: false, looksLike: word });
  });
  it('needs no second reading where both agree', () => {
    check('16', 16);
    check('1.0e-5', 1e-5);
    check('true', true);
    check('"on"', 'on');
    check('!!str on', 'on');
    check('!!float 1e-5', 1e-5);
    check('2024-01-01', '2024-01-01');
  });
  it('tells whole numbers', () => {
    const integers = ['16', '0x10', '1_000', '010', '1:30', '0o10', '-0'].map((source) => read(source).node.integer);
    expect(integers).toEqual(integers.map(() => true));
    const others = ['16.0', '1e3', '.inf', '"16"', 'x', 'true', '!!float 16', '!!str 16'].map((source) => read(source).node.integer);
    expect(others).toEqual(others.map(() => false));
    expect(Object.is(read('-0').node.value, 0)).toBe(true);
    expect(Object.is(read('-0.0').node.value, -0)).toBe(true);
  });
});
