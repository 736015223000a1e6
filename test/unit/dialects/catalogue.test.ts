import { expect, test } from 'vitest';
import namedModel from '../../../schemas/named-model.schema.json';
import { UPSTREAM_MODELS, upstreamModel } from '../../../server/core/dialects/visionTransformer/catalogue';
import upstream from '../../golden/catalogue.json';

test('the catalogue is upstream, key for key', () => {
  expect(UPSTREAM_MODELS).toEqual(upstream);
  expect(Object.keys(UPSTREAM_MODELS)).toHaveLength(28);
});

test('the schema of named models lists the same names', () => {
  expect([...namedModel.properties.model_name.enum].sort()).toEqual(Object.keys(upstream).sort());
});

test('a name of Object.prototype is no model', () => {
  expect(upstreamModel('constructor')).toBeUndefined();
  expect(upstreamModel('__proto__')).toBeUndefined();
});
