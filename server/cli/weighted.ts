/** A config and the checkpoint it is run with, where a command needs both: chosen, read, and held against each other. */
import { basename, resolve } from 'node:path';
import { type CheckpointTensor, configFromCheckpoint, fitOf } from '../core/checkpoint';
import type { Graph } from '../core/model/graph';
import { english } from '../core/phrase';
import { mayHoldConfig } from '../files';
import { InputError, UsageError } from './arguments';
import { CheckpointReader } from './checkpoints';
import type { Host } from './host';
import { adaptationsText } from './misfit';
import { openOne, selectOne } from './models';
import { Source, type SourceModel } from './source';
import { namesPart } from './wanted';
import { type ModelWeights, weightsOf } from './weights';

/** A model, and what is known of the checkpoint to run it with. That they fit is not said yet: `weightsFor` asks of the part that is run. */
export interface Weighted {
  readonly source: Source;
  readonly entry: SourceModel;
  readonly checkpoints: CheckpointReader;
  /** Whether the config was made from the checkpoint. */
  readonly inferred: boolean;
}

export interface WeightedArguments {
  /** null: it is inferred from the weights. */
  readonly config: string | null;
  /** --weights */
  readonly weights: string | undefined;
  /** --model */
  readonly model?: string | undefined;
  /** --stdin-filename */
  readonly stdinName?: string | undefined;
}

/** The config among a command's arguments, which can only come first: it ends in .yaml, .yml, .json or .py, or names a part of such, or is the standard input. */
export function configFirst(files: readonly string[]): { readonly config: string | null; readonly rest: readonly string[] } {
  const [first, ...rest] = files;
  return first !== undefined && (first === '-' || mayHoldConfig(first) || namesPart(first)) ? { config: first, rest } : { config: null, rest: files };
}

/** Throws UsageError where neither says which weights, InputError for a file that can't be used. */
export async function openWeighted(host: Host, command: string, { config, weights, model, stdinName }: WeightedArguments): Promise<Weighted> {
  if (config === null && weights === undefined) {
    throw new UsageError(`${command} needs weights: say --weights FILE, or begin with a config that names its \`checkpoint\``);
  }
  const checkpoints = await CheckpointReader.of(host, weights);
  const source =
    config === null
      ? await inferredSource(host, checkpoints, weights ?? '')
      : await openOne(host, command, [config], { checkpoints, ...(stdinName === undefined ? {} : { stdinName }) });
  const entry = selectOne(source, model);
  // What has no name is called by the file that it is from.
  const label = config === null && entry.name === null ? basename(weights ?? '') : entry.label;
  return { source, entry: { ...entry, label }, checkpoints, inferred: config === null };
}

/** Throws InputError where there is no checkpoint, or none that fits this graph, a part of the model's. */
export function weightsFor({ source, entry, checkpoints }: Weighted, graph: Graph): Extract<ModelWeights, { kind: 'checkpoint' }> {
  const { spec, checkpoint: read } = entry.model;
  if (read !== null && !read.ok) throw new InputError(`${source.path}: ${spec.checkpoint?.key} ${spec.checkpoint?.path}: ${english(read.problem)}`);
  const weights = weightsOf(checkpoints, entry, graph);
  switch (weights.kind) {
    case 'checkpoint':
      return { ...weights, adaptations: adaptationsText({ ...weights.fit, extra: unusedBy(entry) }) };
    case 'random':
      throw new InputError(`${source.path} names no checkpoint that is there: say --weights FILE, or write \`checkpoint: FILE\` into it`);
    case 'misfit':
      throw new InputError(`${weights.fileName} does not fit ${entry.label}:${weights.differences.map((line) => `\n  ${line}`).join('')}`);
  }
}

/** Tensors that no part of the model takes: what another part takes is left over without a word. */
function unusedBy({ model: { spec, graph, checkpoint } }: SourceModel): readonly CheckpointTensor[] {
  return graph.ok && checkpoint?.ok ? fitOf(graph.graph, spec, checkpoint.header).extra : [];
}

/** Throws InputError for a checkpoint of no model that is known. */
async function inferredSource(host: Host, checkpoints: CheckpointReader, weights: string): Promise<Source> {
  const read = checkpoints.given;
  if (read === null || !read.ok) throw new Error('a checkpoint that was not read');
  const inferred = configFromCheckpoint(read.header, weights, { syntax: 'yaml' });
  if (!inferred.ok) throw new InputError(`${weights}: no config can be told from it: ${english(inferred.reason)}`);
  const source = new Source(`the config of ${weights}`, inferred.text, { fileName: `${basename(weights)}.vit.yaml`, ignore: [] });
  return source.with(checkpoints, resolve(host.cwd, weights));
}
