import type { Range, TextEdit } from './text';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that has a part in a finding, such as the second key of a broken product. */
export interface RelatedPlace {
  readonly range: Range;
  readonly message: string;
}

/** A repair whose title says its consequence; the first fix of a finding is the one to prefer. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** What is wrong (or worth knowing) at one place. `code` is stable: people silence and look up findings by it. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
}
