/** Random weights without drawing them: every parameter is a window into one buffer, at a place that its name and the seed decide. */
import type { Shape } from '../../core/model/graph';
import { elements } from '../../onnx/shapes';
import { isScale } from '../../onnx/weights';
import { normalTable, Pcg32, seedFor } from '../../onnx/weights/random';

/**
 * Deviation of all weights but normalisation's scales, as BERT and ViT start them. From width 10 to 10,000 it keeps a
 * layer's output within a factor of two or so of its (normalised) input; weight standardisation undoes it in a ResNet stem.
 */
const DEVIATION = 0.02;
/** Room for the largest parameter to begin at different places. */
const SLACK = 65_536;
/** Windows begin on cache lines. */
const STEP = 16;

export class WeightWindows {
  readonly #weights: Float32Array;
  /** Scales of LayerNorm and GroupNorm: around 1. Near 0 they would wipe out the signal at each layer. */
  readonly #scales: Float32Array;
  readonly #seed: number;

  constructor(largest: number, largestScale: number, seed: number) {
    this.#seed = seed;
    const table = normalTable();
    const generator = new Pcg32(seed);
    this.#weights = new Float32Array(largest + SLACK);
    generator.fillNormal(this.#weights, table, 0, DEVIATION);
    this.#scales = new Float32Array(largestScale + SLACK / 16);
    generator.fillNormal(this.#scales, table, 1, DEVIATION);
  }

  /** The values of the parameter with this full name. Not a copy. */
  values(name: string, shape: Shape): Float32Array {
    const buffer = isScale(name) ? this.#scales : this.#weights;
    const count = elements(shape);
    const places = Math.floor((buffer.length - count) / STEP) + 1;
    const start = new Pcg32(seedFor(name, this.#seed)).below(places) * STEP;
    return buffer.subarray(start, start + count);
  }
}
