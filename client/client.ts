import { type ExtensionContext, type LogOutputChannel, window, workspace } from 'vscode';
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from 'vscode-languageclient/node';
import { GRANT_TRUST_NOTIFICATION, IGNORE_CODE_COMMAND, OTHER_SERVERS_NOTIFICATION, type OtherServers, SHOW_MODEL_COMMAND } from '../server/protocol';
import { otherServers } from './otherServers';

/** The settings' section too, from which the client reads `vitConfig.trace.server`. */
const ID = 'vitConfig';
const NAME = 'ViT Config';

/** Schemes whose text is a config somebody works on; not the left side of a diff or a search result. */
const SCHEMES = ['file', 'untitled', 'vscode-remote', 'vscode-vfs'];
const LANGUAGES = ['yaml', 'json', 'jsonc'];
/** Of any language, since a file named so says what it is. */
const PATTERN = '**/*.vit.{yaml,yml,json}';

/** The language server and the connection to it. */
export class Client {
  readonly log: LogOutputChannel;
  readonly #client: LanguageClient;
  #starting: Promise<void> = Promise.resolve();

  constructor(context: ExtensionContext) {
    this.log = window.createOutputChannel(NAME, { log: true });
    context.subscriptions.push(this.log);
    const module = context.asAbsolutePath('dist/server.js');
    const server: ServerOptions = {
      run: { module, transport: TransportKind.ipc },
      debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
    };
    const options: LanguageClientOptions = {
      documentSelector: SCHEMES.flatMap((scheme) => [...LANGUAGES.map((language) => ({ scheme, language })), { scheme, pattern: PATTERN }]),
      initializationOptions: () => ({ trusted: workspace.isTrusted, commands: [IGNORE_CODE_COMMAND], otherServers: otherServers() }),
      // A link in the hover opens the model panel.
      markdown: { isTrusted: { enabledCommands: [SHOW_MODEL_COMMAND] } },
      outputChannel: this.log,
    };
    this.#client = new LanguageClient(ID, NAME, server, options);
  }

  /** Returns at once: what is asked of the server waits for it. The language client itself shows when it can't be started. */
  start(): void {
    this.#starting = this.#client.start().catch((error: unknown) => this.log.error('the server did not start', String(error)));
  }

  async stop(): Promise<void> {
    // What is still starting can't be stopped.
    await this.#starting;
    if (this.#client.needsStop()) await this.#client.stop();
  }

  async restart(): Promise<void> {
    await this.#starting;
    await this.#client.restart();
  }

  async grantTrust(): Promise<void> {
    await this.#client.sendNotification(GRANT_TRUST_NOTIFICATION);
  }

  /** A server that is not running is told when it starts. */
  async otherServersChanged(servers: OtherServers): Promise<void> {
    if (this.#client.isRunning()) await this.#client.sendNotification(OTHER_SERVERS_NOTIFICATION, servers);
  }

  /** Executes a command of the server, which says itself what came of it. */
  async execute(command: string, argument: unknown): Promise<void> {
    await this.#client.sendRequest('workspace/executeCommand', { command, arguments: [argument] });
  }
}
