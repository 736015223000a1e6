import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UPSTREAM_MODELS } from '../../../server/core/dialects/visionTransformer/catalogue';
import { plainOf } from '../../../server/core/dialects/visionTransformer/structure/plain';
import { trainingConfig } from '../../../server/core/dialects/visionTransformer/template';
import { configText } from '../../../server/core/dialects/visionTransformer/text';
import { type PlainMapping, plainValue } from '../../../server/core/edit';
import { readDocument } from '../../../server/core/syntax';
import { edited } from '../editor/support';

const config = (name: string) => plainValue(UPSTREAM_MODELS[name]) as PlainMapping;

/** What a reader of the text gets. */
function read(text: string, syntax: 'yaml' | 'json'): unknown {
  const { root, problems } = readDocument(text, syntax);
  expect(problems).toEqual([]);
  if (root?.kind !== 'mapping') throw new Error(`no mapping: ${text}`);
  return plainOf(root).value;
}

describe.each(Object.keys(UPSTREAM_MODELS))('%s', (name) => {
  test('read back it is the same, from YAML and from JSON', () => {
    expect(read(configText(config(name), { syntax: 'yaml' }), 'yaml')).toEqual(config(name));
    expect(read(configText(config(name), { syntax: 'json', step: '\t', eol: '\r\n' }), 'json')).toEqual(config(name));
    expect(JSON.parse(configText(config(name), { syntax: 'json' }))).toEqual(config(name));
  });
});

test('YAML as a person would write it', () =>
  expect(configText(config('R+ViT-Ti_16'), { syntax: 'yaml' })).toBe(`model_name: R+ViT-Ti_16
patches:
  size: [8, 8]
hidden_size: 192
transformer:
  mlp_dim: 768
  num_heads: 3
  num_layers: 12
  attention_dropout_rate: 0.0
  dropout_rate: 0.0
classifier: token
representation_size: null
resnet:
  num_layers: []
  width_factor: 1
`));

test('JSON with lists on one line', () =>
  expect(configText(config('Mixer-B_16'), { syntax: 'json', step: '    ' })).toBe(`{
    "model_name": "Mixer-B_16",
    "patches": {
        "size": [16, 16]
    },
    "hidden_dim": 768,
    "num_blocks": 12,
    "tokens_mlp_dim": 384,
    "channels_mlp_dim": 3072
}
`));

test("upstream's fine-tuning is what the sample of it says, but for the key that has no effect", () => {
  const sample = readFileSync(new URL('../../../samples/training/b16-cifar10.vit.yaml', import.meta.url), 'utf8');
  expect(read(configText(trainingConfig('cifar10'), { syntax: 'yaml' }), 'yaml')).toEqual(read(edited(sample, 'checkpoint_every: 1_000\n', ''), 'yaml'));
});

test('nothing at all', () => {
  expect(configText({}, { syntax: 'yaml' })).toBe('{}\n');
  expect(configText({ text: {} }, { syntax: 'yaml' })).toBe('text: {}\n');
  expect(JSON.parse(configText({}, { syntax: 'json' }))).toEqual({});
});
