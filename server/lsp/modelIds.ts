import { createHash } from 'node:crypto';
import type { ModelAnalysis } from '../core/analysis';
import { fingerprint } from '../core/editor';

/**
 * Short names for configs, equal for equal ones: what lenses carry and results are kept under. In Python each function's config is one of
 * its own, as a person runs the function and not what it happens to be equal to.
 */
export class ModelIds {
  readonly #known = new WeakMap<ModelAnalysis, string>();

  of(model: ModelAnalysis): string {
    let id = this.#known.get(model);
    if (id === undefined) {
      const { python } = model.spec;
      const place = python === undefined ? '' : `${python.name} ${python.args ?? ''}`;
      id = createHash('sha256')
        .update(`${place}${fingerprint(model.spec)}`)
        .digest('hex')
        .slice(0, 16);
      this.#known.set(model, id);
    }
    return id;
  }
}
