/** Where in a config something can be written, read off its text, since a half-typed one has no tree to rely on. */
import type { DocumentAnalysis } from '../../analysis';
import type { Syntax } from '../../syntax/tree';
import type { Range, TextEdit } from '../../text';
import { blockSites } from './blockSite';
import { flowSite } from './flowSite';
import { pythonSites } from './pythonSite';

export interface Site {
  readonly kind: 'key' | 'value';
  /** Dotted path from the root: of the mapping that is to have the key, or of the key (or list item) whose value it is. */
  readonly path: string;
  /** What is typed of it, quotes and brackets included; empty where nothing is. The cursor is in it or at its ends. */
  readonly token: Range;
  readonly cursor: number;
  /** The quote the token opens with. */
  readonly quote: '' | '"' | "'";
  /** Of a key: whether its colon stands behind it already. */
  readonly named: boolean;
  /** Inside brackets, where entries have commas between them. */
  readonly flow: boolean;
  /** White space the entry's line begins with; null where the entry does not begin its line. */
  readonly indent: string | null;
  /** What has to be written before and behind: a space, a comma. */
  readonly lead: string;
  readonly tail: string;
  /** Changes beside the token: a comma behind the entry before, white space too many. */
  readonly edits: readonly TextEdit[];
  /** Of a block value: the white space behind the colon. */
  readonly space: Range;
  /** The first key of lines below that are indented as if a mapping's key was to stand here; null where there are none. */
  readonly orphan: string | null;
  /** Set in Python. */
  readonly python?: PythonSite;
}

/** `config.size = 16`, `{'size': 16}`, `dict(size=16)`. */
export type PythonForm = 'statement' | 'braces' | 'keywords';

export interface PythonSite {
  readonly form: PythonForm;
  /** Of a statement, as it is written: what the key goes behind (`config.transformer`), or what the value is assigned to. */
  readonly access: string;
  /** The whole statement at the cursor. */
  readonly statement: Range;
}

/** What can be written at an offset of a document; see `sitesAt`. */
export function sitesIn({ document, text, options: { syntax } }: DocumentAnalysis, offset: number): Site[] {
  return document.python === undefined ? sitesAt(text, syntax, offset) : pythonSites(document, offset);
}

/**
 * What can be written at an offset, the likeliest first: none in a comment, behind a whole value, inside a text of several
 * lines; more than one where the indentation above, here and below does not agree on what a key would belong to.
 */
export function sitesAt(text: string, syntax: Syntax, offset: number): Site[] {
  const start = text.startsWith('\ufeff') ? 1 : 0;
  if (offset < start) return [];
  if (syntax === 'yaml') return blockSites(text, start, offset);
  const site = flowSite({ text, start, end: text.length, path: '', json: true }, offset);
  return site === null ? [] : [site];
}
