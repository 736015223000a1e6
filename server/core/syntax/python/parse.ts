/** Text to syntax, by the editor parser's tree. It never fails. */
import { parser } from '@lezer/python';
import { MAX_TEXT } from '../limits';
import type { ModuleSyntax } from './ast';
import { scanned } from './brackets';
import { StatementSyntax } from './statementSyntax';

export interface Parsed extends ModuleSyntax {
  readonly text: string;
}

/** `previous`: an earlier parse, which is the answer where the text is the same. */
export function parsePython(text: string, previous?: Parsed): Parsed {
  if (text.length > MAX_TEXT) return { text, body: [], comments: [] };
  if (previous?.text === text) return previous;
  // Not from the pieces of an earlier tree: @lezer/python takes what stands behind a function that ends at a change for its body.
  const { source, comments } = scanned(text);
  const tree = parser.parse(source);
  const body = new StatementSyntax(text).block(tree.topNode);
  return { text, body, comments };
}
