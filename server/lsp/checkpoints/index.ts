/** The checkpoints that configs name, as the language server knows them: what is read of the files, and which config means which. */
import type { CheckpointRead, CheckpointReference, Checkpoints } from '../../core/checkpoint/header';
import type { Folders } from '../workspace/places';
import { CheckpointStore, type StoreHost } from './store';
import { candidates, isInside } from './where';

export { configPath } from './where';

export interface CheckpointsHost extends StoreHost {
  readonly folders: Folders;
  readonly trusted: () => boolean;
}

/** The checkpoints of one config. */
export interface ConfigCheckpoints extends Checkpoints {
  /** Absolute path of the file that `read` tells of; null where there is none. */
  pathOf(reference: CheckpointReference): string | null;
}

/** A file, and what was known of it when a config was checked that names it. */
export interface SeenCheckpoint {
  readonly path: string;
  /** Empty where nothing was known. */
  readonly revision: string;
}

export class FileCheckpoints {
  readonly #store: CheckpointStore;

  constructor(private readonly host: CheckpointsHost) {
    this.#store = new CheckpointStore(host);
  }

  /** Of a config, whatever is known at the time it is asked. */
  of(uri: string): ConfigCheckpoints {
    return {
      read: (reference) => this.#meant(reference, uri)?.read ?? null,
      pathOf: (reference) => this.#meant(reference, uri)?.path ?? null,
    };
  }

  /** Whether a file or directory that a config names may be looked at. */
  mayLook(path: string, uri: string): boolean {
    return this.host.trusted() || isInside(path, uri, this.host.folders);
  }

  /** Every file that the references of a config may mean. */
  pathsOf(references: readonly CheckpointReference[], uri: string): readonly string[] {
    return [...new Set(references.flatMap((reference) => candidates(reference, uri, this.host.folders, this.host.trusted())))];
  }

  /** What is known now of the files that the references of a config may mean. */
  seen(references: readonly CheckpointReference[], uri: string): readonly SeenCheckpoint[] {
    return this.pathsOf(references, uri).map((path) => ({ path, revision: this.#store.revisionOf(path) }));
  }

  /** Whether something else is known by now. What was forgotten since is as it was. */
  isOutdated({ path, revision }: SeenCheckpoint): boolean {
    const now = this.#store.revisionOf(path);
    return now !== '' && now !== revision;
  }

  hold(paths: readonly string[]): () => void {
    return this.#store.hold(paths);
  }

  /** Resolves in half a second at the latest. */
  look(paths: readonly string[]): Promise<void> {
    return this.#store.look(paths);
  }

  /** Something happened to them. */
  lookAnew(paths: readonly string[]): Promise<void> {
    return this.#store.lookAnew(paths);
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** The first file that is there; where none is, only a reference that requires one says so. Null, too, until all are known. */
  #meant(reference: CheckpointReference, uri: string): { readonly path: string; readonly read: CheckpointRead } | null {
    let missing: { path: string; read: CheckpointRead } | null = null;
    for (const path of candidates(reference, uri, this.host.folders, this.host.trusted())) {
      const read = this.#store.get(path);
      if (read === null) return null;
      if (read.ok || read.kind !== 'missing') return { path, read };
      missing ??= { path, read };
    }
    return reference.required ? missing : null;
  }
}
