// Puts into the files of translations what the sources say: texts that are new come in empty, others that no source has go.
// A text that moved keeps its translation. A test fails while any is empty.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, translationFiles, translationsOf } from './l10n/files.mjs';
import { importTypeScript } from './typescript.mjs';

const { schemaTexts } = await importTypeScript('server/core/dialects/schemaDocs.ts');
const root = fileURLToPath(new URL('../', import.meta.url));
for (const language of LANGUAGES) {
  const known = translationsOf(root, language);
  const { files, problems } = translationFiles(root, language, schemaTexts());
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  for (const { path, texts } of files) {
    const entries = texts.map((text) => [text, Object.hasOwn(known, text) ? known[text] : '']);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
    const missing = entries.filter(([, text]) => text === '').length;
    console.log(`${path}: ${entries.length} texts${missing > 0 ? `, ${missing} to translate` : ''}`);
  }
}
