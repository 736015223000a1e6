import type { Finding } from '../finding';
import { type Phrase } from '../phrase';
import type { ConfigDocument } from '../syntax/tree';
import type { Range } from '../text';
import type { DialectId, ModelSpec } from './spec';

/** One observation that speaks for a dialect, shown to people who ask why a file was recognised. */
export interface Evidence {
  readonly reason: Phrase;
  readonly range: Range | null;
}

export interface Recognition {
  readonly dialect: DialectId;
  /** What the document is: a model's own config, or a training config that holds or names one. */
  readonly form: 'model' | 'training';
  /** In order of weight, at least one. */
  readonly evidence: readonly Evidence[];
}

export interface Dialect {
  readonly id: DialectId;
  readonly title: string;
  /**
   * null for a document that is not plainly of this dialect. `fileName` is the base name, null for unsaved text.
   * A file with a telling name is recognised even while its content is half-typed.
   */
  detect(document: ConfigDocument, fileName: string | null): Recognition | null;
  /** Whether files of this name are of this dialect whatever is in them. */
  hasTellingName(fileName: string): boolean;
  /** A cheap look: false only for a text that `detect` would not recognise by its content (unless it writes its keys in escapes). */
  mightBe(text: string): boolean;
  /** The models of a recognised document; none when there is nothing yet to read. Never throws. */
  models(document: ConfigDocument, recognition: Recognition): readonly ModelSpec[];
  /** Findings about structure: wrong types, unknown and missing keys, in a person's words. Never throws. */
  structure(document: ConfigDocument, recognition: Recognition): readonly Finding[];
}
