/** What rules share when they read a model spec: known whole numbers, the towers of a model, where to point, how to name a key. */

import type { ArchitectureSpec, Field, Known, ModelSpec, Pair, ResnetSpec, TextTransformerSpec, VitSpec } from '../dialects/spec';
import { setValue } from '../edit/edits';
import type { PlainValue } from '../edit/literal';
import { pythonLiteral } from '../edit/python/literal';
import type { RelatedPlace } from '../finding';
import { type Phrase, phrase, verbatim } from '../phrase';
import type { ConfigDocument, Syntax } from '../syntax/tree';
import { placeName, type Range, type TextEdit } from '../text';

/** The value of a field that is a known whole number above 0, else null. */
export function whole(field: Field<number>): number | null {
  return field.known && isWhole(field.value) ? field.value : null;
}

/** The value of a field that is a known pair of whole numbers above 0, else null. */
export function wholePair(field: Field<Pair>): Pair | null {
  return field.known && isWhole(field.value[0]) && isWhole(field.value[1]) ? field.value : null;
}

/** Whether a value was taken only because the config does not tell it: of such, nothing is said. */
export const isAssumed = (field: Field<unknown>): boolean => field.known && field.source === 'default' && field.origin !== undefined;

export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** The ViT of a model: itself, or LiT's image tower. */
export function vitOf(architecture: ArchitectureSpec): VitSpec | null {
  if (architecture.architecture === 'lit') return architecture.image;
  return architecture.architecture === 'vit' ? architecture : null;
}

/** The ResNet stem of a hybrid, whoever's. */
export function resnetOf(architecture: ArchitectureSpec): ResnetSpec | null {
  if (architecture.architecture === 'scenic-vit' || architecture.architecture === 'torch-vit' || architecture.architecture === 'trans-unet')
    return architecture.resnet;
  return vitOf(architecture)?.resnet ?? null;
}

export function textTransformerOf(architecture: ArchitectureSpec): TextTransformerSpec | null {
  if (architecture.architecture !== 'lit' || !architecture.text.known) return null;
  return architecture.text.value.architecture === 'text-transformer' ? architecture.text.value : null;
}

/** Where to point: the first of the fields that is typed, else the model's name. */
export function placeOf(spec: ModelSpec, ...fields: readonly Field<unknown>[]): Range {
  for (const { range } of fields) if (range !== null) return range;
  return spec.anchor;
}

/** The place of a field that has a part in a finding, unless it is the finding's own place or nowhere typed. */
export function relatedTo(spec: ModelSpec, at: Range, ...fields: readonly Known<unknown>[]): RelatedPlace[] {
  return fields.flatMap((field) => {
    const { range } = field;
    if (range === null || placeName(range) === placeName(at)) return [];
    return [{ range, message: saidOf(spec, field) }];
  });
}

function saidOf(spec: ModelSpec, { key, value, source, origin }: Known<unknown>): Phrase {
  const said = `\`${labelOf(spec, key)}: ${valueText(square(key, value), syntaxOf(spec))}\``;
  if (source === 'upstream-model' && origin !== undefined) return phrase`${origin} has ${said}`;
  return source === 'derived' && origin !== undefined ? phrase`${said} from ${origin}` : verbatim(said);
}

/** An image size of equal sides, read into a pair, is one number to a person. */
function square(key: string, value: unknown): unknown {
  return Array.isArray(value) && value[0] === value[1] && /(?:^|\.)(?:image_size|img_size|crop)$|(?:^|\.)pp\.size$/.test(key) ? value[0] : value;
}

/** Writes a field's value where it is or belongs; null where it is not the config's to write but a named model's. */
export function setField(document: ConfigDocument, field: Field<unknown>, value: PlainValue, beside?: string): TextEdit | null {
  return field.known && field.source === 'upstream-model' ? null : setValue(document, field.key, value, beside);
}

/** A key as a person names it: without the way to the model and to its encoder. */
export function labelOf(spec: ModelSpec, key: string): string {
  const inModel = key.startsWith(spec.prefix) ? key.slice(spec.prefix.length) : key;
  return inModel.startsWith('transformer.') ? inModel.slice('transformer.'.length) : inModel;
}

/** A value as it would be typed (texts without quotes), cut where it is too long to be read in a message. */
export function valueText(value: unknown, syntax: Syntax = 'yaml'): string {
  const text = Array.isArray(value) ? listText(value.slice(0, LONGEST), syntax) : syntax === 'python' ? pythonText(value) : String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

const LONGEST = 80;

function listText(items: readonly unknown[], syntax: Syntax): string {
  const text = items.map((item) => valueText(item, syntax)).join(', ');
  if (syntax !== 'python') return `[${text}]`;
  return items.length === 1 ? `(${text},)` : `(${text})`;
}

function pythonText(value: unknown): string {
  return value === null || typeof value === 'boolean' ? pythonLiteral(value) : String(value);
}

/** The syntax that a model's config is written in, as far as values look different in it. */
export function syntaxOf({ node }: ModelSpec): Syntax {
  return node.python === undefined ? 'yaml' : 'python';
}

/** Equal numbers, texts or lists of them. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return Object.is(a, b);
  return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
}

/** `1 token`, `197 tokens`. */
export function tokenCount(count: number): Phrase {
  return count === 1 ? phrase`1 token` : phrase`${count} tokens`;
}

/** `1 patch`, `196 patches`. */
export function patchCount(count: number): Phrase {
  return count === 1 ? phrase`1 patch` : phrase`${count} patches`;
}

/** `224 pixels`, `230 pixels (from pp.crop)`. */
export function pixelsOf({ value, source, origin }: Known<Pair>): Phrase {
  const pixels = phrase`${pairText(value)} pixels`;
  return source === 'derived' && origin !== undefined ? phrase`${pixels} (from ${origin})` : pixels;
}

/** `` `accum_steps: 8` ``, with a word on it where it is nowhere typed. */
export function withSource(key: string, { value, source }: Known<unknown>): Phrase {
  const said = `\`${key}: ${valueText(value)}\``;
  return source === 'default' ? phrase`${said} (upstream's default)` : verbatim(said);
}

/** `224`, or `224 x 192` where the sides differ. */
export function pairText([height, width]: Pair): string {
  return height === width ? String(height) : `${height} x ${width}`;
}
