/** Reading checkpoint files, piece by piece, as this machine does it; tests hand in their own. All reject with Node's errors. */
import { close, constants, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';
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
    return new MachineFile(await promisify(open)(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  },
};

/** By its descriptor: a header takes hundreds of reads, and those of Node's FileHandle take twice as long. */
class MachineFile implements OpenFile {
  #underWay = 0;
  /** Called when nothing is under way any more. */
  #idle: () => void = () => undefined;
  #closed: Promise<void> | null = null;

  constructor(private readonly descriptor: number) {}

  stat(): Promise<DiskInfo> {
    return this.#use(async () => {
      const info = await promisify(fstat)(this.descriptor);
      return { kind: info.isFile() ? 'file' : info.isDirectory() ? 'directory' : 'other', bytes: info.size, modified: info.mtimeMs };
    });
  }

  read(into: Uint8Array, position: number): Promise<number> {
    return this.#use(async () => {
      let done = 0;
      while (done < into.length) {
        const bytes = await this.#readSome(into, done, position + done);
        if (bytes === 0) break;
        done += bytes;
      }
      return done;
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    await promisify(close)(this.descriptor);
  }

  /** A descriptor that was closed may be another file's already. */
  async #use<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== null) throw new Error('the file is closed');
    this.#underWay++;
    try {
      return await work();
    } finally {
      this.#underWay--;
      if (this.#underWay === 0) this.#idle();
    }
  }

  #readSome(into: Uint8Array, offset: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      read(this.descriptor, into, offset, into.length - offset, position, (error, bytes) => (error === null ? resolve(bytes) : reject(error)));
    });
  }
}
