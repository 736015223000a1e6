/**
 * What a config says, dialect left behind: plain fields that know where they come from.
 * A field is Known or Unknown; a rule or a graph that needs an Unknown stays silent.
 */
import type { CheckpointReference } from '../checkpoint/header';
import type { Phrase, PhraseValue } from '../phrase';
import type { MappingNode, PythonPlace } from '../syntax/tree';
import type { Range } from '../text';

/** Where a field's value comes from: typed, upstream's default, an upstream model named by `model_name`, or another key. */
export type Source = 'config' | 'default' | 'upstream-model' | 'derived';

interface FieldBase {
  /** Dotted path from the document's root (`model.transformer.mlp_dim`), also where the key could be written. */
  readonly key: string;
  /** The key's and the value's place; null where nothing is typed (defaults). */
  readonly keyRange: Range | null;
  readonly range: Range | null;
}

export interface Known<T> extends FieldBase {
  readonly known: true;
  readonly value: T;
  readonly source: Source;
  /** For `derived` and `upstream-model`: from what, in words (`pp.crop`, `the cifar10 dataset`, `ViT-B_16`). */
  readonly origin?: PhraseValue;
}

export interface Unknown extends FieldBase {
  readonly known: false;
  /** In words that can stand after "because" (`hidden_size is missing`). */
  readonly reason: Phrase;
  /** The config is not at fault: its value comes from where this tool does not look, or is given later. */
  readonly untold?: true;
}

export type Field<T> = Known<T> | Unknown;

/** [height, width] in pixels, or rows and columns of a grid. */
export type Pair = readonly [number, number];

export const CLASSIFIERS = ['token', 'gap', 'unpooled', 'token_unpooled'] as const;
export type Classifier = (typeof CLASSIFIERS)[number];

export interface TransformerSpec {
  readonly numLayers: Field<number>;
  readonly numHeads: Field<number>;
  readonly mlpDim: Field<number>;
  readonly dropoutRate: Field<number>;
  readonly attentionDropoutRate: Field<number>;
  /** `add_position_embedding`, upstream default true. */
  readonly positionEmbedding: Field<boolean>;
}

export interface ResnetSpec {
  /** Bottleneck units of each stage; empty for a root block alone. */
  readonly numLayers: Field<readonly number[]>;
  /** The stem's width is int(64 x widthFactor). */
  readonly widthFactor: Field<number>;
}

/** upstream's VisionTransformer, hybrids included. */
export interface VitSpec {
  readonly architecture: 'vit';
  readonly imageSize: Field<Pair>;
  /** 0 stands for null too: no head. In LiT this is out_dim[0]. */
  readonly numClasses: Field<number>;
  readonly patchSize: Field<Pair>;
  readonly hiddenSize: Field<number>;
  /** null when the config says `transformer: null`: no encoder, the embedding grid is pooled as it is. */
  readonly transformer: TransformerSpec | null;
  readonly classifier: Field<Classifier>;
  /** null: no pre_logits layer. */
  readonly representationSize: Field<number | null>;
  readonly headBiasInit: Field<number>;
  readonly resnet: ResnetSpec | null;
}

/** upstream's MlpMixer. */
export interface MixerSpec {
  readonly architecture: 'mixer';
  readonly imageSize: Field<Pair>;
  readonly numClasses: Field<number>;
  readonly patchSize: Field<Pair>;
  readonly hiddenDim: Field<number>;
  readonly numBlocks: Field<number>;
  readonly tokensMlpDim: Field<number>;
  readonly channelsMlpDim: Field<number>;
}

/** upstream's BertModel: flaxformer's BERT with the first token taken. */
export interface BertSpec {
  readonly architecture: 'bert';
  readonly config: Field<'base' | 'large'>;
  /** Token count of the text, `pp.max_len`. */
  readonly maxLen: Field<number>;
  /** out_dim[1]; 0 for null: no head. */
  readonly numClasses: Field<number>;
}

/** upstream's TextTransformer. */
export interface TextTransformerSpec {
  readonly architecture: 'text-transformer';
  readonly width: Field<number>;
  readonly numLayers: Field<number>;
  readonly mlpDim: Field<number>;
  readonly numHeads: Field<number>;
  readonly dropoutRate: Field<number>;
  readonly vocabSize: Field<number>;
  readonly maxLen: Field<number>;
  /** out_dim[1]; 0 for null, which this tower can't be built with. */
  readonly numClasses: Field<number>;
}

export type TextTowerSpec = BertSpec | TextTransformerSpec;

