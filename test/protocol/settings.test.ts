/** The table of settings, against package.json, the page in the docs and what the server reads. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { render, withSettings } from '../../scripts/settings.mjs';
import { DEFAULTS, settingsFrom } from '../../server/lsp/settings';
import { SERVER_SETTINGS, SETTINGS, type Setting } from '../../server/lsp/settingsTable';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json'));

/** `{'a.b': 1}` as `{a: {b: 1}}`, as VS Code sends a section. */
function section(entries: readonly (readonly [string, unknown])[]): object {
  const root: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let at = root;
    for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
    at[last] = value;
  }
  return root;
}

test('package.json and docs/settings.md are current; `npm run docs` renews them', () => {
  expect(`${JSON.stringify(withSettings(manifest, SETTINGS), null, 2)}\n`).toBe(read('package.json'));
  expect(render(SETTINGS, JSON.parse(read('package.nls.json')))).toBe(read('docs/settings.md'));
});

test('there are fewer than 15, each with a key of its own', () => {
  expect(SETTINGS.length).toBeLessThan(15);
  expect(new Set(SETTINGS.map(({ key }) => key)).size).toBe(SETTINGS.length);
});

test('none can name a program: beside switches, choices and codes there is the path of one image, which an untrusted workspace cannot set', () => {
  const of = (kind: Setting['kind']) => SETTINGS.filter((setting) => setting.kind === kind);
  expect(new Set(SETTINGS.map(({ kind }) => kind))).toEqual(new Set(['codes', 'image-path', 'flag', 'choice']));
  expect(of('image-path').map(({ key }) => key)).toEqual(['run.image']);
  expect(of('codes').map(({ key }) => key)).toEqual(['diagnostics.ignore']);
  expect(of('flag').every(({ schema }) => schema.type === 'boolean')).toBe(true);
  expect(of('choice').every(({ schema }) => Array.isArray(schema.enum))).toBe(true);
  expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(['vitConfig.run.image']);
});

test("the defaults VS Code sends are the server's own", () => {
  expect(settingsFrom(section(SETTINGS.map(({ key, schema }) => [key, schema.default])))).toEqual(DEFAULTS);
});

test('each setting of the server changes what it is for, and nothing else', () => {
  const others: Readonly<Record<Setting['kind'], unknown>> = { codes: ['some-code'], 'image-path': 'cat.jpg', flag: null, choice: null };
  for (const [name, { key, kind, schema }] of Object.entries(SERVER_SETTINGS)) {
    const value = others[kind] ?? !schema.default;
    expect(settingsFrom(section([[key, value]])), key).toEqual({ ...DEFAULTS, [name]: value });
  }
});

test('a setting of the wrong type counts as not set', () => {
  for (const wrong of [null, 7, 'text', []]) {
    expect(settingsFrom(wrong)).toEqual(DEFAULTS);
    for (const { key } of SETTINGS) expect(settingsFrom(section([[key.split('.')[0] ?? '', wrong]])), key).toEqual(DEFAULTS);
  }
  for (const { key, kind } of SETTINGS) {
    for (const wrong of [null, 7, {}, kind === 'codes' ? 'text' : [1, null], kind === 'flag' ? 'yes' : ' ']) {
      expect(settingsFrom(section([[key, wrong]])), `${key}: ${JSON.stringify(wrong)}`).toEqual(DEFAULTS);
    }
  }
});
