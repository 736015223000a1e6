import type { CheckpointRead } from '../core/checkpoint/header';
import { english } from '../core/phrase';
import { type CheckpointFiles, machineFiles } from './files';
import { readStamped, type Stamped, stampOf } from './readHeader';

/** The headers of checkpoints, each read once as long as its file stays as it is (by size and time of change). */
export class CheckpointHeaders {
  /** By path, the one used last at the end. */
  private readonly known = new Map<string, Stamped>();
  /** Under way, by path and stamp: who asks after a change must not get what was read before it. */
  private readonly reading = new Map<string, Promise<CheckpointRead>>();

  constructor(
    private readonly files: CheckpointFiles = machineFiles,
    private readonly limit = 64,
  ) {}

  /** The same object while the file is unchanged. Never rejects. */
  async read(path: string): Promise<CheckpointRead> {
    const stamp = await stampOf(path, this.files);
    const known = this.known.get(path);
    if (known !== undefined && known.stamp !== null && known.stamp === stamp) {
      this.keep(path, known);
      return known.read;
    }
    const key = `${stamp} ${path}`;
    const reading = this.reading.get(key) ?? this.readNew(path).finally(() => this.reading.delete(key));
    this.reading.set(key, reading);
    return reading;
  }

  private async readNew(path: string): Promise<CheckpointRead> {
    const { read, stamp } = await readStamped(path, this.files);
    const known = this.known.get(path)?.read;
    // A problem that is looked at anew each time is still the same while it reads the same.
    const kept = known !== undefined && isSameProblem(known, read) ? known : read;
    this.keep(path, { read: kept, stamp });
    return kept;
  }

  private keep(path: string, stamped: Stamped): void {
    this.known.delete(path);
    this.known.set(path, stamped);
    const [oldest] = this.known.keys();
    if (this.known.size > this.limit && oldest !== undefined) this.known.delete(oldest);
  }
}

function isSameProblem(a: CheckpointRead, b: CheckpointRead): boolean {
  return !a.ok && !b.ok && a.kind === b.kind && english(a.problem) === english(b.problem);
}
