/**
 * ModelSpecs from plain objects, with upstream's key names: the shortest way to say a model in a test.
 * A value that is `undefined` becomes Unknown; nothing is checked, so a test can say impossible models too.
 */

import type {
  ArchitectureSpec,
  Classifier,
  Field,
  LitSpec,
  MixerSpec,
  ModelSpec,
  Pair,
  TextTowerSpec,
  TransformerSpec,
  VitSpec,
} from '../../../server/core/dialects/spec';
import { known, unknown } from '../../../server/core/dialects/spec';
import { phrase } from '../../../server/core/phrase';

type Nullable<T> = T | null | undefined;

export interface PlainTransformer {
  mlp_dim?: number | undefined;
  num_heads?: number | undefined;
  num_layers?: number | undefined;
  attention_dropout_rate?: number;
  dropout_rate?: number;
  add_position_embedding?: boolean;
}

export interface PlainVit {
  patches: { size?: readonly number[] | undefined };
  hidden_size?: number | undefined;
  transformer: PlainTransformer | null;
  classifier?: string | undefined;
  representation_size?: Nullable<number>;
  head_bias_init?: number;
  resnet?: { num_layers?: readonly number[] | undefined; width_factor?: number | undefined };
  image_size?: readonly number[] | number;
  num_classes?: Nullable<number>;
  model_name?: string;
}

export interface PlainMixer {
  patches: { size?: readonly number[] | undefined };
  hidden_dim?: number | undefined;
  num_blocks?: number | undefined;
  tokens_mlp_dim?: number | undefined;
  channels_mlp_dim?: number | undefined;
  image_size?: readonly number[] | number;
  num_classes?: Nullable<number>;
  model_name?: string;
}

export interface PlainLit {
  image: PlainVit;
  text_model?: string | undefined;
  text: { config?: string; width?: number; num_layers?: number; mlp_dim?: number; num_heads?: number; vocab_size?: number };
  out_dim: readonly (number | null)[] | number;
  pp: { tokenizer_name: string; size: number; max_len?: number | undefined; crop?: boolean };
  model_name?: string;
}

export type PlainModel = PlainVit | PlainMixer | PlainLit;

const NOWHERE = { keyRange: null, range: null };

export function specOf(plain: PlainModel): ModelSpec {
  return {
    dialect: 'vision_transformer',
    node: { kind: 'mapping', range: { start: 0, end: 0 }, entries: [], flow: false },
    prefix: '',
    name: field('model_name', plain.model_name),
    anchor: { start: 0, end: 0 },
    architecture: architectureOf(plain),
    training: null,
    checkpoint: null,
    labels: null,
  };
}

function architectureOf(plain: PlainModel): ArchitectureSpec {
  if ('image' in plain) return litOf(plain);
  return 'hidden_dim' in plain ? mixerOf(plain) : vitOf(plain as PlainVit);
}

function vitOf(plain: PlainVit, prefix = '', imageSize?: Field<Pair>, classes?: Field<number>): VitSpec {
  const { transformer, resnet } = plain;
  return {
    architecture: 'vit',
    imageSize: imageSize ?? field('image_size', square(plain.image_size ?? 224)),
    numClasses: classes ?? field('num_classes', plain.num_classes === null ? 0 : (plain.num_classes ?? 1000)),
    patchSize: field(`${prefix}patches.size`, plain.patches.size as Pair | undefined),
    hiddenSize: field(`${prefix}hidden_size`, plain.hidden_size),
    transformer: transformer === null ? null : transformerOf(transformer, `${prefix}transformer.`),
    classifier: field(`${prefix}classifier`, plain.classifier as Classifier | undefined),
    representationSize: field(`${prefix}representation_size`, plain.representation_size ?? null),
    headBiasInit: field(`${prefix}head_bias_init`, plain.head_bias_init ?? 0),
    resnet:
      resnet === undefined
        ? null
        : { numLayers: field(`${prefix}resnet.num_layers`, resnet.num_layers), widthFactor: field(`${prefix}resnet.width_factor`, resnet.width_factor) },
  };
}

function transformerOf(plain: PlainTransformer, prefix: string): TransformerSpec {
  return {
    numLayers: field(`${prefix}num_layers`, plain.num_layers),
    numHeads: field(`${prefix}num_heads`, plain.num_heads),
    mlpDim: field(`${prefix}mlp_dim`, plain.mlp_dim),
    dropoutRate: field(`${prefix}dropout_rate`, plain.dropout_rate ?? 0.1),
    attentionDropoutRate: field(`${prefix}attention_dropout_rate`, plain.attention_dropout_rate ?? 0.1),
    positionEmbedding: field(`${prefix}add_position_embedding`, plain.add_position_embedding ?? true),
  };
}

function mixerOf(plain: PlainMixer): MixerSpec {
  return {
    architecture: 'mixer',
    imageSize: field('image_size', square(plain.image_size ?? 224)),
    numClasses: field('num_classes', plain.num_classes === null ? 0 : (plain.num_classes ?? 1000)),
    patchSize: field('patches.size', plain.patches.size as Pair | undefined),
    hiddenDim: field('hidden_dim', plain.hidden_dim),
    numBlocks: field('num_blocks', plain.num_blocks),
    tokensMlpDim: field('tokens_mlp_dim', plain.tokens_mlp_dim),
    channelsMlpDim: field('channels_mlp_dim', plain.channels_mlp_dim),
  };
}

function litOf(plain: PlainLit): LitSpec {
  const { out_dim, pp } = plain;
  const [image, text] = typeof out_dim === 'number' ? [out_dim, out_dim] : out_dim.map((width) => width ?? 0);
  const outDim: Pair = [image ?? 0, text ?? 0];
  const tower = textOf(plain, field('out_dim', outDim[1]));
  return {
    architecture: 'lit',
    image: vitOf(plain.image, 'image.', field('pp.size', square(pp.size)), field('out_dim', outDim[0])),
    text: field('text_model', tower),
    outDim: field('out_dim', outDim),
    tokenizer: field('pp.tokenizer_name', pp.tokenizer_name as 'bert' | 'sentencepiece'),
  };
}

function textOf({ text_model, text, pp }: PlainLit, numClasses: Field<number>): TextTowerSpec | undefined {
  const maxLen = field('pp.max_len', pp.max_len);
  if (text_model === 'bert') return { architecture: 'bert', config: field('text.config', text.config as 'base' | 'large' | undefined), maxLen, numClasses };
  if (text_model !== 'text_transformer') return undefined;
  return {
    architecture: 'text-transformer',
    width: field('text.width', text.width),
    numLayers: field('text.num_layers', text.num_layers),
    mlpDim: field('text.mlp_dim', text.mlp_dim),
    numHeads: field('text.num_heads', text.num_heads),
    dropoutRate: field('text.dropout_rate', 0),
    vocabSize: field('text.vocab_size', text.vocab_size),
    maxLen,
    numClasses,
  };
}

function square(size: readonly number[] | number): Pair {
  return typeof size === 'number' ? [size, size] : [size[0] ?? Number.NaN, size[1] ?? Number.NaN];
}

function field<T>(key: string, value: T | undefined): Field<T> {
  return value === undefined ? unknown(key, phrase`${key} is missing`, NOWHERE) : known(key, value, NOWHERE);
}
