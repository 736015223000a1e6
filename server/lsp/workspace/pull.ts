/**
 * `workspace/diagnostic`. A client that takes partial results (VS Code) is answered as things change, and its request stays open:
 * it would ask again two seconds after an answer. Others get one answer with all there is, and are asked to ask again.
 */
import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type ProgressToken,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Dispatcher } from '../dispatcher';
import type { Refresher } from '../refresher';
import { keyOf } from './places';
import type { FileReport } from './reports';

/** From a change to what is said of it, so that a sweep's results come in batches. */
const GATHER_MS = 100;
/**
 * VS Code pulls a file one last time as it closes, and until it has worked that answer off it drops what comes of the file in
 * this way; an open one it pulls by itself, unless it is open without being seen.
 */
const CLOSED_MS = 300;
const OPEN_MS = 1000;
/** Files in one partial result. */
const BATCH = 100;
/** Result id that no report has. */
const UNKNOWN = '';

export interface Reports {
  of(key: string): FileReport | null;
  /** Of every file there may be something to say of. */
  all(): Iterable<{ readonly key: string; readonly uri: string }>;
  /** Resolves when a sweep that is due has been made. */
  ready(): Promise<void>;
}

interface Told {
  readonly uri: string;
  readonly resultId: string;
}

/** A request that stays open. */
interface Listener {
  readonly token: ProgressToken;
  /** What the client has of each file. */
  readonly told: Map<string, Told>;
  end(): void;
}

export class WorkspacePull {
  readonly #listeners = new Set<Listener>();
  readonly #pending = new Map<string, { readonly uri: string; readonly due: number }>();
  /** Files that were closed while nobody listened. */
  readonly #owed = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #asked = false;
  /** Questions that wait for a sweep. */
  #answering = 0;
  #disposed = false;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly reports: Reports,
    private readonly refresher: Refresher,
    /** The client asks for the first time. */
    private readonly onFirst: () => void,
  ) {
    dispatcher.request(WorkspaceDiagnosticRequest.type, { items: [] }, (params, token) => this.#answer(params, token));
  }

  /** Whether this client asks at all. */
  get used(): boolean {
    return this.#asked;
  }

  /** There is something else to say of a file on disk. */
  changed(key: string, uri: string): void {
    this.#soon(key, uri, GATHER_MS);
    if (this.#asked && this.#listeners.size === 0 && this.#answering === 0) this.refresher.request();
  }

  /** An open file was opened or edited. */
  touched(key: string, uri: string): void {
    this.#owed.delete(key);
    this.#soon(key, uri, OPEN_MS);
  }

  /** What it was told of the open file does not hold of the one on disk. */
  closed(key: string, uri: string): void {
    if (this.#listeners.size === 0) this.#owed.set(key, uri);
    this.#soon(key, uri, CLOSED_MS);
  }

  /** The client has pulled an open file by itself. */
  pulled(uri: string, resultId: string): void {
    for (const { told } of this.#listeners) told.set(keyOf(uri), { uri, resultId });
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#pending.clear();
    for (const listener of [...this.#listeners]) listener.end();
  }

  async #answer({ previousResultIds, partialResultToken }: WorkspaceDiagnosticParams, token: CancellationToken): Promise<WorkspaceDiagnosticReport> {
    const told = new Map(previousResultIds.map(({ uri, value }): [string, Told] => [keyOf(uri), { uri, resultId: value }]));
    for (const [key, uri] of this.#owed) told.set(key, { uri, resultId: UNKNOWN });
    this.#owed.clear();
    if (!this.#asked) {
      this.#asked = true;
      this.onFirst();
    }
    if (partialResultToken === undefined) {
      this.#answering++;
      try {
        await this.reports.ready();
      } finally {
        this.#answering--;
      }
      return { items: this.#items(told, this.#everything(told), true) };
    }
    if (this.#disposed) return { items: [] };
    return new Promise((resolve) => {
      const listener: Listener = {
        token: partialResultToken,
        told,
        end: () => {
          this.#listeners.delete(listener);
          resolve({ items: [] });
        },
      };
      this.#listeners.add(listener);
      token.onCancellationRequested(listener.end);
      this.#tell(listener, this.#everything(told));
    });
  }

  #everything(told: ReadonlyMap<string, Told>): Map<string, string> {
    const files = new Map([...told].map(([key, { uri }]) => [key, uri]));
    for (const { key, uri } of this.reports.all()) files.set(key, uri);
    return files;
  }

  #soon(key: string, uri: string, ms: number): void {
    if (this.#listeners.size === 0) return;
    this.#pending.set(key, { uri, due: performance.now() + ms });
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  #flush(): void {
    this.#timer = undefined;
    this.dispatcher.guard(WorkspaceDiagnosticRequest.method, () => {
      const now = performance.now();
      const due = new Map<string, string>();
      for (const [key, { uri, due: at }] of this.#pending) {
        if (at > now) continue;
        this.#pending.delete(key);
        due.set(key, uri);
      }
      if (this.#pending.size > 0) this.#timer = setTimeout(() => this.#flush(), GATHER_MS);
      for (const listener of this.#listeners) this.#tell(listener, due);
    });
  }

  #tell({ token, told }: Listener, files: ReadonlyMap<string, string>): void {
    const items = this.#items(told, files, false);
    for (let start = 0; start < items.length; start += BATCH) {
      void this.dispatcher.connection.sendProgress(WorkspaceDiagnosticRequest.partialResult, token, { items: items.slice(start, start + BATCH) });
    }
  }

  /** What a client that was told `told` has to be told of `files`, and is then taken to know. Of a file with nothing, only if it was told something. */
  #items(told: Map<string, Told>, files: ReadonlyMap<string, string>, unchanged: boolean): WorkspaceDocumentDiagnosticReport[] {
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (const [key, uri] of files) {
      const report = this.reports.of(key);
      const last = told.get(key);
      if (report === null) {
        told.delete(key);
        if (last !== undefined) items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
        continue;
      }
      const { resultId, version } = report;
      if (last?.resultId === resultId) {
        if (unchanged) items.push({ kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId });
        continue;
      }
      const diagnostics = report.items();
      if (diagnostics.length === 0 && last === undefined) continue;
      told.set(key, { uri, resultId });
      items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: diagnostics });
    }
    return items;
  }
}
