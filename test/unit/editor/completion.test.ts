import { describe, expect, test } from 'vitest';
import { english } from '../../../server/core/phrase';
import type { Syntax } from '../../../server/core/syntax/tree';
import { inEnglish } from '../../english';
import { accepted, ask, askAt, itemOf, labels } from './completionSupport';
import { B16, edited, LIT_TEXT, MIXER_B16, R50_B16 } from './support';

/** B16 with a line in another's place. */
const b16 = (line: string, by: string) => edited(B16, line, by);

/** `label: detail` of the items at `$0`, of the values and choices only. */
function values(fixture: string, syntax: Syntax = 'yaml'): string[] {
  return ask(fixture, syntax)
    .items.filter(({ kind }) => kind === 'value' || kind === 'choice')
    .map(({ label, detail }) => (detail === null ? label : `${label}: ${english(detail).replace(/\.$/, '')}`));
}

const keys = (fixture: string, syntax: Syntax = 'yaml') => labels(ask(fixture, syntax), 'key');

/** Accepting `label` at `$0` gives this text. */
function gives(fixture: string, label: string, expected: string, syntax: Syntax = 'yaml'): void {
  expect(accepted(ask(fixture, syntax), label)).toBe(expected);
}

describe('keys', () => {
  test('what is needed and missing first, then what upstream has, then the rest', () =>
    expect(keys('hidden_size: 768\n$0')).toEqual([
      'patches',
      'transformer',
      'model_name',
      'classifier',
      'representation_size',
      'image_size',
      'num_classes',
      'checkpoint',
      'labels',
      'head_bias_init',
      'resnet',
    ]));
  test('none that is there', () => expect(keys(`${B16}$0`)).toEqual(['image_size', 'num_classes', 'checkpoint', 'labels', 'head_bias_init', 'resnet']));
  test('of the mapping the line is indented into', () => {
    expect(keys(b16('  num_heads: 12', '  $0'))).toEqual(['num_heads', 'add_position_embedding']);
    expect(keys(b16('  size: [16, 16]', '  $0'))).toEqual(['size']);
  });
  test('the one under the cursor may be itself', () => expect(keys(b16('num_heads: 12', 'num$0_heads: 12'))).toEqual(['num_heads', 'add_position_embedding']));
  test('right below a key without a value, its own too', () => {
    const found = keys('hidden_size: 768\nresnet:\nnum$0');
    expect(found).toEqual(expect.arrayContaining(['patches', 'num_layers', 'width_factor']));
    expect(found.indexOf('num_classes')).toBeLessThan(found.indexOf('num_layers'));
    gives('hidden_size: 768\nresnet:\nnum$0', 'num_layers', 'hidden_size: 768\nresnet:\n  num_layers: [3, 4, 9]');
    expect(labels(ask('hidden_size:\n$0'))).not.toContain('768');
  });
  test('what a merge brings comes last', () =>
    expect(keys('x-base: &base {num_heads: 12}\npatches: {size: [16, 16]}\nhidden_size: 768\ntransformer:\n  <<: *base\n  $0')).toEqual([
      'mlp_dim',
      'num_layers',
      'attention_dropout_rate',
      'dropout_rate',
      'add_position_embedding',
      'num_heads',
    ]));
  test('of a Mixer', () =>
    expect(keys(edited(MIXER_B16, 'num_blocks: 12', '$0'))).toEqual(['num_blocks', 'image_size', 'num_classes', 'checkpoint', 'labels']));
  test('of a LiT and its towers', () => {
    expect(keys(edited(LIT_TEXT, 'text_model: text_transformer', '$0'))).toEqual(['model_name', 'text_model', 'checkpoint', 'labels']);
    expect(keys(edited(LIT_TEXT, '  hidden_size: 768', '  $0')).slice(0, 2)).toEqual(['hidden_size', 'model_name']);
    expect(keys(edited(LIT_TEXT, 'text: {', 'text: {$0 '))).toEqual(['dropout_rate', 'num_classes']);
    expect(keys('out_dim: [null, 768]\ntext_model: bert\ntext:\n  $0')).toEqual(['config', 'num_classes']);
    // Of the whole model, not of a tower.
    for (const key of ['checkpoint', 'labels']) expect(keys(edited(LIT_TEXT, '  hidden_size: 768', '  $0'))).not.toContain(key);
  });
  test('of a training, its model first', () => {
    const found = keys('base_lr: 0.03\ndataset: cifar10\n$0');
    expect(found[0]).toBe('model');
    expect(found).toContain('warmup_steps');
    expect(found).not.toContain('hidden_size');
    // What only a measuring config has is behind.
    expect(found.indexOf('initial_steps')).toBeGreaterThan(found.indexOf('tfds_data_dir'));
  });
  test('of a model in a training', () => {
    expect(keys('base_lr: 0.03\nmodel:\n  hidden_size: 768\n  $0').slice(0, 2)).toEqual(['patches', 'transformer']);
    expect(keys('base_lr: 0.03\nmodel_type: Mixer\nmodel:\n  $0').slice(0, 3)).toEqual(['patches', 'hidden_dim', 'num_blocks']);
    for (const key of ['checkpoint', 'labels']) expect(keys('base_lr: 0.1\nmodel:\n  model_name: ViT-B_16\n  $0')).not.toContain(key);
  });
  test('of every form while nothing tells which it is', () => {
    const found = keys('image_size: 224\n$0');
    expect(found).toEqual(expect.arrayContaining(['hidden_size', 'hidden_dim', 'text_model', 'base_lr']));
    expect(new Set(found).size).toBe(found.length);
    expect(inEnglish(itemOf(ask('image_size: 224\n$0'), 'num_blocks').detail)).toBe('MLP-Mixer · a whole number · required');
  });
  test('of the form that half a word does not decide', () => expect(keys('image_size: 224\nmodel$0')).toContain('hidden_size'));
  test('type and default beside the label', () => {
    const asked = ask('hidden_size: 768\n$0');
    expect(inEnglish(itemOf(asked, 'patches').detail)).toBe('a mapping · required');
    expect(inEnglish(itemOf(asked, 'head_bias_init').detail)).toBe('a number · default 0.0');
    expect(inEnglish(itemOf(asked, 'classifier').detail)).toBe('text · default token');
  });
  test('none for a key that nobody knows, in a comment, behind a value', () => {
    expect(keys('hidden_size: 768\nfrob:\n  $0')).toEqual([]);
    expect(keys('hidden_size: 768\n# $0')).toEqual([]);
    expect(keys('hidden_size: 768 $0')).toEqual([]);
    expect(keys('hidden_size: 768\nmodel_name: "a\n  $0b"\n')).toEqual([]);
  });
});

