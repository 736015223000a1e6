/**
 * Whether a document is a vision_transformer config, and by what evidence. A name speaks for itself; content has to be
 * plain: keys in a combination that no other common format has. Anything else is left alone.
 */
import { type Phrase, phrase, verbatim } from '../../phrase';
import type { ConfigDocument, ConfigNode, MappingNode } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import type { Evidence, Recognition } from '../dialect';
import { CLASSIFIERS } from '../spec';
import { upstreamModel } from './catalogue';
import { hasArchitectureKey, hasKey, INFERENCE_KEYS, TRAINING_KEYS, textOf } from './keys';

const NAMED_MODEL_KEYS: readonly string[] = ['model_name', 'image_size', 'num_classes', 'checkpoint', 'labels', '$schema'];

const TELLING_NAME = /\.vit\.(ya?ml|json)$/i;

/** So many keys of a training no other program's config has. */
const ENOUGH_OF_TRAINING = 8;

/** Without one of these keys there is no evidence below. */
const TELLING_KEY = /\b(?:model_name|text_model|tokens_mlp_dim|patches|hidden_size)\b/;

export function hasTellingName(fileName: string): boolean {
  return TELLING_NAME.test(fileName);
}

export function mightBe(text: string): boolean {
  return TELLING_KEY.test(text);
}

export function detect(document: ConfigDocument, fileName: string | null): Recognition | null {
  const byName: Evidence[] = fileName !== null && hasTellingName(fileName) ? [{ reason: phrase`the file name ends in ${telling(fileName)}`, range: null }] : [];
  const root = document.root;
  if (root?.kind !== 'mapping') return byName.length > 0 ? { dialect: 'vision_transformer', form: 'model', evidence: byName } : null;
  const byContent = document.syntax === 'python' && isAnothers(root) ? null : contentEvidence(root, document.syntax === 'python');
  if (byContent === null && byName.length === 0) return null;
  return { dialect: 'vision_transformer', form: formOf(root), evidence: [...byName, ...(byContent ?? [])] };
}

function contentEvidence(root: MappingNode, based: boolean): Evidence[] | null {
  return (
    trainingEvidence(root, based) ??
    modelEvidence(
      root,
      root.entries.every(({ key }) => NAMED_MODEL_KEYS.includes(key)),
    )
  );
}

/** Many programs in Python cut `patches.size`; those whose encoder's keys stand beside it are not upstream's, whatever else they have. */
function isAnothers(root: MappingNode): boolean {
  const model = entryOf(root, 'model')?.value;
  const mapping = model?.kind === 'mapping' ? model : root;
  const flat = ['num_layers', 'num_heads', 'mlp_dim'].filter((key) => entryOf(mapping, key) !== undefined);
  return flat.length > 1 && entryOf(mapping, 'transformer') === undefined && nameEvidence(mapping) === null;
}

function telling(fileName: string): string {
  return TELLING_NAME.exec(fileName)?.[0] ?? fileName;
}

/** Which form a document that is ours has. */
function formOf(root: MappingNode): Recognition['form'] {
  if (hasArchitectureKey(root)) return 'model';
  return entryOf(root, 'model') !== undefined || hasKey(root, [...TRAINING_KEYS, ...INFERENCE_KEYS, 'pp']) ? 'training' : 'model';
}

/**
 * A model under `model:`, or an upstream model named beside the numbers of a training. `based`: it may be what others add
 * their model to, as upstream's configs/common.py, and then its numbers are evidence enough.
 */
function trainingEvidence(root: MappingNode, based: boolean): Evidence[] | null {
  if (hasArchitectureKey(root)) return null;
  const beside = keyEvidence(root, [...TRAINING_KEYS, ...INFERENCE_KEYS, 'pp'], phrase`a key of a training config`);
  const model = entryOf(root, 'model');
  if (model?.value.kind === 'mapping') {
    const inner = modelEvidence(model.value, true);
    return inner === null ? null : [...inner.map(({ reason, range }) => ({ reason: phrase`under \`model\`: ${reason}`, range })), ...beside];
  }
  const named = nameEvidence(root);
  if (named !== null) return beside.length === 0 ? null : [named, ...beside];
  const isLeft = model === undefined || model.value.kind === 'unknown' || (model.value.kind === 'scalar' && model.value.value === null);
  return based && isLeft && beside.length >= ENOUGH_OF_TRAINING ? beside : null;
}

