/** The open documents and, of each version, one snapshot. */
import type { TextDocumentContentChangeEvent, TextDocumentItem, VersionedTextDocumentIdentifier } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type AnalysisOptions, Snapshot } from '../core/analysis';
import type { CheckpointReference } from '../core/checkpoint/header';
import { syntaxOf } from '../core/syntax';
import type { ConfigCheckpoints } from './checkpoints';
import { DEFAULTS, type Settings } from './settings';
import { fileNameOf } from './uris';

export class OpenDocument {
  settings: Settings = DEFAULTS;
  #snapshot: Snapshot | undefined;
  /** The last snapshot taken, of an earlier version or other settings: it lends what did not change. */
  #previous: Snapshot | undefined;

  constructor(
    public text: TextDocument,
    readonly languageId: string,
    /** Of its opening: the same file opened again has another one. */
    readonly ordinal: number,
    readonly checkpoints: ConfigCheckpoints,
  ) {}

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

  #stale(): void {
    this.#previous = this.#snapshot ?? this.#previous;
    this.#snapshot = undefined;
  }

  #options(): AnalysisOptions {
    const fileName = fileNameOf(this.uri);
    return { fileName, syntax: syntaxOf(fileName, this.languageId), ignore: this.settings.ignore, checkpoints: this.checkpoints };
  }
}

export class DocumentStore {
  readonly #open = new Map<string, OpenDocument>();
  #opened = 0;

  constructor(private readonly checkpointsOf: (uri: string) => ConfigCheckpoints) {}

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  all(): OpenDocument[] {
    return [...this.#open.values()];
  }

  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument {
    const document = new OpenDocument(TextDocument.create(uri, languageId, version, text), languageId, ++this.#opened, this.checkpointsOf(uri));
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