describe('a key is written with its usual value', () => {
  test('that fits the others', () => {
    gives('hidden_size: 1024\ntransformer:\n  $0', 'num_heads', 'hidden_size: 1024\ntransformer:\n  num_heads: 16');
    gives('hidden_size: 1024\ntransformer:\n  $0', 'mlp_dim', 'hidden_size: 1024\ntransformer:\n  mlp_dim: 4096');
    gives('hidden_size: 1024\ntransformer:\n  $0', 'num_layers', 'hidden_size: 1024\ntransformer:\n  num_layers: 24');
    gives('hidden_size: 640\ntransformer:\n  num_heads: 10\n  mlp$0', 'mlp_dim', 'hidden_size: 640\ntransformer:\n  num_heads: 10\n  mlp_dim: 2560');
  });
  test('in the form that upstream writes it', () => {
    gives('hidden_size: 768\n$0', 'head_bias_init', 'hidden_size: 768\nhead_bias_init: 0.0');
    gives('base_lr: 0.03\n$0', 'grad_norm_clip', 'base_lr: 0.03\ngrad_norm_clip: 1.0');
    gives('base_lr: 0.03\ndataset: imagenet2012\npp:\n  $0', 'test', 'base_lr: 0.03\ndataset: imagenet2012\npp:\n  test: validation');
  });
  test('a mapping with its own keys, at the document’s step', () => {
    gives(
      'resnet:\n    width_factor: 1\nhidden_size: 640\ntr$0',
      'transformer',
      'resnet:\n    width_factor: 1\nhidden_size: 640\ntransformer:\n    mlp_dim: 2560\n    num_heads: 10\n    num_layers: 12\n    attention_dropout_rate: 0.0\n    dropout_rate: 0.0',
    );
    gives('base_lr: 0.1\nmodel:\n  hidden_size: 768\n  pat$0', 'patches', 'base_lr: 0.1\nmodel:\n  hidden_size: 768\n  patches:\n    size: [16, 16]');
  });
  test('a model in a training, of the type that is chosen', () =>
    expect(accepted(ask('base_lr: 0.1\nmodel_type: Mixer\n$0'), 'model')).toContain(
      '\nmodel:\n  model_name: Mixer-B_16\n  patches:\n    size: [16, 16]\n  hidden_dim: 768\n',
    ));
  test('in braces on their line', () => {
    gives('hidden_size: 768\nresnet: {$0}', 'num_layers', 'hidden_size: 768\nresnet: {num_layers: [3, 4, 9]}');
    gives('{hidden_size: 768, $0}', 'patches', '{hidden_size: 768, patches: {size: [16, 16]}}');
    gives('{hidden_size: 768 $0}', 'classifier', '{hidden_size: 768, classifier: token}');
    gives('transformer: {$0 num_heads: 12}', 'num_layers', 'transformer: {num_layers: 12, num_heads: 12}');
  });
  test('in JSON with quotes, commas and indentation', () => {
    const vit = '{\n\t"hidden_size": 768\n\t$0\n}';
    gives(vit, 'patches', '{\n\t"hidden_size": 768,\n\t"patches": {\n\t\t"size": [16, 16]\n\t}\n}', 'json');
    gives('{\n  $0\n  "hidden_size": 768\n}', 'classifier', '{\n  "classifier": "token",\n  "hidden_size": 768\n}', 'json');
    gives('{"hidden_size": 768, "$0"}', 'patches', '{"hidden_size": 768, "patches": {"size": [16, 16]}}', 'json');
    gives('{"hidden_size": 768, cla$0}', 'classifier', '{"hidden_size": 768, "classifier": "token"}', 'json');
    gives('{"hidden_size": 768,$0}', 'classifier', '{"hidden_size": 768, "classifier": "token"}', 'json');
    gives('{"hidden_size": 768, "cla$0', 'classifier', '{"hidden_size": 768, "classifier": "token"', 'json');
    gives('{\r\n  "hidden_size": 768\r\n  "pat$0"\r\n}', 'patches', '{\r\n  "hidden_size": 768,\r\n  "patches": {\r\n    "size": [16, 16]\r\n  }\r\n}', 'json');
  });
  test('where the indentation is wrong, at the right one', () => {
    gives('hidden_size: 768\n  cla$0', 'classifier', 'hidden_size: 768\nclassifier: token');
    gives('transformer:\n    num_heads: 12\n  $0', 'num_layers', 'transformer:\n    num_heads: 12\n    num_layers: 12');
    gives('transformer:\n  num_heads: 12\n$0\n  num_layers: 12', 'mlp_dim', 'transformer:\n  num_heads: 12\n  mlp_dim: 3072\n  num_layers: 12');
  });
  test('above lines that are its own already, alone', () => {
    const asked = ask('hidden_size: 768\n$0\n  num_heads: 12\n  num_layers: 12');
    expect(labels(asked, 'key')).toEqual(['transformer']);
    expect(accepted(asked, 'transformer')).toBe('hidden_size: 768\ntransformer:\n  num_heads: 12\n  num_layers: 12');
  });
  test('before a comment', () => gives('hidden_size: 768\ncla$0 # how', 'classifier', 'hidden_size: 768\nclassifier: token # how'));
  test('quoted as it was begun', () => {
    gives('hidden_size: 768\n"cla$0"', 'classifier', 'hidden_size: 768\n"classifier": token');
    gives("hidden_size: 768\n'pat$0", 'patches', "hidden_size: 768\n'patches':\n  size: [16, 16]");
    expect(itemOf(ask('hidden_size: 768\n"cla$0"'), 'classifier').filterText).toBe('"classifier"');
    expect(itemOf(ask('{"hidden_size": 768, cla$0}', 'json'), 'classifier').filterText).toBe('classifier');
  });
  test('that has a value already, is only renamed', () => {
    gives('hidden_size: 768\ntransformer: {num_la$0: 3}', 'num_layers', 'hidden_size: 768\ntransformer: {num_layers: 3}');
    gives('{"hidden_size": 768, "cla$0": "gap"}', 'classifier', '{"hidden_size": 768, "classifier": "gap"}', 'json');
    const { insert, replace } = itemOf(ask('hid$0den_size: 768'), 'hidden_size');
    expect([insert, replace]).toEqual([
      { start: 0, end: 3 },
      { start: 0, end: 11 },
    ]);
  });
  test('as a snippet with stops and choices', () => {
    const asked = ask('hidden_size: 768\n$0');
    expect(itemOf(asked, 'classifier').text('snippet')).toBe('classifier: ${1|token,gap,unpooled,token_unpooled|}');
    expect(itemOf(asked, 'resnet').text('snippet')).toBe('resnet:\n  num_layers: ${1:[3, 4, 9]}\n  width_factor: ${2:1}');
    expect(itemOf(ask('{"hidden_size": 768, "$0"}', 'json'), 'classifier').text('snippet')).toBe('"classifier": "${1|token,gap,unpooled,token_unpooled|}"');
    expect(itemOf(ask('hidden_size: 768\ntransformer:\n  $0'), 'add_position_embedding').text('snippet')).toBe('add_position_embedding: ${1|true,false|}');
  });
});

