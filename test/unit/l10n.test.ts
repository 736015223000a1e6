/** Every language has every text: of the manifest, of the client, of the server and of the schemas. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { manifestKeys, placeholders } from '../../scripts/l10n/collect.mjs';
import { LANGUAGES, translationFiles } from '../../scripts/l10n/files.mjs';
import { schemaTexts } from '../../server/core/dialects/schemaDocs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string): Record<string, string> => JSON.parse(readFileSync(join(root, path), 'utf8'));
const manifest: { readonly l10n: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** How a text ends, whatever its script. */
const ENDS: Readonly<Record<string, string>> = { '.': '.', '。': '.', '?': '?', '？': '?', '…': '…', ':': ':', '：': ':' };

/** What must stand in a translation as it stands in English: places for values, code, links, the number of lines, the end. */
const fixed = (text: string) => ({
  placeholders: placeholders(text),
  code: [...text.matchAll(/`[^`]*`/g)].map(String).sort(),
  links: [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link),
  lines: text.split('\n').length,
  end: ENDS[text.slice(-1)],
});

describe.each(LANGUAGES)('%s', (language) => {
  const { files, problems } = translationFiles(root, language, schemaTexts());
  const english = read('package.nls.json');
  const all = [
    { path: `package.nls.${language}.json`, texts: manifestKeys(manifest), of: (key: string) => english[key] ?? '' },
    ...files.map((file) => ({ ...file, of: (text: string) => text })),
  ];

  test('each text of the sources is written out, so that it can be translated', () => {
    expect(problems).toEqual([]);
  });

  test.each(all)('$path has each text and no other; `npm run l10n` puts them in', ({ path, texts }) => {
    const has = Object.keys(read(path));
    expect(
      texts.filter((text) => !has.includes(text)),
      'missing',
    ).toEqual([]);
    expect(
      has.filter((text) => !texts.includes(text)),
      'superfluous',
    ).toEqual([]);
  });

  test.each(all)('$path says it all, with the same values, code and links', ({ path, of }) => {
    for (const [key, text] of Object.entries(read(path))) {
      expect(text, key).not.toBe('');
      expect(fixed(text), key).toEqual(fixed(of(key)));
    }
  });

  test('no text is translated in two ways', () => {
    const [, ...server] = files.map(({ path }) => Object.keys(read(path)));
    const keys = server.flat();
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  test("the client's texts are where VS Code looks for them", () => {
    expect(files.map(({ path }) => path)).toContain(join(manifest.l10n, `bundle.l10n.${language}.json`));
  });
});

test("the manifest's own language has the same keys", () => {
  expect(Object.keys(read('package.nls.json')).sort()).toEqual(manifestKeys(manifest).sort());
});

const HAN = '\\p{Script=Han}';

/** Chinese as it is set: a space between Han and Latin or digits, punctuation of full width beside Han. */
test.each(['package.nls.zh-cn.json', ...translationFiles(root, 'zh-cn', schemaTexts()).files.map(({ path }) => path)])('%s is set as Chinese is', (path) => {
  const wrong = new RegExp(
    `${HAN}[A-Za-z0-9\`]|${HAN} \\(|[A-Za-z0-9\`]${HAN}|${HAN}[,;:!?()]|[,;:!?()]${HAN}|${HAN}\\.(?!\\.)|[，。；：？！（）] | [，。；：？！（）]`,
    'u',
  );
  for (const [key, text] of Object.entries(read(path))) {
    // What opens and closes a link is markup.
    expect(wrong.exec(text.replace(/\]\([^)]*\)/g, ']'))?.[0], `${key}: ${text}`).toBeUndefined();
  }
});
