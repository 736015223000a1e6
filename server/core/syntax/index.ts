/**
 * Text to values with source ranges: one file a syntax, one tree for all of them.
 * Nothing here knows what the keys mean.
 */
import { applied } from '../edit/apply';
import { phrase } from '../phrase';
import type { TextEdit } from '../text';
import { readJson } from './json';
import { MAX_TEXT } from './limits';
import { tooLarge } from './problems';
import type { ConfigDocument, Syntax } from './tree';
import { readYaml } from './yaml';

export { isOtherPython, syntaxOf } from './fileNames';
export { mayHoldConfigs, type PythonCall, type PythonFile, type PythonModules, type PythonSource, readPython } from './python';
export { splitDocuments } from './split';

/** What is written as one document of plain data. A Python file is read by `readPython`. */
export type PlainSyntax = Exclude<Syntax, 'python'>;

/** Reads one document (see `splitDocuments`). Never throws: whatever is wrong with the text is among the problems. */
export function readDocument(text: string, syntax: PlainSyntax): ConfigDocument {
  if (text.length > MAX_TEXT) {
    const problem = tooLarge({ start: 0, end: 0 }, phrase`This file is too large to read as a config (over ${MAX_TEXT / 1024} KB)`);
    return { syntax, text, root: null, comments: [], anchors: [], problems: [problem] };
  }
  return syntax === 'json' ? readJson(text) : readYaml(text);
}

/** The document after some edits in it. */
export function readEdited({ syntax, text, python }: ConfigDocument, edits: readonly TextEdit[]): ConfigDocument {
  const edited = applied(text, edits);
  if (python !== undefined) return python.reread(edited);
  return readDocument(edited, syntax === 'json' ? 'json' : 'yaml');
}
