import type { Syntax } from './tree';

/**
 * By extension where there is one we know, since people set languages by habit; else by the editor's language, where there
 * is one; else YAML, which takes most of JSON too. `fileName` is null for unsaved text.
 */
export function syntaxOf(fileName: string | null, languageId = ''): Syntax {
  if (fileName !== null && /\.ya?ml$/i.test(fileName)) return 'yaml';
  if (fileName !== null && /\.py$/i.test(fileName)) return 'python';
  if (fileName !== null && /\.json[c5]?$/i.test(fileName)) return 'json';
  if (languageId === 'python') return 'python';
  return /^json/i.test(languageId) ? 'json' : 'yaml';
}

/** Python that is no config, whatever is written in it: type stubs, and the cells of a notebook, which is the file that they are in. */
export function isOtherPython(fileName: string | null): boolean {
  return fileName !== null && /\.(?:pyi|ipynb)$/i.test(fileName);
}
