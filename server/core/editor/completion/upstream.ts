import { DocumentAnalysis, type ModelAnalysis } from '../../analysis';
import { UPSTREAM_MODELS } from '../../dialects/visionTransformer/catalogue';
import { configText } from '../../dialects/visionTransformer/text';
import { type PlainMapping, plainValue } from '../../edit';
import { costText } from '../modelLine';

/** Upstream's models as they are configured, each analysed once for whoever keeps this. */
export class UpstreamFigures {
  readonly #models = new Map<string, ModelAnalysis>();

  /** The config of one of upstream's models, by its name. */
  config(name: string): PlainMapping {
    return plainValue(UPSTREAM_MODELS[name] ?? {}) as PlainMapping;
  }

  /** undefined for a name that is none of theirs. */
  model(name: string): ModelAnalysis | undefined {
    const known = this.#models.get(name);
    if (known !== undefined || !Object.hasOwn(UPSTREAM_MODELS, name)) return known;
    const text = configText(this.config(name), { syntax: 'yaml' });
    const [model] = new DocumentAnalysis(text, { fileName: 'upstream.vit.yaml', syntax: 'yaml', ignore: [] }).models;
    if (model !== undefined) this.#models.set(name, model);
    return model;
  }

  /** `86.6 M · 17.6 GMACs`, at 224 pixels and for 1000 classes; null for a name that is none of theirs. */
  cost(name: string): string | null {
    const figures = this.model(name)?.figures ?? null;
    return figures === null ? null : costText(figures);
  }
}