/** `nameTells`: whether an upstream model's name is enough. Other programs' configs name models too, beside keys of their own. */
function modelEvidence(mapping: MappingNode, nameTells: boolean): Evidence[] | null {
  const named = nameEvidence(mapping);
  const content = litEvidence(mapping) ?? mixerEvidence(mapping) ?? vitEvidence(mapping);
  if (content === null) return named !== null && nameTells ? [named] : null;
  return named === null ? content : [named, ...content];
}

/** `testing` is a name of upstream too, but tells nothing. */
function nameEvidence(mapping: MappingNode): Evidence | null {
  const node = entryOf(mapping, 'model_name')?.value;
  const name = textOf(node);
  if (node === undefined || name === undefined || name.startsWith('testing') || upstreamModel(name) === undefined) return null;
  return { reason: phrase`\`model_name\` is ${name}, one of upstream's models`, range: node.range };
}

function litEvidence(mapping: MappingNode): Evidence[] | null {
  const model = entryOf(mapping, 'text_model');
  const outDim = entryOf(mapping, 'out_dim');
  if (model === undefined || outDim === undefined) return null;
  const text = textOf(model.value);
  const image = entryOf(mapping, 'image')?.value;
  const tower = image?.kind === 'mapping' ? vitEvidence(image) : null;
  if (tower === null && text !== 'text_transformer' && text !== 'bert') return null;
  return [
    { reason: phrase`\`text_model\` beside \`out_dim\`, as in LiT`, range: model.keyRange },
    { reason: verbatim('`out_dim`'), range: outDim.keyRange },
    ...(tower ?? []).map(({ reason, range }) => ({ reason: phrase`under \`image\`: ${reason}`, range })),
  ];
}

function mixerEvidence(mapping: MappingNode): Evidence[] | null {
  const tokens = entryOf(mapping, 'tokens_mlp_dim');
  const channels = entryOf(mapping, 'channels_mlp_dim');
  if (tokens === undefined || channels === undefined) return null;
  return [
    { reason: phrase`\`tokens_mlp_dim\` beside \`channels_mlp_dim\`, as in MLP-Mixer`, range: tokens.keyRange },
    { reason: verbatim('`channels_mlp_dim`'), range: channels.keyRange },
    ...keyEvidence(mapping, ['hidden_dim', 'num_blocks'], phrase`a key of MLP-Mixer`),
  ];
}

/**
 * `patches.size` beside anything else of a ViT. Without it: `hidden_size` and an encoder, which other formats have too,
 * beside something that only upstream's VisionTransformer has.
 */
function vitEvidence(mapping: MappingNode): Evidence[] | null {
  const patches = entryOf(mapping, 'patches')?.value;
  const size = entryOf(patches, 'size');
  const transformer = entryOf(mapping, 'transformer');
  const encoder =
    transformer?.value.kind === 'mapping' ? keyEvidence(transformer.value, ['mlp_dim', 'num_heads', 'num_layers'], phrase`a key of the encoder`) : [];
  const width = keyEvidence(mapping, ['hidden_size'], phrase`a key of a ViT`);
  const classifier = entryOf(mapping, 'classifier');
  const own = [
    ...(classifier !== undefined && CLASSIFIERS.some((name) => name === textOf(classifier.value))
      ? [{ reason: phrase`\`classifier\` is ${textOf(classifier.value) ?? ''}`, range: classifier.value.range }]
      : []),
    ...keyEvidence(mapping, ['representation_size', 'head_bias_init'], phrase`a key of a ViT`),
    ...(isStem(entryOf(mapping, 'resnet')?.value) ? keyEvidence(mapping, ['resnet'], phrase`a hybrid's stem`) : []),
  ];
  if (size !== undefined) {
    const rest = [...encoder, ...width, ...own];
    return rest.length > 0 ? [{ reason: phrase`\`patches.size\`, as in a ViT`, range: size.keyRange }, ...rest] : null;
  }
  return width.length > 0 && encoder.length >= 2 && own.length > 0 ? [...own, ...encoder, ...width] : null;
}

function isStem(node: ConfigNode | undefined): boolean {
  return entryOf(node, 'num_layers') !== undefined && entryOf(node, 'width_factor') !== undefined;
}

function keyEvidence(mapping: MappingNode, keys: readonly string[], what: Phrase): Evidence[] {
  const found: Evidence[] = [];
  for (const key of keys) {
    const entry = entryOf(mapping, key);
    if (entry !== undefined) found.push({ reason: phrase`\`${key}\`, ${what}`, range: entry.keyRange });
  }
  return found;
}
