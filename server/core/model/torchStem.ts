import type { Pair, ResnetSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder, Site } from './builder';
import { lastSize } from './builder';
import type { FieldReader } from './fields';
import { lastName } from './fields';
import { windowGrid } from './geometry';
import type { Tensor } from './graph';

const GROUPS = 32;
/** However many numbers `resnet.num_layers` has, three are read. */
const STAGES = 3;

/** The ResNetV2 of ViT-pytorch and TransUNet: upstream's stem in PyTorch, with three stages whatever the config says. */
export interface TorchStemPlan {
  readonly width: number;
  readonly stages: readonly [number, number, number];
  /** Rows and columns behind the root block, its pooling, and each stage. */
  readonly grids: { readonly root: Pair; readonly pooled: Pair; readonly stages: readonly Pair[] };
  readonly keys: { readonly width: string; readonly stages: string };
}

export function planTorchStem(spec: ResnetSpec, imageSize: Pair, reader: FieldReader): TorchStemPlan {
  const units = reader.counts(spec.numLayers);
  const width = Math.trunc(64 * reader.real(spec.widthFactor));
  const keys = { width: spec.widthFactor.key, stages: spec.numLayers.key };
  if (spec.numLayers.known && units.length < STAGES) {
    const count = units.length === 1 ? phrase`1 number` : phrase`${units.length} numbers`;
    reader.problem('hybrid-stages', phrase`${lastName(keys.stages)} has ${count}, and the stem reads ${STAGES}.`, keys.stages);
  }
  if (width < 1 || width % GROUPS > 0) {
    reader.problem(
      'group-norm-width',
      phrase`${lastName(keys.width)} makes the stem ${width} channels wide, which GroupNorm can't divide into its ${GROUPS} groups.`,
      keys.width,
    );
  }
  const [first = 1, second = 1, third = 1] = units;
  return { width, stages: [first, second, third], grids: stemGrids(imageSize), keys };
}

/** What each part of the stem leaves of an image: 112, 55, 55, 28 and 14 of 224, the pooling being without padding. */
export function stemGrids(image: Pair): TorchStemPlan['grids'] {
  const root = windowGrid(image, [7, 7], [2, 2], 3);
  const pooled = windowGrid(root, [3, 3], [2, 2], 'VALID');
  const halved = windowGrid(pooled, [3, 3], [2, 2], 1);
  return { root, pooled, stages: [pooled, halved, windowGrid(halved, [3, 3], [2, 2], 1)] };
}

/** What the stem gives, each [1, h, w, channels]: its end, and on the way there the root block (before the pooling) and the stages. */
export interface StemFeatures {
  readonly output: Tensor;
  readonly root: Tensor;
  readonly stages: readonly Tensor[];
}

export function emitTorchStem(b: GraphBuilder, images: Tensor, scope: string, plan: TorchStemPlan): StemFeatures {
  const keys = [plan.keys.width];
  const stageKeys = [plan.keys.stages, plan.keys.width];
  const [root, pooled] = b.section('stem', 'stem', () => {
    const conv = b.torchConv(images, { scope: `${scope}/root/conv`, keys }, plan.width, 7, 2, 3, 'standardized');
    const normed = b.groupNorm(conv, { scope: `${scope}/root/gn`, keys }, GROUPS);
    const rectified = b.activation(normed, { scope: `${scope}/root`, keys }, 'relu');
    return [rectified, b.maxPool(rectified, { scope: `${scope}/root`, keys }, [3, 3], [2, 2], 'VALID')] as const;
  });
  let x = pooled;
  const stages = plan.stages.map((units, stage) => {
    const features = plan.width * 2 ** stage;
    const block = `${scope}/body/block${stage + 1}`;
    const first = `${block}/unit1`;
    x = b.section(first, 'stem', () => emitUnit(b, x, { scope: first, keys: stageKeys }, features, stage === 0 ? 1 : 2));
    const others = `${block}/unit{i}`;
    x = b.repeat(others, 'stem', Math.max(0, units - 1), 2, x, (carried) => emitUnit(b, carried, { scope: others, keys: stageKeys }, features, 1));
    return x;
  });
  return { output: x, root, stages };
}

/** A bottleneck unit; the norm of its projection has one group for each channel, and PyTorch's own epsilon. */
function emitUnit(b: GraphBuilder, x: Tensor, { scope, keys }: Site, features: number, stride: 1 | 2): Tensor {
  const at = (name: string) => ({ scope: `${scope}/${name}`, keys });
  const out = features * 4;
  let residual = x;
  if (stride !== 1 || lastSize(x) !== out) {
    residual = b.groupNorm(b.torchConv(x, at('downsample'), out, 1, stride, 0, 'standardized'), at('gn_proj'), out, 1e-5);
  }
  let y = b.groupNorm(b.torchConv(x, at('conv1'), features, 1, 1, 0, 'standardized'), at('gn1'), GROUPS);
  y = b.activation(y, at('gn1'), 'relu');
  y = b.groupNorm(b.torchConv(y, at('conv2'), features, 3, stride, 1, 'standardized'), at('gn2'), GROUPS);
  y = b.activation(y, at('gn2'), 'relu');
  y = b.groupNorm(b.torchConv(y, at('conv3'), out, 1, 1, 0, 'standardized'), at('gn3'), GROUPS);
  return b.activation(b.add(residual, y, { scope, keys }), { scope, keys }, 'relu');
}
