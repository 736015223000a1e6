/** From a model's mapping to its spec, one function an architecture. Which keys have a default is upstream's dataclasses' word. */
import { phrase } from '../../phrase';
import type { ConfigNode } from '../../syntax/tree';
import type { BertSpec, Field, LitSpec, MixerSpec, Pair, ResnetSpec, TextTowerSpec, TextTransformerSpec, TransformerSpec, VitSpec } from '../spec';
import { CLASSIFIERS, known, unknownAs } from '../spec';
import type { Read, Reader } from './reader';
import { derive, isNull, readPair, readWhole } from './reader';

/** What upstream does not take from the model's config. */
export interface Surroundings {
  readonly imageSize: Field<Pair>;
  readonly numClasses: Field<number>;
}

export function readVit(config: Reader, { imageSize, numClasses }: Surroundings): VitSpec {
  return {
    architecture: 'vit',
    imageSize,
    numClasses,
    patchSize: config.child('patches').pair('size', 1, false),
    hiddenSize: config.whole('hidden_size', 1),
    transformer: readTransformer(config),
    classifier: config.choice('classifier', CLASSIFIERS, 'token'),
    representationSize: config.wholeOrNull('representation_size', 1, null, null),
    headBiasInit: config.number('head_bias_init', {}, 0),
    resnet: readResnet(config),
  };
}

/** `transformer` has no default, and null is a choice: only a written null is null. */
function readTransformer(config: Reader): TransformerSpec | null {
  const entry = config.entry('transformer');
  if (entry !== undefined && isNull(entry.value)) return null;
  const encoder = config.child('transformer');
  return {
    numLayers: encoder.whole('num_layers', 0),
    numHeads: encoder.whole('num_heads', 1),
    mlpDim: encoder.whole('mlp_dim', 1),
    dropoutRate: encoder.number('dropout_rate', { min: 0, max: 1 }, 0.1),
    attentionDropoutRate: encoder.number('attention_dropout_rate', { min: 0, max: 1 }, 0.1),
    positionEmbedding: encoder.flag('add_position_embedding', true),
  };
}

function readResnet(config: Reader): ResnetSpec | null {
  if (config.absent('resnet')) return null;
  const stem = config.child('resnet');
  return {
    numLayers: stem.field('num_layers', readStages),
    widthFactor: stem.number('width_factor', { min: 0, exclusive: true }),
  };
}

/** Upstream takes null for an empty list. */
export function readStages(node: ConfigNode): Read<readonly number[]> {
  if (isNull(node)) return { value: [] };
  if (node.kind !== 'sequence') return { fault: (name) => phrase`${name} is not a list` };
  const stages: number[] = [];
  for (const item of node.items) {
    const units = readWhole(item, 0);
    if ('fault' in units) return { fault: (name) => units.fault(phrase`a stage of ${name}`) };
    stages.push(units.value);
  }
  return { value: stages };
}

export function readMixer(config: Reader, { imageSize, numClasses }: Surroundings): MixerSpec {
  return {
    architecture: 'mixer',
    imageSize,
    numClasses,
    patchSize: config.child('patches').pair('size', 1, false),
    hiddenDim: config.whole('hidden_dim', 1),
    numBlocks: config.whole('num_blocks', 0),
    tokensMlpDim: config.whole('tokens_mlp_dim', 1),
    channelsMlpDim: config.whole('channels_mlp_dim', 1),
  };
}

/** `imageSize` of the surroundings counts where `pp.size` is not given. */
export function readLit(config: Reader, imageSize: Field<Pair>): LitSpec {
  const pp = config.child('pp');
  const outDim = config.field('out_dim', (node) => readPair(node, true, (item) => (isNull(item) && item !== node ? { value: 0 } : readWhole(item, 0))));
  const image = config.child('image');
  const square = (side: number): Pair => [side, side];
  let size = imageSize;
  if (pp.entry('size') !== undefined) size = derive(pp.whole('size', 1), `${pp.prefix}size`, 'pp.size', square);
  else if (image.entry('image_size') !== undefined) size = image.pair('image_size', 1, true);
  return {
    architecture: 'lit',
    image: readVit(image, { imageSize: size, numClasses: side(outDim, 0) }),
    text: readText(config, side(outDim, 1), pp.whole('max_len', 1)),
    outDim,
    tokenizer: pp.choice('tokenizer_name', ['bert', 'sentencepiece']),
  };
}

/** One number of `out_dim`, under a key of its own (`out_dim.0`): it is a number, where out_dim is a pair. */
function side(outDim: Field<Pair>, index: 0 | 1): Field<number> {
  const key = `${outDim.key}.${index}`;
  return outDim.known ? { ...outDim, key, value: outDim.value[index] } : unknownAs(key, outDim);
}

function readText(config: Reader, outDim: Field<number>, maxLen: Field<number>): Field<TextTowerSpec> {
  const kind = config.choice('text_model', ['bert', 'text_transformer']);
  if (!kind.known) return kind;
  const text = config.child('text');
  // Upstream lets the tower's own `num_classes` win over out_dim.
  const numClasses = text.entry('num_classes') === undefined ? outDim : text.wholeOrNull('num_classes', 0, 0, 0);
  const tower = kind.value === 'bert' ? readBert(text, numClasses, maxLen) : readTextTransformer(text, numClasses, maxLen);
  return known<TextTowerSpec>(kind.key, tower, kind, kind.source, kind.origin);
}

function readBert(text: Reader, numClasses: Field<number>, maxLen: Field<number>): BertSpec {
  return { architecture: 'bert', config: text.choice('config', ['base', 'large']), maxLen, numClasses };
}

function readTextTransformer(text: Reader, numClasses: Field<number>, maxLen: Field<number>): TextTransformerSpec {
  return {
    architecture: 'text-transformer',
    width: text.whole('width', 1, 512),
    numLayers: text.whole('num_layers', 0, 12),
    mlpDim: text.whole('mlp_dim', 1, 2048),
    numHeads: text.whole('num_heads', 1, 8),
    dropoutRate: text.number('dropout_rate', { min: 0, max: 1 }, 0),
    vocabSize: text.whole('vocab_size', 1, 32_000),
    maxLen,
    numClasses,
  };
}