describe('values', () => {
  test('heads divide the width, those of 64 first', () => {
    expect(values(b16('num_heads: 12', 'num_heads: $0')).slice(0, 3)).toEqual(['12: head width 64', '16: head width 48', '8: head width 96']);
    expect(values(edited(b16('num_heads: 12', 'num_heads: $0'), '768', '1280'))[0]).toBe('20: head width 64');
    expect(values(edited(LIT_TEXT, 'num_heads: 12, vocab', 'num_heads: $0, vocab').replace('width: 768', 'width: 192'))[0]).toBe('3: head width 64');
  });
  test('patches divide the image', () => {
    const size = 'size: [16, 16]';
    expect(values(b16(size, 'size: $0')).slice(0, 3)).toEqual([
      '[16, 16]: 14×14 + 1 = 197 tokens',
      '[32, 32]: 7×7 + 1 = 50 tokens',
      '[14, 14]: 16×16 + 1 = 257 tokens',
    ]);
    expect(values(`${b16(size, 'size: $0').replace('token\n', 'gap\n')}image_size: [96, 160]\n`).slice(0, 2)).toEqual([
      '[16, 16]: 6×10 = 60 tokens',
      '[32, 32]: 3×5 = 15 tokens',
    ]);
    expect(values(`${b16(size, 'size: $0')}image_size: 98\n`)).toEqual([
      '[14, 14]: 7×7 + 1 = 50 tokens',
      '[7, 7]: 14×14 + 1 = 197 tokens',
      '[49, 49]: 2×2 + 1 = 5 tokens',
      '[98, 98]: 1×1 + 1 = 2 tokens',
    ]);
  });
  test('patches divide what a stem leaves of the image', () => {
    expect(values(edited(R50_B16, '[1, 1]', '$0')).slice(0, 2)).toEqual(['[1, 1]: 14×14 + 1 = 197 tokens', '[2, 2]: 7×7 + 1 = 50 tokens']);
    const root = edited(R50_B16, '[3, 4, 9]', '[]').replace('R50+ViT-B_16', 'mine');
    expect(values(edited(root, '[1, 1]', '$0'))[0]).toBe('[8, 8]: 7×7 + 1 = 50 tokens');
  });
  test('stems as released, with the effective patch', () =>
    expect(values(edited(R50_B16, '[3, 4, 9]', '$0'))).toEqual([
      '[3, 4, 9]: R50 · effective patch 16×16',
      '[]: root block alone · effective patch 4×4',
      '[2, 2, 2, 2]: R26 · effective patch 32×32',
      '[3, 4, 6, 3]: R50 · effective patch 32×32',
    ]));
  test('images are multiples of the patch', () => {
    expect(values(`${B16}image_size: $0`).slice(0, 2)).toEqual(['224: 14×14 + 1 = 197 tokens', '384: 24×24 + 1 = 577 tokens']);
    const of14 = `${b16('[16, 16]', '[14, 14]')}image_size: $0`;
    for (const value of values(of14)) expect(Number.parseInt(value, 10) % 14).toBe(0);
    expect(values(of14)[0]).toBe('224: 16×16 + 1 = 257 tokens');
    expect(values(edited(LIT_TEXT, 'size: 224', 'size: $0'))[0]).toBe('224: 14×14 + 1 = 197 tokens');
    const training = `base_lr: 0.1\npp: {crop: $0}\nmodel:\n${B16.replaceAll(/^(?=.)/gm, '  ')}`;
    expect(values(training)[0]).toBe('384: 24×24 + 1 = 577 tokens');
  });
  test('hidden widths are multiples of the width', () => {
    expect(values(b16('mlp_dim: 3072', 'mlp_dim: $0'))[0]).toBe('3072: 4× hidden_size · 86.6 M · 17.6 GMACs');
    expect(values(edited(MIXER_B16, 'channels_mlp_dim: 3072', 'channels_mlp_dim: $0'))[0]).toBe('3072: 4× hidden_dim · 59.9 M · 12.6 GMACs');
    expect(values(edited(MIXER_B16, 'tokens_mlp_dim: 384', 'tokens_mlp_dim: $0'))[0]).toBe('384: 0.5× hidden_dim · 59.9 M · 12.6 GMACs');
  });
  test('widths that the heads divide', () => {
    expect(values(b16('hidden_size: 768', 'hidden_size: $0')).slice(0, 2)).toEqual([
      '768: 12 heads of 64 · 86.6 M · 17.6 GMACs',
      '384: 12 heads of 32 · 36.2 M · 7.39 GMACs',
    ]);
    expect(values(b16('hidden_size: 768', 'hidden_size: $0').replace('num_heads: 12', 'num_heads: 10'))[0]).toMatch(/^640: 10 heads of 64/);
  });
  test('depths with what they cost', () =>
    expect(values(b16('num_layers: 12', 'num_layers: $0')).slice(0, 2)).toEqual(['12: 86.6 M · 17.6 GMACs', '24: 172 M · 35.0 GMACs']));
  test('all of upstream’s models, the nearest of the own kind first', () => {
    const found = values(b16('model_name: ViT-B_16', 'model_name: $0'));
    expect(found).toHaveLength(28);
    expect(found[0]).toBe('ViT-B_16: 86.6 M · 17.6 GMACs');
    expect(values(edited(MIXER_B16, 'Mixer-B_16', '$0')).slice(0, 3)).toEqual([
      'Mixer-B_16: 59.9 M · 12.6 GMACs',
      'Mixer-B_32: 60.3 M · 3.24 GMACs',
      'Mixer-L_16: 208 M · 44.5 GMACs',
    ]);
    expect(values('out_dim: [null, 768]\ntext_model: bert\nimage:\n  model_name: $0').every((value) => /ViT|testing/.test(value))).toBe(true);
  });
  test('the towers of LiT', () => {
    expect(values(edited(LIT_TEXT, 'text_model: text_transformer', 'text_model: $0'))).toHaveLength(2);
    expect(values(edited(LIT_TEXT, '[null, 768]', '$0'))[0]).toMatch(/^\[null, 768\]: both 768 wide · \d/);
    expect(values(edited(LIT_TEXT, 'tokenizer_name: sentencepiece', 'tokenizer_name: $0'))[0]).toMatch(/^sentencepiece/);
    expect(
      values(edited(LIT_TEXT, 'tokenizer_name: sentencepiece', 'tokenizer_name: $0').replace('text_model: text_transformer', 'text_model: bert'))[0],
    ).toMatch(/^bert/);
    expect(values('out_dim: [null, 768]\ntext_model: bert\ntext: {config: $0}')).toEqual([
      'base: BERT-Base: width 768, 12 layers, 12 heads',
      'large: BERT-Large: width 1024, 24 layers, 16 heads',
    ]);
  });
  test('what a training goes on', () => {
    const training = (line: string) => `base_lr: 0.1\ndataset: cifar100\n${line}\nmodel:\n  model_name: ViT-S_16\n  hidden_size: 384\n`;
    expect(values('base_lr: 0.1\ndataset: $0')[0]).toBe('cifar10: 10 classes · crop 384 by preset');
    expect(values(training('model_or_filename: $0'))[0]).toBe('S_16: the best of ViT-S_16');
    expect(values(training('decay_type: $0')).map((value) => value.split(':')[0])).toEqual(['cosine', 'linear']);
    expect(values(training('model_type: $0'))[0]).toMatch(/^ViT/);
    expect(values(training('pp: {train: $0}'))[0]).toBe('train[:98%]');
    expect(values(training('trainer: $0'))).toEqual(['train: Fine-tune the model', 'inference_time: Measure the speed of forward passes']);
  });
  test('truth and nothing', () => {
    expect(values(b16('num_heads: 12', 'add_position_embedding: $0'))).toEqual(['true', 'false']);
    expect(values(`${B16}resnet: $0`)).toContain('null');
    expect(values(b16('representation_size: null', 'representation_size: $0')).map((value) => value.split(':')[0])).toEqual(['null', '768']);
  });
  test('classes with whose they are', () => expect(values(`${B16}num_classes: $0`)[1]).toMatch(/^21843: ImageNet-21k · /));
  test('nothing that anybody could think of', () => expect(values('base_lr: 0.1\ntfds_data_dir: $0')).toEqual(['null']));
});

