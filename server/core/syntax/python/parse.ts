/** Text to syntax, by the editor parser's tree. It never fails; what an earlier reading has of the tree is used again. */
import { type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import { MAX_TEXT } from '../limits';
import type { ModuleSyntax } from './ast';
import { scanned } from './brackets';
import { StatementSyntax } from './statementSyntax';

/** A parsed text, and what the next parse of nearly the same text wants of it. */
export interface Parsed extends ModuleSyntax {
  readonly text: string;
  readonly tree: Tree | null;
  /** What the tree is of: the text with its brackets closed. */
  readonly source: string;
}

export function parsePython(text: string, previous?: Parsed): Parsed {
  if (text.length > MAX_TEXT) return { text, source: text, tree: null, body: [], comments: [] };
  if (previous?.text === text) return previous;
  const { source, comments } = scanned(text);
  const tree = parser.parse(source, fragmentsFor(source, previous));
  const body = new StatementSyntax(text).block(tree.topNode);
  return { text, source, tree, body, comments };
}

/** The pieces of the earlier tree outside of what changed: all between the common beginning and the common end. */
function fragmentsFor(source: string, previous: Parsed | undefined): readonly TreeFragment[] {
  if (previous?.tree == null) return [];
  const before = previous.source;
  const most = Math.min(before.length, source.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === source.charCodeAt(start)) start++;
  let same = 0;
  while (same < most - start && before.charCodeAt(before.length - 1 - same) === source.charCodeAt(source.length - 1 - same)) same++;
  const change = { fromA: start, toA: before.length - same, fromB: start, toB: source.length - same };
  return TreeFragment.applyChanges(TreeFragment.addTree(previous.tree), [change]);
}
