/** What a command or request is about: which model of which file, and the image it would run on. */
import { basename, isAbsolute, join } from 'node:path';
import type { Position, WorkspaceFolder } from 'vscode-languageserver/node';
import type { PlacedModel } from '../core/analysis';
import type { OpenDocument } from './documents';
import type { Environment } from './environment';
import type { ModelIds } from './modelIds';
import { pathOf } from './uris';

/** `id` is what a lens carries; a client may give a position, or nothing for the first model; without a uri, of the one config that is open. */
export interface Target {
  readonly uri: string | undefined;
  readonly id: string | undefined;
  readonly position: Position | undefined;
}

/** Reads what a client sent; what is not as it should be counts as not given. */
export function targetOf(argument: unknown): Target {
  if (typeof argument === 'string') return { uri: argument, id: undefined, position: undefined };
  const { uri, id, position } = argument !== null && typeof argument === 'object' ? (argument as Record<string, unknown>) : {};
  const at = position !== null && typeof position === 'object' ? (position as Record<string, unknown>) : {};
  const known = typeof at.line === 'number' && typeof at.character === 'number' ? { line: at.line, character: at.character } : undefined;
  return { uri: typeof uri === 'string' ? uri : undefined, id: typeof id === 'string' ? id : undefined, position: known };
}

/** The model the id is of, wherever it is by now; else the one nearest the position, its own document first; else the first. */
export function modelOf({ snapshot, text }: OpenDocument, ids: ModelIds, { id, position }: Target): PlacedModel | undefined {
  const models = snapshot.models();
  const same = id === undefined ? undefined : models.find(({ model }) => ids.of(model) === id);
  if (same !== undefined || position === undefined) return same ?? models[0];
  const offset = text.offsetAt(position);
  const here = snapshot.at(offset);
  const own = models.filter(({ base, analysis }) => base === here?.base && analysis === here.analysis);
  const distance = ({ base, analysis, model }: PlacedModel) => {
    // What a Python config is made of may stand anywhere in its function.
    const { start, end } = analysis.document.python?.extent ?? model.spec.node.range;
    return Math.max(base + start - offset, offset - base - end, 0);
  };
  const candidates = own.length > 0 ? own : models;
  return candidates.reduce<PlacedModel | undefined>((best, model) => (best === undefined || distance(model) < distance(best) ? model : best), undefined);
}

export interface RunImage {
  /** Absolute; null where the setting is relative and there is nothing it could be relative to. */
  readonly path: string | null;
  /** Of the file, where the setting names one; null for the image that comes with the tool. */
  readonly name: string | null;
}

export interface ImageContext {
  readonly environment: Environment;
  readonly trusted: () => boolean;
  readonly folders: () => readonly WorkspaceFolder[];
}

/** The image a run of a file's models takes unless another is picked. No path of a workspace's settings is looked at before it is trusted. */
export function imageOf({ settings, uri }: OpenDocument, { environment, trusted, folders }: ImageContext): RunImage {
  const { image } = settings;
  if (image === null || !trusted()) return { path: environment.sampleImage, name: null };
  return { path: isAbsolute(image) ? image : pathInFolder(image, uri, folders()), name: basename(image) };
}

/** From the innermost workspace folder that holds the file, else from the file's own folder. */
function pathInFolder(path: string, uri: string, folders: readonly WorkspaceFolder[]): string | null {
  const inside = folders.filter((folder) => uri.startsWith(folder.uri.endsWith('/') ? folder.uri : `${folder.uri}/`));
  const innermost = inside.sort((a, b) => b.uri.length - a.uri.length)[0];
  const folder = pathOf(innermost?.uri ?? uri.slice(0, uri.lastIndexOf('/') + 1));
  return folder === null ? null : join(folder, path);
}
