import { basename } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Graph } from '../core/model/graph';
import type { ExportOptions, ExportSummary } from '../onnx';
import { VERSION } from '../version';
import type { Files, WritableFile } from './files';
import { assertFree, dataPath, partPath } from './place';

export interface ExportJob {
  readonly graph: Graph;
  readonly options: Omit<ExportOptions, 'producerVersion'>;
  /** Absolute path of the model file. */
  readonly path: string;
  /** Whether a file that exists may be replaced. */
  mayReplace(path: string): boolean;
}

export interface Exported extends ExportSummary {
  /** Written in all, weights and graph. */
  readonly bytes: number;
}

/** The reason of a signal that ends an export because a person wants it to. */
export class ExportCancelled extends Error {}

/**
 * Writes the model under temporary names and renames the files once they are whole; until then what was there before stays,
 * and after a failure nothing new is left. Rejects with ExportError for a model that can't be written out, with PlaceError where a
 * file has appeared in the meantime, with the signal's reason when it is aborted, and with whatever the file system says.
 * `onWrite` hears the file and the bytes written so far.
 */
export async function exportToFile(
  files: Files,
  { graph, options, path, mayReplace }: ExportJob,
  onWrite: (path: string, bytes: number) => void,
  signal: AbortSignal,
): Promise<Exported> {
  // Reading ONNX's schema takes longer than all else a program of ours does to start.
  const { exportOnnx } = await import('../onnx');
  const open = new Map<string, WritableFile>();
  let bytes = 0;
  const to = async (target: string, chunk: Uint8Array) => {
    signal.throwIfAborted();
    let file = open.get(target);
    if (file === undefined) {
      file = await files.create(partPath(target));
      open.set(target, file);
    }
    await file.write(chunk);
    bytes += chunk.length;
    onWrite(target, bytes);
  };
  const pause = async () => {
    signal.throwIfAborted();
    await turn();
  };
  try {
    const summary = await exportOnnx(
      graph,
      { ...options, producerVersion: VERSION },
      { model: (chunk) => to(path, chunk), data: (chunk) => to(dataPath(path), chunk), dataName: basename(dataPath(path)), pause },
    );
    for (const file of open.values()) await file.close();
    signal.throwIfAborted();
    // Weights of gigabytes take their time, in which others may have written there.
    for (const target of [path, dataPath(path)]) await assertFree(files, target, mayReplace);
    for (const target of open.keys()) await files.rename(partPath(target), target);
    // An older model's data beside a new one that has none would only mislead.
    if (!summary.external) await files.remove(dataPath(path));
    return { ...summary, bytes };
  } catch (error) {
    for (const [target, file] of open) {
      // The file may be closed already; what counts is that it goes.
      await file.close().catch((closing: unknown) => closing);
      await files.remove(partPath(target));
    }
    throw error;
  }
}