describe('a value is written', () => {
  test('in place of what is typed', () => {
    gives(b16('num_heads: 12', 'num_heads: 1$0'), '16', b16('num_heads: 12', 'num_heads: 16'));
    gives(b16('size: [16, 16]', 'size: [1$0, 16]'), '[32, 32]', b16('[16, 16]', '[32, 32]'));
    gives(b16('size: [16, 16]', 'size: [$0'), '[32, 32]', b16('[16, 16]', '[32, 32]'));
  });
  test('with the space that YAML needs', () => {
    gives(b16('num_heads: 12', 'num_heads:$0'), '12', B16);
    gives(b16('num_heads: 12', 'num_heads:1$0'), '12', B16);
    gives(b16('classifier: token', 'classifier: $0# how'), 'gap', b16('classifier: token', 'classifier: gap # how'));
  });
  test('in the quotes that are there', () => {
    gives(b16('classifier: token', "classifier: 'to$0'"), 'token', b16('classifier: token', "classifier: 'token'"));
    gives(b16('classifier: token', 'classifier: "to$0'), 'token', b16('classifier: token', 'classifier: "token"'));
    gives(b16('num_heads: 12', 'num_heads: "1$0"'), '12', B16);
    gives('{"hidden_size": 768, "classifier": $0}', 'gap', '{"hidden_size": 768, "classifier": "gap"}', 'json');
    gives('{"hidden_size": 768, "classifier": "$0"}', 'gap', '{"hidden_size": 768, "classifier": "gap"}', 'json');
    gives('{"hidden_size": 768, "classifier":g$0}', 'gap', '{"hidden_size": 768, "classifier":"gap"}', 'json');
    gives('{"hidden_size": 768, "representation_size": "$0"}', 'null', '{"hidden_size": 768, "representation_size": null}', 'json');
  });
  test('with the comma that JSON needs', () =>
    gives('{\n  "classifier": $0\n  "hidden_size": 768\n}', 'gap', '{\n  "classifier": "gap",\n  "hidden_size": 768\n}', 'json'));
  test('a mapping below its key, or in braces', () => {
    gives('hidden_size: 768\npatches: $0\n', 'size', 'hidden_size: 768\npatches:\n  size: [16, 16]\n');
    gives('hidden_size: 768\npatches:$0', 'size', 'hidden_size: 768\npatches:\n  size: [16, 16]');
    gives('{\n  "hidden_size": 768,\n  "patches": $0\n}', 'size', '{\n  "hidden_size": 768,\n  "patches": {\n    "size": [16, 16]\n  }\n}', 'json');
    gives('{hidden_size: 768, patches: $0}', 'size', '{hidden_size: 768, patches: {size: [16, 16]}}');
  });
  test('an item of a list on its own line', () => {
    expect(values('hidden_size: 768\npatches:\n  size:\n    - $0').map((value) => value.split(':')[0])).toEqual(expect.arrayContaining(['16', '32']));
    gives('hidden_size: 768\npatches:\n  size:\n    - 16\n    - $0', '16', 'hidden_size: 768\npatches:\n  size:\n    - 16\n    - 16');
    gives('hidden_size: 768\npatches:\n  size:\n    $0', '[16, 16]', 'hidden_size: 768\npatches:\n  size:\n    [16, 16]');
  });
});

