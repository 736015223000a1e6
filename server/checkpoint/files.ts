/** Reading checkpoint files, piece by piece, as this machine does it; tests hand in their own. All reject with Node's errors. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type DiskInfo, realDisk } from '../disk';

export interface OpenFile {
  stat(): Promise<DiskInfo>;
  /** Fills `into` with the bytes from `position` on; returns how many there were, fewer only where the file ends. */
  read(into: Uint8Array, position: number): Promise<number>;
  close(): Promise<void>;
}

export interface CheckpointFiles {
  /** Follows links. */
  stat(path: string): Promise<DiskInfo>;
  open(path: string): Promise<OpenFile>;
}

/** The files of this machine. */
export const machineFiles: CheckpointFiles = {
  stat: realDisk.stat,
  async open(path) {
    // Opening a pipe would wait for a writer. Windows has no such flag.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return {
      async stat() {
        const info = await file.stat();
        return { kind: info.isFile() ? 'file' : info.isDirectory() ? 'directory' : 'other', bytes: info.size, modified: info.mtimeMs };
      },
      async read(into, position) {
        let done = 0;
        while (done < into.length) {
          const { bytesRead } = await file.read(into, done, into.length - done, position + done);
          if (bytesRead === 0) break;
          done += bytesRead;
        }
        return done;
      },
      close: () => file.close(),
    };
  },
};
