import {
  CodeLensRefreshRequest,
  type Connection,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  type Disposable,
  ExecuteCommandRequest,
  type InitializeParams,
  type InitializeResult,
  InlayHintRefreshRequest,
  RegistrationRequest,
} from 'vscode-languageserver/node';
import { describeRun } from '../core/editor';
import { english, type Say, sayIn } from '../core/phrase';
import { GRANT_TRUST_NOTIFICATION, OTHER_SERVERS_NOTIFICATION, type OtherServers } from '../protocol';
import { initializeResult, registrations } from './capabilities';
import { type ClientFeatures, clientFeatures, initializationOptions, otherServers } from './client';
import { Commands } from './commands';
import type { DiagnosticForm } from './convert';
import { Diagnostics, NOT_THE_CONFIG } from './diagnostics';
import { Dispatcher } from './dispatcher';
import { answerPulls } from './documentPull';
import { DocumentStore, type OpenDocument } from './documents';
import type { Environment } from './environment';
import { Exports } from './exports';
import { FEATURES, type FeatureContext } from './features';
import { languageOf } from './language';
import { Messages, showLog } from './messages';
import { ModelIds } from './modelIds';
import { NamedFiles } from './namedFiles';
import { findingsBeside } from './otherServers';
import { RunProgressReporter } from './progress';
import { Publisher } from './publisher';
import { Refresher } from './refresher';
import { type Run, Runs } from './runs';
import { SavedFiles } from './saved';
import { SettingsSource } from './settings';
import { ViewChanges } from './viewChanges';
import { WorkDone } from './workDone';
import { Folders, Workspace } from './workspace';

/** A running lens is redrawn this often. VS Code waits for a pause before it asks again, so that more often would be never. */
const REFRESH_MS = 1000;

class Server {
  readonly #dispatcher: Dispatcher;
  readonly #named: NamedFiles;
  readonly #documents: DocumentStore;
  readonly #ids = new ModelIds();
  readonly #client: ClientFeatures;
  readonly #say: Say;
  readonly #form: DiagnosticForm;
  readonly #settings: SettingsSource;
  readonly #runs: Runs;
  readonly #exports: Exports;
  readonly #saved: SavedFiles;
  readonly #diagnostics: Diagnostics;
  readonly #progress: RunProgressReporter;
  readonly #messages: Messages;
  readonly #lensRefresh: Refresher;
  readonly #hintRefresh: Refresher;
  readonly #diagnosticRefresh: Refresher;
  readonly #viewChanges: ViewChanges;
  readonly #commands: readonly string[];
  #trusted: boolean;
  readonly #folders: Folders;
  readonly #workspace: Workspace;
  #otherServers: OtherServers;
  readonly #configured = new WeakMap<OpenDocument, Promise<void>>();

