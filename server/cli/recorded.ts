/** The model that an index was made with, as its index.json has it. */
import { join, resolve } from 'node:path';
import { english } from '../core/phrase';
import { reasonOf } from '../files';
import { InputError } from './arguments';
import { CheckpointReader } from './checkpoints';
import type { Feature } from './feature';
import { shownPath } from './files';
import { isUnchanged } from './fingerprint';
import type { Host } from './host';
import { fileOf, type ImageIndex, pathInIndex } from './imageIndex';
import { ModuleReader, slashed } from './modules';
import { Source, type SourceModel } from './source';
import type { Weighted } from './weighted';

/** What an index says of the config. */
export function recordOf(directory: string, { source, entry, inferred }: Weighted, file: string | null): ImageIndex['config'] {
  const number = source.models.findIndex(({ model }) => model === entry.model) + 1;
  const { fileName, text, wanted, modules } = source;
  return {
    path: inferred || file === null ? null : pathInIndex(directory, file),
    fileName,
    text,
    number,
    ...(wanted === null ? {} : { wanted: wanted.args === null ? wanted.name : `${wanted.name}:${wanted.args}` }),
    ...(modules.length === 0 ? {} : { modules: modules.map(({ key, text: content }) => ({ path: pathInIndex(directory, key), text: content })) }),
  };
}

/** The model of an index. Throws InputError where its config has no such model (any more, to this version). */
export function recordedModel(directory: string, index: ImageIndex): { readonly source: Source; readonly entry: SourceModel } {
  const source = recordedSource(directory, index);
  return { source, entry: modelOf(source, index) };
}

/** The model of an index with its weights; `moved`: where they are now. Throws InputError where they are not those that it was made with. */
export async function recordedWeighted(host: Host, directory: string, index: ImageIndex, moved: string | undefined): Promise<Weighted> {
  const path = moved === undefined ? fileOf(directory, index.weights.path) : resolve(host.cwd, moved);
  const shown = moved ?? shownPath(host.cwd, path);
  const unchanged = await isUnchanged(host.checkpoints, path, index.weights).catch((error: unknown) => reasonOf(error));
  if (unchanged === false) {
    const have = moved === undefined ? 'has changed since the index was made' : 'is not the file that the index was made with';
    throw new InputError(`${shown} ${have}: its features can't be compared with new ones; vit-config embed --force makes the index anew`);
  }
  if (unchanged !== true) throw new InputError(`${shown}, the weights of the index: ${english(unchanged)}; --weights FILE says where they are now`);
  const checkpoints = await CheckpointReader.of(host, path);
  const { config } = index;
  const source = await recordedSource(directory, index).with(checkpoints, config.path === null ? directory : fileOf(directory, config.path));
  return { source, entry: modelOf(source, index), checkpoints, inferred: config.path === null };
}

/** Read as it was: what it imports, too, is what the index has of it. */
function recordedSource(directory: string, { config }: ImageIndex): Source {
  const { fileName, text, wanted, modules = [] } = config;
  const files = new Map(modules.map((module) => [slashed(fileOf(directory, module.path)), new TextEncoder().encode(module.text)]));
  // An import may have been found from any folder above a module: which was the current one then is not known.
  const roots = new Set([...files.keys()].flatMap((path) => path.split('/').flatMap((_, i, parts) => (i === 0 ? [] : parts.slice(0, i).join('/')))));
  const reader = new ModuleReader({ readNow: (path) => files.get(path) ?? null }, [...roots]);
  const file = config.path === null ? join(directory, fileName) : fileOf(directory, config.path);
  return new Source('the config of the index', text, { fileName, ignore: [], modules: reader.of(file), ...(wanted === undefined ? {} : { wanted }) });
}

function modelOf(source: Source, { config, model }: ImageIndex): SourceModel {
  const entry = source.models[config.number - 1];
  if (entry === undefined)
    throw new InputError(`the config of the index has no model ${config.number} as this vit-config reads it; vit-config embed --force makes it anew`);
  return { ...entry, label: model };
}

/** Whether two features are computed alike; which keys of a config led there does not matter. */
export function isSameFeature(a: Feature, b: Feature): boolean {
  const computed = ({ name, graph }: Feature) => JSON.stringify([name, graph], (key, value: unknown) => (key === 'keys' || key === 'part' ? undefined : value));
  return computed(a) === computed(b);
}
