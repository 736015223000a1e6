import type { Range } from 'vscode-languageserver-types';
import type { BuiltView, ModelView } from '../../server/protocol';
import type { Words } from '../panel/words';

/** What a person can do on the page. */
export interface Actions {
  reveal(range: Range): void;
  choose(id: string): void;
  run(): void;
  runWithWeights(): void;
  cancel(): void;
  /** Unfolds a part, or folds it. */
  toggle(part: string): void;
  imageFailed(source: string): void;
}

/** All that the page is drawn from. */
export interface Scene {
  readonly words: Words;
  readonly actions: Actions;
  readonly view: ModelView;
  /** What is drawn: the view's own, else the last that could be built. */
  readonly built: BuiltView | null;
  /** Whether `built` is an older one. */
  readonly stale: boolean;
  readonly image: string | null;
  /** Whether the workspace is. */
  readonly trusted: boolean;
  readonly open: ReadonlySet<string>;
  /** Parts that the cursor's line decides. */
  readonly current: ReadonlySet<string>;
  /** Whether it decides how the image becomes tokens. */
  readonly imageCurrent: boolean;
}

/** A text with its `{0}`, `{1}` ... filled in. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d+)\}/g, (placeholder, i: string) => String(values[Number(i)] ?? placeholder));
}
