/** Which models of a file are meant, and how people are told of them. */
import type { ModelSpec } from '../core/dialects/spec';
import { nearest } from '../core/edit';
import type { Finding } from '../core/finding';
import type { Graph } from '../core/model/graph';
import { english } from '../core/phrase';
import { InputError, UsageError } from './arguments';
import type { Host } from './host';
import type { OpenOptions, Source, SourceModel } from './source';
import { openSource } from './source';

/** All models, or the one of `--model`: a model_name, or a number counted from 1. Throws InputError if there is none such. */
export function selectModels(source: Source, wanted: string | undefined): readonly SourceModel[] {
  const all = source.models;
  if (wanted === undefined) return all;
  const named = all.filter(({ name }) => name === wanted);
  if (named.length > 0) return named;
  const numbered = /^[1-9]\d*$/.test(wanted) ? all[Number(wanted) - 1] : undefined;
  if (numbered !== undefined) return [numbered];
  const names = all.map(({ label }) => label);
  const near = nearest(wanted, names);
  const have = names.length === 0 ? 'it has no model' : `it has ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
  throw new InputError(`${source.path} has no model "${wanted}": ${near === null ? have : `did you mean ${near}?`}`);
}

/** The one model of a command that takes one. Throws InputError. */
export function selectOne(source: Source, wanted: string | undefined): SourceModel {
  const models = selectModels(source, wanted);
  const [entry] = models;
  if (entry === undefined) throw new InputError(`${source.path}: no model in this file`);
  if (models.length === 1) return entry;
  throw new InputError(`${source.path} has ${models.length} models; pick one with --model ${models.map(({ label }) => `"${label}"`).join(' or ')}`);
}

/** Throws InputError for a model that can't be built. */
export function builtGraph({ model: { graph }, label }: SourceModel): Graph {
  if (graph.ok) return graph.graph;
  throw new InputError(`${label} can't be built: ${graph.problems.map(({ message }) => english(message)).join('; ')}`);
}

/** The findings of the documents that hold these models; all findings for all models. */
export function findingsFor(source: Source, models: readonly SourceModel[]): readonly Finding[] {
  if (models.length === source.models.length) return source.findings;
  const bases = new Set(models.map(({ base }) => base));
  return source.findings.filter((finding) => bases.has(source.snapshot.at(finding.range.start)?.base ?? -1));
}

/** The one file of a command that takes one. Throws UsageError if it is not one, InputError if it is no config. */
export async function openOne(host: Host, command: string, files: readonly string[], options: OpenOptions = {}): Promise<Source> {
  const [file, second] = files;
  if (file === undefined) throw new UsageError(`${command} needs a file`);
  if (second !== undefined) throw new UsageError(`${command} takes one file, got "${file}" and "${second}"`);
  const opened = await openSource(host, file, options);
  if (!opened.ok) throw new InputError(opened.problem);
  if (!opened.source.snapshot.recognised) {
    throw new InputError(`${opened.source.path}: not recognised as a Vision Transformer config; name it *.vit.yaml or *.vit.json if it is one`);
  }
  return opened.source;
}

/** `Vision Transformer`, `MLP-Mixer`, ... */
export function architectureTitle({ architecture }: ModelSpec): string {
  switch (architecture.architecture) {
    case 'vit':
      return architecture.resnet === null ? 'Vision Transformer' : 'Vision Transformer on a ResNet stem';
    case 'torch-vit':
      return architecture.split === null ? 'Vision Transformer of ViT-pytorch' : 'TransFG';
    case 'trans-unet':
      return 'TransUNet';
    case 'scenic-vit':
      return architecture.resnet === null ? 'Vision Transformer of scenic' : 'Hybrid Vision Transformer of scenic';
    case 'scenic-mixer':
      return 'MLP-Mixer of scenic';
    case 'big-vision-vit':
      return 'Vision Transformer of big_vision';
    case 'mixer':
      return 'MLP-Mixer';
    case 'lit':
      return 'LiT: an image and a text tower';
  }
}
