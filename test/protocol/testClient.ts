/**
 * A client for tests that talks to the real server and is strict about it: what the server says must be read by the test,
 * and an error it logs or shows must be expected, or the test fails at its end.
 */
import { basename } from 'node:path';
import { PassThrough } from 'node:stream';
import { createConnection, type InitializeResult } from 'vscode-languageserver';
import {
  type ClientCapabilities,
  createMessageConnection,
  createProtocolConnection,
  type Diagnostic,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  SymbolKind,
  type TextDocumentContentChangeEvent,
  type WorkspaceFolder,
} from 'vscode-languageserver/node';
import { phrase } from '../../server/core/phrase';
import { machineFiles } from '../../server/exporter';
import { type Environment, startServer } from '../../server/lsp';
import { fakeDisk } from './fakeDisk';
import { refuseToRun } from './fakeRunner';

export interface Notice {
  readonly method: string;
  // Messages as they come over the wire; each test says what it expects in them.
  readonly params: Record<string, unknown>;
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly folders?: WorkspaceFolder[];
  readonly rootUri?: string;
  /** As an editor says it, `zh-cn`. */
  readonly locale?: string;
  /** What workspace/configuration answers, by file. */
  readonly settings?: (uri: string) => unknown;
}

const ALL_SYMBOL_KINDS = Array.from({ length: SymbolKind.TypeParameter }, (_, i) => (i + 1) as SymbolKind);

/** What VS Code can do, but for pulling diagnostics. */
export const PUSH: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceEdit: { documentChanges: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
    workspaceFolders: true,
    symbol: { symbolKind: { valueSet: ALL_SYMBOL_KINDS } },
  },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true, symbolKind: { valueSet: ALL_SYMBOL_KINDS } },
    foldingRange: { lineFoldingOnly: true, rangeLimit: 5000 },
    definition: { linkSupport: true },
    documentLink: { tooltipSupport: true },
    rename: { prepareSupport: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
  },
  window: { workDoneProgress: true },
};
export const PULL: ClientCapabilities = { ...PUSH, textDocument: { ...PUSH.textDocument, diagnostic: {} } };

const PATIENCE_MS = 5000;

export class TestClient {
  /** What came and was not read yet. */
  readonly #inbox: Notice[] = [];
  #arrived: () => void = () => undefined;
  /** How often the server asked to be asked again, by method. */
  readonly refreshes = new Map<string, number>();
  /** What the log said of runs and exports, as far as it was read. */
  readonly logged: string[] = [];
  /** What the server asked to be told of. */
  readonly registrations: { readonly method: string; readonly registerOptions: unknown }[] = [];
  settings: (uri: string) => unknown;
  /** The action that is chosen of a message that has some; null where it is closed. */
  choice: string | null = null;
  capabilities: InitializeResult['capabilities'] = {};
  /** Resolves with the server's exit code once it has ended. */
  ended: () => Promise<number | null> = async () => null;