describe('what is said of an item', () => {
  const says = (fixture: string, label: string, syntax: Syntax = 'yaml') => itemOf(ask(fixture, syntax), label).describe(english).replaceAll('&nbsp;', '');

  test('a key: what it is, its default, and what it would decide here', () => {
    const mlp = says(b16('  mlp_dim: 3072\n', '  $0\n'), 'mlp_dim');
    expect(mlp).toContain('Width of the hidden layer');
    expect(mlp).toContain('With `mlp_dim: 3072` here:\n\nDecides 56.7 M of 86.6 M parameters (65 %)');
    expect(mlp).toContain('| 2304 | 72.4 M | −14.2 M |');
    expect(says(`${B16}$0`, 'image_size')).toContain('Default: `224`.');
    expect(says(b16('classifier: token', '$0'), 'classifier')).toContain('- `gap`: The mean over all tokens is classified');
  });
  test('a mapping: what the model would cost', () =>
    expect(says(R50_B16.replace(/^transformer:.*$/m, '$$0'), 'transformer')).toContain('**98.7 M parameters**'));
  test('a key of a model that can’t be built yet: what it is', () => expect(says('hidden_size: 768\n$0', 'classifier')).not.toContain('here:'));
  test('a value: what the model would cost with it', () => {
    expect(says(b16('num_layers: 12', 'num_layers: 1$02'), '24')).toBe('**172 M parameters (+85.1 M)**, **35.0 GMACs (+17.4 GMACs)**, 197 tokens.');
    expect(says(b16('num_layers: 12', 'num_layers: $0'), '24')).toBe('**172 M parameters**, **35.0 GMACs**, 197 tokens.');
    // Half of 12 is no model to compare with.
    expect(says(b16('num_layers: 12', 'num_layers: 1$0'), '12')).toBe('**86.6 M parameters**, **17.6 GMACs**, 197 tokens.');
    expect(says(b16('classifier: token', 'classifier: $0'), 'gap')).toContain('there is no class token.\n\n**86.6 M parameters**');
  });
  test('what nothing could be built with: why', () => expect(says(`${B16}$0`, 'resnet')).toContain('No patch of 16x16 fits into the 7x7 grid'));
  test('a name: what its model costs', () => expect(says('hidden_size: 1\nmodel_name: $0', 'ViT-L_16')).toContain('| Parameters | **304 M** (304,326,632) |'));
  test('in JSON as in YAML', () =>
    expect(says('{"hidden_size": 768, "patches": {"size": [16, 16]}, "transformer": {"num_heads": 12, "num_layers": 12, $0}}', 'mlp_dim', 'json')).toContain(
      'Decides 56.7 M',
    ));
});

