/** Weights and inputs made from names, as test/reference/hashed.py makes them, value for value. */
import type { Shape } from '../../../server/core/model/graph';
import { elements } from '../../../server/onnx/shapes';
import type { WeightSource } from '../../../server/onnx/weights/source';

export function fnv1a(text: string): number {
  let code = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) code = Math.imul(code ^ byte, 0x01000193) >>> 0;
  return code;
}

/** Values of the sequence for `name` from position `start` on: center + spread x numbers in [-1, 1). */
export function fillHashed(target: Float32Array, name: string, start: number, center: number, spread: number): void {
  const seed = (fnv1a(name) + start) | 0;
  for (let i = 0; i < target.length; i++) {
    const state = (Math.imul(seed + i, 747796405) + 2891336453) | 0;
    const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737);
    const bits = ((word >>> 22) ^ word) >>> 8;
    target[i] = center + spread * (bits * (2 / 2 ** 24) - 1);
  }
}

function distribution(name: string, shape: Shape): [center: number, spread: number] {
  if (name.endsWith('/scale')) return [1, 0.25];
  if (!name.endsWith('/kernel')) return [0, 0.25];
  const outputs = /\/(query|key|value)\/kernel$/.test(name) && shape.length === 3 ? 2 : 1;
  return [0, Math.sqrt(3 / Math.max(1, elements(shape.slice(0, -outputs))))];
}

export function hashedValues(name: string, shape: Shape): Float32Array {
  const values = new Float32Array(elements(shape));
  fillHashed(values, name, 0, ...distribution(name, shape));
  return values;
}

export const hashedWeights: WeightSource = {
  description: 'hashed',
  open({ name, shape }) {
    let done = 0;
    return (target) => {
      fillHashed(target, name, done, ...distribution(name, shape));
      done += target.length;
    };
  },
};

export function hashedImages(shape: Shape): Float32Array {
  const values = new Float32Array(elements(shape));
  fillHashed(values, 'images', 0, 0, 1);
  return values;
}
