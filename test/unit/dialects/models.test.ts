import { describe, expect, test } from 'vitest';
import { visionTransformer } from '../../../server/core/dialects';
import type { Field, ModelSpec } from '../../../server/core/dialects/spec';
import { english } from '../../../server/core/phrase';
import { readDocument } from '../../../server/core/syntax';
import { inEnglish } from '../../english';

const B16 = `model_name: ViT-B_16
patches:
  size: [16, 16]
hidden_size: 768
transformer:
  num_layers: 12
  mlp_dim: 3072
  num_heads: 12
`;
const under = (key: string, text: string) => `${key}:\n${text.replace(/^(?=.)/gm, '  ')}`;

function models(text: string, file = 'my.vit.yaml'): readonly ModelSpec[] {
  const document = readDocument(text, file.endsWith('.json') ? 'json' : 'yaml');
  const recognition = visionTransformer.detect(document, file);
  return recognition === null ? [] : visionTransformer.models(document, recognition);
}

function only(text: string): ModelSpec {
  const [model, ...more] = models(text);
  if (model === undefined || more.length > 0) throw new Error('not one model');
  return model;
}

function vit(text: string) {
  const { architecture } = only(text);
  if (architecture.architecture !== 'vit') throw new Error('not a ViT');
  return architecture;
}

function lit(text: string) {
  const { architecture } = only(text);
  if (architecture.architecture !== 'lit') throw new Error('not a LiT');
  return architecture;
}

/** `key = value (source, origin) «key»«value»`, or `key ? reason`. */
function say(field: Field<unknown> | undefined, text: string): string {
  if (field === undefined) return 'nothing';
  const place = [field.keyRange, field.range].map((range) => (range === null ? '' : `«${text.slice(range.start, range.end)}»`)).join('');
  if (!field.known) return `${field.key} ? ${english(field.reason)} ${place}`.trim();
  return `${field.key} = ${JSON.stringify(field.value)} (${field.source}${field.origin === undefined ? '' : `, ${english`${field.origin}`}`}) ${place}`.trim();
}

