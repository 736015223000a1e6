/** Reading the file system, as the command line and the language server do it; tests hand in their own. All reject with Node's errors. */
import type { Dirent } from 'node:fs';
import { open, opendir, readdir, realpath, stat } from 'node:fs/promises';

export interface DiskInfo {
  readonly kind: 'file' | 'directory' | 'other';
  readonly bytes: number;
  /** Milliseconds since 1970, with a fraction where the file system keeps one. */
  readonly modified: number;
}

export interface DiskEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

export interface Disk {
  /** Follows links. */
  stat(path: string): Promise<DiskInfo>;
  /** At most `limit` + 1 bytes, so that a file that grows or never ends is seen to be too long. */
  read(path: string, limit: number): Promise<Uint8Array>;
  /** The names in a directory, in no order; with a limit at most one more than that. */
  list(path: string, limit?: number): Promise<readonly DiskEntry[]>;
  /** The path without links, by which two names of one file are seen to be the same. */
  identity(path: string): Promise<string>;
}

/** The first `limit` + 1 bytes of a stream, or all it has. */
export async function readAtMost(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > limit) break;
  }
  return Buffer.concat(parts).subarray(0, limit + 1);
}

function entryOf(entry: Dirent): DiskEntry {
  const kind = entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'other';
  return { name: entry.name, kind };
}

export const realDisk: Disk = {
  async stat(path) {
    const info = await stat(path);
    return { kind: info.isFile() ? 'file' : info.isDirectory() ? 'directory' : 'other', bytes: info.size, modified: info.mtimeMs };
  },
  async read(path, limit) {
    const file = await open(path);
    try {
      return await readAtMost(file.createReadStream({ autoClose: false }), limit);
    } finally {
      await file.close();
    }
  },
  async list(path, limit) {
    if (limit === undefined) return (await readdir(path, { withFileTypes: true })).map(entryOf);
    const entries: DiskEntry[] = [];
    // Piece by piece, as a directory may hold a million names. The loop closes it, on `break` too.
    for await (const entry of await opendir(path, { bufferSize: 512 })) {
      entries.push(entryOf(entry));
      if (entries.length > limit) break;
    }
    return entries;
  },
  identity: (path) => realpath(path),
};
