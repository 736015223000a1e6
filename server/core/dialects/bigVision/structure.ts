/**
 * Structure: the arguments of a model against what its module takes. Every one of them becomes an argument of a Python function,
 * which refuses one it does not know.
 */
import { removeEntry, renameKey, replaceValue } from '../../edit/edits';
import { isPlainSlip, nearest } from '../../edit/nearest';
import type { Finding, Fix } from '../../finding';
import { phrase } from '../../phrase';
import type { ConfigDocument, ConfigNode, Entry } from '../../syntax/tree';
import { entryOf } from '../../syntax/tree';
import { titled } from '../../title';
import type { Recognition } from '../dialect';
import { type ForeignForm, keysOf, type Schema, schemaAt, typeInWords, typesOf } from '../schemaDocs';
import { code, either, got, listed } from '../visionTransformer/structure/words';
import { type Layout, layoutOf, type Module, PREFIX } from './layout';
import { decodeVariant, sizesOf } from './variants';

const FORMS: Readonly<Record<Module, ForeignForm>> = { vit: 'big-vision-vit', mlp_mixer: 'big-vision-mixer' };

/** What every flax module takes, and what nothing reads. */
const UNSAID: readonly string[] = ['name', 'parent', 'model_name'];

/** What other programs, or vision_transformer itself, call an argument. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  hidden_size: 'width',
  embed_dim: 'width',
  num_layers: 'depth',
  layers: 'depth',
  heads: 'num_heads',
  classifier: 'pool_type',
  pool: 'pool_type',
  representation_size: 'rep_size',
  dropout_rate: 'dropout',
  pos_embed: 'posemb',
  pos_emb: 'posemb',
};

/** Findings about structure, in source order. Never throws. */
export function structure(document: ConfigDocument, _recognition: Recognition): readonly Finding[] {
  const layout = layoutOf(document);
  if (layout === null) return [];
  const { root, model, module } = layout;
  const findings: Finding[] = [...withoutClasses(layout), ...withoutSizes(layout)];
  const written = entryOf(root, 'model');
  if (written !== undefined && model === null && written.value.kind !== 'unknown') {
    findings.push(error('wrong-type', written, phrase`\`model\` must be a mapping of the model's arguments, got ${got(written.value)}`));
  }
  for (const entry of counting(model?.entries ?? [])) {
    if (UNSAID.includes(entry.key)) continue;
    const schema = schemaAt(FORMS[module], entry.key);
    const finding = schema === undefined ? stray(document, module, entry, model?.entries ?? []) : ofValue(document, module, entry, schema);
    if (finding !== null) findings.push(finding);
  }
  return findings.sort((a, b) => a.range.start - b.range.start);
}

/** Of equal keys the last. */
function counting(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.key, entry])).values()];
}

function error(name: Finding['code'], { keyRange, value }: Entry, message: Finding['message'], fixes: readonly Fix[] = []): Finding {
  return { code: name, severity: 'error', message, range: name === 'unknown-key' ? keyRange : value.range, related: [], fixes };
}

/** `config.num_classes` is read without a default. */
function withoutClasses({ root }: Layout): Finding[] {
  const name = entryOf(root, 'model_name');
  if (name === undefined || root.open !== undefined || entryOf(root, 'num_classes') !== undefined) return [];
  return [
    {
      code: 'missing-key',
      severity: 'error',
      message: phrase`\`num_classes\` is missing: big_vision's train.py reads it for every model, ${'None'} for one without a head.`,
      range: name.keyRange,
      related: [],
      fixes: [],
    },
  ];
}

const NEEDED = ['patch_size', 'hidden_dim', 'num_blocks', 'tokens_mlp_dim', 'channels_mlp_dim'];

/** A Mixer's sizes have no defaults. */
function withoutSizes({ root, model, module }: Layout): Finding[] {
  const place = entryOf(root, 'model') ?? entryOf(root, 'model_name');
  if (module !== 'mlp_mixer' || place === undefined || root.open !== undefined || model?.open !== undefined || place.value.kind === 'unknown') return [];
  const variant = entryOf(model, 'variant')?.value;
  if (variant !== undefined && !(variant.kind === 'scalar' && variant.value === null)) return [];
  const missing = NEEDED.filter((key) => entryOf(model, key) === undefined);
  if (missing.length === 0) return [];
  const message = phrase`Without a \`variant\` an MLP-Mixer needs ${listed(missing.map(code))}`;
  return [{ code: 'missing-key', severity: 'error', message, range: place.keyRange, related: [], fixes: [] }];
}

function stray(document: ConfigDocument, module: Module, entry: Entry, all: readonly Entry[]): Finding | null {
  const { key } = entry;
  const path = PREFIX + key;
  if (key === 'num_classes') {
    const removal = removeEntry(document, path);
    const fixes = removal === null ? [] : [{ title: phrase`Remove ${code(key)}`, edits: [removal] }];
    return error('unknown-key', entry, phrase`\`num_classes\` is given to the model twice: train.py takes it from the config itself.`, fixes);
  }
  const names = keysOf(FORMS[module], '').map((docs) => docs.key);
  const free = names.filter((name) => all.every((other) => other.key !== name));
  const other = Object.hasOwn(OTHER_NAMES, key) ? OTHER_NAMES[key] : undefined;
  const meant = other !== undefined && free.includes(other) ? other : nearest(key, free);
  const edit = meant === null ? null : renameKey(document, path, meant);
  const safe = meant !== null && other === undefined && isPlainSlip(key.toLowerCase(), meant, names) ? ({ safe: true } as const) : {};
  const fixes = meant === null || edit === null ? [] : [{ title: phrase`Rename to ${code(meant)}`, edits: [edit], ...safe }];
  const suffix = meant === null ? phrase`.` : phrase`. Did you mean ${code(meant)}?`;
  return error('unknown-key', entry, phrase`${code(key)} is not an argument of ${MODELS[module]}${suffix}`, fixes);
}

