import type { CheckpointHeader } from '../core/checkpoint/header';
import { phrase } from '../core/phrase';
import { type CheckpointFiles, machineFiles } from './files';
import type { PlacedTensor } from './layout';
import { CheckpointError, ofTensor, shown } from './problem';
import { asProblem, headerOf, type OpenLayout, openLayout } from './readHeader';
import { readValues } from './values';

export interface Checkpoint {
  readonly header: CheckpointHeader;
  /**
   * The values of a tensor in row-major order, in an array of its own; `index` reads one entry of the first axis.
   * Rejects with CheckpointError: no such tensor or entry, no floats, a damaged file, one that has changed since it was opened.
   */
  read(name: string, options?: { readonly index?: number | null }): Promise<Float32Array>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** What is known of the file: one whose header says something else is refused. */
  readonly expected?: CheckpointHeader;
  readonly files?: CheckpointFiles;
}

/** Opens a checkpoint to read values; nothing but its header is read yet. Rejects with CheckpointError. */
export async function openCheckpoint(path: string, { expected, files = machineFiles }: OpenOptions = {}): Promise<Checkpoint> {
  try {
    const opened = await openLayout(path, files);
    const header = headerOf(opened);
    if (expected !== undefined && !isSame(header, expected)) {
      await opened.file.close();
      throw changed();
    }
    return new OpenCheckpoint(header, opened);
  } catch (error) {
    throw asProblem(error);
  }
}

class OpenCheckpoint implements Checkpoint {
  private readonly tensors: ReadonlyMap<string, PlacedTensor>;

  constructor(
    readonly header: CheckpointHeader,
    private readonly opened: OpenLayout,
  ) {
    this.tensors = new Map(opened.layout.tensors.map((tensor) => [tensor.name, tensor]));
  }

  async read(name: string, { index = null }: { readonly index?: number | null } = {}): Promise<Float32Array> {
    const tensor = this.tensors.get(name);
    if (tensor === undefined) throw new CheckpointError(phrase`It has no tensor \`${shown(name)}\`.`);
    try {
      const values = await ofTensor(name, () => readValues(this.opened.bytes, tensor, index));
      await this.assertUnchanged();
      return values;
    } catch (error) {
      // A file that is written in the meantime looks damaged; that it has changed says more.
      await this.assertUnchanged();
      throw asProblem(error);
    }
  }

  close(): Promise<void> {
    return this.opened.file.close();
  }

  private async assertUnchanged(): Promise<void> {
    const { bytes, modified } = await this.opened.file.stat();
    if (bytes !== this.opened.info.bytes || modified !== this.opened.info.modified) throw changed();
  }
}

const changed = () => new CheckpointError(phrase`The file has changed since its header was read.`, 'unreadable', false);

function isSame(a: CheckpointHeader, b: CheckpointHeader): boolean {
  return (
    a.format === b.format &&
    a.bytes === b.bytes &&
    a.tensors.length === b.tensors.length &&
    a.tensors.every(({ name, dtype, shape }, i) => {
      const other = b.tensors[i];
      return name === other?.name && dtype === other.dtype && shape.join() === other.shape.join();
    })
  );
}
