/** Events of files that changed on disk, gathered: a checkout sends thousands, and a save may send several. */
import { DidChangeWatchedFilesNotification, type FileSystemWatcher, WatchKind } from 'vscode-languageserver/node';
import type { Dispatcher } from '../dispatcher';

/** How long no event must have come, and how long that is waited for. */
const QUIET_MS = 100;
const LONGEST_MS = 1000;
/** From so many files on, all folders are walked again instead; what is the same on disk is not read. */
const MANY = 300;

/**
 * Directories have any name, and where one is deleted or moved here VS Code tells of nothing in it: hence all that is created
 * and deleted.
 */
const WATCHERS: FileSystemWatcher[] = [
  { globPattern: '**/*.{yaml,yml,json,py}', kind: WatchKind.Change },
  { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
];

export interface WatchHandler {
  /** Something happened to these files or directories. */
  look(uris: readonly string[]): void | Promise<void>;
  lookAtAll(): void | Promise<void>;
}

export class Watch {
  readonly #uris = new Set<string>();
  #registered = false;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dispatcher: Dispatcher,
    /** Whether the client can be asked to watch. */
    private readonly supported: boolean,
    private readonly handler: WatchHandler,
  ) {
    dispatcher.notification(DidChangeWatchedFilesNotification.type, ({ changes }) => {
      for (const { uri } of changes) this.#add(uri);
    });
  }

  /** Asks the client to watch, once. */
  register(): void {
    if (!this.supported || this.#registered) return;
    this.#registered = true;
    this.dispatcher.guard('watching files', async () => {
      await this.dispatcher.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: WATCHERS });
    });
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#uris.clear();
  }

  #add(uri: string): void {
    const now = performance.now();
    if (this.#uris.size === 0) this.#since = now;
    // One more than that says as much as a million.
    if (this.#uris.size <= MANY) this.#uris.add(uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hand(), Math.max(0, Math.min(QUIET_MS, this.#since + LONGEST_MS - now)));
  }

  #hand(): void {
    const uris = [...this.#uris];
    this.#uris.clear();
    this.dispatcher.guard('watched files', () => (uris.length > MANY ? this.handler.lookAtAll() : this.handler.look(uris)));
  }
}
