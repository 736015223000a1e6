/**
 * Text to values with source ranges: one file a syntax, one tree for all of them.
 * Nothing here knows what the keys mean.
 */
import { phrase } from '../phrase';
import { readJson } from './json';
import { MAX_TEXT } from './limits';
import { tooLarge } from './problems';
import type { ConfigDocument, Syntax } from './tree';
import { readYaml } from './yaml';

export { syntaxOf } from './fileNames';
export { splitDocuments } from './split';

/** Reads one document (see `splitDocuments`). Never throws: whatever is wrong with the text is among the problems. */
export function readDocument(text: string, syntax: Syntax): ConfigDocument {
  if (text.length > MAX_TEXT) {
    const problem = tooLarge({ start: 0, end: 0 }, phrase`This file is too large to read as a config (over ${MAX_TEXT / 1024} KB)`);
    return { syntax, text, root: null, comments: [], anchors: [], problems: [problem] };
  }
  return syntax === 'json' ? readJson(text) : readYaml(text);
}