describe('a field knows its value and its place', () => {
  test('typed, defaulted, missing', () => {
    const spec = vit(B16.replace('  num_heads: 12\n', ''));
    const text = B16.replace('  num_heads: 12\n', '');
    expect(say(spec.hiddenSize, text)).toBe('hidden_size = 768 (config) «hidden_size»«768»');
    expect(say(spec.patchSize, text)).toBe('patches.size = [16,16] (config) «size»«[16, 16]»');
    expect(say(spec.classifier, text)).toBe('classifier = "token" (default)');
    expect(say(spec.imageSize, text)).toBe('image_size = [224,224] (default)');
    expect(say(spec.numClasses, text)).toBe('num_classes = 1000 (default)');
    expect(say(spec.representationSize, text)).toBe('representation_size = null (default)');
    expect(say(spec.transformer?.numHeads, text)).toBe('transformer.num_heads ? transformer.num_heads is missing');
    expect(say(spec.transformer?.dropoutRate, text)).toBe('transformer.dropout_rate = 0.1 (default)');
    expect(spec.resnet).toBeNull();
  });

  for (const [value, said] of [
    ['"768"', 'is not a whole number'],
    ['-1', 'is less than 1'],
    ['0', 'is less than 1'],
    ['7.5', 'is not a whole number'],
    ['768.0', 'is not a whole number'],
    ['.nan', 'is not a whole number'],
    ['.inf', 'is not a whole number'],
    ['1e400', 'is not a whole number'],
    ['9007199254740993', 'is too large'],
    ['true', 'is not a whole number'],
    ['[768]', 'is not a whole number'],
    ['{}', 'is not a whole number'],
  ] as const) {
    test(`hidden_size: ${value} is unknown`, () => {
      const text = B16.replace('hidden_size: 768', `hidden_size: ${value}`);
      expect(say(vit(text).hiddenSize, text)).toBe(`hidden_size ? hidden_size ${said} «hidden_size»«${value}»`);
    });
  }

  test('a number PyYAML reads as text counts as what was meant', () => {
    expect(vit(B16.replace('768', '1e3')).hiddenSize).toMatchObject({ known: true, value: 1000 });
    expect(vit(`${B16}head_bias_init: 1e-5\n`).headBiasInit).toMatchObject({ known: true, value: 1e-5 });
  });

  test('pairs', () => {
    const size = (value: string) => say(vit(B16.replace(' [16, 16]', value)).patchSize, '').replace(/ «.*/, '');
    expect(size(' [8, 16]')).toBe('patches.size = [8,16] (config)');
    expect(size('\n    - 16\n    - 32')).toBe('patches.size = [16,32] (config)');
    expect(size(' 16')).toBe('patches.size ? patches.size is not a pair');
    expect(size(' [16]')).toBe('patches.size ? patches.size is not a pair');
    expect(size(' [16, 16, 16]')).toBe('patches.size ? patches.size is not a pair');
    expect(size(' [16, x]')).toBe('patches.size ? the second number of patches.size is not a whole number');
    expect(vit(`${B16}image_size: 384\n`).imageSize).toMatchObject({ value: [384, 384], source: 'config' });
    expect(vit(`${B16}image_size: [224, 320]\n`).imageSize).toMatchObject({ value: [224, 320] });
    expect(vit(`${B16}image_size: 0\n`).imageSize.known).toBe(false);
  });

  test('null where upstream takes it', () => {
    expect(vit(`${B16}num_classes: null\n`).numClasses).toMatchObject({ value: 0, source: 'config' });
    expect(vit(`${B16}num_classes: 0\n`).numClasses).toMatchObject({ value: 0 });
    expect(vit(`${B16}resnet: null\n`).resnet).toBeNull();
    expect(vit(B16.replace(/transformer:\n( {2}.*\n)*/, 'transformer: null\n')).transformer).toBeNull();
    expect(vit(B16.replace(/transformer:\n( {2}.*\n)*/, 'transformer: 3\n')).transformer?.numHeads.known).toBe(false);
    expect(vit(B16.replace(/transformer:\n( {2}.*\n)*/, '')).transformer?.numHeads.known).toBe(false);
  });

  test('off is false to PyYAML, and so to the model', () => {
    const flag = (value: string) => vit(B16.replace('transformer:\n', `transformer:\n  add_position_embedding: ${value}\n`)).transformer?.positionEmbedding;
    expect(flag('off')).toMatchObject({ value: false });
    expect(flag('"off"')).toMatchObject({ known: false });
  });

  test('the stem of a hybrid', () => {
    const stem = (value: string) => vit(`${B16}resnet: {num_layers: ${value}, width_factor: 0.5}\n`).resnet;
    expect(stem('[3, 4, 9]')).toMatchObject({ numLayers: { value: [3, 4, 9] }, widthFactor: { value: 0.5 } });
    expect(stem('[]')?.numLayers).toMatchObject({ value: [] });
    expect(stem('null')?.numLayers).toMatchObject({ value: [] });
    expect(stem('[3, 0]')?.numLayers).toMatchObject({ value: [3, 0] });
    expect(inEnglish(stem('[3, -1]')?.numLayers)).toMatchObject({ known: false, reason: 'a stage of resnet.num_layers is less than 0' });
    expect(inEnglish(vit(`${B16}resnet: {num_layers: [3]}\n`).resnet?.widthFactor)).toMatchObject({ known: false, reason: 'resnet.width_factor is missing' });
  });

  test('an alias stands where it is written, a merged key where it was', () => {
    const aliased = `x-width: &width 768\n${B16.replace('768', '*width')}`;
    expect(say(vit(aliased).hiddenSize, aliased)).toBe('hidden_size = 768 (config) «hidden_size»«*width»');
    const merged = `x-base: &base {hidden_size: 768}\n<<: *base\n${B16.replace('hidden_size: 768\n', '')}`;
    expect(say(vit(merged).hiddenSize, merged)).toBe('hidden_size = 768 (config) «hidden_size»«768»');
  });

  test('of equal keys the last counts', () => expect(vit(`${B16}hidden_size: 384\n`).hiddenSize).toMatchObject({ value: 384 }));
});

describe('which architecture', () => {
  const kind = (text: string) => models(text).map(({ architecture }) => architecture.architecture)[0];
  for (const [text, expected] of [
    ['hidden_size: 1\n', 'vit'],
    ['hidden_dim: 1\n', 'mixer'],
    ['out_dim: 1\n', 'lit'],
    ['hidden_dim: 1\nhidden_size: 1\nnum_blocks: 2\n', 'mixer'],
    ['hidden_dim: 1\nhidden_size: 1\ntransformer: null\n', 'vit'],
    ['patches: {size: [16, 16]}\n', 'vit'],
    ['model_name: Mixer-X_16\npatches: {size: [16, 16]}\n', 'mixer'],
    ['model_name: LiT-X\npp: {size: 224}\n', 'lit'],
    ['model_name: mine\n', 'vit'],
    ['model_type: Mixer\nmodel: {patches: {size: [16, 16]}}\n', 'mixer'],
    ['foo: 1\n', undefined],
    ['- 1\n', undefined],
    ['', undefined],
  ] as const) {
    test(JSON.stringify(text), () => expect(kind(text)).toBe(expected));
  }
});

