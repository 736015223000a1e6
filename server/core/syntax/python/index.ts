/**
 * Python configs: a tolerant parser and an abstract interpreter that follows what a config's function does to its
 * ConfigDict. Nothing is ever evaluated; what is not followed is Unknown, with its reason.
 */
import type { ConfigDocument } from '../tree';
import type { PythonCall } from './candidates';
import type { PythonModules } from './modules';
import { type Parsed, parsePython } from './parse';
import { Reading, type Reread } from './reading';

export type { PythonCall } from './candidates';
export type { PythonModules, PythonSource } from './modules';
export { mayHoldConfigs } from './words';

/** What a file gave; an earlier version lends its syntax tree. */
export interface PythonFile {
  readonly text: string;
  /** One for each function that returns a ConfigDict, and for each at the top of the module; in source order. */
  readonly documents: readonly ConfigDocument[];
}

/** What the next reading makes use of. */
class ReadFile implements PythonFile {
  constructor(
    readonly text: string,
    readonly documents: readonly ConfigDocument[],
    readonly parsed: Parsed,
    readonly parses: Map<string, Parsed>,
  ) {}
}

/** The configs of a Python file. Never throws. */
export function readPython(text: string, modules?: PythonModules, previous?: PythonFile, call?: PythonCall): PythonFile {
  const lender = previous instanceof ReadFile ? previous : undefined;
  const parsed = parsePython(text, lender?.parsed);
  const parses = new Map(lender?.parses);
  const documents = new Reading(parsed, modules, parses, rereading(parsed, modules, parses, call), call).documents();
  return new ReadFile(text, documents, parsed, parses);
}

function rereading(parsed: Parsed, modules: PythonModules | undefined, parses: Map<string, Parsed>, call: PythonCall | undefined): Reread {
  return (text, candidate) => {
    const again = parsePython(text, parsed);
    const document = new Reading(again, modules, parses, rereading(again, modules, parses, call), call).document(candidate);
    return document ?? { syntax: 'python', text, root: null, comments: [], anchors: [], problems: [] };
  };
}
