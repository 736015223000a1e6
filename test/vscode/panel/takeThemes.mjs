/**
 * Takes the colours of VS Code's own themes out of a real workbench into themes.json, for the tests of the panel (node takeThemes.mjs).
 * Only those that the panel's style sheet names: run it again when it names another.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../browser.mjs';
import { startCodeServer } from '../codeServer.mjs';
import { here, root } from '../paths.mjs';
import { makeRun, removeRun } from '../runFolder.mjs';
import { makeWorkspace } from '../workspace.mjs';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
};
const CLASSES = { dark: 'vs-dark', light: 'vs', 'high-contrast': 'hc-black', 'high-contrast-light': 'hc-light' };

const css = readFileSync(join(root, 'dist', 'panel.css'), 'utf8');
const names = [...new Set(css.match(/--vscode-[\w-]+/g))].filter((name) => !name.includes('-font-')).sort();

const themes = {};
for (const [kind, label] of Object.entries(THEMES)) {
  const run = makeRun({ 'workbench.colorTheme': label });
  const server = await startCodeServer(run);
  const browser = await openBrowser({ width: 800, height: 600 });
  try {
    await browser.page.goto(`${server.url}/?folder=${encodeURIComponent(makeWorkspace(run))}`);
    const workbench = browser.page.locator(`.monaco-workbench.${CLASSES[kind]}`);
    await workbench.waitFor();
    await browser.page.getByRole('treeitem').first().waitFor();
    const values = await workbench.evaluate((element, names) => {
      const style = element.computedStyleMap();
      return names.map((name) => [name, style.get(name)?.toString().trim()]);
    }, names);
    themes[kind] = Object.fromEntries(values.filter(([, value]) => value !== undefined && value !== ''));
  } finally {
    await browser.close();
    await server.stop();
    removeRun(run);
  }
}
writeFileSync(join(here, 'panel', 'themes.json'), `${JSON.stringify(themes, null, 2)}\n`);
for (const name of names) {
  if (!Object.values(themes).some((theme) => name in theme)) throw new Error(`no theme has ${name}`);
}
