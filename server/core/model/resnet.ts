import type { Pair, ResnetSpec } from '../dialects/spec';
import { phrase } from '../phrase';
import type { GraphBuilder } from './builder';
import { lastSize } from './builder';
import type { FieldReader } from './fields';
import { lastName } from './fields';
import { stemGrid, stemHalvings } from './geometry';
import type { Tensor } from './graph';

const GROUPS = 32;

/** What programs do otherwise than upstream. */
export interface StemStyle {
  /** Of the norms in the units. */
  readonly epsilon: number;
  /** See ConvOp. */
  readonly varianceEpsilon?: number;
}

const UPSTREAM_STEM: StemStyle = { epsilon: 1e-6 };
export const SCENIC_STEM: StemStyle = { epsilon: 1e-4, varianceEpsilon: 1e-10 };

/** The ResNet stem of a hybrid. */
export interface StemPlan {
  readonly width: number;
  /** Bottleneck units of each stage; upstream builds the first unit even of a stage of 0. */
  readonly stages: readonly number[];
  /** Rows and columns that the stem leaves of the image. */
  readonly grid: Pair;
  /** Pixels that one position of the grid stands for. */
  readonly downscale: number;
  readonly keys: { readonly width: string; readonly stages: string };
}

export function planStem(spec: ResnetSpec, imageSize: Pair, reader: FieldReader): StemPlan {
  const stages = reader.counts(spec.numLayers);
  // Python's int(): towards zero.
  const width = Math.trunc(64 * reader.real(spec.widthFactor));
  const keys = { width: spec.widthFactor.key, stages: spec.numLayers.key };
  if (width < 1 || Math.abs(width % GROUPS) > 0) {
    reader.problem(
      'group-norm-width',
      phrase`${lastName(keys.width)} makes the stem ${width} channels wide, which GroupNorm can't divide into its ${GROUPS} groups.`,
      keys.width,
    );
  }
  if (width * 2 ** (stages.length + 1) > Number.MAX_SAFE_INTEGER) {
    reader.problem('model-too-large', phrase`${stages.length} stages double the stem's width beyond what can be counted exactly.`, keys.stages, keys.width);
    return { width, stages: [], grid: [Number.NaN, Number.NaN], downscale: Number.NaN, keys };
  }
  return { width, stages, grid: stemGrid(imageSize, stages.length), downscale: 2 ** stemHalvings(stages.length), keys };
}

/** Root convolution and bottleneck stages, [1, h, w, 3] -> [1, h', w', channels]. */
export function emitStem(b: GraphBuilder, images: Tensor, prefix: string, plan: StemPlan, style = UPSTREAM_STEM): Tensor {
  const part = `${prefix}stem`;
  const keys = [plan.keys.width];
  let x = b.section(part, part, () => {
    const root = b.conv(images, { scope: `${prefix}conv_root`, keys }, plan.width, [7, 7], [2, 2], 'SAME', true, style.varianceEpsilon);
    const normed = b.groupNorm(root, { scope: `${prefix}gn_root`, keys }, GROUPS);
    const rectified = b.activation(normed, { scope: `${prefix}gn_root`, keys }, 'relu');
    return b.maxPool(rectified, { scope: `${prefix}gn_root`, keys }, [3, 3], [2, 2]);
  });
  const stageKeys = [plan.keys.stages, plan.keys.width];
  plan.stages.forEach((units, stage) => {
    const features = plan.width * 2 ** stage;
    const scope = `${prefix}block${stage + 1}`;
    const first = `${scope}/unit1`;
    x = b.section(first, part, () => emitUnit(b, x, first, features, stage === 0 ? 1 : 2, stageKeys, style));
    const others = `${scope}/unit{i}`;
    x = b.repeat(others, part, Math.max(0, units - 1), 2, x, (carried) => emitUnit(b, carried, others, features, 1, stageKeys, style));
  });
  return x;
}

/** A bottleneck unit: 1x1, 3x3, 1x1 to four times the features, plus the input, projected where its shape differs. */
function emitUnit(b: GraphBuilder, x: Tensor, scope: string, features: number, stride: 1 | 2, keys: readonly string[], style: StemStyle): Tensor {
  const at = (name: string) => ({ scope: `${scope}/${name}`, keys });
  const one: Pair = [1, 1];
  const strides: Pair = [stride, stride];
  const out = features * 4;
  let residual = x;
  if (stride !== 1 || lastSize(x) !== out) {
    residual = b.groupNorm(b.conv(x, at('conv_proj'), out, one, strides, 'SAME', true, style.varianceEpsilon), at('gn_proj'), GROUPS, style.epsilon);
  }
  let y = b.groupNorm(b.conv(x, at('conv1'), features, one, one, 'SAME', true, style.varianceEpsilon), at('gn1'), GROUPS, style.epsilon);
  y = b.activation(y, at('gn1'), 'relu');
  y = b.groupNorm(b.conv(y, at('conv2'), features, [3, 3], strides, 'SAME', true, style.varianceEpsilon), at('gn2'), GROUPS, style.epsilon);
  y = b.activation(y, at('gn2'), 'relu');
  y = b.groupNorm(b.conv(y, at('conv3'), out, one, one, 'SAME', true, style.varianceEpsilon), at('gn3'), GROUPS, style.epsilon);
  return b.activation(b.add(residual, y, { scope, keys }), { scope, keys }, 'relu');
}
