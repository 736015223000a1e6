/** The diagnostics of the files of the workspace that are not open: found by sweeps, kept true as files change on disk. */
import type { Diagnostic, ProgressToken } from 'vscode-languageserver/node';
import type { Disk } from '../../disk';
import type { SweepOutcome } from '../../protocol';
import type { FileCheckpoints } from '../checkpoints';
import type { ClientFeatures } from '../client';
import type { DiagnosticForm } from '../convert';
import type { Dispatcher } from '../dispatcher';
import type { OpenDocument } from '../documents';
import type { ModuleFiles } from '../modules';
import type { Publisher } from '../publisher';
import type { Refresher } from '../refresher';
import type { SettingsSource } from '../settings';
import { Throttle } from '../throttle';
import { pathOf } from '../uris';
import type { WorkDone } from '../workDone';
import type { NamedPlace } from './check';
import { FolderStates } from './folderStates';
import { countOf } from './outcome';
import { type Folder, type Folders, isWithin, keyOf, keyOfPath } from './places';
import { WorkspacePull } from './pull';
import { Quiet } from './quiet';
import { type ConfigRecord, Records } from './records';
import type { FileReport } from './reports';
import { Sweeper } from './sweeper';
import { Sweeps } from './sweeps';
import { Watch } from './watch';

/**
 * A client may watch no files, and VS Code misses what happens in directories that came several levels at once. So when files are
 * opened or closed, the folders are looked through again, after this many times `idleMs` at the earliest, and so that walking takes
 * no more than a twentieth of the time.
 */
const AGAIN = 60;
const SHARE = 20;

/** Configs that are not open import modules that are, and are typed in: so often they are checked again. */
const IMPORTERS_MS = 1000;

export interface WorkspaceHost {
  readonly dispatcher: Dispatcher;
  readonly client: ClientFeatures;
  readonly settings: SettingsSource;
  readonly folders: Folders;
  readonly publisher: Publisher;
  readonly refresher: Refresher;
  readonly workDone: WorkDone;
  readonly form: DiagnosticForm;
  readonly disk: Disk;
  /** How long the client must be quiet before the first sweep. */
  readonly idleMs: number;
  readonly checkpoints: FileCheckpoints;
  readonly modules: ModuleFiles;
  reportOf(document: OpenDocument): FileReport;
  /** Something happened to files that open documents may name. */
  touched(isTouched: (path: string) => boolean): Promise<void>;
}

/** A model of a config of the workspace. */
export interface WorkspaceModel extends NamedPlace {
  readonly uri: string;
}

export class Workspace {
  /** An open file's diagnostics come from its text, never from disk. */
  readonly #open = new Map<string, OpenDocument>();
  readonly #records = new Records((key, uri) => this.#changed(key, uri));
  readonly #states: FolderStates;
  readonly #sweeper: Sweeper;
  readonly #sweeps: Sweeps;
  readonly #watch: Watch;
  readonly #pull: WorkspacePull;
  readonly #quiet = new Quiet();
  /** Keys of files whose text was changed in the editor. */
  readonly #edited = new Set<string>();
  readonly #importers: Throttle;
  /** Until the settings are known and the first sweep has its turn. */
  #begun: Promise<void> = Promise.resolve();
  #started = false;
  #disposed = false;
  #configured: Promise<void> = Promise.resolve();