  constructor(
    private readonly connection: Connection,
    environment: Environment,
    params: InitializeParams,
  ) {
    const options = initializationOptions(params.initializationOptions);
    const dispatcher = new Dispatcher(connection);
    const language = languageOf(params.locale);
    this.#say = language === null ? english : sayIn(environment.translations(language));
    this.#dispatcher = dispatcher;
    this.#client = clientFeatures(params);
    this.#trusted = options.trusted;
    this.#commands = options.commands;
    this.#folders = new Folders(params);
    this.#otherServers = options.otherServers;
    this.#settings = new SettingsSource(connection, params.capabilities, options.settings);
    this.#named = new NamedFiles({
      environment,
      folders: this.#folders,
      trusted: () => this.#trusted,
      watch: () => this.#workspace.watch(),
      changed: (document) => this.#surroundingsChanged(document),
      checkpointChanged: (path) => this.#workspace.checkpointChanged(path),
      failed: (name, error) => dispatcher.logError(name, error),
    });
    this.#documents = new DocumentStore(this.#named);
    const log = (line: string) => connection.console.info(line);
    const workDone = new WorkDone(dispatcher, this.#client.showsProgress, this.#say);
    this.#runs = new Runs(environment.startRun, (run) => this.#runChanged(run), log);
    this.#exports = new Exports(environment.files, environment.removeNow, workDone, log);
    this.#saved = new SavedFiles(environment.disk);
    this.#progress = new RunProgressReporter(workDone);
    this.#messages = new Messages(dispatcher, options.commands, this.#say);
    this.#form = { relatedInformation: this.#client.relatedInformation, docs: this.#client.codeDescriptions ? environment.docs : null, say: this.#say };
    const publisher = new Publisher(connection);
    this.#diagnostics = new Diagnostics(dispatcher, this.#documents, this.#runs, this.#ids, publisher, {
      debounceMs: environment.debounceMs,
      pulled: this.#client.pullsDiagnostics,
      form: this.#form,
      findings: (document) => findingsBeside(this.#otherServers, document),
      look: (document) => this.#named.look(document),
    });
    this.#lensRefresh = new Refresher(dispatcher, CodeLensRefreshRequest.method, this.#client.refreshesLenses, REFRESH_MS);
    this.#hintRefresh = new Refresher(dispatcher, InlayHintRefreshRequest.method, this.#client.refreshesHints, REFRESH_MS);
    this.#diagnosticRefresh = new Refresher(dispatcher, DiagnosticRefreshRequest.method, this.#client.refreshesDiagnostics, REFRESH_MS);
    this.#viewChanges = new ViewChanges(dispatcher, this.#documents, options.views);
    this.#workspace = new Workspace({
      dispatcher,
      client: this.#client,
      settings: this.#settings,
      folders: this.#folders,
      publisher,
      refresher: this.#diagnosticRefresh,
      workDone,
      form: this.#form,
      disk: environment.disk,
      idleMs: environment.idleMs,
      checkpoints: this.#named.checkpoints,
      modules: this.#named.modules,
      touched: (isTouched) => this.#named.touched(isTouched),
      reportOf: (document) => this.#diagnostics.report(document),
    });
    this.#listenToDocuments();
    this.#listenToFeatures(environment);
    this.#listenToCommands(environment);
  }

  get result(): InitializeResult {
    return initializeResult(this.#client);
  }

  initialized(): void {
    this.#dispatcher.guard('initialized', () => this.#settings.initialized());
    this.#dispatcher.guard('registering', async () => {
      const later = registrations(this.#client);
      if (later.length > 0) await this.connection.sendRequest(RegistrationRequest.type, { registrations: later });
    });
    this.#workspace.initialized();
  }

  /** Ends what is under way; resolves when nothing is left of it. */
  async shutdown(): Promise<void> {
    const stopped = this.#exports.stop();
    this.dispose();
    await stopped;
  }

  dispose(): void {
    this.#exports.dispose();
    this.#runs.dispose();
    this.#diagnostics.dispose();
    this.#viewChanges.dispose();
    this.#named.dispose();
    this.#workspace.dispose();
    for (const refresher of [this.#lensRefresh, this.#hintRefresh, this.#diagnosticRefresh]) refresher.dispose();
  }

  #listenToDocuments(): void {
    const dispatcher = this.#dispatcher;
    dispatcher.notification(DidOpenTextDocumentNotification.type, async ({ textDocument }) => {
      const document = this.#documents.open(textDocument);
      this.#named.opened(document);
      this.#workspace.opened(document);
      await this.#configure(document);
      await this.#diagnostics.publish(document.uri);
      this.#viewChanges.edited(document.uri);
    });
    dispatcher.notification(DidChangeTextDocumentNotification.type, ({ textDocument, contentChanges }) => {
      const document = this.#documents.change(textDocument, contentChanges);
      // VS Code reverts a file after it has closed it.
      if (document === undefined) return this.connection.console.info(`${textDocument.uri} was changed but is not open`);
      this.#named.reconsider();
      this.#diagnostics.schedule(document.uri);
      this.#viewChanges.edited(document.uri);
      this.#workspace.edited(document);
      if (this.#runs.hasAny(document.uri)) this.#runs.prune(document.uri, this.#idsOf(document));
    });
    dispatcher.notification(DidCloseTextDocumentNotification.type, async ({ textDocument: { uri } }) => {
      const document = this.#documents.close(uri);
      if (document === undefined) return;
      this.#diagnostics.closed(uri);
      this.#runs.close(uri);
      this.#viewChanges.closed(uri);
      this.#saved.closed(uri);
      this.#named.closed(document);
      await this.#workspace.closed(document);
    });
    dispatcher.notification(DidSaveTextDocumentNotification.type, ({ textDocument: { uri } }) => {
      const document = this.#documents.get(uri);
      if (document === undefined) return;
      this.#saved.saved(document);
      // Clients ask for lenses again after an edit, not after a save.
      if (document.snapshot.recognised && document.settings.codeLensChange) this.#lensRefresh.request(true);
    });
    dispatcher.notification(DidChangeConfigurationNotification.type, async ({ settings }) => {
      this.#settings.sent(settings);
      await Promise.all([this.#reconfigure(), this.#workspace.configurationChanged()]);
    });
    dispatcher.notification(DidChangeWorkspaceFoldersNotification.type, async ({ event }) => {
      this.#folders.change(event);
      this.#named.reconsider();
      // A folder brings its settings along.
      await Promise.all([this.#reconfigure(), this.#workspace.foldersChanged(event.removed.map(({ uri }) => uri))]);
    });
    this.connection.onNotification(OTHER_SERVERS_NOTIFICATION, (params: unknown) => {
      this.#otherServers = otherServers(params);
      this.#diagnoseAnew();
    });
    this.connection.onNotification(GRANT_TRUST_NOTIFICATION, () => {
      this.#trusted = true;
      this.#named.reconsider();
      this.#lensRefresh.request();
      this.#viewChanges.requestAll();
      // Files outside of the workspace were not looked at.
      this.#diagnoseAnew();
      this.#workspace.trusted();
    });
  }

  #listenToFeatures(environment: Environment): void {
    const dispatcher = this.#dispatcher;
    const context: FeatureContext = {
      documents: this.#documents,
      runs: this.#runs,
      ids: this.#ids,
      client: this.#client,
      say: this.#say,
      form: this.#form,
      commands: this.#commands,
      environment,
      checkpoints: this.#named.checkpoints,
      exports: this.#exports,
      saved: this.#saved,
      trusted: () => this.#trusted,
      folders: () => this.#folders.all,
      closedModels: () => this.#workspace.models(),
      ready: (document) => this.#ready(document),
    };
    for (const feature of FEATURES) feature.listen(dispatcher, context);
    answerPulls(dispatcher, { documents: this.#documents, diagnostics: this.#diagnostics, workspace: this.#workspace, ready: context.ready });
  }

  #listenToCommands(environment: Environment): void {
    const commands = new Commands({
      documents: this.#documents,
      runs: this.#runs,
      exports: this.#exports,
      ids: this.#ids,
      ready: (document) => this.#ready(document),
      environment,
      trusted: () => this.#trusted,
      folders: () => this.#folders.all,
      show: (run, token) => this.#progress.show(run, token),
      checkWorkspace: (token, onCancel) => this.#workspace.check(token, onCancel),
      tell: this.#messages.tell,
      say: this.#say,
    });
    this.#dispatcher.request(ExecuteCommandRequest.type, null, ({ command, arguments: args, workDoneToken }, token) =>
      commands.execute(command, args?.[0], workDoneToken, (cancel) => token.onCancellationRequested(cancel)),
    );
  }

  /** After something changed that has a part in every diagnostic. */
  #diagnoseAnew(): void {
    this.#diagnostics.changed();
    for (const { uri } of this.#documents.all()) this.#diagnostics.schedule(uri);
    this.#diagnosticRefresh.request();
  }

  /** Resolves once a document has its settings, and the files it names have been looked at. */
  async #ready(document: OpenDocument): Promise<void> {
    await this.#configured.get(document);
    await this.#named.look(document);
  }

  /** Reads the settings for a file; what waits for them awaits this. */
  #configure(document: OpenDocument): Promise<void> {
    const configured = this.#settings.of(document.uri).then((settings) => document.configure(settings));
    this.#configured.set(document, configured);
    return configured;
  }

  /** Reads the settings of all open files again, and brings up to date what they decide. */
  async #reconfigure(): Promise<void> {
    await Promise.all(this.#documents.all().map((document) => this.#configure(document)));
    this.#diagnoseAnew();
    for (const refresher of [this.#lensRefresh, this.#hintRefresh]) refresher.request();
    this.#viewChanges.requestAll();
  }

  /** Something else is known of the files that an open document names. */
  #surroundingsChanged(document: OpenDocument): void {
    const { uri } = document;
    this.#diagnostics.changed();
    this.#diagnostics.schedule(uri);
    this.#workspace.surroundingsChanged(document);
    this.#viewChanges.request(uri);
    for (const refresher of [this.#lensRefresh, this.#hintRefresh, this.#diagnosticRefresh]) refresher.request();
  }

  #runChanged(run: Run): void {
    const { uri, name } = run.job;
    this.#progress.update(run);
    this.#lensRefresh.request(run.state.kind !== 'running' || run.state.done === 0);
    this.#viewChanges.request(uri, run.ended);
    if (run.state.kind === 'running') return;
    // A new run takes back what the last one said; its end says something new.
    this.#diagnostics.changed();
    this.#diagnostics.schedule(uri);
    this.#diagnosticRefresh.request(true);
    if (!run.ended || run.cancelled) return;
    const document = this.#documents.get(uri);
    if (document !== undefined) this.#runs.prune(uri, this.#idsOf(document));
    const { failure } = run;
    // What no key is to blame for, and what no lens shows, is told.
    const unseen = !this.#client.refreshesLenses || document?.settings.codeLens === false;
    if ((failure !== null && NOT_THE_CONFIG.has(failure.kind)) || unseen) {
      this.#messages.tell(failure === null ? 'info' : 'warning', describeRun(name, run.state), failure === null ? [] : [showLog]);
    }
  }

  #idsOf(document: OpenDocument): Set<string> {
    return new Set(document.snapshot.models().map(({ model }) => this.#ids.of(model)));
  }
}

/** Starts the server on a connection; it answers from `initialize` on. Dispose ends its runs. */
export function startServer(connection: Connection, environment: Environment): Disposable {
  let server: Server | undefined;
  connection.onInitialize((params) => {
    server = new Server(connection, environment, params);
    return server.result;
  });
  connection.onInitialized(() => server?.initialized());
  connection.onShutdown(() => server?.shutdown());
  connection.listen();
  return { dispose: () => server?.dispose() };
}
