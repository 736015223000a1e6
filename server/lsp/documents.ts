/** The open documents and, of each version, one snapshot. */
import type { TextDocumentContentChangeEvent, TextDocumentItem, VersionedTextDocumentIdentifier } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type AnalysisOptions, Snapshot } from '../core/analysis';
import type { CheckpointReference } from '../core/checkpoint/header';
import { syntaxOf } from '../core/syntax';
import type { ConfigCheckpoints } from './checkpoints';
import type { Imports } from './modules';
import { DEFAULTS, type Settings } from './settings';
import { fileNameOf } from './uris';

/** What is known of files that open ones name. */
export interface Surroundings {
  checkpointsOf(uri: string): ConfigCheckpoints;
  importsOf(uri: string): Imports;
}

export class OpenDocument {
  readonly checkpoints: ConfigCheckpoints;
  settings: Settings = DEFAULTS;
  #snapshot: Snapshot | undefined;
  /** The last snapshot taken, of an earlier version or other settings: it lends what did not change. */
  #previous: Snapshot | undefined;
  /** What the snapshot imports. */
  #imports: Imports | null = null;

  constructor(
    public text: TextDocument,
    readonly languageId: string,
    /** Of its opening: the same file opened again has another one. */
    readonly ordinal: number,
    private readonly surroundings: Surroundings,
  ) {
    this.checkpoints = surroundings.checkpointsOf(text.uri);
  }

  get uri(): string {
    return this.text.uri;
  }

  get version(): number {
    return this.text.version;
  }

  get snapshot(): Snapshot {
    if (this.#snapshot === undefined) {
      this.#snapshot = Snapshot.of(this.text.getText(), this.#options(), this.#previous);
      this.#previous = undefined;
    }
    return this.#snapshot;
  }

  apply(changes: TextDocumentContentChangeEvent[], version: number): void {
    this.text = TextDocument.update(this.text, changes, version);
    this.#stale();
  }

  configure(settings: Settings): void {
    const { ignore } = this.settings;
    this.settings = settings;
    if (JSON.stringify(ignore) !== JSON.stringify(settings.ignore)) this.#stale();
  }

  /** The checkpoints that its models name. */
  get references(): readonly CheckpointReference[] {
    return this.snapshot.models().flatMap(({ model }) => model.spec.checkpoint ?? []);
  }

  /** Brings it up to date with what is known of its checkpoints; false where it was. */
  updateCheckpoints(): boolean {
    const isBehind = this.snapshot
      .models()
      .some(({ model: { spec, checkpoint } }) => spec.checkpoint !== null && this.checkpoints.read(spec.checkpoint) !== checkpoint);
    if (isBehind) this.#stale();
    return isBehind;
  }

  /** What its configs import, all of them; null where nothing is imported. */
  get imports(): Imports | null {
    for (const { analysis } of this.snapshot.documents) void analysis.models;
    return this.#imports;
  }

  /** A module that its configs import; null for any other. */
  readonly moduleText = (file: string): TextDocument | null => this.imports?.textOf(file) ?? null;

  /** Brings it up to date with what is known of its modules; false where it was. */
  updateImports(): boolean {
    if (this.#snapshot === undefined || this.#imports?.outdated !== true) return false;
    this.#stale();
    return true;
  }

  #stale(): void {
    this.#previous = this.#snapshot ?? this.#previous;
    this.#snapshot = undefined;
  }

  #options(): AnalysisOptions {
    const fileName = fileNameOf(this.uri);
    const syntax = syntaxOf(fileName, this.languageId);
    this.#imports = syntax === 'python' ? this.surroundings.importsOf(this.uri) : null;
    const modules = this.#imports === null ? {} : { modules: this.#imports };
    return { fileName, syntax, ignore: this.settings.ignore, checkpoints: this.checkpoints, ...modules };
  }
}

export class DocumentStore {
  readonly #open = new Map<string, OpenDocument>();
  #opened = 0;

  constructor(private readonly surroundings: Surroundings) {}

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  all(): OpenDocument[] {
    return [...this.#open.values()];
  }

  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument {
    const document = new OpenDocument(TextDocument.create(uri, languageId, version, text), languageId, ++this.#opened, this.surroundings);
    this.#open.set(uri, document);
    return document;
  }

  /** undefined for a document that is not open. */
  change({ uri, version }: VersionedTextDocumentIdentifier, changes: TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const document = this.#open.get(uri);
    document?.apply(changes, version ?? document.version + 1);
    return document;
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.#open.get(uri);
    this.#open.delete(uri);
    return document;
  }
}
