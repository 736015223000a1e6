/** Values that decide how the image becomes tokens. */

import { valueOf } from '../../dialects/fields';
import type { MixerSpec, ModelSpec, Pair, ResnetSpec, VitSpec } from '../../dialects/spec';
import { UPSTREAM_MODELS, type UpstreamResnet } from '../../dialects/visionTransformer/catalogue';
import type { PlainValue } from '../../edit';
import { divisors, stemGrid } from '../../model/geometry';
import { type PhraseValue, phrase, verbatim } from '../../phrase';
import { stagesOf } from '../../rules/tokens';
import { times, valueText } from '../format';
import { tokensText } from '../inlayHints';
import { type Candidate, candidate, costWith, fixed, ranked, tokenization } from './candidate';

/** The tower that looks at the image, within its whole model. */
export interface ImageTower {
  readonly model: ModelSpec;
  readonly image: VitSpec | MixerSpec;
}

const USUAL_PATCHES = [16, 32, 14, 8];
const USUAL_IMAGES = [224, 384, 256, 192, 448, 512, 160, 128];
const MOST_PATCHES = 6;
const MOST_IMAGES = 8;

/** Patches that cut the image, or what a stem leaves of it, without a rest; `usual` first where it does. */
export function patchSizes({ model, image }: ImageTower, usual: PlainValue | undefined): Candidate[] {
  const first = Array.isArray(usual) && typeof usual[0] === 'number' ? usual[0] : null;
  return fittingSides(image, first).map((side) => {
    const cut = tokenization(model, { ...image, patchSize: fixed(image.patchSize, [side, side]) });
    return candidate([side, side], cut === null ? null : tokensText(cut.grid, cut.tokens));
  });
}

function fittingSides(image: VitSpec | MixerSpec, usual: number | null): number[] {
  const size = valueOf(image.imageSize);
  const stages = image.architecture === 'vit' ? stagesOf(image) : null;
  if (size === null || stages === undefined) return stages === null ? ranked(usual, USUAL_PATCHES) : [1];
  const [rows, columns] = stages === null ? size : stemGrid(size, stages);
  const fitting = divisors(gcd(rows, columns));
  const far = (side: number) => Math.abs(Math.log(side / 16));
  // Behind its stages a hybrid takes each position for a token; a patch as large as what a stem leaves would see only one.
  const order =
    stages === null
      ? [...USUAL_PATCHES, ...fitting.filter((side) => side >= 4).sort((a, b) => far(a) - far(b))]
      : [...(stages === 0 ? [8, 4] : []), ...fitting.sort((a, b) => a - b)].filter((side) => side < Math.min(rows, columns));
  return ranked(stages === null && usual !== null && order.includes(usual) ? usual : null, order)
    .filter((side) => fitting.includes(side))
    .slice(0, MOST_PATCHES);
}

/** Sizes that the effective patch divides, the usual ones first; `usual` before all. */
export function imageSizes({ model, image }: ImageTower, usual: number | null): Candidate[] {
  const cutAt = (side: number) => tokenization(model, { ...image, imageSize: fixed<Pair>(image.imageSize, [side, side]) });
  const patch = cutAt(1024)?.effectivePatch;
  const step = patch === undefined ? 1 : (patch[0] * patch[1]) / gcd(patch[0], patch[1]);
  const wanted = ranked(usual, USUAL_IMAGES);
  const nearest = wanted.map((side) => Math.max(1, Math.round(side / step)) * step).filter((side) => side <= 1024);
  return ranked(null, [...wanted.filter((side) => side % step === 0), ...nearest])
    .slice(0, MOST_IMAGES)
    .map((side) => {
      const cut = cutAt(side);
      return candidate(side, cut === null ? null : tokensText(cut.grid, cut.tokens));
    });
}

/** The stems of the released hybrids, each with what becomes of a patch. */
export function stemStages({ model, image }: ImageTower, usual: PlainValue | undefined): Candidate[] {
  const found = new Map<string, Candidate>();
  const add = (stages: readonly number[]) => {
    const name = Object.values(UPSTREAM_MODELS).find((upstream) => 'resnet' in upstream && valueText(upstream.resnet?.num_layers) === valueText(stages));
    const stem = name === undefined ? null : name.model_name.split('-')[0]?.replace('+ViT', '');
    const stemmed = image.architecture === 'vit' ? withStages(image, stages) : null;
    const cut = stemmed === null ? null : tokenization(model, stemmed);
    const patch = cut === null ? null : phrase`effective patch ${times(cut.effectivePatch)}`;
    if (!found.has(valueText(stages))) found.set(valueText(stages), candidate(stages, stages.length === 0 ? phrase`root block alone` : stem, patch));
  };
  if (Array.isArray(usual) && usual.every((units) => typeof units === 'number')) add(usual);
  for (const upstream of Object.values(UPSTREAM_MODELS)) if (isHybrid(upstream)) add(upstream.resnet.num_layers);
  return [...found.values()];
}

function withStages(vit: VitSpec, stages: readonly number[]): VitSpec {
  const { resnet, hiddenSize } = vit;
  const prefix = hiddenSize.key.slice(0, hiddenSize.key.length - 'hidden_size'.length);
  const nowhere = { known: false, reason: verbatim(''), keyRange: null, range: null } as const;
  const stem: ResnetSpec = resnet ?? {
    numLayers: { ...nowhere, key: `${prefix}resnet.num_layers` },
    widthFactor: { ...nowhere, key: `${prefix}resnet.width_factor` },
  };
  return { ...vit, resnet: { ...stem, numLayers: fixed(stem.numLayers, stages) } };
}

function isHybrid(model: object): model is { readonly resnet: UpstreamResnet } {
  return 'resnet' in model;
}

/** Widths of the stem that its 32 groups divide. */
export function widthFactors({ model, image }: ImageTower): Candidate[] {
  const field = image.architecture === 'vit' ? image.resnet?.widthFactor : undefined;
  return [1, 2, 0.5].map((factor) => candidate(factor, phrase`stem width ${64 * factor}`, costWith(model, field, factor)));
}

const CLASSES: readonly (readonly [number, PhraseValue])[] = [
  [1000, 'ImageNet-1k'],
  [21_843, 'ImageNet-21k'],
  [100, 'CIFAR-100'],
  [10, 'CIFAR-10'],
  [0, phrase`no head`],
];

export function classCounts({ model, image }: ImageTower): Candidate[] {
  return CLASSES.map(([count, of]) => candidate(count, of, costWith(model, image.numClasses, count)));
}

function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
