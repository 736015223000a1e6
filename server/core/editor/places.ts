/** From the graph back to the text: which keys decided an operation, and where they stand. */
import type { ModelAnalysis } from '../analysis';
import { fieldsOf } from '../dialects/fields';
import type { Field } from '../dialects/spec';
import { product } from '../model/geometry';
import type { Graph, Op } from '../model/graph';
import type { Range } from '../text';

export interface KeyPlace {
  /** Dotted path from the document's root. */
  readonly key: string;
  /** In the document; its `origin` says where in which file it was written, if not in the model's own function. */
  readonly range: Range;
}

const ops = (graph: Graph): Op[] => graph.sections.flatMap((section) => section.ops);

/** `Transformer/encoderblock_3/LayerNorm_0` as the graph has it, `Transformer/encoderblock_{i}/LayerNorm_0`, is of the same place. */
function sameScope(pattern: string, scope: string): boolean {
  if (pattern === '') return false;
  const parts = pattern.split('{i}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('\\d+')}(/|$)`).test(scope);
}

/** Weights are fed from one buffer as large as the largest of them, so either that or the activations make a run large. */
function largestKeys(model: ModelAnalysis, graph: Graph): readonly string[] {
  const { architecture } = model.spec;
  const image = architecture.architecture === 'lit' ? architecture.image : architecture;
  const weights = ops(graph).flatMap((op) => op.parameters.map(({ shape }) => ({ keys: op.keys, size: product(shape) })));
  const largest = weights.reduce((best, weight) => (weight.size > best.size ? weight : best), { keys: [] as readonly string[], size: 0 });
  return 4 * largest.size > (model.figures?.activationBytes ?? 0) ? largest.keys : [image.imageSize.key, image.patchSize.key];
}

function keysOf(model: ModelAnalysis, scope: string | null): readonly string[] {
  if (!model.graph.ok) return model.graph.problems.flatMap((problem) => problem.keys);
  const { graph } = model.graph;
  if (scope === null) return largestKeys(model, graph);
  return ops(graph)
    .filter((op) => sameScope(op.scope, scope))
    .flatMap((op) => op.keys);
}

export type TypedField = Field<unknown> & { readonly range: Range };

const atTheCall = ({ range: { start, end } }: TypedField): Range => ({ start, end });

/** The fields of these keys that are typed somewhere, in the order of the keys, one for each place: as a rule, all that came in by one call are at one. */
export function typedFields(model: ModelAnalysis, keys: readonly string[], placeOf: (field: TypedField) => Range = atTheCall): TypedField[] {
  const rank = new Map([...new Set(keys)].map((key, i) => [key, i]));
  const typed = fieldsOf(model.spec.architecture).filter((field): field is TypedField => field.range !== null && rank.has(field.key));
  typed.sort((a, b) => (rank.get(a.key) ?? 0) - (rank.get(b.key) ?? 0));
  const fields = new Map<string, TypedField>();
  for (const field of typed) {
    // Of a model that is only named, all keys stand at its name.
    const { start, end, origin } = placeOf(field);
    const at = `${start} ${end} ${origin?.file ?? ''} ${origin?.range.start ?? ''}`;
    if (!fields.has(at)) fields.set(at, field);
  }
  return [...fields.values()];
}

/**
 * The typed keys behind a scope (`Transformer/encoderblock_3/MlpBlock_3`), or, without a scope, behind what needs the most
 * memory. Keys that are nowhere typed are left out; with none left, the model's own place.
 */
export function decidingKeys(model: ModelAnalysis, scope: string | null): KeyPlace[] {
  const places = typedFields(model, keysOf(model, scope)).map(({ key, range }) => ({ key, range }));
  if (places.length > 0) return places.sort((a, b) => a.range.start - b.range.start);
  return [{ key: model.spec.prefix.replace(/\.$/, ''), range: model.spec.anchor }];
}
