import { describe, expect, test } from 'vitest';
import { STRUCTURE_DOCS, visionTransformer } from '../../../server/core/dialects';
import type { Finding } from '../../../server/core/finding';
import { readDocument } from '../../../server/core/syntax';
import type { TextEdit } from '../../../server/core/text';
import { type InEnglish, inEnglish } from '../../english';

const B16 = `model_name: ViT-B_16
patches:
  size: [16, 16]
hidden_size: 768
transformer:
  num_layers: 12
  mlp_dim: 3072
  num_heads: 12
classifier: token
`;
const LIT = `model_name: mine
out_dim: [null, 768]
image:
  patches: {size: [16, 16]}
  hidden_size: 768
  transformer: {num_layers: 12, mlp_dim: 3072, num_heads: 12}
text_model: bert
text: {config: base}
pp: {tokenizer_name: bert, size: 224, max_len: 16}
`;

function findings(text: string, file = 'my.vit.yaml'): readonly InEnglish<Finding>[] {
  const document = readDocument(text, file.endsWith('.json') ? 'json' : 'yaml');
  const recognition = visionTransformer.detect(document, file);
  if (recognition === null) throw new Error('not recognised');
  return inEnglish(visionTransformer.structure(document, recognition));
}

/** Each finding as `code «what it marks» message`. */
function check(text: string, expected: readonly string[], file?: string): void {
  expect(findings(text, file).map(({ code, range, message }) => `${code} «${text.slice(range.start, range.end)}» ${message}`)).toEqual(expected);
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start - a.range.start)
    .reduce((now, { range, newText }) => now.slice(0, range.start) + newText + now.slice(range.end), text);
}

/** The first fix of the only finding makes `mended` of the text, and that has no finding. */
function mends(text: string, title: string, mended: string, file?: string): void {
  const all = findings(text, file);
  expect(all).toHaveLength(1);
  const fix = all[0]?.fixes[0];
  expect(fix?.title).toBe(title);
  expect(applied(text, fix?.edits ?? [])).toBe(mended);
  expect(findings(mended, file)).toEqual([]);
}

