/** What the extension and the page of its panel say to each other. The page is not trusted: what it says is read, not believed. */
import type { Range } from 'vscode-languageserver-types';
import type { ModelView } from '../../server/protocol';
import type { Words } from './words';

/** Everything the page can be told. */
export type ToPage =
  /** The answer to `ready`: every text of the page in the user's language. */
  | { readonly type: 'words'; readonly words: Words }
  | {
      readonly type: 'model';
      /** Null where the config the panel follows has no model (yet, or any more), or where there is no config at all. */
      readonly view: ModelView | null;
      /** The config that is followed; null while there is none. */
      readonly uri: string | null;
      /** The run image as the page can load it. */
      readonly image: string | null;
      /** Whether the workspace is; a model that may not be run in one that is lacks the runtime. */
      readonly trusted: boolean;
    }
  /** What the cursor in the config stands on. */
  | { readonly type: 'highlight'; readonly parts: readonly string[]; readonly image: boolean };

/** Everything the page can ask for, all of it about the model it shows. */
export type FromPage =
  | { readonly type: 'ready' }
  /** Go to a place of the config. */
  | { readonly type: 'reveal'; readonly range: Range }
  /** Show another model of the same file. */
  | { readonly type: 'choose'; readonly id: string }
  | { readonly type: 'run' }
  /** Run with the checkpoint that the config names. */
  | { readonly type: 'runWithWeights' }
  | { readonly type: 'cancel' };

/** What the page keeps for itself over a reload, and what a restored panel begins with. */
export interface PageState {
  readonly uri: string | null;
  /** Ids of the parts that are unfolded. */
  readonly open: readonly string[];
  /** Pixels from the top. */
  readonly scroll: number;
}

/** A message of the page, null for anything that is none. */
export function fromPage(message: unknown): FromPage | null {
  const { type, range, id } = record(message);
  switch (type) {
    case 'ready':
    case 'run':
    case 'runWithWeights':
    case 'cancel':
      return { type };
    case 'reveal': {
      const known = rangeOf(range);
      return known === null ? null : { type, range: known };
    }
    case 'choose':
      return typeof id === 'string' ? { type, id } : null;
    default:
      return null;
  }
}

/** The state of a page, with nothing where it holds something else. */
export function pageState(state: unknown): PageState {
  const { uri, open, scroll } = record(state);
  return {
    uri: typeof uri === 'string' ? uri : null,
    open: Array.isArray(open) ? open.filter((id) => typeof id === 'string') : [],
    scroll: isCount(scroll) ? scroll : 0,
  };
}

function rangeOf(value: unknown): Range | null {
  const { start, end } = record(value);
  const [from, to] = [record(start), record(end)];
  if (!isCount(from.line) || !isCount(from.character) || !isCount(to.line) || !isCount(to.character)) return null;
  return { start: { line: from.line, character: from.character }, end: { line: to.line, character: to.character } };
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
}
