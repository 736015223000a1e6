/** Diagnostics of an open file: the core's findings and what a failed run found. Pushed, or pulled by clients that can. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { decidingKeys } from '../core/editor';
import type { Finding } from '../core/finding';
import { type Say } from '../core/phrase';
import type { RunFailureKind } from '../runner/protocol';
import { type DiagnosticForm, SOURCE, toDiagnostic, toRange } from './convert';
import type { Dispatcher } from './dispatcher';
import type { DocumentStore, OpenDocument } from './documents';
import type { ModelIds } from './modelIds';
import type { Publisher } from './publisher';
import type { Runs } from './runs';
import type { FileReport } from './workspace/reports';

/** Failures that have nothing to do with the config are told, not pinned to its keys. */
export const NOT_THE_CONFIG: ReadonlySet<RunFailureKind> = new Set<RunFailureKind>(['cancelled', 'environment', 'image', 'weights']);

function runFailures(document: OpenDocument, runs: Runs, ids: ModelIds, say: Say): Diagnostic[] {
  if (!runs.hasAny(document.uri)) return [];
  return document.snapshot.models().flatMap(({ base, model }): Diagnostic[] => {
    const failure = runs.last(document.uri, ids.of(model), model)?.failure;
    if (failure === undefined || failure === null || NOT_THE_CONFIG.has(failure.kind)) return [];
    const [first, ...others] = decidingKeys(model, failure.scope ?? null);
    if (first === undefined) return [];
    return [
      {
        range: toRange(document.text, first.range, base),
        severity: DiagnosticSeverity.Error,
        code: 'run-failed',
        source: SOURCE,
        message: say`The run failed: ${failure.message}`,
        relatedInformation: others.map(({ key, range }) => ({
          location: { uri: document.uri, range: toRange(document.text, range, base) },
          message: say`\`${key}\` has a part in it`,
        })),
      },
    ];
  });
}

export interface DiagnosticsOptions {
  readonly debounceMs: number;
  /** The client asks for them itself; then nothing is pushed. */
  readonly pulled: boolean;
  readonly form: DiagnosticForm;
  /** What is to be said of a file. */
  findings(document: OpenDocument): readonly Finding[];
  /** Looks at the files that its text names; null where there are none. */
  look(document: OpenDocument): Promise<void> | null;
}

export class Diagnostics {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Counts what changes diagnostics beside the text. */
  #revision = 0;
  #disposed = false;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly documents: DocumentStore,
    private readonly runs: Runs,
    private readonly ids: ModelIds,
    private readonly publisher: Publisher,
    private readonly options: DiagnosticsOptions,
  ) {}

  of(document: OpenDocument): Diagnostic[] {
    const findings = this.options.findings(document).map((finding) => toDiagnostic(document.text, finding, this.options.form, document.moduleText));
    const failures = runFailures(document, this.runs, this.ids, this.options.form.say);
    if (!this.options.form.relatedInformation) for (const failure of failures) delete failure.relatedInformation;
    return [...findings, ...failures];
  }

  /** For a client that asks. */
  report(document: OpenDocument): FileReport {
    const { ordinal, version } = document;
    return { resultId: `${ordinal}.${version}.${this.#revision}`, version, items: () => this.of(document) };
  }

  /** What they would be has changed otherwise than by an edit. */
  changed(): void {
    this.#revision++;
  }

  /** After a pause in typing. */
  schedule(uri: string): void {
    if (this.options.pulled) return;
    this.#cancel(uri);
    const timer = setTimeout(() => this.dispatcher.guard('publishDiagnostics', () => this.publish(uri)), this.options.debounceMs);
    this.#timers.set(uri, timer);
  }

  /**
   * Now, or as soon as the files it names have been looked at, of the version that is open now; nothing if the file was closed or
   * edited in the meantime, or this was said of it already.
   */
  async publish(uri: string): Promise<void> {
    this.#cancel(uri);
    const document = this.documents.get(uri);
    if (this.options.pulled || document === undefined) return;
    const { version } = document;
    const looking = this.options.look(document);
    if (looking !== null) await looking;
    if (this.#disposed || this.documents.get(uri) !== document || document.version !== version) return;
    const diagnostics = this.of(document);
    // Of a file that is not ours nothing is said, not even that there is nothing.
    if (diagnostics.length === 0 && !document.snapshot.recognised && !this.publisher.shows(uri)) return;
    this.publisher.publish(uri, document.version, diagnostics);
  }

  closed(uri: string): void {
    this.#cancel(uri);
    this.publisher.closed(uri);
  }

  dispose(): void {
    this.#disposed = true;
    for (const uri of [...this.#timers.keys()]) this.#cancel(uri);
  }

  #cancel(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
  }
}