const MODELS: Readonly<Record<Module, string>> = { vit: "big_vision's ViT", mlp_mixer: "big_vision's MLP-Mixer" };

/** The first thing that is wrong with a value; nothing of one that is not known. */
function ofValue(document: ConfigDocument, module: Module, entry: Entry, schema: Schema): Finding | null {
  const { key, value } = entry;
  if (value.kind === 'unknown' || (value.kind === 'sequence' && value.items.some(({ kind }) => kind === 'unknown'))) return null;
  if (!isOfType(value, schema)) {
    const message = phrase`${code(key)} must be ${typeInWords(schema, document.syntax)}, got ${got(value)}`;
    return error(
      'wrong-type',
      entry,
      isSide(value, key) ? phrase`${message}: flax makes strips one pixel high of a single number` : message,
      respelt(document, entry, schema),
    );
  }
  if (value.kind !== 'scalar') return null;
  const plain = value.value;
  if (typeof plain === 'number') {
    if (schema.minimum !== undefined && plain < schema.minimum)
      return error('out-of-range', entry, phrase`${code(key)} must be at least ${schema.minimum}, got ${got(value)}`);
    if (schema.maximum !== undefined && plain > schema.maximum)
      return error('out-of-range', entry, phrase`${code(key)} must be at most ${schema.maximum}, got ${got(value)}`);
  }
  if (typeof plain !== 'string') return null;
  if (schema.enum !== undefined && !schema.enum.includes(plain)) return notAllowed(document, entry, plain, schema.enum.map(String));
  return key === 'variant' ? ofVariant(document, module, entry, plain) : null;
}

const isSide = (node: ConfigNode, key: string): boolean => key === 'patch_size' && node.kind === 'scalar' && typeof node.value === 'number';

/** The same value as it was meant: a number in quotes, a whole one with a point, one side of a square. */
function respelt(document: ConfigDocument, { key, value }: Entry, schema: Schema): Fix[] {
  if (value.kind !== 'scalar' || value.value === null || typeof value.value === 'boolean') return [];
  const number = Number(value.value);
  if (value.text.trim() === '' || !Number.isSafeInteger(number) || number < (schema.minimum ?? 1)) return [];
  const meant = key === 'patch_size' ? [number, number] : typesOf(schema).includes('integer') ? number : null;
  const edit = meant === null ? null : replaceValue(document, PREFIX + key, meant);
  return edit === null ? [] : [{ title: phrase`${key}: ${typeof meant === 'number' ? meant : `(${number}, ${number})`}`, edits: [edit], safe: true }];
}

/** Whether a value is what a schema says, as far as its kind and its items go. */
export function isOfType(node: ConfigNode, schema: Schema): boolean {
  const { items, minItems, maxItems } = schema;
  const types = typesOf(schema);
  if (types.length === 0) return true;
  if (node.kind === 'mapping' || node.kind === 'unknown') return types.includes('object');
  if (node.kind === 'sequence') {
    const count = node.items.length;
    return (
      types.includes('array') &&
      count >= (minItems ?? 0) &&
      count <= (maxItems ?? count) &&
      node.items.every((item) => isOfType(item, items ?? {}) && !isBelow(item, items))
    );
  }
  const { value } = node;
  if (value === null) return types.includes('null');
  if (typeof value === 'number') return types.includes('number') || (types.includes('integer') && node.integer);
  return types.includes(typeof value);
}

const isBelow = (node: ConfigNode, schema: Schema | undefined): boolean =>
  node.kind === 'scalar' && typeof node.value === 'number' && schema?.minimum !== undefined && node.value < schema.minimum;

function notAllowed(document: ConfigDocument, entry: Entry, word: string, allowed: readonly string[]): Finding {
  const near = nearest(word.toLowerCase(), allowed);
  const choices = near === null ? allowed : [near];
  const fixes = choices.flatMap((choice): Fix[] => {
    const edit = replaceValue(document, PREFIX + entry.key, choice);
    return edit === null ? [] : [{ title: phrase`${entry.key}: ${choice}`, edits: [edit] }];
  });
  return error('not-allowed-value', entry, phrase`${code(entry.key)} must be ${either(allowed.map(code))}, got ${got(entry.value)}`, fixes);
}

function ofVariant(document: ConfigDocument, module: Module, entry: Entry, text: string): Finding | null {
  const decoded = decodeVariant(module, text);
  if (!('fault' in decoded)) return null;
  const [size = '', patch] = text.split('/');
  const candidates = nearestSizes(size, sizesOf(module)).map((name) => `${name}/${patch !== undefined && /^\d+$/.test(patch) ? patch : '16'}`);
  const fixes = candidates.flatMap((name): Fix[] => {
    const edit = 'fault' in decodeVariant(module, name) ? null : replaceValue(document, `${PREFIX}variant`, name);
    return edit === null ? [] : [{ title: titled(`variant: ${name}`), edits: [edit] }];
  });
  return error('not-allowed-value', entry, phrase`\`variant\` ${text} can't be decoded: ${decoded.fault}.`, fixes);
}

/** The sizes whose names differ in capitals only, or begin alike. */
function nearestSizes(size: string, names: readonly string[]): readonly string[] {
  const low = size.toLowerCase();
  const same = names.filter((name) => name.toLowerCase() === low);
  return same.length > 0 ? same : names.filter((name) => low !== '' && low.startsWith(name.toLowerCase()));
}