/** upstream's LitModel. */
export interface LitSpec {
  readonly architecture: 'lit';
  /** `imageSize` is pp.size, `numClasses` out_dim[0]. */
  readonly image: VitSpec;
  /** Unknown where `text_model` is missing or not one of upstream's. */
  readonly text: Field<TextTowerSpec>;
  /** [image, text]; 0 stands for null. */
  readonly outDim: Field<Pair>;
  readonly tokenizer: Field<'bert' | 'sentencepiece'>;
}

/** What jeonsworld/ViT-pytorch and its descendants read of an encoder's blocks. */
export type TorchEncoderSpec = Omit<TransformerSpec, 'positionEmbedding'>;

/** What the models of ViT-pytorch and its descendants have in common. */
interface TorchSpec {
  readonly imageSize: Field<Pair>;
  /** Of the convolution that makes the tokens: as it is typed, or image / 16 / `grid`. */
  readonly patchSize: Field<Pair>;
  /** `patches.grid` of a hybrid; null for none. */
  readonly grid: Field<Pair> | null;
  readonly hiddenSize: Field<number>;
  readonly transformer: TorchEncoderSpec;
  /** Of a hybrid, which `grid` makes it. */
  readonly resnet: ResnetSpec | null;
  readonly numClasses: Field<number>;
}

/** ViT-pytorch's VisionTransformer, hybrids included; TransFG's where `split` is not null. */
export interface TorchVitSpec extends TorchSpec {
  readonly architecture: 'torch-vit';
  readonly split: Field<'non-overlap' | 'overlap'> | null;
  /** Of overlapping patches, in pixels. */
  readonly slideStep: Field<number> | null;
}

/** TransUNet's VisionTransformer: an encoder without class token, a decoder of four blocks, and a segmentation head. */
export interface TransUnetSpec extends TorchSpec {
  readonly architecture: 'trans-unet';
  readonly decoderChannels: Field<readonly number[]>;
  /** null where the config has none. */
  readonly skipChannels: Field<readonly number[]> | null;
  /** `n_skip`: decoder blocks that see what the stem saw. */
  readonly skips: Field<number>;
}

export const POSITION_EMBEDDINGS = ['learn', 'sincos2d'] as const;
export const POOL_TYPES = ['gap', 'map', 'tok', '0', 'none'] as const;

/** big_vision's own ViT (models/vit.py): the position embedding is added before the class token, which has none of its own. */
export interface BigVisionVitSpec {
  readonly architecture: 'big-vision-vit';
  readonly imageSize: Field<Pair>;
  /** 0 stands for null too: no head. */
  readonly numClasses: Field<number>;
  readonly patchSize: Field<Pair>;
  readonly width: Field<number>;
  readonly depth: Field<number>;
  /** null: none, and the sizes are the defaults or written one by one. */
  readonly variant: Field<string | null>;
  /** Resolved: 4 x width where none is given. */
  readonly mlpDim: Field<number>;
  readonly numHeads: Field<number>;
  readonly posemb: Field<(typeof POSITION_EMBEDDINGS)[number]>;
  /** null: no pre_logits layer. Resolved: the width for `True`. */
  readonly repSize: Field<number | null>;
  readonly poolType: Field<(typeof POOL_TYPES)[number]>;
  readonly dropout: Field<number>;
}

export const SCENIC_CLASSIFIERS = ['token', '0', 'gap', 'gmp', 'gsp', 'map', 'none'] as const;
export const SCENIC_POSITIONS = ['learned_1d', 'sinusoidal_1d', 'sinusoidal_2d', 'none'] as const;

/** scenic's ViT and HybridViT (projects/baselines). */
export interface ScenicVitSpec {
  readonly architecture: 'scenic-vit';
  readonly imageSize: Field<Pair>;
  /** 0: no head. */
  readonly numClasses: Field<number>;
  readonly patchSize: Field<Pair>;
  readonly hiddenSize: Field<number>;
  readonly transformer: TorchEncoderSpec;
  readonly classifier: Field<(typeof SCENIC_CLASSIFIERS)[number]>;
  readonly positions: Field<(typeof SCENIC_POSITIONS)[number]>;
  /** null: no pre_logits layer. */
  readonly representationSize: Field<number | null>;
  /** Not null: a HybridViT. */
  readonly resnet: ResnetSpec | null;
}

