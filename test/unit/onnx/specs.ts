/** Plain configs -> graphs, without the syntax and the dialect in between. */
import type { ArchitectureSpec, Known, ModelSpec, Pair, TextTowerSpec, VitSpec } from '../../../server/core/dialects/spec';
import { known } from '../../../server/core/dialects/spec';
import { buildGraph } from '../../../server/core/model';
import type { Graph } from '../../../server/core/model/graph';

interface VitConfig {
  readonly patches: { readonly size: readonly [number, number] };
  readonly hidden_size: number;
  readonly transformer: { readonly mlp_dim: number; readonly num_heads: number; readonly num_layers: number; readonly add_position_embedding?: boolean } | null;
  readonly classifier: 'token' | 'gap' | 'unpooled' | 'token_unpooled';
  readonly representation_size?: number | null;
  readonly resnet?: { readonly num_layers: readonly number[]; readonly width_factor: number };
}
interface MixerConfig {
  readonly patches: { readonly size: readonly [number, number] };
  readonly hidden_dim: number;
  readonly num_blocks: number;
  readonly tokens_mlp_dim: number;
  readonly channels_mlp_dim: number;
}
type TextConfig =
  | { readonly config: 'base' | 'large' }
  | { readonly width: number; readonly num_layers: number; readonly mlp_dim: number; readonly num_heads: number; readonly vocab_size: number };
interface LitConfig {
  readonly image: VitConfig;
  readonly text: TextConfig;
  readonly out_dim: readonly [number | null, number | null];
  readonly pp: { readonly max_len: number };
}
/** Upstream's ConfigDict, with the image size and the class count that upstream takes from elsewhere. */
export type Config = (VitConfig | MixerConfig | LitConfig) & { readonly image_size?: Pair; readonly num_classes?: number };

export function graphOf(config: Config): Graph {
  const result = buildGraph(modelSpec(config));
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  return result.graph;
}

const field = <T>(value: T): Known<T> => known('key', value, { keyRange: null, range: null });

function modelSpec(config: Config): ModelSpec {
  const range = { start: 0, end: 0 };
  return {
    dialect: 'vision_transformer',
    node: { kind: 'mapping', range, entries: [] } as unknown as ModelSpec['node'],
    prefix: '',
    name: field('model'),
    anchor: range,
    architecture: architecture(config, config.image_size ?? [224, 224], config.num_classes ?? 1000),
    training: null,
    checkpoint: null,
    labels: null,
  };
}

function architecture(config: Config, imageSize: Pair, numClasses: number): ArchitectureSpec {
  if ('image' in config) {
    return {
      architecture: 'lit',
      image: vit(config.image, imageSize, config.out_dim[0] ?? 0),
      text: field(text(config.text, config.pp.max_len, config.out_dim[1] ?? 0)),
      outDim: field<Pair>([config.out_dim[0] ?? 0, config.out_dim[1] ?? 0]),
      tokenizer: field('bert'),
    };
  }
  if ('hidden_dim' in config) {
    return {
      architecture: 'mixer',
      imageSize: field(imageSize),
      numClasses: field(numClasses),
      patchSize: field(config.patches.size),
      hiddenDim: field(config.hidden_dim),
      numBlocks: field(config.num_blocks),
      tokensMlpDim: field(config.tokens_mlp_dim),
      channelsMlpDim: field(config.channels_mlp_dim),
    };
  }
  return vit(config, imageSize, numClasses);
}

function vit(config: VitConfig, imageSize: Pair, numClasses: number): VitSpec {
  const { transformer, resnet } = config;
  return {
    architecture: 'vit',
    imageSize: field(imageSize),
    numClasses: field(numClasses),
    patchSize: field(config.patches.size),
    hiddenSize: field(config.hidden_size),
    transformer:
      transformer === null
        ? null
        : {
            numLayers: field(transformer.num_layers),
            numHeads: field(transformer.num_heads),
            mlpDim: field(transformer.mlp_dim),
            dropoutRate: field(0),
            attentionDropoutRate: field(0),
            positionEmbedding: field(transformer.add_position_embedding ?? true),
          },
    classifier: field(config.classifier),
    representationSize: field(config.representation_size ?? null),
    headBiasInit: field(0),
    resnet: resnet === undefined ? null : { numLayers: field(resnet.num_layers), widthFactor: field(resnet.width_factor) },
  };
}

function text(config: TextConfig, maxLen: number, numClasses: number): TextTowerSpec {
  if ('config' in config) return { architecture: 'bert', config: field(config.config), maxLen: field(maxLen), numClasses: field(numClasses) };
  return {
    architecture: 'text-transformer',
    width: field(config.width),
    numLayers: field(config.num_layers),
    mlpDim: field(config.mlp_dim),
    numHeads: field(config.num_heads),
    dropoutRate: field(0),
    vocabSize: field(config.vocab_size),
    maxLen: field(maxLen),
    numClasses: field(numClasses),
  };
}
