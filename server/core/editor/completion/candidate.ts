import { ModelAnalysis } from '../../analysis';
import { withValue } from '../../dialects/fields';
import { type Field, known, type MixerSpec, type ModelSpec, type TransformerSpec, type VitSpec } from '../../dialects/spec';
import type { PlainValue } from '../../edit';
import { buildGraph } from '../../model';
import type { Tokenization } from '../../model/graph';
import { type Phrase, type PhraseValue } from '../../phrase';
import { besides } from '../format';
import { costText } from '../modelLine';

/** A value that fits, the first of several being the usual one. */
export interface Candidate {
  readonly value: PlainValue;
  /** A few words: what follows from it. */
  readonly detail: Phrase | null;
  /** A sentence: what it means. */
  readonly note: Phrase | null;
}

export function candidate(value: PlainValue, ...details: readonly (PhraseValue | null | undefined)[]): Candidate {
  return { value, detail: besides(...details), note: null };
}

/** The values in order, each once; `first`, where there is one, in front. */
export function ranked<T>(first: T | null | undefined, others: readonly T[]): T[] {
  return first === null || first === undefined ? [...new Set(others)] : [...new Set([first, ...others])];
}

/** The whole model with another value in a field of it: `86.6 M · 17.6 GMACs`; null where it can't be built. */
export function costWith<T>(model: ModelSpec, field: Field<T> | undefined, value: T): string | null {
  if (field === undefined) return null;
  const { figures } = new ModelAnalysis(withValue(model, field, value));
  return figures === null ? null : costText(figures);
}

/** How an image becomes tokens, whatever else of the model is still missing; null where it can't. */
export function tokenization(model: ModelSpec, image: VitSpec | MixerSpec): Tokenization | null {
  const result = buildGraph({ ...model, architecture: image.architecture === 'vit' ? bareVit(image) : bareMixer(image) });
  return result.ok ? result.graph.image : null;
}

/** Nothing behind the tokens: the smallest model that has them. */
function bareVit(vit: VitSpec): VitSpec {
  return {
    ...vit,
    hiddenSize: fixed(vit.hiddenSize, 1),
    transformer: vit.transformer === null ? null : bareEncoder(vit.transformer),
    classifier: vit.classifier.known ? vit.classifier : fixed(vit.classifier, 'token'),
    representationSize: fixed(vit.representationSize, null),
    numClasses: fixed(vit.numClasses, 0),
    resnet: vit.resnet === null ? null : { ...vit.resnet, widthFactor: fixed(vit.resnet.widthFactor, 1) },
  };
}

/** No blocks; without an encoder there would be no class token either. */
function bareEncoder(encoder: TransformerSpec): TransformerSpec {
  return { ...encoder, numLayers: fixed(encoder.numLayers, 0), numHeads: fixed(encoder.numHeads, 1), mlpDim: fixed(encoder.mlpDim, 1) };
}

function bareMixer(mixer: MixerSpec): MixerSpec {
  return {
    ...mixer,
    hiddenDim: fixed(mixer.hiddenDim, 1),
    numBlocks: fixed(mixer.numBlocks, 0),
    tokensMlpDim: fixed(mixer.tokensMlpDim, 1),
    channelsMlpDim: fixed(mixer.channelsMlpDim, 1),
    numClasses: fixed(mixer.numClasses, 0),
  };
}

/** The field with a value that is certain. */
export function fixed<T>(field: Field<T>, value: T): Field<T> {
  return known(field.key, value, field);
}
