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