describe('LiT', () => {
  const LIT = `model_name: mine\nout_dim: [null, 512]\n${under('image', B16)}text_model: text_transformer\ntext: {width: 384, num_layers: 6}\npp: {tokenizer_name: sentencepiece, size: 384, max_len: 16}\n`;
  test('both towers', () => {
    const { image, text, outDim, tokenizer } = lit(LIT);
    expect(say(image.imageSize, LIT)).toBe('pp.size = [384,384] (derived, pp.size) «size»«384»');
    expect(say(image.hiddenSize, LIT)).toBe('image.hidden_size = 768 (config) «hidden_size»«768»');
    expect(say(image.numClasses, LIT)).toBe('out_dim.0 = 0 (config) «out_dim»«[null, 512]»');
    expect(outDim).toMatchObject({ value: [0, 512] });
    expect(tokenizer).toMatchObject({ value: 'sentencepiece' });
    if (!text.known || text.value.architecture !== 'text-transformer') throw new Error('not a text transformer');
    expect(say(text.value.width, LIT)).toBe('text.width = 384 (config) «width»«384»');
    expect(say(text.value.vocabSize, LIT)).toBe('text.vocab_size = 32000 (default)');
    expect(say(text.value.maxLen, LIT)).toBe('pp.max_len = 16 (config) «max_len»«16»');
    expect(say(text.value.numClasses, LIT)).toBe('out_dim.1 = 512 (config) «out_dim»«[null, 512]»');
  });
  test('one number for both, null for neither', () => {
    expect(lit(LIT.replace('[null, 512]', '512')).outDim).toMatchObject({ value: [512, 512] });
    expect(lit(LIT.replace('[null, 512]', '[null, null]')).outDim).toMatchObject({ value: [0, 0] });
    expect(lit(LIT.replace('[null, 512]', 'null')).outDim.known).toBe(false);
  });
  test('BERT, and a tower that is none', () => {
    expect(lit(LIT.replace('text_transformer', 'bert').replace('{width: 384, num_layers: 6}', '{config: large}')).text).toMatchObject({
      known: true,
      value: { architecture: 'bert', config: { value: 'large' }, numClasses: { value: 512 } },
    });
    expect(inEnglish(lit(LIT.replace('text_transformer', 'gpt')).text)).toMatchObject({ known: false, reason: 'text_model is none of bert, text_transformer' });
  });
  test("the tower's own number of outputs wins", () => {
    const { text } = lit(LIT.replace('width: 384', 'num_classes: 99, width: 384'));
    expect(text).toMatchObject({ value: { numClasses: { value: 99, key: 'text.num_classes' } } });
  });
  test('an image size without pp', () => {
    expect(lit(LIT.replace('size: 384, ', '')).image.imageSize).toMatchObject({ value: [224, 224], source: 'default' });
  });
});

describe('a name alone stands for an upstream model', () => {
  test('of each architecture', () => {
    const text = 'model_name: R50+ViT-B_16\nnum_classes: 10\n';
    const spec = vit(text);
    expect(say(spec.hiddenSize, text)).toBe('hidden_size = 768 (upstream-model, R50+ViT-B_16) «model_name»«R50+ViT-B_16»');
    expect(say(spec.resnet?.numLayers, text)).toBe('resnet.num_layers = [3,4,9] (upstream-model, R50+ViT-B_16) «model_name»«R50+ViT-B_16»');
    expect(say(spec.numClasses, text)).toBe('num_classes = 10 (config) «num_classes»«10»');
    expect(say(spec.headBiasInit, text)).toBe('head_bias_init = 0 (default)');
    expect(only('model_name: Mixer-L_16\n').architecture).toMatchObject({ architecture: 'mixer', tokensMlpDim: { value: 512 } });
    expect(only('model_name: LiT-L16Ti\n').architecture).toMatchObject({
      architecture: 'lit',
      outDim: { value: [0, 1024] },
      image: { imageSize: { value: [224, 224] } },
    });
    expect(only('model_name: LiT-L16Ti\nimage_size: 288\n').architecture).toMatchObject({ image: { imageSize: { value: [288, 288], source: 'config' } } });
  });
  test('one key of its own, and it stands for itself', () => {
    expect(vit('model_name: ViT-B_16\nhidden_size: 768\n').patchSize.known).toBe(false);
    expect(vit('model_name: ViT-B_16\npatches:\n').hiddenSize.known).toBe(false);
  });
  test('no upstream model', () => {
    expect(inEnglish(vit('model_name: mine\n').hiddenSize)).toMatchObject({ known: false, reason: 'hidden_size is missing' });
    expect(vit('model_name: constructor\n').hiddenSize.known).toBe(false);
  });
});

