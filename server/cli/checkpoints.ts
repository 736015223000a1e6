/** The checkpoints that configs name, or the command line in their place: their headers are read before anything is said of a config. */
import { dirname, resolve } from 'node:path';
import { CheckpointHeaders } from '../checkpoint';
import { Snapshot } from '../core/analysis';
import type { CheckpointRead, CheckpointReference, Checkpoints } from '../core/checkpoint/header';
import { isLocal } from '../core/paths';
import { english } from '../core/phrase';
import { InputError } from './arguments';
import type { Host } from './host';

/** What is known of the checkpoints of one config; `instead` takes the place of those that it names. */
export interface KnownCheckpoints {
  readonly checkpoints: Checkpoints;
  readonly instead?: CheckpointReference;
}

/** Reads headers for one command, each file once. */
export class CheckpointReader {
  readonly #headers: CheckpointHeaders;
  readonly #paths = new Map<CheckpointRead, string>();
  readonly #instead: { readonly reference: CheckpointReference; readonly read: CheckpointRead } | null;

  private constructor(
    private readonly host: Host,
    headers: CheckpointHeaders,
    instead: { readonly reference: CheckpointReference; readonly read: CheckpointRead } | null,
  ) {
    this.#headers = headers;
    this.#instead = instead;
  }

  /** `weights`: the file of `--weights`. Throws InputError if that is no checkpoint. */
  static async of(host: Host, weights: string | undefined): Promise<CheckpointReader> {
    const headers = new CheckpointHeaders(host.checkpoints);
    if (weights === undefined) return new CheckpointReader(host, headers, null);
    const path = resolve(host.cwd, weights);
    const read = await headers.read(path);
    if (!read.ok) throw new InputError(`--weights ${weights}: ${english(read.problem)}`);
    // A key that no config has: what is to be said of it is said of the model.
    const reader = new CheckpointReader(host, headers, { reference: { key: '--weights', path: weights, required: true }, read });
    reader.#paths.set(read, path);
    return reader;
  }

  /** What --weights names; null without it. */
  get given(): CheckpointRead | null {
    return this.#instead?.read ?? null;
  }

  /** Of a config at a path, by whose folder paths in it go. */
  async of(snapshot: Snapshot, path: string): Promise<KnownCheckpoints> {
    if (this.#instead !== null) {
      const { reference, read } = this.#instead;
      return { checkpoints: { read: () => read }, instead: reference };
    }
    const reads = new Map<string, CheckpointRead | null>();
    for (const { model } of snapshot.models()) {
      const reference = model.spec.checkpoint;
      if (reference !== null) reads.set(nameOf(reference), await this.#meant(reference, path));
    }
    return { checkpoints: { read: (reference) => reads.get(nameOf(reference)) ?? null } };
  }

  /** The absolute path of the file that a model's `checkpoint` was read from. */
  pathOf(read: CheckpointRead): string | undefined {
    return this.#paths.get(read);
  }

  /** The first file that is there. Upstream's directories are relative to where training is started: the config's folder or the current one. */
  async #meant({ path, required }: CheckpointReference, config: string): Promise<CheckpointRead | null> {
    if (!isLocal(path)) return null;
    let missing: CheckpointRead | null = null;
    for (const root of required ? [dirname(config)] : [dirname(config), this.host.cwd]) {
      const file = resolve(root, path);
      const read = await this.#headers.read(file);
      this.#paths.set(read, file);
      if (read.ok || read.kind !== 'missing') return read;
      missing ??= read;
    }
    return required ? missing : null;
  }
}

const nameOf = ({ path, required }: CheckpointReference) => `${required ? '!' : '?'}${path}`;
