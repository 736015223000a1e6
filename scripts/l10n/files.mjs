// The files of translations, each with the texts it has to have.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from './collect.mjs';

export const LANGUAGES = ['zh-cn'];

/** Each file of a language, its path from the project's folder and the texts it has to have, in order; and problems of the sources. */
export function translationFiles(root, language, schemaTexts) {
  const { client, server, problems } = collect(root, schemaTexts);
  const files = [
    { path: `l10n/bundle.l10n.${language}.json`, texts: client },
    ...Object.entries(server).map(([name, texts]) => ({ path: `l10n/${language}/${name}.json`, texts })),
  ];
  return { files, problems };
}

/** Every translation of a language, whichever file it is in. */
export function translationsOf(root, language) {
  const paths = globSync([`l10n/bundle.l10n.${language}.json`, `l10n/${language}/*.json`], { cwd: root });
  return Object.assign({}, ...paths.map((path) => JSON.parse(readFileSync(join(root, path), 'utf8'))));
}
