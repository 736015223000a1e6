/** Names: of models, checkpoints, data sets, tokenizers; and what joins two towers. */

import { valueOf } from '../../dialects/fields';
import { isUpstreams } from '../../dialects/schemaDocs';
import type { LitSpec, ModelSpec, Pair } from '../../dialects/spec';
import { UPSTREAM_MODELS, type UpstreamModel } from '../../dialects/visionTransformer/catalogue';
import { presetOf } from '../../dialects/visionTransformer/presets';
import { isKin } from '../../dialects/visionTransformer/template';
import { datasetOf } from '../../dialects/visionTransformer/training';
import type { PlainValue } from '../../edit';
import { phrase } from '../../phrase';
import { AUGREG } from '../../rules/augreg-checkpoint';
import { figuresOf, withOutDim } from '../../rules/consequences';
import { costText } from '../modelLine';
import { type Candidate, candidate, ranked } from './candidate';
import type { Place, Surroundings } from './surroundings';

/** All of upstream's models, those of the config's own kind first; within a tower only those that fit it. */
export function modelNames(around: Surroundings, place: Place): Candidate[] {
  const inTower = place.path !== 'model_name';
  const isOwn = (model: UpstreamModel) => isKin(inTower || !isUpstreams(place.form) ? 'vit' : place.form, model);
  const rank = (model: UpstreamModel) => (isOwn(model) ? 0 : 2) + (model.model_name.startsWith('testing') ? 1 : 0);
  const models = Object.values(UPSTREAM_MODELS).filter((model) => !inTower || isOwn(model));
  const names = models.sort((a, b) => rank(a) - rank(b)).map((model) => model.model_name);
  const usual = around.template(place);
  return ranked(typeof usual === 'string' ? usual : 'ViT-B_16', names).map((name) => candidate(name, around.upstream.cost(name)));
}

/** AugReg's checkpoints, that of the config's own model first. */
export function checkpoints(model: ModelSpec | null): Candidate[] {
  const name = model === null ? null : valueOf(model.name)?.replace(/-gap-norep$/, '');
  const own = [...AUGREG].find(([, of]) => of === name)?.[0];
  return ranked(own, [...AUGREG.keys()]).map((short) => candidate(short, phrase`the best of ${AUGREG.get(short) ?? ''}`));
}

export function datasets(names: readonly PlainValue[]): Candidate[] {
  return names.map((name) => {
    if (typeof name !== 'string') return candidate(name);
    const { classes } = datasetOf(name);
    const crop = presetOf(name)?.crop;
    return candidate(name, classes === undefined ? null : phrase`${classes} classes`, crop === undefined ? null : phrase`crop ${crop} by preset`);
  });
}

/** The class that the given model is of first. */
export function modelTypes(model: ModelSpec | null): Candidate[] {
  const types = [candidate('ViT', phrase`VisionTransformer, hybrids included`), candidate('Mixer', 'MlpMixer')];
  return model?.architecture.architecture === 'mixer' ? types.reverse() : types;
}

/** The tokenizer of the text tower that is given first. */
export function tokenizers(lit: LitSpec | null): Candidate[] {
  const found = [candidate('bert', phrase`WordPiece, for text_model bert`), candidate('sentencepiece', phrase`SentencePiece, for text_model text_transformer`)];
  const text = lit === null ? null : valueOf(lit.text);
  return text?.architecture === 'text-transformer' ? found.reverse() : found;
}

/** Projections by which both embeddings come out equally wide; null while the image tower's width is not known. */
export function outDims(model: ModelSpec, lit: LitSpec): Candidate[] | null {
  const image = valueOf(lit.image.hiddenSize);
  if (image === null) return null;
  const text = valueOf(lit.text);
  const words = text?.architecture === 'bert' ? { base: 768, large: 1024 }[valueOf(text.config) ?? 'base'] : null;
  const pairs: Pair[] = [
    [0, image],
    [image, image],
  ];
  if (words !== null) pairs.push([words, 0]);
  pairs.push([512, 512]);
  return pairs.map(([ofImage, ofText]) => {
    const figures = figuresOf(withOutDim(model, [ofImage, ofText]));
    return candidate([ofImage || null, ofText || null], phrase`both ${ofImage || ofText} wide`, figures === null ? null : costText(figures));
  });
}