describe('wrong-type', () => {
  test.each(['on', 'yes', 'true'])('add_position_embedding: %s is true to PyYAML', (value) => {
    check(B16.replace('transformer:\n', `transformer:\n  add_position_embedding: ${value}\n`), []);
  });

  const types: [value: string, got: string][] = [
    ['"768"', '"768"'],
    ['768px', '"768px"'],
    ['768.0', '768.0'],
    ['7.5', '7.5'],
    ['.nan', '.nan'],
    ['true', 'true'],
    ['null', 'null'],
    ['', 'nothing'],
    ['[768]', 'a list of 1 value'],
    ['{a: 1}', 'a mapping'],
  ];
  for (const [value, got] of types) {
    test(`hidden_size: ${value}`, () => {
      check(B16.replace('hidden_size: 768', `hidden_size: ${value}`), [
        `wrong-type «${value || 'hidden_size'}» \`hidden_size\` must be a whole number, got ${got}`,
      ]);
    });
  }

  test('what was plainly meant is the fix', () => {
    const line = (before: string, after: string) => mends(`${B16}${before}\n`, after, `${B16}${after}\n`);
    mends(B16.replace('768', '"768"'), 'hidden_size: 768', B16);
    mends(B16.replace('768', "'7_68'"), 'hidden_size: 768', B16);
    mends(B16.replace('768', '768.0'), 'hidden_size: 768', B16);
    line('representation_size: None', 'representation_size: null');
  });

  test("Python's tuples", () => {
    const stages = (value: string) => `${B16}resnet:\n  num_layers: ${value}\n  width_factor: 1\n`;
    mends(stages('(3, 4, 9)'), 'num_layers: [3, 4, 9]', stages('[3, 4, 9]'));
    mends(stages('(2,)'), 'num_layers: [2]', stages('[2]'));
    mends(stages('()'), 'num_layers: []', stages('[]'));
    mends(stages('3'), 'num_layers: [3]', stages('[3]'));
    mends(LIT.replace('[null, 768]', '(None, 768)'), 'out_dim: [null, 768]', LIT);
    mends(B16.replace('[16, 16]', '(16, 16)'), 'size: [16, 16]', B16);
  });

  test('a patch size where the mapping is missing', () => {
    mends(
      B16.replace('patches:\n  size: [16, 16]', 'patches: 16'),
      'patches: {size: [16, 16]}',
      B16.replace('patches:\n  size: [16, 16]', 'patches: {size: [16, 16]}'),
    );
    check(B16.replace('patches:\n  size: [16, 16]', 'patches: 16'), ['wrong-type «16» `patches` must be a mapping with `size`, got 16']);
  });

  test('an item of a list', () => {
    check(B16.replace('[16, 16]', '[16, "16"]'), ['wrong-type «"16"» Value 2 of `size` must be a whole number, got "16"']);
    check(B16.replace('[16, 16]', '[16.0, 16]'), ['wrong-type «16.0» Value 1 of `size` must be a whole number, got 16.0']);
    check(LIT.replace('[null, 768]', '[1, 2, 3]'), [
      'wrong-type «[1, 2, 3]» `out_dim` must be a whole number or a pair of whole numbers or nulls, got a list of 3 values',
    ]);
  });

  test('a patch size of one number or of three is left to its own rule, what is no number is not', () => {
    for (const size of ['16', '[16]', '[16, 16, 16]', '[]']) check(B16.replace('[16, 16]', size), []);
    const said = (mark: string, got: string) => [`wrong-type «${mark}» \`size\` must be a pair of whole numbers, got ${got}`];
    check(B16.replace('[16, 16]', '"16"'), said('"16"', '"16"'));
    check(B16.replace('[16, 16]', 'null'), said('null', 'null'));
    check(B16.replace('[16, 16]', ''), said('size', 'nothing'));
    check(B16.replace('[16, 16]', '{height: 16}'), said('{height: 16}', 'a mapping'));
  });

  test('a number that PyYAML reads as text is left to its own rule', () => {
    check(`${B16}head_bias_init: 1e-5\n`, []);
    check(B16.replace('768', '1e3'), []);
  });

  test('what could not be read is the syntax problem it is', () => {
    check(B16.replace('768', '*nowhere'), []);
    check(B16.replace('768', ''), ['wrong-type «hidden_size» `hidden_size` must be a whole number, got nothing']);
  });
});

describe('out-of-range', () => {
  for (const [before, after, message] of [
    ['768', '0', '`hidden_size` must be at least 1, got 0'],
    ['num_heads: 12', 'num_heads: -1', '`num_heads` must be at least 1, got -1'],
    ['num_layers: 12', 'num_layers: -12', '`num_layers` must be at least 0, got -12'],
    ['768', '100000000000000000000', '`hidden_size` is too large, got 100000000000000000000'],
    ['classifier: token', 'representation_size: 0', '`representation_size` must be at least 1, got 0'],
    ['classifier: token', 'image_size: [224, 0]', 'Value 2 of `image_size` must be at least 1, got 0'],
    ['classifier: token', 'num_classes: -1', '`num_classes` must be at least 0, got -1'],
    ['  num_heads: 12', '  num_heads: 12\n  dropout_rate: 1.5', '`dropout_rate` must be at most 1, got 1.5'],
    ['classifier: token', 'resnet: {num_layers: [3, -1], width_factor: 1}', 'Value 2 of `num_layers` must be at least 0, got -1'],
    ['classifier: token', 'resnet: {num_layers: [], width_factor: 0}', '`width_factor` must be above 0, got 0'],
  ] as const) {
    test(message, () => expect(findings(B16.replace(before, after)).map((finding) => [finding.code, finding.message])).toEqual([['out-of-range', message]]));
  }

  test('what upstream builds is in range', () => {
    for (const line of [
      'num_classes: 0',
      'num_classes: null',
      'representation_size: null',
      'resnet: null',
      'resnet: {num_layers: null, width_factor: 0.5}',
      'image_size: [224, 320]',
      'head_bias_init: -10',
    ])
      check(`${B16}${line}\n`, []);
    check(B16.replace('num_layers: 12', 'num_layers: 0'), []);
    check(B16.replace(/transformer:\n(?: {2}.*\n)*/, 'transformer: null\n'), []);
  });
});