/** scenic's Mixer (projects/baselines). */
export interface ScenicMixerSpec {
  readonly architecture: 'scenic-mixer';
  readonly imageSize: Field<Pair>;
  readonly numClasses: Field<number>;
  readonly patchSize: Field<Pair>;
  readonly hiddenSize: Field<number>;
  readonly numLayers: Field<number>;
  readonly sequenceMlpDim: Field<number>;
  readonly channelsMlpDim: Field<number>;
  /** null: no scales. */
  readonly layerScale: Field<number | null>;
}

/** What upstream's own models are. */
export type UpstreamSpec = VitSpec | MixerSpec | LitSpec;

export type ArchitectureSpec = UpstreamSpec | BigVisionVitSpec | TorchVitSpec | TransUnetSpec | ScenicVitSpec | ScenicMixerSpec;

export type UpstreamArchitecture = UpstreamSpec['architecture'];

/** Whether upstream's catalogue, schemas and checkpoints have models of this kind. */
export function isUpstreamArchitecture(architecture: ArchitectureSpec['architecture']): architecture is UpstreamArchitecture {
  return architecture === 'vit' || architecture === 'mixer' || architecture === 'lit';
}

export function isUpstreamSpec(spec: ArchitectureSpec): spec is UpstreamSpec {
  return isUpstreamArchitecture(spec.architecture);
}

/** The numbers of a training config (upstream's configs/common.py) that rules compare. */
export interface TrainingSpec {
  readonly dataset: Field<string>;
  readonly batch: Field<number>;
  readonly batchEval: Field<number>;
  readonly accumSteps: Field<number>;
  readonly totalSteps: Field<number>;
  readonly warmupSteps: Field<number>;
  readonly evalEvery: Field<number>;
  readonly checkpointEvery: Field<number>;
  readonly decayType: Field<string>;
  /** pp.crop, in pixels. */
  readonly crop: Field<number>;
  /** `model_type`, upstream default `ViT`. */
  readonly modelType: Field<string>;
}

/** Whose format a config has: the program that reads it. */
export type DialectId = 'vision_transformer' | 'big_vision' | 'scenic' | 'vit_pytorch';

/** One model of a document. */
export interface ModelSpec {
  readonly dialect: DialectId;
  /** The mapping that holds the model's keys: the root, or the value of `model:`. */
  readonly node: MappingNode;
  /** Path of `node` from the root with a trailing dot: `` or `model.`. */
  readonly prefix: string;
  /** `model_name`, Unknown where absent. */
  readonly name: Field<string>;
  /** Where the model's lens and hover stand: the `model_name` key, else the node's first key; in Python the name of its function. */
  readonly anchor: Range;
  /** Python: what defines the config that it is of. */
  readonly python?: Pick<PythonPlace, 'name' | 'nameRange' | 'args' | 'extent'>;
  readonly architecture: ArchitectureSpec;
  readonly training: TrainingSpec | null;
  /** Where its weights are; null where the config names no file. */
  readonly checkpoint: CheckpointReference | null;
  /** Names of the classes, or of LiT the texts to compare images with: themselves, or the path of a file with one on each line. */
  readonly labels: Field<string | readonly string[]> | null;
}

export function known<T>(
  key: string,
  value: T,
  at: { keyRange: Range | null; range: Range | null },
  source: Source = 'config',
  origin?: PhraseValue,
): Known<T> {
  return { known: true, key, value, keyRange: at.keyRange, range: at.range, source, ...(origin === undefined ? {} : { origin }) };
}

export function unknown(key: string, reason: Phrase, at: { keyRange: Range | null; range: Range | null } = { keyRange: null, range: null }): Unknown {
  return { known: false, key, reason, keyRange: at.keyRange, range: at.range };
}

/** A field whose value the config can't tell, at no fault of its own. */
export function untold(key: string, reason: Phrase, at?: { keyRange: Range | null; range: Range | null }): Unknown {
  return { ...unknown(key, reason, at), untold: true };
}

/** The same lack under another key. */
export function unknownAs(key: string, field: Unknown, at: { keyRange: Range | null; range: Range | null } = field): Unknown {
  return field.untold === true ? untold(key, field.reason, at) : unknown(key, field.reason, at);
}

/** The values of several fields if all are known, else null: `const v = allKnown([a, b])`. */
export function allKnown<T extends readonly Field<unknown>[]>(fields: readonly [...T]): { [K in keyof T]: T[K] extends Field<infer V> ? V : never } | null {
  const values: unknown[] = [];
  for (const field of fields) {
    if (!field.known) return null;
    values.push(field.value);
  }
  return values as never;
}