  constructor(private readonly host: WorkspaceHost) {
    const { dispatcher, settings, folders, disk, form } = host;
    const { console } = dispatcher.connection;
    this.#states = new FolderStates(settings, folders);
    this.#sweeper = new Sweeper(
      {
        disk,
        folders,
        form,
        checkpoints: host.checkpoints,
        modules: host.modules,
        wants: (key) => !this.#disposed && this.#follows(key) && !this.#open.has(key),
        warn: (message) => console.warn(message),
        failed: (error) => dispatcher.logError('sweep', error),
      },
      this.#records,
    );
    this.#sweeps = new Sweeps(dispatcher, host.workDone, this.#sweeper, this.#states);
    this.#watch = new Watch(dispatcher, host.client.watchesFiles, {
      look: async (uris) => {
        await Promise.all([this.#look(uris), this.#touched(uris.map(keyOf))]);
      },
      lookAtAll: async () => {
        this.#sweep(this.#states.followed);
        await this.host.touched(() => true);
      },
    });
    this.#importers = new Throttle(IMPORTERS_MS, () => dispatcher.guard('importers', () => this.#checkImporters()));
    const reports = { of: (key: string) => this.#report(key), all: () => this.#files(), ready: () => this.#ready() };
    this.#pull = new WorkspacePull(dispatcher, reports, host.refresher, () => {
      for (const { uri } of this.#records.all()) host.publisher.publish(uri, undefined, []);
    });
  }

  initialized(): void {
    const { dispatcher, folders, idleMs } = this.host;
    for (const { uri } of folders.all) if (pathOf(uri) === null) dispatcher.connection.console.log(`${uri} is not on disk: only its open files are checked.`);
    this.#configured = this.#configure();
    this.#begun = this.#configured.then(async () => {
      if (this.#states.followed.length > 0) await this.#quiet.wait(idleMs, 10 * idleMs);
      this.#started = true;
      this.#sweep(this.#states.followed);
    });
    dispatcher.guard('workspace', () => this.#begun);
  }

  opened(document: OpenDocument): void {
    const { uri } = document;
    const key = keyOf(uri);
    this.#open.set(key, document);
    this.#quiet.disturb();
    this.#pull.touched(key, uri);
    // A client that pulls has them from there now; one that does not, gets others pushed in their place.
    if (this.host.client.pullsDiagnostics) this.host.publisher.publish(uri, undefined, []);
    this.#again();
  }

  edited({ uri }: OpenDocument): void {
    this.#quiet.disturb();
    this.#pull.touched(keyOf(uri), uri);
    this.#moduleChanged(keyOf(uri));
  }

  /** There is something else to say of an open file, by what it names. One that is open but not seen no client pulls by itself. */
  surroundingsChanged({ uri }: OpenDocument): void {
    this.#pull.touched(keyOf(uri), uri);
  }

  /** From now on it has the diagnostics of what is on disk, or none. */
  async closed(document: OpenDocument): Promise<void> {
    const { uri } = document;
    const key = keyOf(uri);
    if (this.#open.get(key) !== document) return;
    this.#open.delete(key);
    this.#moduleChanged(key);
    if (this.#follows(key)) await this.#look([uri]);
    if (this.#disposed || this.#open.has(key)) return;
    if (this.#pull.used) this.#pull.closed(key, uri);
    else this.host.publisher.publish(uri, undefined, this.#report(key)?.items() ?? []);
    this.#again();
  }

  /** The client has pulled an open document's diagnostics. */
  pulled(uri: string, { resultId }: FileReport): void {
    this.#pull.pulled(uri, resultId);
  }

  /** What is known of a file that is not open; null where nothing is. */
  reportOf(uri: string): FileReport | null {
    return this.#report(keyOf(uri));
  }

  /** Files are worth to be watched, whatever the settings say of sweeps. */
  watch(): void {
    this.#watch.register();
  }

  /** The workspace is trusted now: configs may name files that were not looked at. */
  trusted(): void {
    if (this.#started) this.#sweep(this.#states.followed);
  }

  /** Something else is known of a checkpoint than when the configs were checked that name it. */
  checkpointChanged(path: string): void {
    const { checkpoints, dispatcher } = this.host;
    // A check that is under way sees for itself.
    const stale = [...this.#records.all()].filter(
      ({ key, seen }) => seen.some((file) => file.path === path && checkpoints.isOutdated(file)) && !this.#sweeper.isChecking(key),
    );
    if (stale.length > 0) dispatcher.guard('checkpoints', () => this.#look(stale.map(({ uri }) => uri)));
  }

  configurationChanged(): Promise<void> {
    this.#configured = this.#configure();
    return this.#configured;
  }

  async foldersChanged(removed: readonly string[]): Promise<void> {
    this.#records.dropAll((key) => this.host.folders.of(key) === undefined);
    await this.configurationChanged();
    // What was a folder of its own may be a part of another one now.
    const around = removed.flatMap((uri) => this.host.folders.of(keyOf(uri)) ?? []);
    this.#sweep(around.filter(({ key }) => this.#follows(key)));
  }

  /** Checks everything now because a person asked for it, whatever the settings say. */
  async check(token: ProgressToken | undefined, onCancel: (cancel: () => void) => void): Promise<SweepOutcome> {
    await this.#configured;
    this.#states.followAll();
    this.#watch.register();
    const { files, complete, cancelled } = await this.#sweeps.now(token, onCancel);
    return { files, ...countOf(this.#configs()), incomplete: !complete, cancelled };
  }

  /** The models of the configs that are not open. */
  *models(): Iterable<WorkspaceModel> {
    for (const { key, uri, models } of this.#records.all()) if (!this.#open.has(key)) for (const model of models) yield { uri, ...model };
  }

  dispose(): void {
    this.#disposed = true;
    this.#sweeps.dispose();
    this.#quiet.dispose();
    this.#importers.dispose();
    this.#watch.dispose();
    this.#pull.dispose();
  }

  #follows(key: string): boolean {
    return this.#states.of(key)?.followed === true;
  }

  #report(key: string): FileReport | null {
    const document = this.#open.get(key);
    if (document !== undefined) return this.host.reportOf(document);
    const record = this.#records.get(key);
    return record === undefined ? null : this.#recordReport(record);
  }

  #recordReport({ key, revision, diagnostics }: ConfigRecord): FileReport {
    const state = this.#states.of(key);
    const items = () => diagnostics.filter(({ code }) => state?.ignore.has(String(code)) !== true);
    return { resultId: `disk.${revision}.${state?.revision ?? 0}`, version: null, items };
  }

  *#files(): Iterable<{ key: string; uri: string }> {
    for (const [key, { uri }] of this.#open) yield { key, uri };
    for (const { key, uri } of this.#records.all()) if (!this.#open.has(key)) yield { key, uri };
  }

  /** The diagnostics of every config of the workspace, open or not. */
  *#configs(): Iterable<readonly Diagnostic[]> {
    for (const [key, document] of this.#open) {
      if (this.host.folders.of(key) !== undefined && document.snapshot.recognised) yield this.host.reportOf(document).items();
    }
    for (const record of this.#records.all()) if (!this.#open.has(record.key)) yield this.#recordReport(record).items();
  }

  #changed(key: string, uri: string): void {
    if (this.#open.has(key)) return;
    if (this.#pull.used) this.#pull.changed(key, uri);
    else this.host.publisher.publish(uri, undefined, this.#report(key)?.items() ?? []);
  }

  /** Folders that are followed from now on are swept right away, but for the start. */
  async #configure(): Promise<void> {
    const begun = await this.#states.read();
    if (begun === null) return this.#configured;
    this.#records.dropAll((key) => !this.#follows(key));
    // Other findings may be silenced. What is the same is not told again.
    for (const { key, uri } of this.#records.all()) this.#changed(key, uri);
    if (this.#started) this.#sweep(begun);
  }

  #sweep(folders: readonly Folder[]): void {
    if (folders.length === 0) return;
    // Before it looks: what changes in between would be missed.
    this.#watch.register();
    this.#sweeps.request(folders);
  }

  async #look(uris: readonly string[]): Promise<void> {
    await this.#sweeper.look(
      uris.flatMap((uri) => {
        const path = pathOf(uri);
        return path === null ? [] : [{ uri, path, key: keyOf(uri) }];
      }),
    );
  }

  /** Something happened to files or directories: of what configs name, it may be in them. */
  async #touched(keys: readonly string[]): Promise<void> {
    const isTouched = (path: string) => keys.some((key) => isWithin(keyOfPath(path), key));
    const naming = [...this.#records.all()].filter(({ seen, modules }) => [...seen, ...modules].some(({ path }) => isTouched(path)));
    await Promise.all([this.host.touched(isTouched), this.#look(naming.map(({ uri }) => uri))]);
  }

  #moduleChanged(key: string): void {
    for (const { modules } of this.#records.all()) {
      if (!modules.some(({ path }) => path === key)) continue;
      this.#edited.add(key);
      return this.#importers.request();
    }
  }

  async #checkImporters(): Promise<void> {
    const edited = new Set(this.#edited);
    this.#edited.clear();
    await this.#look([...this.#records.all()].filter(({ modules }) => modules.some(({ path }) => edited.has(path))).map(({ uri }) => uri));
  }

  #again(): void {
    const { last } = this.#sweeps;
    if (last === null || performance.now() - last.endedAt < Math.max(AGAIN * this.host.idleMs, SHARE * last.tookMs)) return;
    this.#sweeps.request(this.#states.followed);
  }

  async #ready(): Promise<void> {
    this.#quiet.hurry();
    await this.#begun;
    await this.#sweeps.over();
  }
}
