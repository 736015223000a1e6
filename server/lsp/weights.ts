/** The weights that a model of a config can be run with, beside random ones. */
import { dirname } from 'node:path';
import { findLabels } from '../checkpoint';
import type { ModelAnalysis } from '../core/analysis';
import { isComplete } from '../core/checkpoint';
import { nameOf } from '../core/editor';
import { isLocal } from '../core/paths';
import { type Phrase, phrase } from '../core/phrase';
import type { Disk } from '../disk';
import { configPath } from './checkpoints';
import type { OpenDocument } from './documents';
import type { JobWeights } from './runs';

/** The weights of the checkpoint that the config names, or why there are none, in a sentence. */
export function weightsOf(
  { checkpoints }: OpenDocument,
  { spec, checkpoint, comparison }: ModelAnalysis,
): Omit<JobWeights, 'classes'> | { readonly reason: Phrase } {
  const name = nameOf(spec);
  const path = spec.checkpoint === null ? null : checkpoints.pathOf(spec.checkpoint);
  if (spec.checkpoint === null) return { reason: phrase`${name} names no checkpoint to be run with.` };
  if (checkpoint === null || path === null) return { reason: phrase`${spec.checkpoint.path} could not be looked at.` };
  if (!checkpoint.ok) return { reason: phrase`${checkpoint.fileName} can't be read. ${checkpoint.problem}` };
  const fit = comparison?.fit ?? null;
  if (fit === null || !isComplete(fit)) return { reason: phrase`${checkpoint.fileName} does not fit ${name}; the problems say why.` };
  return { path, read: checkpoint, sources: fit.sources };
}

/** The file name of those weights; null where there are none. */
export function weightsName(document: OpenDocument, model: ModelAnalysis): string | null {
  const weights = weightsOf(document, model);
  return 'reason' in weights ? null : weights.read.fileName;
}

/** What the classes are called, and what there is to say of that. */
export interface ClassNames {
  /** Null where nobody says it. */
  readonly names: readonly string[] | null;
  readonly notes: readonly Phrase[];
}

/** The names of a model's classes, by its config or beside its checkpoint. */
export async function classNames({ uri }: OpenDocument, model: ModelAnalysis, { path }: Omit<JobWeights, 'classes'>, disk: Disk): Promise<ClassNames> {
  const { comparison, graph, spec } = model;
  const logits = graph.ok ? graph.graph.outputs.find(({ name }) => name === 'logits') : undefined;
  const directory = dirname(configPath(uri) ?? path);
  const given = spec.labels?.known === true ? spec.labels.value : null;
  if (logits === undefined || (typeof given === 'string' && !isLocal(given))) return { names: null, notes: [] };
  if ([...(comparison?.fit?.sources.values() ?? [])].some(({ kind }) => kind === 'new')) {
    return { names: null, notes: [phrase`The head is new and untrained: it has nothing to say of the image.`] };
  }
  const { names, problems } = await findLabels({ labels: given, directory, checkpoint: path, classes: logits.tensor.shape.at(-1) ?? 0 }, disk);
  return { names, notes: problems };
}
