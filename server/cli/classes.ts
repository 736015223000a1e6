/** The most probable classes of a run, by their names. */
import { findLabels } from '../checkpoint';
import { english } from '../core/phrase';
import type { RunSuccess } from '../runner/protocol';
import type { Host } from './host';
import type { SourceModel } from './source';
import { hasTrainedHead, type ModelWeights } from './weights';

export interface NamedClass {
  readonly index: number;
  /** null where no names are known. */
  readonly label: string | null;
  readonly probability: number;
}

export interface Classes {
  /** The likeliest first; null where the run names none. */
  readonly top: readonly NamedClass[] | null;
  /** Why it names none; null where there is nothing to say of that. */
  readonly reason: string | null;
  /** What was found of names and is not used, a line each. */
  readonly problems: readonly string[];
}

const NONE: Classes = { top: null, reason: null, problems: [] };

/** `directory`: the config's, absolute. */
export async function classesOf(host: Host, directory: string, { model }: SourceModel, weights: ModelWeights, result: RunSuccess): Promise<Classes> {
  const logits = result.outputs.find(({ name }) => name === 'logits');
  if (weights.kind !== 'checkpoint' || logits === undefined) return NONE;
  if (!hasTrainedHead(weights.fit)) return { ...NONE, reason: 'the head is new and untrained: it has nothing to say of the image' };
  if (result.top === undefined) return { ...NONE, reason: 'the output is not pooled: it has no classes for the image as a whole' };
  const { labels } = model.spec;
  const given = labels?.known === true ? labels.value : null;
  const found = await findLabels({ labels: given, directory, checkpoint: weights.path, classes: logits.shape.at(-1) ?? 0 }, host);
  return {
    top: result.top.map(({ index, probability }) => ({ index, label: found.names?.[index] || null, probability })),
    reason: null,
    problems: found.problems.map((problem) => english(problem)),
  };
}
