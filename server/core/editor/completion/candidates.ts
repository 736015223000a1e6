import { valueOf } from '../../dialects/fields';
import { isUpstreams } from '../../dialects/schemaDocs';
import { isUpstreamSpec, type LitSpec, type MixerSpec, type ModelSpec, type TextTransformerSpec, type VitSpec } from '../../dialects/spec';
import type { PlainValue } from '../../edit';
import { plainValue } from '../../edit';
import { phrase } from '../../phrase';
import { ofBigVision } from './bigVisionValues';
import { type Candidate, candidate, costWith } from './candidate';
import { classCounts, type ImageTower, imageSizes, patchSizes, stemStages, widthFactors } from './imageValues';
import { checkpoints, datasets, modelNames, modelTypes, outDims, tokenizers } from './nameValues';
import type { Place, Surroundings } from './surroundings';
import { costed, headCounts, hiddenWidths, type Stack, widths } from './widthValues';

/** The values that fit a key, the usual one first; none for a mapping and for a key that may hold anything. */
export function candidates(around: Surroundings, place: Place): Candidate[] {
  return ofMeaning(around, place) ?? ofSchema(around, place);
}

/** By what the key means beside the others; null for one that means nothing more than its schema says. */
function ofMeaning(around: Surroundings, place: Place): Candidate[] | null {
  const { form, path } = place;
  if (!isUpstreams(form)) return form === 'big-vision-training' ? null : ofBigVision(around.model, path);
  if (/^(?:image\.)?model_name$/.test(path)) return modelNames(around, place);
  const { model } = around;
  if (form === 'training') return ofTraining(around, place);
  if (form === 'lit') {
    const lit = model?.architecture.architecture === 'lit' ? model.architecture : null;
    return ofLit(around, place, lit);
  }
  const architecture = model?.architecture;
  if (form === 'mixer') return architecture?.architecture === 'mixer' && model !== null ? ofMixer(around, place, model, architecture) : null;
  return architecture?.architecture === 'vit' && model !== null ? ofVit(around, place, path, model, architecture) : null;
}

function ofVit(around: Surroundings, place: Place, path: string, model: ModelSpec, vit: VitSpec): Candidate[] | null {
  const usual = around.template(place);
  const first = typeof usual === 'number' ? usual : null;
  const tower: ImageTower = { model, image: vit };
  const { transformer } = vit;
  const stack: Stack = { model, width: vit.hiddenSize, heads: transformer?.numHeads, widthName: 'hidden_size' };
  switch (path) {
    case 'hidden_size':
      return widths(stack, first, [768, 384, 1024, 192, 1280, 512]);
    case 'transformer.num_layers':
      return costed(model, transformer?.numLayers, first, [12, 24, 32, 6]);
    case 'transformer.num_heads':
      return headCounts(stack);
    case 'transformer.mlp_dim':
      return hiddenWidths(stack, transformer?.mlpDim, [4, 2, 3]);
    case 'patches.size':
      return patchSizes(tower, usual);
    case 'image_size':
      return imageSizes(tower, null);
    case 'num_classes':
      return classCounts(tower);
    case 'representation_size': {
      const width = valueOf(vit.hiddenSize);
      const none = candidate(null, phrase`none`, costWith(model, vit.representationSize, null));
      return width === null ? [none] : [none, candidate(width, phrase`as wide as hidden_size`, costWith(model, vit.representationSize, width))];
    }
    case 'resnet.num_layers':
      return stemStages(tower, usual);
    case 'resnet.width_factor':
      return widthFactors(tower);
    default:
      return null;
  }
}

