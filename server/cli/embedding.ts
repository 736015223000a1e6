/** Rows of an index, embedded or taken over, in their order. */
import type { Phrase } from '../core/phrase';
import { startBatch } from '../runner';
import type { BatchRequest, ItemResult, RunFailure, RunProgress } from '../runner/protocol';
import type { IndexedImage, PlannedRow } from './imageIndex';

export interface EmbedJob {
  readonly rows: readonly PlannedRow[];
  /** What is kept of, a row after the other. */
  readonly before: Float32Array;
  readonly dimensions: number;
  /** Absolute path of a row's image. */
  fileOf(image: IndexedImage): string;
  /** The graph has the feature as its one output. */
  readonly request: Omit<BatchRequest, 'items' | 'values' | 'top'>;
}

export interface Unembedded {
  /** Absolute path. */
  readonly path: string;
  readonly reason: Phrase;
}

export interface Embedded {
  /** Images that can't be embedded: they have no row. */
  readonly failed: readonly Unembedded[];
  /** Of the child process; null where none was needed. */
  readonly peakRssBytes: number | null;
}

/** The child process failed as a whole. */
export class EmbeddingFailed extends Error {
  constructor(readonly failure: RunFailure) {
    super('embedding failed');
  }
}

/**
 * Embeds what is not kept, all in one child process, and hands each row over as soon as those before it are. Rejects with
 * EmbeddingFailed, with whatever `put` rejects with, and with the signal's reason when it is aborted.
 */
export async function embed(
  job: EmbedJob,
  put: (image: IndexedImage, row: Float32Array) => Promise<void>,
  onProgress: (progress: RunProgress) => void,
  signal: AbortSignal,
): Promise<Embedded> {
  const { rows, before, dimensions, fileOf, request } = job;
  const failed: Unembedded[] = [];
  const wanted = rows.flatMap(({ kept, image }, at) => (kept === null ? [{ at, path: fileOf(image) }] : []));
  let next = 0;
  const keepUntil = async (end: number) => {
    for (; next < end; next++) {
      const row = rows[next];
      if (row !== undefined && row.kept !== null) await put(row.image, before.subarray(row.kept * dimensions, (row.kept + 1) * dimensions));
    }
  };
  const take = async (index: number, result: ItemResult) => {
    const { at, path } = wanted[index] ?? { at: rows.length, path: '' };
    const row = rows[at];
    await keepUntil(at);
    next = at + 1;
    const values = result.ok ? result.outputs[0]?.values : undefined;
    if (!result.ok) failed.push({ path, reason: result.failure.message });
    else if (row !== undefined && values !== undefined) await put(row.image, values);
  };
  signal.throwIfAborted();
  let peakRssBytes: number | null = null;
  if (wanted.length > 0) {
    let writing = Promise.resolve();
    const items = wanted.map(({ path }) => ({ image: path }));
    const handle = startBatch({ ...request, items, values: true }, onProgress, (index, result) => {
      writing = writing.then(() => take(index, result));
      writing.catch(() => handle.cancel());
    });
    const cancel = () => handle.cancel();
    signal.addEventListener('abort', cancel);
    const result = await handle.result;
    signal.removeEventListener('abort', cancel);
    await writing;
    signal.throwIfAborted();
    if (!result.ok) throw new EmbeddingFailed(result.failure);
    peakRssBytes = result.peakRssBytes;
  }
  await keepUntil(rows.length);
  return { failed, peakRssBytes };
}
