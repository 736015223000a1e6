import { CHANGED_NOTIFICATION, type FileParams } from '../protocol';
import type { Dispatcher } from './dispatcher';
import type { DocumentStore } from './documents';
import { Throttle } from './throttle';

/** A run reports each of its layers; a person sees a few of them a second. */
const INTERVAL_MS = 100;

interface Watched {
  readonly throttle: Throttle;
  /** Something beside the text changed since the client was told. */
  due: boolean;
  /** Whether it was one of ours when the client was told, or last looked at. */
  recognised: boolean;
}

/** Tells a client that shows models and their state which files to ask about again. */
export class ViewChanges {
  readonly #files = new Map<string, Watched>();

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly documents: DocumentStore,
    private readonly supported: boolean,
  ) {}

  /** A run, a setting or the trust changed what is shown of a file. */
  request(uri: string, now = false): void {
    if (!this.supported || this.documents.get(uri) === undefined) return;
    const file = this.#watch(uri);
    file.due = true;
    file.throttle.request(now);
  }

  requestAll(): void {
    for (const { uri } of this.documents.all()) this.request(uri);
  }

  /** The client knows of the edit itself: it is told only if the file became one of ours by it, or ceased to be one. */
  edited(uri: string): void {
    if (this.supported && this.documents.get(uri) !== undefined) this.#watch(uri).throttle.request();
  }

  closed(uri: string): void {
    this.#files.get(uri)?.throttle.dispose();
    this.#files.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.#files.keys()]) this.closed(uri);
  }

  #watch(uri: string): Watched {
    let file = this.#files.get(uri);
    if (file === undefined) {
      const throttle = new Throttle(INTERVAL_MS, () => this.dispatcher.guard(CHANGED_NOTIFICATION, () => this.#tell(uri)));
      file = { throttle, due: false, recognised: false };
      this.#files.set(uri, file);
    }
    return file;
  }

  async #tell(uri: string): Promise<void> {
    const file = this.#files.get(uri);
    const document = this.documents.get(uri);
    if (file === undefined || document === undefined) return;
    const { recognised } = document.snapshot;
    const changed = recognised !== file.recognised || (file.due && recognised);
    file.due = false;
    file.recognised = recognised;
    if (changed) await this.dispatcher.connection.sendNotification(CHANGED_NOTIFICATION, { uri } satisfies FileParams);
  }
}
