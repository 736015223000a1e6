import {
  CancellationTokenSource,
  commands,
  type DocumentSelector,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  languages,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import {
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
  WorkDoneProgressCancelNotification,
} from 'vscode-languageclient/node';
import {
  CHANGED_NOTIFICATION,
  CHECKPOINT_COMMAND,
  CHECKPOINT_REQUEST,
  EXECUTE_NOTIFICATION,
  type ExecuteParams,
  type FileParams,
  type FileStatus,
  GRANT_TRUST_NOTIFICATION,
  IGNORE_CODE_COMMAND,
  MODEL_REQUEST,
  type ModelParams,
  type ModelView,
  OTHER_SERVERS_NOTIFICATION,
  type OtherServers,
  RUNNING_REQUEST,
  type RunningView,
  SHOW_MODEL_COMMAND,
  STATUS_REQUEST,
} from '../server/protocol';
import { otherServers } from './otherServers';
import { inOurSchemes, SELECTOR } from './selector';
import { Tasks } from './tasks';

/** The settings' section too, from which the client reads `vitConfig.trace.server`. */
const ID = 'vitConfig';
const NAME = 'ViT Config';

/** Commands of the client that hovers of the server may call, */
const HOVER_COMMANDS = [SHOW_MODEL_COMMAND];
/** and those that its lenses and messages may. */
const COMMANDS = [
  ...HOVER_COMMANDS,
  CHECKPOINT_COMMAND,
  IGNORE_CODE_COMMAND,
  'workbench.trust.manage',
  'editor.action.triggerSuggest',
  'workbench.actions.view.problems',
  'vitConfig.showLog',
  'vitConfig.reveal',
];

/** The language server and the connection to it. */
export class Client {
  readonly log: LogOutputChannel;
  /** Of the documents that the server is told of. */
  readonly selector: DocumentSelector = SELECTOR;
  readonly #client: LanguageClient;
  #starting: Promise<void> | null = null;
  readonly #synced = new EventEmitter<string>();
  readonly #changed = new EventEmitter<string>();
  readonly #started = new EventEmitter<void>();
  readonly #stopped = new EventEmitter<void>();
  /** A file of this URI was opened or edited, and the server has its newest text. */
  readonly onDidSync = this.#synced.event;
  /** What `model` and `status` answer for a file of this URI has changed otherwise than by an edit. */
  readonly onDidChange = this.#changed.event;
  /** The server stands, for the first time or again. */
  readonly onDidStart = this.#started.event;
  /** There is no server any more, or not until it has started again. */
  readonly onDidStop = this.#stopped.event;

  constructor(context: ExtensionContext) {
    this.log = window.createOutputChannel(NAME, { log: true });
    context.subscriptions.push(this.log);
    const module = context.asAbsolutePath('dist/server.js');
    const server: ServerOptions = {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    };
    const tasks = new Tasks((token) => void this.#client.sendNotification(WorkDoneProgressCancelNotification.type, { token }));
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      initializationOptions: () => ({ trusted: workspace.isTrusted, views: true, commands: COMMANDS, otherServers: otherServers() }),
      markdown: { isTrusted: { enabledCommands: HOVER_COMMANDS } },
      middleware: {
        handleWorkDoneProgress: tasks.handle,
        handleRegisterCapability: async (params, next) => void (await next(inOurSchemes(params), new CancellationTokenSource().token)),
      },
      outputChannel: this.log,
    };
    this.#client = new LanguageClient(ID, NAME, server, options);
    const synced = ({ textDocument }: { readonly textDocument: TextDocument }) => this.#synced.fire(textDocument.uri.toString());
    context.subscriptions.push(
      this.#client.getFeature(DidOpenTextDocumentNotification.method).onNotificationSent(synced),
      this.#client.getFeature(DidChangeTextDocumentNotification.method).onNotificationSent(synced),
    );
    context.subscriptions.push(
      this.#client.onNotification(CHANGED_NOTIFICATION, ({ uri }: FileParams) => this.#changed.fire(uri)),
      this.#client.onNotification(EXECUTE_NOTIFICATION, ({ command, arguments: args }: ExecuteParams) => {
        if (COMMANDS.includes(command)) void commands.executeCommand(command, ...args);
      }),
      this.#client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.#started.fire();
        if (newState !== State.Stopped) return;
        tasks.endAll();
        this.#stopped.fire();
      }),
      this.#synced,
      this.#changed,
      this.#started,
      this.#stopped,
    );
  }

  /** Whether the server would be told of a document. */
  selects(document: TextDocument): boolean {
    return languages.match(SELECTOR, document) > 0;
  }

  /** Whether the server is told of a document: nothing is asked about it while there was no need to start one. */
  serves(document: TextDocument): boolean {
    return this.#starting !== null && this.selects(document);
  }

  /** Rejects while there is no server. */
  model(params: ModelParams): Promise<ModelView | null> {
    return this.#request<ModelView | null>(MODEL_REQUEST, params);
  }

  /** Rejects while there is no server. */
  status(uri: string): Promise<FileStatus> {
    return this.#request<FileStatus>(STATUS_REQUEST, { uri } satisfies FileParams);
  }

  /** Returns at once: what is asked of the server waits for it. The language client itself shows when it can't be started. */
  start(): void {
    this.#starting ??= this.#client.start().catch((error: unknown) => this.log.error('the server did not start', String(error)));
  }

  async stop(): Promise<void> {
    // What is still starting can't be stopped.
    await this.#starting;
    if (this.#client.needsStop()) await this.#client.stop();
  }

  async restart(): Promise<void> {
    if (this.#starting === null) return this.start();
    await this.#starting;
    await this.#client.restart();
  }

  async grantTrust(): Promise<void> {
    // A server that has yet to start is told then.
    if (this.#starting !== null) await this.#client.sendNotification(GRANT_TRUST_NOTIFICATION);
  }

  /** A server that is not running is told when it starts. */
  async otherServersChanged(servers: OtherServers): Promise<void> {
    if (this.#client.isRunning()) await this.#client.sendNotification(OTHER_SERVERS_NOTIFICATION, servers);
  }

  /** What can be cancelled. Rejects while there is no server. */
  running(): Promise<RunningView[]> {
    return this.#request<RunningView[]>(RUNNING_REQUEST, null);
  }

  /** What is in a checkpoint file. Rejects while there is no server. */
  checkpoint(uri: string): Promise<string> {
    return this.#request<string>(CHECKPOINT_REQUEST, { uri } satisfies FileParams);
  }

  /** Executes a command of the server, which says itself what came of it. */
  async execute(command: string, argument: unknown): Promise<void> {
    await this.answer<unknown>(command, argument);
  }

  /** The answer of a command of the server; null where that has ended, which is said. */
  async answer<R>(command: string, argument: unknown): Promise<R | null> {
    try {
      return await this.#request<R>('workspace/executeCommand', { command, arguments: [argument] });
    } catch (error) {
      if (this.#client.isRunning()) throw error;
      this.log.warn(`${command} was not answered: ${String(error)}`);
      void window.showWarningMessage(l10n.t('The server of ViT Config has ended before it could answer.'));
      return null;
    }
  }

  async #request<R>(method: string, params: unknown): Promise<R> {
    this.start();
    return this.#client.sendRequest<R>(method, params);
  }
}