function ofMixer(around: Surroundings, place: Place, model: ModelSpec, mixer: MixerSpec): Candidate[] | null {
  const usual = around.template(place);
  const first = typeof usual === 'number' ? usual : null;
  const tower: ImageTower = { model, image: mixer };
  const stack: Stack = { model, width: mixer.hiddenDim, heads: undefined, widthName: 'hidden_dim' };
  switch (place.path) {
    case 'hidden_dim':
      return widths(stack, first, [768, 1024, 512]);
    case 'num_blocks':
      return costed(model, mixer.numBlocks, first, [12, 24, 8, 32]);
    case 'tokens_mlp_dim':
      return hiddenWidths(stack, mixer.tokensMlpDim, [0.5, 0.25, 1]);
    case 'channels_mlp_dim':
      return hiddenWidths(stack, mixer.channelsMlpDim, [4, 2, 3]);
    case 'patches.size':
      return patchSizes(tower, usual);
    case 'image_size':
      return imageSizes(tower, null);
    case 'num_classes':
      return classCounts(tower);
    default:
      return null;
  }
}

function ofLit(around: Surroundings, place: Place, lit: LitSpec | null): Candidate[] | null {
  const { model } = around;
  if (place.path === 'pp.tokenizer_name') return tokenizers(lit);
  if (lit === null || model === null) return null;
  if (place.path.startsWith('image.')) return ofVit(around, place, place.path.slice('image.'.length), model, lit.image);
  const text = valueOf(lit.text);
  if (place.path.startsWith('text.')) return text?.architecture === 'text-transformer' ? ofText(around, place, model, text) : null;
  switch (place.path) {
    case 'out_dim':
      return outDims(model, lit);
    case 'pp.size':
      return imageSizes({ model, image: lit.image }, null);
    case 'pp.max_len':
      return costed(model, text?.maxLen, 16, [32, 64]);
    default:
      return null;
  }
}

function ofText(around: Surroundings, place: Place, model: ModelSpec, text: TextTransformerSpec): Candidate[] | null {
  const usual = around.template(place);
  const first = typeof usual === 'number' ? usual : null;
  const stack: Stack = { model, width: text.width, heads: text.numHeads, widthName: 'width' };
  switch (place.path) {
    case 'text.width':
      return widths(stack, first, [512, 384, 192, 768]);
    case 'text.num_layers':
      return costed(model, text.numLayers, first, [12, 6, 24]);
    case 'text.num_heads':
      return headCounts(stack);
    case 'text.mlp_dim':
      return hiddenWidths(stack, text.mlpDim, [4, 2, 3]);
    case 'text.vocab_size':
      return costed(model, text.vocabSize, first, [32_000, 16_000]);
    default:
      return null;
  }
}

function ofTraining(around: Surroundings, place: Place): Candidate[] | null {
  const { model } = around;
  const examples = () => ofSchema(around, place).map(({ value }) => value);
  switch (place.path) {
    case 'dataset':
      return datasets(examples());
    case 'pp.crop': {
      if (model === null) return null;
      const { architecture } = model;
      const usual = around.template(place);
      if (!isUpstreamSpec(architecture)) return null;
      return imageSizes({ model, image: architecture.architecture === 'lit' ? architecture.image : architecture }, typeof usual === 'number' ? usual : null);
    }
    case 'model_or_filename':
      return checkpoints(model);
    case 'model_type':
      return modelTypes(model);
    default:
      return null;
  }
}

/** Longer descriptions would be cut beside a label. */
const LONGEST = 48;

/** By the schema alone: what a key is limited to, or its default and examples; the likeliest upstream model's value first. */
function ofSchema(around: Surroundings, place: Place): Candidate[] {
  const docs = around.docs(place);
  if (docs === null || around.isMapping(place)) return [];
  const usual = around.template(place);
  const preferred = [usual, docs.default].filter((value) => value !== undefined).map(plainValue);
  const limited: PlainValue[] = docs.values.length > 0 ? docs.values.map(({ value }) => value) : docs.types.includes('boolean') ? [true, false] : [];
  const free = limited.length > 0 ? [] : [...docs.examples.map(plainValue), ...(docs.types.includes('null') ? [null] : [])];
  const all = new Map(
    [...preferred, ...limited, ...free].filter((value) => limited.length === 0 || limited.includes(value)).map((value) => [JSON.stringify(value), value]),
  );
  return [...all.values()].map((value) => {
    const note = docs.values.find((allowed) => allowed.value === value)?.description ?? null;
    return { value, detail: note === null || note.text.length > LONGEST ? null : note, note };
  });
}