describe('training configs', () => {
  const TRAINING = `dataset: cifar100\npp: {train: train, test: test, crop: 256}\nbatch: 1024\n${under('model', B16)}`;
  test('the model takes its image size and classes from around it', () => {
    const { prefix, architecture, anchor, training } = only(TRAINING);
    if (architecture.architecture !== 'vit') throw new Error('not a ViT');
    expect(prefix).toBe('model.');
    expect(anchor.start).toBe(TRAINING.indexOf('model_name'));
    expect(say(architecture.hiddenSize, TRAINING)).toBe('model.hidden_size = 768 (config) «hidden_size»«768»');
    expect(say(architecture.imageSize, TRAINING)).toBe('model.image_size = [256,256] (derived, pp.crop) «crop»«256»');
    expect(say(architecture.numClasses, TRAINING)).toBe('model.num_classes = 100 (derived, the cifar100 dataset) «dataset»«cifar100»');
    expect(say(training?.batch, TRAINING)).toBe('batch = 1024 (config) «batch»«1024»');
    expect(say(training?.accumSteps, TRAINING)).toBe('accum_steps = 8 (default)');
    expect(say(training?.totalSteps, TRAINING)).toBe('total_steps = 10000 (derived, the cifar100 preset) «dataset»«cifar100»');
    expect(say(training?.crop, TRAINING)).toBe('pp.crop = 256 (config) «crop»«256»');
  });
  test('what the model itself says wins', () => {
    const spec = vit(`${TRAINING}  image_size: 384\n  num_classes: 7\n`);
    expect(spec.imageSize).toMatchObject({ value: [384, 384], source: 'config', key: 'model.image_size' });
    expect(spec.numClasses).toMatchObject({ value: 7, source: 'config' });
  });
  test('without a crop: the preset of the data set, else the default', () => {
    const text = TRAINING.replace(/pp: .*\n/, '');
    expect(say(vit(text).imageSize, text)).toBe('model.image_size = [384,384] (derived, the cifar100 preset) «dataset»«cifar100»');
    expect(vit(text.replace('cifar100', 'flowers')).imageSize).toMatchObject({ value: [224, 224], source: 'default' });
    expect(vit(text.replace('cifar100', 'flowers')).numClasses).toMatchObject({ value: 1000, source: 'default' });
    expect(inEnglish(vit(TRAINING.replace('256', '"256"')).imageSize)).toMatchObject({ known: false, reason: 'pp.crop is not a whole number' });
  });
  test('numbers that may be null', () => {
    const { training } = only(`${TRAINING}accum_steps: null\neval_every: null\ntotal_steps: null\n`.replace('cifar100', 'flowers'));
    expect(training).toMatchObject({ accumSteps: { value: 1 }, evalEvery: { value: 0 }, totalSteps: { known: false } });
  });
  test('a model by its name', () => {
    const text = 'model_name: ViT-B_32\npp: {crop: 384}\nbatch: 512\n';
    const { prefix, architecture } = only(text);
    expect(prefix).toBe('');
    expect(architecture).toMatchObject({ hiddenSize: { value: 768, source: 'upstream-model' }, imageSize: { value: [384, 384], source: 'derived' } });
    expect(only(under('model', 'model_name: ViT-B_32\n')).architecture).toMatchObject({
      hiddenSize: { value: 768, source: 'upstream-model', key: 'model.hidden_size' },
    });
  });
  test('measuring inference time: nothing of training is assumed', () => {
    const text = 'model_name: ViT-B_32\nbatch: 100\nnum_classes: 0\nimage_size: 0\nsteps: 30\n';
    const { training, architecture } = only(text);
    expect(training).toMatchObject({ batch: { value: 100 }, accumSteps: { known: false }, warmupSteps: { known: false } });
    expect(inEnglish(architecture)).toMatchObject({
      imageSize: { known: false, reason: 'it is 0 and has to be given on the command line' },
      numClasses: { value: 0 },
    });
    expect(only(text.replace('image_size: 0', 'image_size: 224')).architecture).toMatchObject({ imageSize: { value: [224, 224] } });
  });
  test('no model', () => expect(models('dataset: cifar10\nmodel: null\n')).toEqual([]));
});
