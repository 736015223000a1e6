/** What is worth saying of each shape-deciding field beside its description: how it relates to others, and which steps people take. */

import { decodeVariant } from '../dialects/bigVision/variants';
import { valueOf } from '../dialects/fields';
import type {
  ArchitectureSpec,
  BigVisionVitSpec,
  Field,
  LitSpec,
  MixerSpec,
  Pair,
  ResnetSpec,
  ScenicMixerSpec,
  ScenicVitSpec,
  TorchVitSpec,
  TransformerSpec,
  TransUnetSpec,
  VitSpec,
} from '../dialects/spec';
import { type Phrase, type PhraseValue, phrase } from '../phrase';
import { ratio, valueText } from './format';

export interface FieldFact {
  readonly field: Field<unknown>;
  /** In words that can stand after a semicolon: `` 4× `hidden_size` ``. null where there is nothing to say. */
  readonly relation: Phrase | null;
  /** What the field is for beside deciding shapes: `tokens` and `text-tokens` set how many there are, `split` only divides what others size. */
  readonly role: 'shape' | 'tokens' | 'text-tokens' | 'split';
  /** One step down and one step up, in rising order. */
  readonly steps: readonly Step[];
  show(value: unknown): PhraseValue;
}

export interface Step {
  readonly label: Phrase;
  /** Of the field's own type. */
  readonly value: unknown;
  /** What has to move with it for the model to stay buildable. */
  readonly along: readonly { readonly field: Field<unknown>; readonly value: unknown }[];
}

const USUAL_PATCHES = [4, 8, 14, 16, 32];
const USUAL_IMAGES = [128, 160, 192, 224, 256, 384, 448, 512, 768, 1024];
const USUAL_CLASSES = [10, 100, 1000, 21_843];

interface Sayings<T> {
  readonly relation?: Phrase | null;
  readonly role?: FieldFact['role'];
  readonly steps?: readonly (T | null)[];
  readonly show?: (value: T) => PhraseValue;
  /** Words behind a step's value, and what moves along. */
  readonly note?: (value: T) => Phrase;
  readonly along?: (value: T) => Step['along'];
}

function fact<T>(field: Field<T>, say: (value: T) => Sayings<T>): FieldFact {
  const said: Sayings<T> = field.known ? say(field.value) : {};
  const show = said.show ?? valueText;
  const step = (value: T): Step => {
    const note = said.note?.(value);
    return { label: note === undefined ? phrase`${show(value)}` : phrase`${show(value)}, ${note}`, value, along: said.along?.(value) ?? [] };
  };
  return {
    field,
    relation: said.relation ?? null,
    role: said.role ?? 'shape',
    steps: (said.steps ?? []).filter((value) => value !== null).map(step),
    show: (value) => show(value as T),
  };
}

/** The next smaller and the next larger of the usual values. */
function neighbours(value: number, usual: readonly number[]): number[] {
  const below = usual.findLast((candidate) => candidate < value);
  const above = usual.find((candidate) => candidate > value);
  return [below, above].filter((candidate) => candidate !== undefined);
}

const square = (side: number): Pair => [side, side];
const around = (value: number, by: number): number[] => [value - by, value + by].filter((step) => step >= 1);
const halfAndDouble = (value: number): number[] => [value / 2, value * 2].filter((step) => Number.isInteger(step) && step >= 1);

/** The nearest head counts that divide the width, below and above. */
function headSteps(heads: number, width: number | null): number[] {
  if (width === null || !(width > 0 && width <= 65_536)) return [];
  const fits = (candidate: number) => width % candidate === 0;
  const steps: number[] = [];
  for (let below = Math.min(heads, width + 1) - 1; below >= 1; below--) {
    if (!fits(below)) continue;
    steps.push(below);
    break;
  }
  for (let above = Math.max(1, Math.floor(heads) + 1); above <= width; above++) {
    if (!fits(above)) continue;
    steps.push(above);
    break;
  }
  return steps;
}

/** Of a width split over heads: `12 heads of 64`. */
function headsOf(width: number, heads: number | null): Phrase | null {
  return heads !== null && heads > 0 && width % heads === 0 ? phrase`${heads} heads of ${width / heads}` : null;
}

/** A width one head narrower and wider, the heads keeping theirs. */
function widthFact(field: Field<number>, heads: Field<number> | null): FieldFact {
  return fact(field, (width) => {
    const count = heads === null ? null : valueOf(heads);
    const relation = headsOf(width, count);
    if (heads === null || count === null || relation === null) return { steps: around(width, 64) };
    const head = width / count;
    return {
      relation,
      steps: around(width, head),
      note: (value) => phrase`${value / head} heads`,
      along: (value) => [{ field: heads, value: value / head }],
    };
  });
}

