/** Models by their names: where a config names one, and which configs are those of a name. */

import type { DocumentAnalysis, PlacedDocument, Snapshot } from '../../analysis';
import type { ModelSpec } from '../../dialects/spec';
import { upstreamModel } from '../../dialects/visionTransformer/catalogue';
import { hasArchitectureKey } from '../../dialects/visionTransformer/keys';
import { type Phrase } from '../../phrase';
import { contains, type Range, shift } from '../../text';
import { nameOf } from '../modelHover';
import { within, withoutQuotes } from './walk';

/** A model of a file, in offsets of the file. */
export interface ModelPlace {
  readonly name: Phrase;
  /** The whole of its mapping, or of the function that makes it. */
  readonly range: Range;
  /** Its name; where it has none of its own, its first key. */
  readonly selectionRange: Range;
}

/** Where a model's name is written; its first key where that is elsewhere or nowhere. Always within the model. In Python the name of its function. */
export function nameRange({ name, node, anchor, python }: ModelSpec, text: string): Range {
  if (python !== undefined) return python.nameRange;
  const places = [...(name.known && name.range !== null ? [withoutQuotes(text, name.range)] : []), anchor];
  return places.find((place) => within(node.range, place)) ?? { start: node.range.start, end: node.range.start };
}

/** Every model of a file. */
export function modelPlaces(snapshot: Snapshot): ModelPlace[] {
  return snapshot.documents.flatMap(({ base, analysis }) => analysis.models.map(({ spec }) => placed(spec, analysis.text, base)));
}

/** The models of this name that have a config of their own in the file, with more in it than the name. */
export function definitionsOf(snapshot: Snapshot, name: string): (ModelPlace & PlacedDocument)[] {
  return snapshot.documents.flatMap(({ base, analysis }) => {
    if (analysis.recognition?.form !== 'model') return [];
    const defining = analysis.models.filter(({ spec }) => defines(spec, name));
    return defining.map(({ spec }) => ({ ...placed(spec, analysis.text, base), base, analysis }));
  });
}

/** A Python function that goes on from another has its name, too, until it writes one of its own. */
function defines({ name, node }: ModelSpec, asked: string): boolean {
  return name.known && name.value === asked && name.range?.origin === undefined && hasArchitectureKey(node);
}

export interface NamedModel {
  readonly name: string;
  /** Without quotes. */
  readonly range: Range;
  /** Whether it is one of upstream's. */
  readonly upstream: boolean;
}

/** The model name at an offset, where a document names one. */
export function modelNameAt({ models, text }: DocumentAnalysis, offset: number): NamedModel | null {
  for (const { spec } of models) {
    const { name } = spec;
    if (!name.known || name.range === null || name.range.origin !== undefined || !contains(name.range, offset)) continue;
    return { name: name.value, range: withoutQuotes(text, name.range), upstream: upstreamModel(name.value) !== undefined };
  }
  return null;
}

/** Whether a name has the query's letters, in their order, in either case: what an editor asks for while a name is typed. */
export function matchesQuery(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase()) {
    const found = letters.indexOf(letter, at);
    if (found === -1) return false;
    at = found + letter.length;
  }
  return true;
}

function placed(spec: ModelSpec, text: string, base: number): ModelPlace {
  return { name: nameOf(spec), range: shift(spec.python?.extent ?? spec.node.range, base), selectionRange: shift(nameRange(spec, text), base) };
}
