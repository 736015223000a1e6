/**
 * Dialects turn a ConfigTree into model specs, one folder an ecosystem; detect() returns its evidence.
 * Past this folder nothing knows whose format a config had.
 */
import type { ConfigDocument } from '../syntax/tree';
import { bigVision } from './bigVision';
import type { Dialect, Recognition } from './dialect';
import { scenic } from './scenic';
import type { DialectId, ModelSpec } from './spec';
import { visionTransformer } from './visionTransformer';
import { vitPytorch } from './vitPytorch';

export { visionTransformer } from './visionTransformer';
export { STRUCTURE_DOCS } from './visionTransformer/structure/docs';

/** In the order in which they are asked: the one that names its program before those that are known by their keys. */
const DIALECTS: readonly Dialect[] = [bigVision, scenic, vitPytorch, visionTransformer];

/** Whose format a document has; null for one that is nobody's. */
export function recognise(document: ConfigDocument, fileName: string | null): Recognition | null {
  for (const dialect of DIALECTS) {
    const recognition = dialect.detect(document, fileName);
    if (recognition !== null) return recognition;
  }
  return null;
}

/** The models of a recognised document, each at the place that its lens and hover stand at whatever the dialect. Never throws. */
export function modelsOf(document: ConfigDocument, recognition: Recognition): readonly ModelSpec[] {
  const models = dialectOf(recognition).models(document, recognition);
  if (document.python === undefined) return models;
  const { name, nameRange, args, extent } = document.python;
  return models.map((model) => ({ ...model, anchor: nameRange, python: { name, nameRange, args, extent } }));
}

export function dialectOf({ dialect }: { readonly dialect: DialectId }): Dialect {
  return DIALECTS.find(({ id }) => id === dialect) ?? visionTransformer;
}

/** Whether files of this name are configs whatever is in them. */
export function hasTellingName(fileName: string): boolean {
  return DIALECTS.some((dialect) => dialect.hasTellingName(fileName));
}

/** A cheap look: false only for a text that `recognise` would not take by its content (unless it writes its keys in escapes). */
export function mightBeConfig(text: string): boolean {
  return DIALECTS.some((dialect) => dialect.mightBe(text));
}
