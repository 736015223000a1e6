import { type Phrase } from './phrase';
import type { Range, TextEdit } from './text';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that has a part in a finding, such as the second key of a broken product. */
export interface RelatedPlace {
  readonly range: Range;
  /** Python: key of the module it is in, where that is another file; the range is then of that file's text. */
  readonly file?: string;
  readonly message: Phrase;
}

/** A repair whose title says its consequence; the first fix of a finding is the one to prefer. */
export interface Fix {
  readonly title: Phrase;
  readonly edits: readonly TextEdit[];
  /**
   * The model that then gets built, or the training that then runs, is the one the author plainly described, only spelt so
   * that the program reads it. Such fixes may be applied all at once and unseen; where there is a choice to make, none is safe.
   */
  readonly safe?: true;
}

/** What is wrong (or worth knowing) at one place. `code` is stable: people silence and look up findings by it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Phrase;
  readonly range: Range;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  /** Any server for YAML or JSON finds it too, at an overlapping place: a fault of the format, not of the config. */
  readonly common?: true;
}