function multiple(value: number, of: number | null, name: string): Phrase | null {
  return of !== null && of > 0 ? phrase`${ratio(value / of)}× \`${name}\`` : null;
}

function encoder(transformer: Pick<TransformerSpec, 'numLayers' | 'numHeads' | 'mlpDim'>, width: number | null, widthName: string): FieldFact[] {
  return [
    fact(transformer.numLayers, (layers) => ({ steps: around(layers, 1) })),
    fact(transformer.numHeads, (heads) => ({
      relation: width !== null && heads > 0 && width % heads === 0 ? phrase`head width ${width / heads}` : null,
      role: 'split',
      steps: headSteps(heads, width),
      ...(width === null ? {} : { note: (value) => phrase`head width ${width / value}` }),
    })),
    fact(transformer.mlpDim, (dim) => ({ relation: multiple(dim, width, widthName), steps: around(dim, width ?? 64) })),
  ];
}

function imageSize(field: Field<Pair>): FieldFact {
  return fact(field, ([height, width]) => {
    return {
      role: 'tokens',
      steps: height === width ? neighbours(height, USUAL_IMAGES).map(square) : [],
      show: (value) => (value[0] === value[1] ? String(value[0]) : valueText(value)),
    };
  });
}

const patchSize = (field: Field<Pair>): FieldFact =>
  fact(field, ([rows, columns]) => ({ role: 'tokens', steps: rows === columns ? neighbours(rows, USUAL_PATCHES).map(square) : [] }));

const numClasses = (field: Field<number>): FieldFact =>
  fact(field, (classes) => ({ steps: neighbours(classes, USUAL_CLASSES), show: (value) => (value === 0 ? phrase`no head` : value) }));

function resnet(spec: ResnetSpec): FieldFact[] {
  return [
    fact(spec.numLayers, (stages) => {
      const last = stages.at(-1);
      if (last === undefined) return { relation: phrase`a root block alone` };
      return {
        relation: stages.length === 1 ? phrase`1 stage` : phrase`${stages.length} stages`,
        steps: around(last, 1).map((units) => [...stages.slice(0, -1), units]),
      };
    }),
    fact(spec.widthFactor, (factor) => ({ relation: phrase`stem width ${Math.trunc(64 * factor)}`, steps: [factor / 2, factor * 2] })),
  ];
}

function vit(spec: VitSpec): FieldFact[] {
  return [
    widthFact(spec.hiddenSize, spec.transformer?.numHeads ?? null),
    ...(spec.transformer === null ? [] : encoder(spec.transformer, valueOf(spec.hiddenSize), 'hidden_size')),
    patchSize(spec.patchSize),
    imageSize(spec.imageSize),
    fact(spec.representationSize, (size) => ({ steps: size === null ? [valueOf(spec.hiddenSize)] : [] })),
    fact(spec.classifier, (classifier) => ({ steps: classifier === 'token' ? ['gap' as const] : classifier === 'gap' ? ['token' as const] : [] })),
    ...(spec.resnet === null ? [] : resnet(spec.resnet)),
    numClasses(spec.numClasses),
  ];
}

function mixer(spec: MixerSpec): FieldFact[] {
  const width = valueOf(spec.hiddenDim);
  return [
    fact(spec.hiddenDim, (dim) => ({ steps: around(dim, dim > 64 ? 64 : 8) })),
    fact(spec.numBlocks, (blocks) => ({ steps: around(blocks, 1) })),
    fact(spec.tokensMlpDim, (dim) => ({ relation: multiple(dim, width, 'hidden_dim'), steps: halfAndDouble(dim) })),
    fact(spec.channelsMlpDim, (dim) => ({ relation: multiple(dim, width, 'hidden_dim'), steps: around(dim, width ?? 64) })),
    patchSize(spec.patchSize),
    imageSize(spec.imageSize),
    numClasses(spec.numClasses),
  ];
}

function lit(spec: LitSpec): FieldFact[] {
  const { text } = spec;
  // The towers' class counts are out_dim, a pair: no single step of it keeps the towers in agreement.
  const image = vit(spec.image).filter(({ field }) => field !== spec.image.numClasses);
  if (!text.known) return image;
  if (text.value.architecture === 'bert') {
    return [
      ...image,
      fact(text.value.config, (config) => ({ steps: config === 'base' ? ['large' as const] : ['base' as const] })),
      fact(text.value.maxLen, (length) => ({ role: 'text-tokens', steps: halfAndDouble(length) })),
    ];
  }
  const tower = text.value;
  return [
    ...image,
    widthFact(tower.width, tower.numHeads),
    ...encoder(tower, valueOf(tower.width), 'width'),
    fact(tower.vocabSize, (size) => ({ steps: halfAndDouble(size) })),
    fact(tower.maxLen, (length) => ({ role: 'text-tokens', steps: halfAndDouble(length) })),
  ];
}

