/** The files that documents name: the checkpoints of their models, and the modules that Python configs import. */
import { FileCheckpoints } from './checkpoints';
import { OpenCheckpoints } from './checkpoints/open';
import type { OpenDocument, Surroundings } from './documents';
import type { Environment } from './environment';
import { ModuleFiles } from './modules';
import { OpenModules } from './modules/open';
import type { Folders } from './workspace';

export interface NamedFilesHost {
  readonly environment: Pick<Environment, 'disk' | 'readCheckpoint'>;
  readonly folders: Folders;
  readonly trusted: () => boolean;
  /** There are files worth to be watched. */
  watch(): void;
  /** There is something else to say of an open document. */
  changed(document: OpenDocument): void;
  /** There is something else to say of a checkpoint. */
  checkpointChanged(path: string): void;
  failed(name: string, error: unknown): void;
}

export class NamedFiles implements Surroundings {
  readonly checkpoints: FileCheckpoints;
  readonly modules: ModuleFiles;
  readonly #openCheckpoints: OpenCheckpoints;
  readonly #openModules: OpenModules;

  constructor(host: NamedFilesHost) {
    const { environment, folders, trusted } = host;
    const watch = () => host.watch();
    const changed = (document: OpenDocument) => host.changed(document);
    this.checkpoints = new FileCheckpoints({
      read: environment.readCheckpoint,
      changed: (path, other) => {
        this.#openCheckpoints.fileChanged(path);
        if (other) host.checkpointChanged(path);
      },
      failed: (error) => host.failed('checkpoint', error),
      folders,
      trusted,
    });
    this.#openCheckpoints = new OpenCheckpoints(this.checkpoints, watch, changed);
    this.modules = new ModuleFiles({
      disk: environment.disk,
      changed: (path) => this.#openModules.fileChanged(path),
      failed: (error) => host.failed('module', error),
      folders,
      trusted,
    });
    this.#openModules = new OpenModules(this.modules, watch, changed);
  }

  checkpointsOf(uri: string) {
    return this.checkpoints.of(uri);
  }

  importsOf(uri: string) {
    return this.modules.importsOf(uri);
  }

  opened(document: OpenDocument): void {
    this.#openModules.opened(document);
  }

  closed(document: OpenDocument): void {
    this.#openCheckpoints.closed(document);
    this.#openModules.closed(document);
  }

  /** Imports may mean something else by now: a text was edited, folders came or went, the workspace is trusted. */
  reconsider(): void {
    this.#openModules.reconsider();
  }

  /** Looks at the files that a document names by now; null where there are none. Resolves when nobody should wait any more. */
  look(document: OpenDocument): Promise<void> | null {
    const modules = this.#openModules.look(document);
    // What is imported may name checkpoints.
    return modules === null ? this.#openCheckpoints.look(document) : modules.then(() => this.#openCheckpoints.look(document) ?? undefined);
  }

  /** Something happened to files of the workspace. */
  async touched(isTouched: (path: string) => boolean): Promise<void> {
    await Promise.all([this.#openCheckpoints.touched(isTouched), this.#openModules.touched(isTouched)]);
  }

  /** From now on nothing is told. */
  dispose(): void {
    this.checkpoints.dispose();
    this.modules.dispose();
  }
}
