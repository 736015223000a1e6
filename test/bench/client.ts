/** An editor's side of the protocol, as little of it as a measurement needs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type ServerCapabilities,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { MODEL_REQUEST, type ModelView } from '../../server/protocol';

const LIMIT_MS = 60_000;

interface StartOptions {
  readonly probed?: boolean;
  readonly folders?: readonly string[];
}

export class BenchClient {
  capabilities: ServerCapabilities = {};
  readonly #waiting = new Map<string, (params: PublishDiagnosticsParams) => void>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: ProtocolConnection,
  ) {
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      const key = keyOf(params.uri, params.version ?? 0);
      this.#waiting.get(key)?.(params);
      this.#waiting.delete(key);
    });
    connection.listen();
  }

  /** `probed`: its heap can be looked at (see heapProbe.cjs). `folders`: paths of the workspace's. */
  static async start(program: string, args: readonly string[], { probed = false, folders = [] }: StartOptions = {}): Promise<BenchClient> {
    const probe = join(dirname(program), '..', 'test', 'bench', 'heapProbe.cjs');
    const flags = probed ? ['--expose-gc', '--require', probe] : [];
    const child = spawn(process.execPath, [...flags, program, ...args], { stdio: ['pipe', 'pipe', 'inherit', ...(probed ? ['ipc' as const] : [])] });
    if (child.stdout === null || child.stdin === null) throw new Error(`${program} has no pipes`);
    const client = new BenchClient(child, createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)));
    const { capabilities } = await client.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } } },
      // A sweep when the benchmark asks for one.
      initializationOptions: { settings: { diagnostics: { workspace: false } } },
      workspaceFolders: folders.map((path) => ({ uri: pathToFileURL(path).href, name: path })),
    });
    client.capabilities = capabilities;
    await client.connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  /** Resolves when the diagnostics of the opened text are there; gives their number. */
  open(name: string, text: string): Promise<number> {
    const languageId = name.endsWith('.json') ? 'json' : 'yaml';
    const answer = this.#diagnostics(uriOf(name), 1);
    void this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri: uriOf(name), languageId, version: 1, text } });
    return answer;
  }

  /** Replaces characters, as typing does; resolves with the diagnostics of that version. */
  type(name: string, version: number, start: Position, length: number, text: string): Promise<number> {
    const answer = this.#diagnostics(uriOf(name), version);
    void this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: uriOf(name), version },
      contentChanges: [{ range: { start, end: { line: start.line, character: start.character + length } }, text }],
    });
    return answer;
  }

  async hover(name: string, position: Position): Promise<boolean> {
    return (await this.connection.sendRequest(HoverRequest.type, { textDocument: { uri: uriOf(name) }, position })) !== null;
  }

  model(name: string): Promise<ModelView | null> {
    return this.connection.sendRequest(MODEL_REQUEST, { uri: uriOf(name) });
  }

  /** Any request about an open file that has no other parameter than a position or a range. */
  ask(method: string, name: string, more: object = {}): Promise<unknown> {
    return this.connection.sendRequest(method, { textDocument: { uri: uriOf(name) }, ...more });
  }

  close(name: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri: uriOf(name) } });
  }

  execute<R>(command: string): Promise<R> {
    return this.connection.sendRequest<R>('workspace/executeCommand', { command, arguments: [] });
  }

  /** Bytes the server's heap holds after a collection; of one that was started `probed`. */
  async heap(): Promise<number> {
    const answered = once(this.child, 'message');
    this.child.send({ ask: 'heap' });
    const [{ answer }] = await answered;
    return answer;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    // A server that only ends with its input, as the one measured against, ends now.
    this.child.stdin?.end();
    await gone;
    this.connection.dispose();
  }

  #diagnostics(uri: string, version: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no diagnostics of ${uri} version ${version} within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
      this.#waiting.set(keyOf(uri, version), ({ diagnostics }) => {
        clearTimeout(timer);
        resolve(diagnostics.length);
      });
    });
  }
}

const uriOf = (name: string) => pathToFileURL(`/bench/${name}`).href;
const keyOf = (uri: string, version: number) => `${version} ${uri}`;