/** The sizes that a variant sets where they are not written themselves. */
function variant(spec: BigVisionVitSpec): FieldFact {
  const set = [
    ['width', spec.width],
    ['depth', spec.depth],
    ['mlp_dim', spec.mlpDim],
    ['num_heads', spec.numHeads],
  ] as const;
  const own = set.filter(([, field]) => field.known && field.source === 'derived' && field.range === spec.variant.range);
  const decode = (name: string | null) => {
    const decoded = name === null ? null : decodeVariant('vit', name);
    return decoded === null || 'fault' in decoded ? null : decoded.sizes;
  };
  return fact(spec.variant, (name) => {
    const sizes = decode(name);
    if (name === null || sizes === null) return {};
    const [size = '', ...patch] = name.split('/');
    const at = USUAL_SIZES.indexOf(size);
    const others = at < 0 ? [] : [USUAL_SIZES[at - 1], USUAL_SIZES[at + 1]].filter((other) => other !== undefined);
    const said = own.map(([key]) => phrase`\`${key}\` ${sizes.get(key) ?? 0}`);
    return {
      relation: said.length === 0 ? null : said.reduce((before, next) => phrase`${before}, ${next}`),
      steps: others.map((other) => [other, ...patch].join('/')),
      along: (value) => own.map(([key, field]) => ({ field, value: decode(value)?.get(key) ?? 0 })),
    };
  });
}

/** The sizes one meets, small to large. */
const USUAL_SIZES = ['Ti', 'S', 'B', 'L', 'H', 'g', 'G'];

function bigVisionVit(spec: BigVisionVitSpec): FieldFact[] {
  const { width, depth, mlpDim, numHeads } = spec;
  return [
    variant(spec),
    widthFact(width, numHeads),
    ...encoder({ numLayers: depth, mlpDim, numHeads }, valueOf(width), 'width'),
    patchSize(spec.patchSize),
    imageSize(spec.imageSize),
    fact(spec.repSize, (size) => ({ steps: size === null ? [valueOf(width)] : [] })),
    fact(spec.poolType, (pool) => ({ steps: (['gap', 'map', 'tok'] as const).filter((other) => other !== pool) })),
    fact(spec.posemb, (kind) => ({ steps: kind === 'learn' ? ['sincos2d' as const] : ['learn' as const] })),
    numClasses(spec.numClasses),
  ];
}

/** Those of scenic, ViT-pytorch and its descendants. */
function otherVit(spec: ScenicVitSpec | TorchVitSpec | TransUnetSpec): FieldFact[] {
  return [
    widthFact(spec.hiddenSize, spec.transformer.numHeads),
    ...encoder(spec.transformer, valueOf(spec.hiddenSize), 'hidden_size'),
    patchSize(spec.patchSize),
    imageSize(spec.imageSize),
    ...(spec.resnet === null ? [] : resnet(spec.resnet)),
    ...(spec.architecture === 'scenic-vit' ? [fact(spec.representationSize, (size) => ({ steps: size === null ? [valueOf(spec.hiddenSize)] : [] }))] : []),
    ...(spec.architecture === 'torch-vit' && spec.slideStep !== null ? [fact(spec.slideStep, (step) => ({ role: 'tokens', steps: around(step, 2) }))] : []),
    numClasses(spec.numClasses),
  ];
}

function scenicMixer(spec: ScenicMixerSpec): FieldFact[] {
  const width = valueOf(spec.hiddenSize);
  return [
    fact(spec.hiddenSize, (dim) => ({ steps: around(dim, dim > 64 ? 64 : 8) })),
    fact(spec.numLayers, (layers) => ({ steps: around(layers, 1) })),
    fact(spec.sequenceMlpDim, (dim) => ({ relation: multiple(dim, width, 'hidden_size'), steps: halfAndDouble(dim) })),
    fact(spec.channelsMlpDim, (dim) => ({ relation: multiple(dim, width, 'hidden_size'), steps: around(dim, width ?? 64) })),
    patchSize(spec.patchSize),
    imageSize(spec.imageSize),
    numClasses(spec.numClasses),
  ];
}

/** One fact for each field that decides a shape. */
export function factsOf(architecture: ArchitectureSpec): FieldFact[] {
  if (architecture.architecture === 'vit') return vit(architecture);
  if (architecture.architecture === 'big-vision-vit') return bigVisionVit(architecture);
  if (architecture.architecture === 'lit') return lit(architecture);
  if (architecture.architecture === 'mixer') return mixer(architecture);
  return architecture.architecture === 'scenic-mixer' ? scenicMixer(architecture) : otherVit(architecture);
}
