/** What package.json tells VS Code, against what the server understands. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../../package.json';
import { COMMANDS } from '../../server/lsp/commands';
import { DEFAULTS, settingsFrom } from '../../server/lsp/settings';

const properties = manifest.contributes.configuration.properties;

/** `{'a.b': 1}` as `{a: {b: 1}}`, without the section's own name. */
function nested(entries: readonly (readonly [string, unknown])[]): object {
  const root: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    const keys = path.split('.').slice(1);
    const last = keys.pop() ?? '';
    let at = root;
    for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  return root;
}

test("the defaults VS Code sends are the server's own", () => {
  expect(settingsFrom(nested(Object.entries(properties).map(([key, property]) => [key, property.default])))).toEqual(DEFAULTS);
});

test('each setting changes something', () => {
  const others: Record<string, unknown> = { array: ['some-code'], string: 'cat.jpg', boolean: false };
  for (const [key, property] of Object.entries(properties)) {
    if (key === 'vitConfig.trace.server') continue; // The language client reads this one.
    expect(settingsFrom(nested([[key, others[property.type]]])), key).not.toEqual(DEFAULTS);
  }
});

test('a setting of the wrong type counts as not set', () => {
  for (const wrong of [
    null,
    7,
    'text',
    [],
    { diagnostics: 1, run: null, codeLens: [], inlayHints: 'yes' },
    { diagnostics: { ignore: [1, null] }, run: { image: ' ' }, codeLens: { enable: 'no' } },
  ]) {
    expect(settingsFrom(wrong)).toEqual(DEFAULTS);
  }
});

test("the palette's commands are not the server's, which the language client registers itself", () => {
  for (const { command } of manifest.contributes.commands) expect(COMMANDS).not.toContain(command);
});

test("the editors' general servers get the schema that says nothing, for the files that are ours by name", () => {
  const { jsonValidation, yamlValidation } = manifest.contributes;
  expect([jsonValidation, yamlValidation].flat().map(({ fileMatch }) => fileMatch)).toEqual(['*.vit.json', ['*.vit.yaml', '*.vit.yml']]);
  for (const { url } of [...jsonValidation, ...yamlValidation]) {
    const schema = JSON.parse(readFileSync(new URL(`../../${url}`, import.meta.url), 'utf8'));
    // Red Hat's YAML heads every file with this.
    expect(schema.name).toBe('ViT Config');
    expect(Object.keys(schema).filter((key) => !/^\$|^name$/.test(key))).toEqual([]);
  }
});