describe('not-allowed-value', () => {
  test('lists what is allowed, the nearest first', () => {
    check(B16.replace('token', 'tokn'), [
      'not-allowed-value «tokn» `classifier` must be `token`, `gap`, `unpooled` or `token_unpooled`, got "tokn"; did you mean `token`?',
    ]);
    mends(B16.replace('token', 'tokn'), 'classifier: token (a learned class token is put before the patches)', B16);
    check(B16.replace('token', 'cls_pooling'), [
      'not-allowed-value «cls_pooling» `classifier` must be `token`, `gap`, `unpooled` or `token_unpooled`, got "cls_pooling"',
    ]);
  });
  test('a training config that names no upstream model', () => {
    mends('model_name: ViT-B_33\nbatch: 8\nsteps: 30\n', 'model_name: ViT-B_32', 'model_name: ViT-B_32\nbatch: 8\nsteps: 30\n');
  });
});

describe('missing-key', () => {
  test('one finding a mapping, on what names the model or on the parent', () => {
    check('model_name: ViT-B_16\nhidden_size: 768\n', ['missing-key «model_name» `patches` and `transformer` are missing']);
    check(B16.replace('  num_heads: 12\n', ''), ['missing-key «transformer» `num_heads` is missing from `transformer`']);
    check(LIT.replace('hidden_size: 768\n  ', ''), ['missing-key «image» `hidden_size` is missing from `image`']);
    check(LIT.replace('{config: base}', '{}'), ['missing-key «text» `config` is missing from `text`']);
    check(LIT.replace('{config: base}', 'null'), ['wrong-type «null» `text` must be a mapping, got null']);
    check('', []);
  });

  test('the fix keeps the order and the style', () => {
    mends(B16.replace('hidden_size: 768\n', ''), 'Add hidden_size: 768 (as in ViT-B_16)', B16);
    const CRLF = B16.replaceAll('\n', '\r\n');
    mends(CRLF.replace('hidden_size: 768\r\n', ''), 'Add hidden_size: 768 (as in ViT-B_16)', CRLF);
    mends(B16.replace('patches:\n  size: [16, 16]\n', ''), 'Add patches (as in ViT-B_16)', B16);
    mends(LIT.replace('size: 224, ', ''), 'Add size: 224 (as in LiT-B16B_2)', LIT);
    mends(
      LIT.replace('pp: {tokenizer_name: bert, size: 224, max_len: 16}\n', '# end'),
      'Add pp (as in LiT-B16B_2)',
      LIT.replace(/pp: .*\n/, 'pp:\n  tokenizer_name: bert\n  size: 224\n  max_len: 16\n# end'),
    );
    const json = '{\n  "patches": {"size": [16, 16]},\n  "hidden_size": 768,\n  "transformer": {"num_layers": 12, "mlp_dim": 3072, "num_heads": 12}\n}';
    mends(json.replace('  "hidden_size": 768,\n', ''), 'Add hidden_size: 768 (as in ViT-B_16)', json, 'my.vit.json');
    mends(
      json.replace('"num_layers": 12, ', ''),
      'Add num_layers: 12 (as in ViT-B_16)',
      json.replace('"num_layers": 12, "mlp_dim": 3072, "num_heads": 12', '"mlp_dim": 3072, "num_heads": 12, "num_layers": 12'),
      'my.vit.json',
    );
  });

  test('fills in the values of the model that is named or most alike', () => {
    const title = (text: string) => findings(text)[0]?.fixes[0]?.title;
    expect(title('model_name: ViT-H_14\nhidden_size: 1280\npatches: {size: [14, 14]}\n')).toBe('Add transformer (as in ViT-H_14)');
    expect(title('hidden_size: 192\npatches: {size: [16, 16]}\n')).toBe('Add transformer (as in ViT-Ti_16)');
    expect(title('hidden_dim: 1024\nnum_blocks: 24\ntokens_mlp_dim: 512\npatches: {size: [16, 16]}\n')).toBe('Add channels_mlp_dim: 4096 (as in Mixer-L_16)');
    expect(title(`${B16}resnet:\n  num_layers: [3, 4, 9]\n`)).toBe('Add width_factor: 1 (as in R50+ViT-B_16)');
  });
});

