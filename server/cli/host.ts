/** What the commands may touch of the outside world: files, streams, signals. */
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { access, constants, mkdir, open, realpath, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { type CheckpointFiles, machineFiles as machineCheckpoints } from '../checkpoint';
import { type Disk, type DiskEntry, type DiskInfo, readAtMost, realDisk } from '../disk';
import { type Files, machineFiles } from '../exporter';
import { codeOf } from '../files';

export type FileInfo = Pick<DiskInfo, 'kind' | 'bytes' | 'modified'>;

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in characters; wide where it is no terminal, as a reader of files can scroll. */
  readonly columns: number;
}

export interface Host extends Omit<Files, 'stat'>, Pick<Disk, 'read' | 'identity'> {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: Output;
  readonly err: Output;
  readonly checkpoints: CheckpointFiles;
  /** Follows links. Rejects with a Node error (`ENOENT`, `EACCES`, ...). */
  stat(path: string): Promise<FileInfo>;
  /** The names in a directory; links to directories are not among `directory`, so that a walk ends. */
  list(path: string): Promise<readonly (DiskEntry & { readonly kind: 'file' | 'directory' | 'other' })[]>;
  /** What an analysis asks for while it goes on. At most `limit` + 1 bytes; null where no file is, or none that can be read. */
  readNow(path: string, limit: number): Uint8Array | null;
  stdin(limit: number): Promise<Uint8Array>;
  /** Gives a file other content, all of it or none: no reader sees a half, and its mode and the links to it stay. It must be there and writable. */
  replace(path: string, content: Uint8Array): Promise<void>;
  /** With its parents; one that is there is no error. */
  makeDirectory(path: string): Promise<void>;
  /** Removes an empty directory; one that is not empty, or none, is left as it is. */
  removeEmptyDirectory(path: string): Promise<void>;
  /** Calls back at Ctrl-C instead of ending the process, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.isTTY === true ? stream.columns : 200;
    },
  };
}

async function replace(path: string, content: Uint8Array): Promise<void> {
  const target = await realpath(path);
  // Renaming asks the directory only, not the file.
  await access(target, constants.W_OK);
  const { mode } = await stat(target);
  const part = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  const file = await open(part, 'wx');
  try {
    try {
      await file.chmod(mode);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function readNow(path: string, limit: number): Uint8Array | null {
  try {
    // Most paths that are asked for are not there, and looking is cheaper than an error.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return null;
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(Math.min(fstatSync(file).size, limit) + 1);
      let length = 0;
      for (let more = 1; more > 0 && length < bytes.length; length += more) more = readSync(file, bytes, length, bytes.length - length, null);
      return bytes.subarray(0, length);
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

/** The host of a real process. */
export function processHost(): Host {
  return {
    ...machineFiles,
    cwd: process.cwd(),
    env: process.env,
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    checkpoints: machineCheckpoints,
    stat: realDisk.stat,
    read: realDisk.read,
    identity: realDisk.identity,
    list: async (path) => (await realDisk.list(path)).map(({ name, kind }) => ({ name, kind: kind === 'link' ? 'file' : kind })),
    readNow,
    stdin: (limit) => readAtMost(process.stdin as Readable & AsyncIterable<Uint8Array>, limit),
    replace,
    async makeDirectory(path) {
      await mkdir(path, { recursive: true });
    },
    async removeEmptyDirectory(path) {
      await rmdir(path).catch((error: unknown) => {
        if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw error;
      });
    },
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => void process.off('SIGINT', listener);
    },
  };
}