describe('a sign that was typed', () => {
  const offers = (fixture: string, sign: string, syntax: Syntax = 'yaml') => ask(fixture, syntax, sign).items.length > 0;
  test('a space behind a colon, and no other', () => {
    expect(offers('hidden_size: $0', ' ')).toBe(true);
    expect(offers('hidden_size:  $0', ' ')).toBe(false);
    expect(offers('hidden_size: 768 $0', ' ')).toBe(false);
    expect(offers('hidden_size: 768\n $0', ' ')).toBe(false);
    expect(offers('# hidden_size: $0', ' ')).toBe(false);
    expect(offers('patches: {size: [16, $0]}', ' ')).toBe(false);
    expect(offers('{"hidden_size": $0}', ' ', 'json')).toBe(true);
    expect(offers('{"hidden_size": 768, $0}', ' ', 'json')).toBe(false);
  });
  test('no space before what goes below', () => expect(offers('transformer: $0', ' ')).toBe(false));
  test('a colon in JSON', () => {
    expect(offers('{"hidden_size":$0}', ':', 'json')).toBe(true);
    expect(offers('hidden_size:$0', ':')).toBe(false);
  });
  test('a bracket that opens a list, which is closed at once by most editors', () => {
    expect(offers('hidden_size: 768\npatches:\n  size: [$0]', '[')).toBe(true);
    expect(offers('hidden_size: 768\npatches: [$0]', '[')).toBe(false);
    expect(offers('{"patches": {"size": [$0]}}', '[', 'json')).toBe(true);
  });
  test('a quote that opens, not one that closes', () => {
    expect(offers('{"$0"}', '"', 'json')).toBe(true);
    expect(offers('{"$0', '"', 'json')).toBe(true);
    expect(offers('{"hidden_size"$0}', '"', 'json')).toBe(false);
    expect(offers('classifier: "$0', '"')).toBe(true);
    expect(offers('# "$0"', '"')).toBe(false);
  });
});

describe('a file', () => {
  test('that is not ours has nothing', () => {
    for (const text of ['', 'hidden_size: 768\n', 'apiVersion: v1\nkind: Pod\n']) expect(askAt(text, text.length, 'yaml', null, 'pod.yaml').items).toEqual([]);
  });
  test('known by its content has all', () => {
    const text = B16.replace('classifier: token\n', '');
    expect(labels(askAt(text, text.length, 'yaml', null, 'b16.yaml'))).toContain('classifier');
    const typed = `${text}cla`;
    expect(labels(askAt(typed, typed.length, 'yaml', null, 'b16.yaml'))).toContain('classifier');
  });
  test('with characters beyond the first plane', () =>
    gives('# 😀\nhidden_size: 768\nmodel_name: 😀\ncla$0', 'classifier', '# 😀\nhidden_size: 768\nmodel_name: 😀\nclassifier: token'));
});
