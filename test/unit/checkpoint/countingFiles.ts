/** The files of this machine, with what is asked of them counted. */
import { type CheckpointFiles, machineFiles } from '../../../server/checkpoint';

export class CountingFiles implements CheckpointFiles {
  opened = 0;
  closed = 0;
  reads = 0;
  bytes = 0;
  /** What `open` waits for, so that calls meet. */
  gate: Promise<unknown> = Promise.resolve();

  stat = machineFiles.stat;

  async open(path: string) {
    this.opened++;
    await this.gate;
    const file = await machineFiles.open(path);
    return {
      stat: () => file.stat(),
      read: (into: Uint8Array, position: number) => {
        this.reads++;
        this.bytes += into.length;
        return file.read(into, position);
      },
      close: () => {
        this.closed++;
        return file.close();
      },
    };
  }
}

/** This machine's files, where opening one fails with a code of Node's. */
export const failingFiles = (code: string): CheckpointFiles => ({
  stat: machineFiles.stat,
  open: () => Promise.reject(Object.assign(new Error(`${code}: it failed, open '/secret/path'`), { code })),
});
