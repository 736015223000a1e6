/** A disk with the files a test gives it, which the test may change. */
import type { Disk } from '../../server/disk';

/** `files` by path; a text that is set anew counts as modified. */
export function fakeDisk(files: ReadonlyMap<string, string> = new Map()): Disk {
  const missing = (path: string) => Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
  const bytesOf = async (path: string) => {
    const text = files.get(path.replaceAll('\\', '/').replace(/^[A-Z]:/, ''));
    if (text === undefined) throw missing(path);
    return new TextEncoder().encode(text);
  };
  return {
    stat: async (path) => ({ kind: 'file', bytes: (await bytesOf(path)).length, modified: hash(await bytesOf(path)) }),
    read: async (path, limit) => (await bytesOf(path)).subarray(0, limit + 1),
    list: async () => [],
    identity: async (path) => path,
  };
}

const hash = (bytes: Uint8Array) => bytes.reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);
