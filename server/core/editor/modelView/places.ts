/** From parts back to the text: the typed keys that decide each, the most telling first. */
import type { DocumentAnalysis, ModelAnalysis } from '../../analysis';
import type { Field } from '../../dialects/spec';
import { type Entry, entryOf } from '../../syntax/tree';
import type { Range } from '../../text';
import { type KeyPlace, type TypedField, typedFields } from '../places';
import type { Part } from './parts';

/**
 * The keys of each part. A key that decides few parts tells more of each than one that decides them all (`num_layers` before
 * `hidden_size`); of equal ones, that which decides more of the part.
 */
export function keysByPart(parts: readonly Part[]): ReadonlyMap<Part, readonly string[]> {
  const reach = new Map<string, number>();
  const counted = parts.map((part) => {
    const counts = new Map<string, number>();
    for (const key of part.slices.flatMap(({ ops }) => ops.flatMap((op) => op.keys))) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const key of counts.keys()) reach.set(key, (reach.get(key) ?? 0) + 1);
    return [part, counts] as const;
  });
  const order = (counts: ReadonlyMap<string, number>) => (a: string, b: string) =>
    (reach.get(a) ?? 0) - (reach.get(b) ?? 0) || (counts.get(b) ?? 0) - (counts.get(a) ?? 0);
  return new Map(counted.map(([part, counts]) => [part, [...counts.keys()].sort(order(counts))]));
}

/** Where keys stand, in their order, each with its value; the model's own place where none of them is typed. */
export function placesOf(analysis: DocumentAnalysis, model: ModelAnalysis, keys: readonly string[]): KeyPlace[] {
  const { anchor, prefix } = model.spec;
  const places = typedFields(model, keys, writtenPlace).map((field) => ({
    key: typedKey(analysis, field),
    range: field.range.origin === undefined ? wholeEntry(analysis.text, field) : writtenPlace(field),
  }));
  if (places.length === 0) places.push({ key: typedKey(analysis, { key: prefix, keyRange: anchor }), range: anchor });
  return places.map(({ key, range }) => ({ key: key.startsWith(prefix) ? key.slice(prefix.length) : key, range }));
}

/** Of what came in by a call the place it was written at, where that is in the same file; else the call, with its origin. */
function writtenPlace({ keyRange, range }: TypedField): Range {
  const { origin } = range;
  if (origin === undefined || origin.file !== null) return range;
  const key = keyRange?.origin;
  const follows = key?.file === null && key.name === origin.name && key.range.start <= origin.range.start;
  return { start: (follows ? key : origin).range.start, end: origin.range.end };
}

/** From the key to the end of its value. */
function wholeEntry(text: string, { keyRange, range }: Field<unknown> & { readonly range: Range }): Range {
  if (keyRange === null) return range;
  let end = Math.max(keyRange.end, range.end);
  while (end > keyRange.end && /\s/.test(text[end - 1] ?? '')) end--;
  return { start: keyRange.start, end };
}

/** The key as it is typed: `pp.crop` where that decides `image_size`, `model_name` of a model that is only named. */
function typedKey({ document: { root } }: DocumentAnalysis, { key, keyRange }: Pick<Field<unknown>, 'key' | 'keyRange'>): string {
  if (keyRange === null || root?.kind !== 'mapping') return key;
  const path = key.split('.');
  // A number of a pair has a key of its own: `out_dim.0`.
  for (const own of [path, path.slice(0, -1)]) {
    let entry: Entry | undefined;
    for (const name of own) entry = entryOf(entry === undefined ? root : entry.value, name);
    if (entry?.keyRange.start === keyRange.start) return own.join('.');
  }
  const search = (entries: readonly Entry[], prefix: string): string | undefined => {
    for (const entry of entries) {
      if (entry.keyRange.start === keyRange.start) return prefix + entry.key;
      const inside = entry.value.kind === 'mapping' ? search(entry.value.entries, `${prefix}${entry.key}.`) : undefined;
      if (inside !== undefined) return inside;
    }
    return undefined;
  };
  return search(root.entries, '') ?? key;
}
