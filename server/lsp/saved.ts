/** What the models of the open files cost as they are saved, for lenses that say what an edit has changed. */
import { type ModelAnalysis, type PlacedDocument, Snapshot } from '../core/analysis';
import { type Cost, type SavedModel, savedCosts, savedModel } from '../core/editor';
import type { Disk } from '../disk';
import { decode, MAX_BYTES } from '../files';
import type { OpenDocument } from './documents';
import { pathOf } from './uris';

interface Saved {
  /** Null where it is not known: a file of another scheme that was not saved yet. */
  text: string | null;
  /** Of the file on disk when it was read last. */
  stamp: string | null;
  /** Of `text`; made when they are first asked for. */
  models: readonly SavedModel[] | null;
}

/** What each model of a document cost in the saved file; null where that is not known or the same text. */
export type SavedCosts = (placed: PlacedDocument) => (model: ModelAnalysis) => Cost | null;

const UNKNOWN: SavedCosts = () => () => null;

/**
 * Keeps the saved text of the files that lenses were asked for, and gives it up with them. An editor may open a file with edits it has kept
 * from its last session, or read it anew after another program has written it, so `file:` URIs are looked up on disk, and only then.
 */
export class SavedFiles {
  readonly #files = new Map<string, Saved>();

  constructor(private readonly disk: Disk) {}

  /** The text as it is now is what is on disk. */
  saved({ uri, text }: OpenDocument): void {
    this.#files.set(uri, { text: text.getText(), stamp: null, models: null });
  }

  closed(uri: string): void {
    this.#files.delete(uri);
  }

  async costsOf(document: OpenDocument): Promise<SavedCosts> {
    const { uri } = document;
    let file = this.#files.get(uri);
    if (file === undefined) {
      file = { text: null, stamp: null, models: null };
      this.#files.set(uri, file);
    }
    if (file.text === document.text.getText()) return UNKNOWN;
    await this.#lookUp(uri, file);
    const { snapshot } = document;
    if (file.text === null || file.text === snapshot.text) return UNKNOWN;
    file.models ??= Snapshot.of(file.text, snapshot.options, snapshot)
      .models()
      .map(({ model }) => savedModel(model));
    const costs = savedCosts(
      file.models,
      snapshot.models().map(({ model }) => savedModel(model)),
    );
    return (placed) => {
      const first = snapshot.documents.slice(0, snapshot.documents.indexOf(placed)).reduce((sum, { analysis }) => sum + analysis.models.length, 0);
      return (model) => costs[first + placed.analysis.models.indexOf(model)] ?? null;
    };
  }

  /** Reads the file again where it has changed on disk. */
  async #lookUp(uri: string, file: Saved): Promise<void> {
    const path = pathOf(uri);
    if (path === null) return;
    const stamp = await this.disk.stat(path).then(
      ({ modified, bytes }) => `${modified} ${bytes}`,
      () => null, // Of a file that is gone, or can't be looked at, what was known before is good enough.
    );
    if (stamp === null || stamp === file.stamp) return;
    const text = await this.#read(path);
    // Saved or closed meanwhile: what was read may be older.
    if (this.#files.get(uri) !== file) return;
    file.stamp = stamp;
    if (text === file.text) return;
    file.text = text;
    file.models = null;
  }

  async #read(path: string): Promise<string | null> {
    const bytes = await this.disk.read(path, MAX_BYTES).catch(() => null);
    const decoded = bytes === null || bytes.length > MAX_BYTES ? null : decode(bytes);
    return decoded?.ok === true ? decoded.text : null;
  }
}
