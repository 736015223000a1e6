/** Weights for a model nobody trained: seeded random numbers of sensible scale, or zeros. */
import type { Shape } from '../../core/model/graph';
import { elements } from '../shapes';
import { normalTable, Pcg32, seedFor } from './random';
import type { NamedParameter, WeightSource } from './source';

/** Deviation of biases, embeddings and tokens, as BERT and ViT start them. */
const EMBEDDING_DEVIATION = 0.02;

/**
 * Independent normal numbers for each parameter, the same for the same seed and name.
 * Kernels have deviation 1/sqrt(fan in), so that a layer keeps the scale of what passes through it; scales of normalisation
 * are 1; biases are small but not zero, so that a forgotten bias shows; everything else is as embeddings are. With a
 * normalisation before each block (or behind it, in BERT) outputs stay finite and of order one at any depth.
 */
export function randomWeights(seed: number): WeightSource {
  const table = normalTable();
  return {
    description: `random (seed ${seed})`,
    open({ name, shape }: NamedParameter) {
      if (isScale(name)) return (target) => void target.fill(1);
      const generator = new Pcg32(seedFor(name, seed));
      const deviation = isKernel(name) ? 1 / Math.sqrt(fanIn(name, shape)) : EMBEDDING_DEVIATION;
      return (target) => generator.fillNormal(target, table, 0, deviation);
    },
  };
}

export const zeroWeights: WeightSource = {
  description: 'zeros',
  open: () => (target) => void target.fill(0),
};

/** Scales of LayerNorm and GroupNorm. */
export function isScale(name: string): boolean {
  return /(^|\/)scale$/.test(name);
}

function isKernel(name: string): boolean {
  return /(^|\/)kernel$/.test(name);
}

/** How many inputs each output of a kernel sums: all axes but those of the output. Attention's query, key and value have two of the output. */
function fanIn(name: string, shape: Shape): number {
  const outputAxes = /(^|\/)(query|key|value)\/kernel$/.test(name) && shape.length === 3 ? 2 : 1;
  return Math.max(1, elements(shape.slice(0, shape.length - outputAxes)));
}