  protected constructor(
    readonly connection: MessageConnection,
    options: ClientOptions,
  ) {
    this.settings = options.settings ?? (() => null);
    connection.onNotification((method, params) => this.#receive({ method, params: (params ?? {}) as Record<string, unknown> }));
    // Traces and progress come by ways of their own.
    connection.onNotification('$/logTrace', (params: Record<string, unknown>) => this.#receive({ method: '$/logTrace', params }));
    connection.onUnhandledProgress(({ token, value }) => this.#receive({ method: '$/progress', params: { token, value } }));
    connection.onRequest((method, params) => this.#answer(method, (params ?? {}) as Record<string, unknown>));
    connection.listen();
  }

  /** A server in this process, over streams, with its outside replaced. */
  static async inProcess(options: ClientOptions = {}, environment: Partial<Environment> = {}): Promise<TestClient> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    let exit: (code: number) => void = () => undefined;
    const exited = new Promise<number>((resolve) => {
      exit = resolve;
    });
    const watchDog = { shutdownReceived: false, initialize: () => undefined, exit };
    const connection = createConnection(
      (logger) => createProtocolConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient), logger),
      watchDog,
    );
    startServer(connection, {
      startRun: refuseToRun,
      cannotRun: null,
      sampleImage: '/samples/images/sample.png',
      sampleModel: async () => null,
      readCheckpoint: async (path) => ({ ok: false, fileName: basename(path), kind: 'missing', problem: phrase`There is no such file.` }),
      isFile: async () => false,
      docs: 'file:///docs/diagnostics.md',
      translations: () => ({}),
      disk: fakeDisk(),
      files: machineFiles,
      removeNow: () => undefined,
      debounceMs: 5,
      // A test that wants the workspace swept says so.
      idleMs: 1e8,
      ...environment,
    });
    const client = await TestClient.over(new StreamMessageReader(toClient), new StreamMessageWriter(toServer), options);
    client.ended = () => exited;
    return client;
  }

  static async over(reader: MessageReader, writer: MessageWriter, options: ClientOptions = {}): Promise<TestClient> {
    const client = new TestClient(createMessageConnection(reader, writer), options);
    const result = await client.request<InitializeResult>('initialize', {
      processId: null,
      rootUri: options.rootUri ?? null,
      capabilities: options.capabilities ?? PUSH,
      ...(options.locale === undefined ? {} : { locale: options.locale }),
      initializationOptions: options.initializationOptions,
      workspaceFolders: options.rootUri === undefined ? (options.folders ?? null) : null,
    });
    client.capabilities = result.capabilities;
    await client.notify('initialized', {});
    return client;
  }

  async request<R>(method: string, params: unknown): Promise<R> {
    const result = await this.connection.sendRequest<R>(method, params);
    assertSaid(method, result);
    return result;
  }

  notify(method: string, params: unknown): Promise<void> {
    return this.connection.sendNotification(method, params);
  }

  open(uri: string, text: string, languageId = 'yaml', version = 1): Promise<void> {
    return this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  }

  change(uri: string, version: number, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    return this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  close(uri: string): Promise<void> {
    return this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  execute<R>(command: string, argument: unknown, more: object = {}): Promise<R> {
    return this.request<R>('workspace/executeCommand', { command, arguments: [argument], ...more });
  }

  /** The next message of a method that satisfies the condition; reads it and leaves the others. */
  async next(method: string, when: (params: Record<string, unknown>) => boolean = () => true): Promise<Record<string, unknown>> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const at = this.#inbox.findIndex((notice) => notice.method === method && when(notice.params));
      const [notice] = at < 0 ? [] : this.#inbox.splice(at, 1);
      if (notice !== undefined) return notice.params;
      const rest = deadline - Date.now();
      if (rest <= 0) throw new Error(`no ${method} came within ${PATIENCE_MS} ms; unread: ${JSON.stringify(this.#inbox)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest);
        this.#arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async diagnostics(uri: string, version?: number): Promise<Diagnostic[]> {
    const params = await this.next('textDocument/publishDiagnostics', (p) => p.uri === uri && (version === undefined || p.version === version));
    return (params as unknown as PublishDiagnosticsParams).diagnostics;
  }

  /** All that was said of the progress of anything up to its end. */
  async workDone(): Promise<Record<string, unknown>[]> {
    const said: Record<string, unknown>[] = [];
    do said.push((await this.next('$/progress')).value as Record<string, unknown>);
    while (said.at(-1)?.kind !== 'end');
    return said;
  }

  /** The same of a run or an export, whose lines of the log are read with it, into `logged`. */
  async progress(): Promise<Record<string, unknown>[]> {
    const said = await this.workDone();
    await this.ending();
    return said;
  }

  /** Reads the lines of a run or an export that has ended from the log. */
  async ending(): Promise<void> {
    const end = await this.log(/^(run|export) end /);
    const [, what, id] = /^(run|export) .*? id=(\S+)/.exec(end) ?? [];
    const isStart = ({ method, params: { message } }: Notice) =>
      method === 'window/logMessage' && String(message).startsWith(`${what} start `) && String(message).includes(` id=${id} `);
    // What was cancelled while it waited has never begun.
    const at = this.#inbox.findIndex(isStart);
    if (at >= 0) for (const { params } of this.#inbox.splice(at, 1)) this.logged.push(String(params.message));
    this.logged.push(end);
  }

  /** The next line of the log that matches. */
  async log(pattern: RegExp): Promise<string> {
    return String((await this.next('window/logMessage', ({ message }) => pattern.test(String(message)))).message);
  }

  /** Answers once everything sent so far has been worked through, and all that was said before has come. */
  async settle(): Promise<void> {
    await this.request('textDocument/hover', { textDocument: { uri: 'test:settle' }, position: { line: 0, character: 0 } });
  }

  /** Waits until `condition` holds. */
  async until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`still not: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Ends the server as an editor does. Fails on anything it said that was not read. */
  async stop(): Promise<void> {
    await this.request('shutdown', null);
    await this.notify('exit', null);
    await this.ended();
    this.connection.end();
    this.connection.dispose();
    if (this.#inbox.length > 0) throw new Error(`the test left messages unread: ${JSON.stringify(this.#inbox, null, 1)}`);
  }

  #receive(notice: Notice): void {
    assertSaid(notice.method, notice.params);
    // Level 4 is the server's own trace of what it does, for people.
    if (notice.method === 'window/logMessage' && Number(notice.params.type) >= 4) return;
    this.#inbox.push(notice);
    this.#arrived();
  }

  #answer(method: string, params: Record<string, unknown>): unknown {
    if (method === 'workspace/configuration') {
      return (params.items as { scopeUri?: string }[]).map(({ scopeUri }) => this.settings(scopeUri ?? ''));
    }
    if (method === 'window/showMessageRequest') {
      this.#receive({ method, params });
      return this.choice === null ? null : { title: this.choice };
    }
    if (method.endsWith('/refresh')) {
      this.refreshes.set(method, (this.refreshes.get(method) ?? 0) + 1);
      return null;
    }
    if (method === 'client/registerCapability') this.registrations.push(...(params.registrations as typeof this.registrations));
    if (method === 'window/workDoneProgress/create' || method === 'client/registerCapability') return null;
    throw new Error(`the server asked for ${method}, which this client does not know`);
  }
}

/** Nothing goes over the wire that was to be worded first, or is text where it should be more. */
function assertSaid(method: string, sent: unknown): void {
  const said = JSON.stringify(sent) ?? '';
  if (/\[object |"values":\[|\{\d\}/.test(said)) throw new Error(`${method} says what is not worded: ${said}`);
}
