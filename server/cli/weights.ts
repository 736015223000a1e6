/** The weights that a model is run with: those of its checkpoint, where that fits, or drawn ones. */
import { type Fit, fitOf, isComplete } from '../core/checkpoint';
import type { Graph } from '../core/model/graph';
import { english } from '../core/phrase';
import type { RunWeights } from '../runner/protocol';
import { InputError } from './arguments';
import type { CheckpointReader } from './checkpoints';
import { adaptationsText, misfitText } from './misfit';
import type { SourceModel } from './source';

export type ModelWeights =
  | { readonly kind: 'random' }
  | {
      readonly kind: 'checkpoint';
      /** Absolute path. */
      readonly path: string;
      readonly fileName: string;
      readonly fit: Fit;
      /** What is other than in the file, a line each. */
      readonly adaptations: readonly string[];
    }
  | {
      readonly kind: 'misfit';
      readonly fileName: string;
      /** What does not fit, a line each. */
      readonly differences: readonly string[];
    };

/**
 * Of the checkpoint that the model's config names, or `--weights` in its place; random where neither names a file that is there.
 * Throws InputError for one that has to be there and is not, or that can't be read; `hint` is what to do about it.
 */
export function weightsOf(reader: CheckpointReader, { model }: SourceModel, graph: Graph, hint = '--weights names another file.'): ModelWeights {
  const { spec, checkpoint: read, comparison } = model;
  if (spec.checkpoint === null || read === null) return { kind: 'random' };
  const path = reader.pathOf(read);
  if (!read.ok || path === undefined) {
    const problem = read.ok ? 'it was not read' : english(read.problem);
    throw new InputError(`${spec.checkpoint.key}: ${spec.checkpoint.path}: ${problem} ${hint}`);
  }
  const { fileName, header } = read;
  const fit = fitOf(graph, spec, header);
  if (!isComplete(fit)) return { kind: 'misfit', fileName, differences: comparison === null ? [FOREIGN] : misfitText(spec, comparison, fit) };
  return { kind: 'checkpoint', path, fileName, fit, adaptations: adaptationsText(fit) };
}

const FOREIGN = "checkpoints are read as vision_transformer's loader reads them, and this model is another program's";

/** As the runner takes them; `seed` is of random ones. A misfit can't be run. */
export function runWeights(weights: Exclude<ModelWeights, { kind: 'misfit' }>, seed: number): RunWeights {
  return weights.kind === 'random' ? { kind: 'random', seed } : { kind: 'checkpoint', path: weights.path, sources: weights.fit.sources };
}

/** Whether the model's classes are the checkpoint's: a head that nobody trained names none. */
export function hasTrainedHead({ sources }: Fit): boolean {
  const source = sources.get('head/kernel');
  return source !== undefined && source.kind !== 'new';
}
