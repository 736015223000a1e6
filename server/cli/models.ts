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
import { listed, wantedFile } from './wanted';

/** An error names no more of them. */
const MOST_NAMED = 6;

/** All models, or the one of `--model`: a model_name, the function or variable of a Python file, or a number counted from 1. Throws InputError if there is none such. */
export function selectModels(source: Source, wanted: string | undefined): readonly SourceModel[] {
  const all = source.models;
  if (wanted === undefined) return all;
  for (const named of [all.filter(({ name }) => name === wanted), all.filter(({ config }) => config === wanted)]) if (named.length > 0) return named;
  const numbered = /^[1-9]\d*$/.test(wanted) ? all[Number(wanted) - 1] : undefined;
  if (numbered !== undefined) return [numbered];
  const names = all.map(({ label }) => label);
  const near = nearest(wanted, new Set([...names, ...all.flatMap(({ config }) => config ?? [])]));
  throw new InputError(
    `${source.path} has no model "${wanted}": ${near === null ? (names.length === 0 ? 'it has no model' : `it has ${listed(names, null)}`) : `did you mean ${near}?`}`,
  );
}

/** The one model of a command that takes one. Throws InputError. */
export function selectOne(source: Source, wanted: string | undefined): SourceModel {
  const models = selectModels(source, wanted);
  const [entry] = models;
  if (entry === undefined) throw new InputError(`${source.path}: no model in this file`);
  if (models.length === 1) return entry;
  const names = models.map(({ label, config }) => (config === null ? `"${label}"` : config));
  const pick = names.length <= MOST_NAMED ? names.join(' or ') : `${names.slice(0, MOST_NAMED).join(', ')}, ...`;
  const hint = names.length <= MOST_NAMED ? '' : `; vit-config show ${source.path} lists them`;
  throw new InputError(`${source.path} has ${models.length} models; pick one with --model ${pick}${hint}`);
}

/** Throws InputError for a model that can't be built. */
export function builtGraph({ model: { graph }, label }: SourceModel): Graph {
  if (graph.ok) return graph.graph;
  throw new InputError(`${label} can't be built: ${graph.problems.map(({ message }) => english(message)).join('; ')}`);
}

/** The findings of the documents that hold these models; all findings for all models. */
export function findingsFor(source: Source, models: readonly SourceModel[]): readonly Finding[] {
  if (models.length === source.models.length) return source.findings;
  const documents = new Set(models.map(({ document }) => document));
  return source.snapshot.only((document) => documents.has(document)).findings();
}

/** The one file of a command that takes one. Throws UsageError if it is not one, InputError if it is no config. */
export async function openOne(host: Host, command: string, files: readonly string[], options: OpenOptions = {}): Promise<Source> {
  const [file, second] = files;
  if (file === undefined) throw new UsageError(`${command} needs a file`);
  if (second !== undefined) throw new UsageError(`${command} takes one file, got "${file}" and "${second}"`);
  const { path, name } = await wantedFile(host, file);
  const opened = await openSource(host, path, { ...options, wanted: name });
  if (!opened.ok) throw new InputError(opened.problem);
  if (!opened.source.snapshot.recognised) {
    throw new InputError(`${opened.source.path}: ${strangerText(opened.source)}`);
  }
  return opened.source;
}

/** What a file that nothing is said of is told of itself. */
export function strangerText({ isPython, wanted }: Source): string {
  if (!isPython) return 'not recognised as a Vision Transformer config; name it *.vit.yaml or *.vit.json if it is one';
  if (wanted !== null) return `${wanted.name} is not recognised as a Vision Transformer config`;
  return 'no function in it returns, and no variable of it is, a ConfigDict that is recognised as a Vision Transformer config';
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