describe('unknown-key', () => {
  test('the nearest key of the mapping, and no second finding for its absence', () => {
    check(B16.replace('hidden_size', 'hiden_size'), [
      'unknown-key «hiden_size» `hiden_size` is not a key of a Vision Transformer; did you mean `hidden_size`?',
    ]);
    mends(B16.replace('hidden_size', 'hiden_size'), 'Rename hiden_size to hidden_size', B16);
    mends(B16.replace('num_heads', 'heads'), 'Rename heads to num_heads', B16);
    mends(B16.replace('size:', 'sizes:'), 'Rename sizes to size', B16);
    mends(B16.replace('mlp_dim', 'MLP_DIM'), 'Rename MLP_DIM to mlp_dim', B16);
  });

  test('a key at a wrong level', () => {
    check(`${B16.replace('  num_heads: 12\n', '')}num_heads: 12\n`, [
      'unknown-key «num_heads» `num_heads` is not a key of a Vision Transformer; it belongs under `transformer`',
    ]);
    mends(`${B16.replace('  num_heads: 12\n', '')}num_heads: 12\n`, 'Move num_heads under transformer', B16);
    check(B16.replace('  num_heads: 12\n', '  num_heads: 12\n  representation_size: 5\n'), [
      'unknown-key «representation_size» `representation_size` is not a key of `transformer`; it belongs beside the other keys of the model',
    ]);
  });

  test('nothing is likely', () => {
    check(`${B16}foo: 1\nlr: 0.1\n__proto__: 2\nconstructor: 3\n`, [
      'unknown-key «foo» `foo` is not a key of a Vision Transformer',
      'unknown-key «lr» `lr` is not a key of a Vision Transformer',
      'unknown-key «__proto__» `__proto__` is not a key of a Vision Transformer',
      'unknown-key «constructor» `constructor` is not a key of a Vision Transformer',
    ]);
    mends(`${B16}foo: 1\n`, 'Remove foo (upstream stops at it)', B16);
    check(`x-note: 1\n_base: 2\n.hidden: 3\n${B16}`, []);
  });

  test('many at once are one finding', () => {
    check(`${B16}${[...'abcdefghi'].map((key) => `${key}${key}${key}: 1\n`).join('')}`, [
      'unknown-key «aaa» `aaa`, `bbb`, `ccc` and 6 more are not keys of a Vision Transformer',
    ]);
  });

  test('a tower of one kind has no keys of the other', () => {
    check(LIT.replace('config: base', 'config: base, width: 512'), ['unknown-key «width» `width` is not a key of `text` beside `text_model: bert`']);
    check(LIT.replace('bert', 'text_transformer'), ['unknown-key «config» `config` is not a key of `text` beside `text_model: text_transformer`']);
  });

  test('severity is what upstream makes of it', () => {
    const severity = (text: string, file?: string) => findings(text, file).map((finding) => finding.severity);
    expect(severity(`${B16}foo: 1\n`)).toEqual(['error']);
    expect(severity(`${B16}foo: 1\n`, 'config.yaml')).toEqual(['information']);
    expect(severity(`${B16}clasifier: gap\n`.replace('classifier: token\n', ''), 'config.yaml')).toEqual(['error']);
    expect(severity(B16.replace('size: [16, 16]', 'size: [16, 16]\n  grid: [14, 14]'))).toEqual(['warning']);
  });
});

