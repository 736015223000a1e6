import { createHash } from 'node:crypto';
import type { ModelAnalysis } from '../core/analysis';
import { fingerprint } from '../core/editor';

/** Short names for configs, equal for equal ones: what lenses carry and results are kept under. */
export class ModelIds {
  readonly #known = new WeakMap<ModelAnalysis, string>();

  of(model: ModelAnalysis): string {
    let id = this.#known.get(model);
    if (id === undefined) {
      id = createHash('sha256').update(fingerprint(model.spec)).digest('hex').slice(0, 16);
      this.#known.set(model, id);
    }
    return id;
  }
}
