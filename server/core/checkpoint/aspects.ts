/** The parts of a spec that shape weights, each to be compared with another spec's, and to be put into it. */
import {
  type ArchitectureSpec,
  type Field,
  isUpstreamArchitecture,
  type LitSpec,
  type MixerSpec,
  type TextTowerSpec,
  type TransformerSpec,
  type VitSpec,
} from '../dialects/spec';
import { sameValue } from '../rules/fields';

export interface Aspect<S = ArchitectureSpec> {
  /** Dotted, from the model's mapping. That of a mapping stands for all of it. */
  readonly key: string;
  /** Null for a mapping. */
  field(spec: S): Field<unknown> | null;
  /** Whether the weights of two specs are of other shapes, this part apart. Never of an Unknown. */
  differs(config: S, checkpoint: S): boolean;
  /** `into` with this part of `from`. */
  put(into: S, from: S): S;
}

type Compare = (a: never, b: never) => boolean;

/** A field of a spec; `same` for values that come to the same weights. */
function leaf<S, K extends keyof S>(key: string, name: K, same: Compare = sameValue): Aspect<S> {
  const field = (spec: S) => spec[name] as Field<unknown>;
  return {
    key,
    field,
    differs(config, checkpoint) {
      const [a, b] = [field(config), field(checkpoint)];
      return a.known && b.known && !same(a.value as never, b.value as never);
    },
    put: (into, from) => ({ ...into, [name]: from[name] }),
  };
}

/** A mapping that is null or there. */
function presence<S, K extends keyof S>(key: string, name: K): Aspect<S> {
  return {
    key,
    field: () => null,
    differs: (config, checkpoint) => (config[name] === null) !== (checkpoint[name] === null),
    put: (into, from) => ({ ...into, [name]: from[name] }),
  };
}

/** Parts of a part, where both specs have it. */
function within<S, K extends keyof S>(name: K, aspects: readonly Aspect<NonNullable<S[K]>>[]): Aspect<S>[] {
  const inner = (spec: S) => spec[name] as NonNullable<S[K]> | null;
  return aspects.map(({ key, field, differs, put }) => ({
    key,
    field: (spec) => {
      const part = inner(spec);
      return part === null ? null : field(part);
    },
    differs(config, checkpoint) {
      const [a, b] = [inner(config), inner(checkpoint)];
      return a !== null && b !== null && differs(a, b);
    },
    put(into, from) {
      const [a, b] = [inner(into), inner(from)];
      return a === null || b === null ? into : { ...into, [name]: put(a, b) };
    },
  }));
}

const hasClassToken = (classifier: string) => classifier === 'token' || classifier === 'token_unpooled';
/** Upstream builds the first unit even of a stage of 0. */
const units = (stages: readonly number[]) => stages.map((count) => Math.max(1, count));

/** The numbers of an encoder, which an image tower and a text tower call the same. */
const encoder = <S extends Pick<TransformerSpec, 'numLayers' | 'mlpDim' | 'numHeads'>>(prefix: string): Aspect<S>[] => [
  leaf(`${prefix}num_layers`, 'numLayers'),
  leaf(`${prefix}mlp_dim`, 'mlpDim'),
  leaf(`${prefix}num_heads`, 'numHeads'),
];

/** But for what LiT says elsewhere: size and class count. */
const TOWER: readonly Aspect<VitSpec>[] = [
  leaf('patches.size', 'patchSize'),
  leaf('hidden_size', 'hiddenSize'),
  presence('resnet', 'resnet'),
  ...within<VitSpec, 'resnet'>('resnet', [
    leaf('resnet.num_layers', 'numLayers', (a: readonly number[], b: readonly number[]) => sameValue(units(a), units(b))),
    leaf('resnet.width_factor', 'widthFactor', (a: number, b: number) => Math.trunc(64 * a) === Math.trunc(64 * b)),
  ]),
  presence('transformer', 'transformer'),
  ...within<VitSpec, 'transformer'>('transformer', [
    ...encoder<TransformerSpec>('transformer.'),
    leaf('transformer.add_position_embedding', 'positionEmbedding'),
  ]),
  leaf('classifier', 'classifier', (a: string, b: string) => hasClassToken(a) === hasClassToken(b)),
  leaf('representation_size', 'representationSize'),
];

