/** The upstream model a config is closest to, and what sets it apart. */
import { DocumentAnalysis, ModelAnalysis } from '../analysis';
import { valueOf, withValue } from '../dialects/fields';
import {
  type ArchitectureSpec,
  type Field,
  isUpstreamSpec,
  type ModelSpec,
  type ResnetSpec,
  type TextTowerSpec,
  type TransformerSpec,
  type VitSpec,
} from '../dialects/spec';
import { UPSTREAM_MODELS } from '../dialects/visionTransformer/catalogue';
import { type PhraseValue, phrase } from '../phrase';
import { valueText } from './format';

export interface Difference {
  /** The key, as upstream writes it. */
  readonly key: string;
  readonly here: PhraseValue;
  readonly there: PhraseValue;
}

export interface Nearest {
  readonly name: string;
  readonly differences: readonly Difference[];
  /** The upstream model at this config's image size and class count. */
  readonly model: ModelAnalysis;
}

type Trait = number | string | null;
type Traits = Map<string, Trait>;

function encoderTraits(prefix: string, { numLayers, numHeads, mlpDim }: Pick<TransformerSpec, 'numLayers' | 'numHeads' | 'mlpDim'>): [string, Trait][] {
  return [
    [`${prefix}num_layers`, valueOf(numLayers)],
    [`${prefix}num_heads`, valueOf(numHeads)],
    [`${prefix}mlp_dim`, valueOf(mlpDim)],
  ];
}

function resnetTraits(resnet: ResnetSpec): [string, Trait][] {
  const stages = valueOf(resnet.numLayers);
  return [
    ['resnet.num_layers', stages === null ? null : valueText(stages)],
    ['resnet.width_factor', valueOf(resnet.widthFactor)],
  ];
}

function patchTrait(field: Field<readonly [number, number]>): Trait {
  const patch = valueOf(field);
  if (patch === null) return null;
  return patch[0] === patch[1] ? patch[0] : valueText(patch);
}

function vitTraits(vit: VitSpec): [string, Trait][] {
  return [
    ['hidden_size', valueOf(vit.hiddenSize)],
    ['patches.size', patchTrait(vit.patchSize)],
    ['classifier', valueOf(vit.classifier)],
    ['representation_size', vit.representationSize.known ? (vit.representationSize.value ?? 'null') : null],
    ...(vit.transformer === null ? [] : encoderTraits('', vit.transformer)),
    ...(vit.resnet === null ? [] : resnetTraits(vit.resnet)),
  ];
}

function textTraits(text: TextTowerSpec | null): [string, Trait][] {
  if (text === null) return [];
  if (text.architecture === 'bert') return [['text.config', valueOf(text.config)]];
  return [['text.width', valueOf(text.width)], ...encoderTraits('text.', text)];
}

function traitsOf(architecture: ArchitectureSpec): Traits {
  if (!isUpstreamSpec(architecture)) return new Map();
  switch (architecture.architecture) {
    case 'vit':
      return new Map(vitTraits(architecture));
    case 'mixer':
      return new Map<string, Trait>([
        ['hidden_dim', valueOf(architecture.hiddenDim)],
        ['patches.size', patchTrait(architecture.patchSize)],
        ['num_blocks', valueOf(architecture.numBlocks)],
        ['tokens_mlp_dim', valueOf(architecture.tokensMlpDim)],
        ['channels_mlp_dim', valueOf(architecture.channelsMlpDim)],
      ]);
    case 'lit': {
      const text = valueOf(architecture.text);
      const outDim = valueOf(architecture.outDim);
      return new Map<string, Trait>([
        ...vitTraits(architecture.image),
        ['text_model', text === null ? null : text.architecture === 'bert' ? 'bert' : 'text_transformer'],
        ...textTraits(text),
        ['out_dim', outDim === null ? null : valueText(outDim)],
      ]);
    }
  }
}

/** Doublings between two numbers; a fixed price for words that differ. */
function apart(here: Trait | undefined, there: Trait | undefined): number {
  if (here === there) return 0;
  if (typeof here === 'number' && typeof there === 'number' && here > 0 && there > 0) return Math.abs(Math.log2(here / there));
  return here === undefined || there === undefined ? 1 : 0.5;
}

function distance(here: Traits, there: Traits): number {
  let sum = 0;
  for (const key of new Set([...here.keys(), ...there.keys()])) sum += apart(here.get(key), there.get(key));
  return sum;
}

function differencesOf(here: Traits, there: Traits): Difference[] {
  const say = (trait: Trait | undefined) => (trait === undefined ? phrase`none` : String(trait));
  return (
    [...new Set([...here.keys(), ...there.keys()])]
      .filter((key) => here.get(key) !== there.get(key) && here.get(key) !== null)
      // Of another kind of text tower, its own keys are no news.
      .filter((key) => !key.startsWith('text.') || here.get('text_model') === there.get('text_model'))
      .map((key) => ({ key, here: say(here.get(key)), there: say(there.get(key)) }))
  );
}

/** An upstream model read by the same way as a file, so that it can't be read differently. */
function upstreamSpec(config: object): ModelSpec | undefined {
  const analysis = new DocumentAnalysis(JSON.stringify(config), { fileName: 'upstream.vit.json', syntax: 'json', ignore: [] });
  return analysis.models[0]?.spec;
}

/** The upstream spec under this config's conditions: its image size and, for a classifier, its class count. */
function underSameConditions(there: ModelSpec, here: ModelSpec): ModelSpec {
  const [ours, theirs] = [here.architecture, there.architecture];
  if (ours.architecture === 'lit' || theirs.architecture === 'lit') {
    if (ours.architecture !== 'lit' || theirs.architecture !== 'lit' || !ours.image.imageSize.known) return there;
    return withValue(there, theirs.image.imageSize, ours.image.imageSize.value);
  }
  const sized = ours.imageSize.known ? withValue(there, theirs.imageSize, ours.imageSize.value) : there;
  return ours.numClasses.known ? withValue(sized, theirs.numClasses, ours.numClasses.value) : sized;
}

/** null where no upstream model is of the same architecture, and for another program's. Reads all of upstream's configs; builds the graph of none. */
export function nearestUpstream(spec: ModelSpec): Nearest | null {
  if (spec.dialect !== 'vision_transformer') return null;
  const here = traitsOf(spec.architecture);
  const name = valueOf(spec.name);
  let best: { name: string; spec: ModelSpec; traits: Traits; distance: number } | null = null;
  for (const [candidate, config] of Object.entries(UPSTREAM_MODELS)) {
    const there = upstreamSpec(config);
    if (there === undefined || there.architecture.architecture !== spec.architecture.architecture) continue;
    const traits = traitsOf(there.architecture);
    const far = distance(here, traits);
    if (best === null || far < best.distance || (far === best.distance && candidate === name)) best = { name: candidate, spec: there, traits, distance: far };
  }
  if (best === null) return null;
  return { name: best.name, differences: differencesOf(here, best.traits), model: new ModelAnalysis(underSameConditions(best.spec, spec)) };
}
