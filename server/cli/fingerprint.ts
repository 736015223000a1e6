/** Whether a checkpoint file is the one that it was. */
import { createHash } from 'node:crypto';
import type { CheckpointFiles } from '../checkpoint';
import { InputError } from './arguments';

export interface Fingerprint {
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Of the whole file. */
  readonly sha256: string;
}

const PIECE = 4 << 20;

/** Reads the whole file. Rejects with Node's errors, with InputError where it is written in the meantime, with the signal's reason when that is aborted. */
export async function fingerprintOf(files: CheckpointFiles, path: string, signal?: AbortSignal): Promise<Fingerprint> {
  const file = await files.open(path);
  try {
    const { bytes, modified } = await file.stat();
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(PIECE);
    for (let at = 0; at < bytes; at += PIECE) {
      signal?.throwIfAborted();
      hash.update(piece.subarray(0, await file.read(piece, at)));
    }
    const after = await file.stat();
    if (after.bytes !== bytes || after.modified !== modified) throw new InputError(`${path} was written while it was read`);
    return { bytes, modified, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

/** Whether a file has the same bytes as when the fingerprint was taken; it is read only where its time of change is another. */
export async function isUnchanged(files: CheckpointFiles, path: string, before: Fingerprint): Promise<boolean> {
  const { bytes, modified } = await files.stat(path);
  if (bytes !== before.bytes) return false;
  return modified === before.modified || (await fingerprintOf(files, path)).sha256 === before.sha256;
}