const VIT: readonly Aspect<VitSpec>[] = [...TOWER, leaf('image_size', 'imageSize'), leaf('num_classes', 'numClasses')];

const MIXER: readonly Aspect<MixerSpec>[] = [
  leaf('patches.size', 'patchSize'),
  leaf('hidden_dim', 'hiddenDim'),
  leaf('num_blocks', 'numBlocks'),
  leaf('tokens_mlp_dim', 'tokensMlpDim'),
  leaf('channels_mlp_dim', 'channelsMlpDim'),
  leaf('image_size', 'imageSize'),
  leaf('num_classes', 'numClasses'),
];

type TowerOf<A extends TextTowerSpec['architecture']> = Extract<TextTowerSpec, { architecture: A }>;

/** Parts of a text tower of one kind, where both specs have one. */
function inText<A extends TextTowerSpec['architecture']>(kind: A, aspects: readonly Aspect<TowerOf<A>>[]): Aspect<LitSpec>[] {
  const tower = ({ text }: LitSpec) => (text.known && text.value.architecture === kind ? (text.value as TowerOf<A>) : null);
  return aspects.map(({ key, field, differs, put }) => ({
    key,
    field: (spec) => {
      const text = tower(spec);
      return text === null ? null : field(text);
    },
    differs(config, checkpoint) {
      const [a, b] = [tower(config), tower(checkpoint)];
      return a !== null && b !== null && differs(a, b);
    },
    put(into, from) {
      const [a, b] = [tower(into), tower(from)];
      return a === null || b === null || !into.text.known ? into : { ...into, text: { ...into.text, value: put(a, b) } };
    },
  }));
}

const kindOf = ({ text }: LitSpec) => (text.known ? text.value.architecture : null);

/** The image tower's parts, under its own mapping. */
const inImage = (aspects: readonly Aspect<VitSpec>[]): Aspect<LitSpec>[] =>
  within<LitSpec, 'image'>('image', aspects).map((aspect) => ({ ...aspect, key: `image.${aspect.key}` }));

const LIT: readonly Aspect<LitSpec>[] = [
  {
    key: 'text_model',
    field: ({ text }) => text,
    differs: (config, checkpoint) => kindOf(config) !== null && kindOf(checkpoint) !== null && kindOf(config) !== kindOf(checkpoint),
    put: (into, from) => ({ ...into, text: from.text, tokenizer: from.tokenizer }),
  },
  ...inText('bert', [leaf('text.config', 'config')]),
  ...inText('text-transformer', [
    leaf('text.width', 'width'),
    ...encoder<TowerOf<'text-transformer'>>('text.'),
    leaf('text.vocab_size', 'vocabSize'),
    leaf('pp.max_len', 'maxLen'),
  ]),
  {
    key: 'out_dim',
    field: ({ outDim }) => outDim,
    differs: ({ outDim: a }, { outDim: b }) => a.known && b.known && !sameValue(a.value, b.value),
    put(into, { outDim, image, text }) {
      const tower = into.text.known && text.known ? { ...into.text, value: { ...into.text.value, numClasses: text.value.numClasses } } : into.text;
      return { ...into, outDim, image: { ...into.image, numClasses: image.numClasses }, text: tower };
    },
  },
  ...inImage([...TOWER, leaf('image_size', 'imageSize')]),
];

/** The aspects of an architecture; both specs they are given are of it. */
export function aspectsOf({ architecture }: ArchitectureSpec): readonly Aspect[] {
  // Each list is of the specs of its architecture, which the caller compares with their like only.
  if (!isUpstreamArchitecture(architecture)) return [];
  return { vit: VIT, mixer: MIXER, lit: LIT }[architecture] as readonly Aspect<never>[] as readonly Aspect[];
}
