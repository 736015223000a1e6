/** Writing files, as the command line and the language server do it; tests hand in their own. */
import { open, rename, rm, stat, statfs } from 'node:fs/promises';

export interface WritableFile {
  /** Behind what was written last, or over what is at `position`. */
  write(chunk: Uint8Array, position?: number): Promise<void>;
  close(): Promise<void>;
}

/** All reject with Node's errors (`ENOENT`, `EACCES`, ...). */
export interface Files {
  /** Follows links. */
  stat(path: string): Promise<{ readonly kind: 'file' | 'directory' | 'other' }>;
  /** Opens a file for writing, emptied if it is there. */
  create(path: string): Promise<WritableFile>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; none there is no error. */
  remove(path: string): Promise<void>;
  /** Bytes that can still be written below a directory. */
  freeBytes(directory: string): Promise<number>;
}

/** The files of this machine. */
export const machineFiles: Files = {
  async stat(path) {
    const info = await stat(path);
    return { kind: info.isFile() ? 'file' : info.isDirectory() ? 'directory' : 'other' };
  },
  async create(path) {
    const file = await open(path, 'w');
    return {
      async write(chunk, position) {
        if (position === undefined) return file.writeFile(chunk);
        for (let done = 0; done < chunk.length; ) done += (await file.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
      },
      close: () => file.close(),
    };
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  async freeBytes(directory) {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  },
};
