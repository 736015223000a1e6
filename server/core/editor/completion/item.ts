import { type Phrase, type Say } from '../../phrase';
import type { Range, TextEdit } from '../../text';
import type { Site } from './site';

/** How an editor takes the text of an item: as it is, or with LSP's snippet syntax in it. */
export type Form = 'plain' | 'snippet';

export interface CompletionInfo {
  readonly label: string;
  /** `choice` is one of few values that a key is limited to, `model` a whole config. */
  readonly kind: 'key' | 'value' | 'choice' | 'model';
  /** A few words beside the label. */
  readonly detail: Phrase | null;
  /** What is held against the typed token, quotes included. */
  readonly filterText: string;
  /** What is replaced: up to the cursor, or all of what is typed. The same where half of it would make no sense. */
  readonly insert: Range;
  readonly replace: Range;
  /** Changes elsewhere: a comma, white space. They touch `replace` at its ends at most. */
  readonly edits: readonly TextEdit[];
  /** The new text; its further lines are fully indented. */
  text(form: Form): string;
  /** In Markdown: what it is, and what it would decide here. Takes an analysis of the text with the item in it. */
  describe(say: Say): string;
}

/** What an item has of its own, whatever site it is for. */
export interface ItemContent {
  readonly label: string;
  readonly kind: CompletionInfo['kind'];
  readonly detail: Phrase | null;
  readonly edits?: readonly TextEdit[];
  /** What is written before it, where that is not the site's. */
  readonly lead?: string;
  text(form: Form): string;
  describe(edits: readonly TextEdit[], say: Say): string;
}

export function itemAt(site: Site, { label, kind, detail, edits = [], lead = site.lead, text, describe }: ItemContent): CompletionInfo {
  const { token, cursor, quote, tail } = site;
  const all = [...site.edits, ...edits];
  const whole = (form: Form) => lead + text(form) + tail;
  return {
    label,
    kind,
    detail,
    filterText: quote + label + quote,
    insert: kind === 'key' && quote === '' ? { start: token.start, end: cursor } : token,
    replace: token,
    edits: all,
    text: whole,
    describe: (say) => describe([...all, { range: token, newText: whole('plain') }], say),
  };
}
