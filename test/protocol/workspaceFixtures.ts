/** Folders on disk for tests of the whole workspace, a disk that can be slow or broken, and an asker of `workspace/diagnostic`. */
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach } from 'vitest';
import {
  type ClientCapabilities,
  FileChangeType,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { type Disk, realDisk } from '../../server/disk';
import type { Environment } from '../../server/lsp';
import { servers } from './fixtures';
import { type ClientOptions, PULL, PUSH, type TestClient } from './testClient';

const watching = (capabilities: ClientCapabilities): ClientCapabilities => ({
  ...capabilities,
  workspace: { ...capabilities.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
});
export const PUSH_WATCHED = watching(PUSH);
export const PULL_WATCHED = watching(PULL);

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder that is gone after the test. */
export class TestFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'vit-sweep-')));
  readonly uri = pathToFileURL(this.path).href;
  readonly asFolder: WorkspaceFolder = { uri: this.uri, name: 'test' };

  write(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), content);
    }
  }

  remove(name: string): void {
    rmSync(join(this.path, name), { recursive: true });
  }

  rename(from: string, to: string): void {
    renameSync(join(this.path, from), join(this.path, to));
  }

  /** As VS Code spells it. */
  uriOf(name: string): string {
    return `${this.uri}/${name.split('/').map(encodeURIComponent).join('/')}`;
  }

  inside(name: string): WorkspaceFolder {
    return { uri: this.uriOf(name), name };
  }
}

export interface Workshop {
  folder(files: Files): TestFolder;
  /** A server that sweeps the folders as soon as it may; watched by the client unless `capabilities` say otherwise. */
  start(folders: readonly (TestFolder | WorkspaceFolder)[], options?: ClientOptions, environment?: Partial<Environment>): Promise<TestClient>;
}

export function workshop(): Workshop {
  const folders: TestFolder[] = [];
  // Before the servers' own hook, which runs first as it is registered last.
  afterEach(() => {
    for (const { path } of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  });
  const start = servers();
  return {
    folder(files) {
      const folder = new TestFolder();
      folders.push(folder);
      folder.write(files);
      return folder;
    },
    start: (roots, options, environment) =>
      start(
        { capabilities: PUSH_WATCHED, folders: roots.map((root) => ('asFolder' in root ? root.asFolder : root)), ...options },
        { disk: realDisk, idleMs: 5, ...environment },
      ),
  };
}

/** The real disk, counting; what `override` gives is taken in its place. */
export function observed(override: Partial<Disk> = {}): { readonly disk: Disk; readonly reads: string[]; readonly lists: string[] } {
  const reads: string[] = [];
  const lists: string[] = [];
  return {
    reads,
    lists,
    disk: {
      ...realDisk,
      ...override,
      read(path, limit) {
        reads.push(path);
        return (override.read ?? realDisk.read)(path, limit);
      },
      list(path, limit) {
        lists.push(path);
        return (override.list ?? realDisk.list)(path, limit);
      },
    },
  };
}

export const refusal = (code: string): Error => Object.assign(new Error(`${code}: refused by the test`), { code });

/** A gate that lets through what waits at it when it is opened. */
export class Gate {
  #open: () => void = () => undefined;
  readonly passed = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  open(): void {
    this.#open();
  }
}

export async function filesChanged(
  client: TestClient,
  ...changes: readonly (readonly [uri: string, type: 'created' | 'changed' | 'deleted'])[]
): Promise<void> {
  const types = { created: FileChangeType.Created, changed: FileChangeType.Changed, deleted: FileChangeType.Deleted };
  await client.notify('workspace/didChangeWatchedFiles', { changes: changes.map(([uri, type]) => ({ uri, type: types[type] })) });
}

/** A client's request for the diagnostics of the workspace that stays open, and what it was told in it. */
export class Asker {
  /** Codes of each file, as told last. */
  readonly shown = new Map<string, string[]>();
  readonly resultIds = new Map<string, string>();
  /** Every report, in order: `uri codes`. */
  readonly told: string[] = [];
  readonly versions = new Map<string, number | null>();
  answered: Promise<void>;

  constructor(client: TestClient, token: string, previous: readonly { uri: string; value: string }[] = []) {
    client.connection.onProgress(WorkspaceDiagnosticRequest.partialResult, token, (report) => this.#take(report));
    this.answered = client
      .request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: previous, partialResultToken: token })
      .then((report) => this.#take(report));
  }

  codes(uri: string): string[] | undefined {
    return this.shown.get(uri);
  }

  #take({ items }: { items: WorkspaceDiagnosticReport['items'] }): void {
    for (const item of items) {
      if (item.resultId === undefined) this.resultIds.delete(item.uri);
      else this.resultIds.set(item.uri, item.resultId);
      if (item.kind !== 'full') continue;
      const codes = item.items.map(({ code }) => String(code));
      this.shown.set(item.uri, codes);
      this.versions.set(item.uri, item.version);
      this.told.push(`${item.uri.slice(item.uri.lastIndexOf('/') + 1)} ${codes.join(' ')}`.trimEnd());
    }
  }
}

/** What is found in BROKEN. */
export const HEADS = ['heads-divide-width'];
export const codes = async (client: TestClient, uri: string, version?: number) => (await client.diagnostics(uri, version)).map(({ code }) => code);
/** Nothing that a test did not read may be left, so that this says: no more comes. */
export const silence = (ms = 250): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Settings that switch the sweep off. */
export const off = () => ({ diagnostics: { workspace: false } });

export const sweep = (client: TestClient, more: object = {}) =>
  client.execute<{ state: string; message: string; outcome: Record<string, unknown> }>('vitConfig.sweepWorkspace', null, more);
