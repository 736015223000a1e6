// The panel's page in a browser of its own: the built script and style, the real content security policy and theme colours, and a host
// that notes what the page says. Faster than a workbench, and able to show what is hard to bring about there.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { openBrowser } from '../browser.mjs';
import { here, root, work } from '../paths.mjs';

const TYPES = { js: 'text/javascript', css: 'text/css', html: 'text/html', jpg: 'image/jpeg', png: 'image/png' };
const THEMES = JSON.parse(readFileSync(join(here, 'panel', 'themes.json'), 'utf8'));

/** What the workbench puts on the body of a webview. */
export const THEME_CLASSES = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'high-contrast': 'vscode-high-contrast',
  'high-contrast-light': 'vscode-high-contrast vscode-high-contrast-light',
};
const FONTS = {
  '--vscode-font-family': 'sans-serif',
  '--vscode-font-size': '13px',
  '--vscode-font-weight': 'normal',
  '--vscode-editor-font-family': 'monospace',
};

/** The parts of the extension that make the page, with `vscode` answering every text with itself. */
async function extensionSide() {
  const outfile = join(work, 'panel-extension-side.mjs');
  const vscode = {
    name: 'vscode',
    setup(build) {
      build.onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'stub' }));
      build.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export const l10n = { t: (text) => text };' }));
    },
  };
  await esbuild.build({
    entryPoints: [join(here, 'panel', 'extensionSide.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    plugins: [vscode],
    logLevel: 'warning',
  });
  return import(outfile);
}

export async function openHarness() {
  const { pageHtml, panelWords } = await extensionSide();
  const files = {
    '/panel.js': join(root, 'dist', 'panel.js'),
    '/panel.css': join(root, 'dist', 'panel.css'),
    '/lake.jpg': join(root, 'samples', 'images', 'lake.jpg'),
  };
  const server = createServer(({ url }, response) => {
    const file = files[url];
    const type = TYPES[url === '/' ? 'html' : url.split('.').at(-1)];
    if (url !== '/' && file === undefined) return response.writeHead(404).end();
    const sources = { cspSource: origin, script: `${origin}/panel.js`, style: `${origin}/panel.css`, nonce: 'test', language: 'en', title: 'Model' };
    response.writeHead(200, { 'content-type': type }).end(url === '/' ? pageHtml(sources) : readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await openBrowser({ width: 480, height: 900 });
  const panel = new Panel(browser.page, origin, panelWords());
  await panel.start();
  return {
    panel,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

export class Panel {
  /** What the page must not do: ask for something that is not its own, break its policy, or fail. */
  offences = [];

  /** @param {import('playwright-core').Page} page */
  constructor(page, origin, words) {
    this.page = page;
    this.origin = origin;
    this.words = words;
  }

  async start() {
    const { page } = this;
    page.on('pageerror', (error) => this.offences.push(`error: ${error}`));
    page.on('console', (message) => message.type() === 'error' && this.offences.push(`console: ${message.text()}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(`${this.origin}/`)) this.offences.push(`request: ${request.url()}`);
    });
    await page.addInitScript(() => {
      const said = [];
      let state = JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
      Object.assign(window, {
        said,
        acquireVsCodeApi: () => ({
          postMessage: (message) => said.push(message),
          getState: () => state,
          setState: (value) => {
            state = value;
            sessionStorage.setItem('state', JSON.stringify(value));
          },
        }),
      });
    });
  }

  /** A page as after opening the panel, with what an earlier one left behind only when `keepState` says so. */
  async open({ theme = 'dark', width = 480, height = 900, keepState = false } = {}) {
    const { page } = this;
    await page.setViewportSize({ width, height });
    if (!keepState && page.url().startsWith(this.origin)) await page.evaluate(() => sessionStorage.clear());
    await page.goto(`${this.origin}/`);
    await this.theme(theme);
    await this.send({ type: 'words', words: this.words });
  }

  /** As the workbench does it, on a page that stands. */
  async theme(theme) {
    await this.page.evaluate(
      ([variables, classes]) => {
        const { style } = document.documentElement;
        for (const name of [...style]) style.removeProperty(name);
        for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
        document.body.className = classes;
      },
      [{ ...THEMES[theme], ...FONTS }, THEME_CLASSES[theme]],
    );
  }

  send(message) {
    return this.page.evaluate((data) => window.postMessage(data, '*') ?? new Promise((resolve) => setTimeout(resolve)), message);
  }

  show(view, image = `${this.origin}/lake.jpg`, more = {}) {
    return this.send({ type: 'model', uri: view.uri, view, image, trusted: true, ...more });
  }

  /** Milliseconds until a message is on the screen. */
  timeToPaint(view) {
    return this.page.evaluate(
      (data) =>
        new Promise((resolve) => {
          const sent = performance.now();
          window.postMessage(data, '*');
          // A task of its own behind the next frame, which is when that frame has been painted.
          setTimeout(() => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - sent))));
        }),
      { type: 'model', uri: view.uri, view, image: `${this.origin}/lake.jpg`, trusted: true },
    );
  }

  /** Throws with what the page has done that it must not. */
  assertNoOffence() {
    assert.deepEqual(this.offences.splice(0), []);
  }

  /** Takes back an offence that a check has brought about. */
  forgive(pattern) {
    this.offences = this.offences.filter((offence) => !pattern.test(offence));
  }

  /** What the page has said since the last call. */
  said() {
    return this.page.evaluate(() => window.said.splice(0));
  }

  async shot(name) {
    await this.page.screenshot({ path: join(work, 'shots', `panel-${name}.png`), fullPage: true });
  }
}