describe('training configs', () => {
  const TRAINING = `dataset: cifar10\npp:\n  train: train\n  test: test\n  crop: 384\nmodel:\n${B16.replace(/^(?=.)/gm, '  ')}`;
  test("own keys are nobody's business, slips are", () => {
    check(`${TRAINING}seed: 1\nwandb: {project: x}\nmode: fast\n`, []);
    check(`${TRAINING}accumulation_steps: 1\n`, [
      'unknown-key «accumulation_steps» `accumulation_steps` is not a key of a training config; upstream does not read it; did you mean `accum_steps`?',
    ]);
    check(`${TRAINING}warmup_step: 1\n`, [
      'unknown-key «warmup_step» `warmup_step` is not a key of a training config; upstream does not read it; did you mean `warmup_steps`?',
    ]);
    check(`${TRAINING}lr: 1\nbase_lr: 1\n`, []);
  });
  test('what is required', () => {
    check('dataset: cifar10\n', ['missing-key «dataset» `model` is missing']);
    check(TRAINING.replace('  crop: 384\n', ''), ['missing-key «pp» `crop` is missing from `pp`']);
    check(TRAINING.replace('  train: train\n', ''), ['missing-key «pp» `train` is missing from `pp`']);
    check(TRAINING.replace('  train: train\n', '').replace('cifar10', 'data/flowers'), []);
  });
  test('the model inside', () => {
    check(TRAINING.replace('768', '"768"'), ['wrong-type «"768"» `hidden_size` must be a whole number, got "768"']);
    check(TRAINING.replace('num_heads', 'heads'), ['unknown-key «heads» `heads` is not a key of `transformer`; did you mean `num_heads`?']);
  });
  test('values', () => {
    check(`${TRAINING}decay_type: cosin\n`, ['not-allowed-value «cosin» `decay_type` must be `cosine` or `linear`, got "cosin"; did you mean `cosine`?']);
    check(`${TRAINING}total_steps: 1.0\nwarmup_steps: 10.0\n`, ['wrong-type «1.0» `total_steps` must be a whole number or null, got 1.0']);
  });
  test("upstream's config for measuring inference time", () => {
    check('model_name: ViT-B_32\nlog_dir: .\nsteps: 30\ninitial_steps: 10\nbatch: 0\nnum_classes: 0\nimage_size: 0\ntrain: inference_time\n', []);
  });
});

describe('anything else', () => {
  test('a list, a word, nothing', () => {
    check('- 1\n- 2\n', ['wrong-type «- 1\n- 2» The config must be a mapping, got a list of 2 values']);
    check('hid', []);
    check('', []);
    check('{}', ['missing-key «{}» `patches`, `hidden_size` and `transformer` are missing'], 'my.vit.json');
  });

  test('a value merged into two mappings is wrong once, and has no fix that would change the other place', () => {
    const text = `x-encoder: &encoder
  num_layers: 12
  mlp_dim: "3072"
  num_heads: 12
${LIT.replace('{num_layers: 12, mlp_dim: 3072, num_heads: 12}', '{<<: *encoder}').replace('text_model: bert', 'text_model: text_transformer').replace('{config: base}', '{<<: *encoder}')}`;
    check(text, ['wrong-type «"3072"» `mlp_dim` must be a whole number, got "3072"']);
    expect(findings(text)[0]?.fixes).toEqual([]);
    const aliased = `x-width: &width "768"\n${B16.replace('768', '*width')}`;
    check(aliased, ['wrong-type «*width» `hidden_size` must be a whole number, got "768"']);
    expect(findings(aliased)[0]?.fixes).toEqual([]);
  });

  test('deep, long and wide input is harmless', () => {
    const bomb = `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\npatches: *a40\nhidden_size: *a40\n`;
    expect(findings(bomb).length).toBeGreaterThan(0);
    const wide = Array.from({ length: 10_000 }, (_, i) => `key_${i}: ${i}`).join('\n');
    expect(findings(wide).map(({ code }) => code)).toEqual(['unknown-key', 'missing-key']);
    const long = `${B16}resnet: {num_layers: [${Array.from({ length: 10_000 }, () => '"x"').join(', ')}], width_factor: 1}\n`;
    expect(findings(long).length).toBe(64);
  });
});

test('every code has a page whose bad example has it and whose good one has not', () => {
  for (const { code, docs } of STRUCTURE_DOCS) {
    expect(findings(docs.bad).map((finding) => finding.code)).toContain(code);
    expect(findings(docs.good).map((finding) => finding.code)).not.toContain(code);
  }
});
