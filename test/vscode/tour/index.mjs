/**
 * A walk through the views, with the .vsix installed as a person would install it.
 * Each step leaves a picture in test/vscode/.work/shots; those that the README shows are renewed on demand.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../browser.mjs';
import { installExtension, startCodeServer } from '../codeServer.mjs';
import { work } from '../paths.mjs';
import { runSteps } from '../report.mjs';
import { extensionsFolder, makeRun, removeRun } from '../runFolder.mjs';
import { makeWorkspace } from '../workspace.mjs';
import { closingSteps } from './closing.mjs';
import { keyboardSteps } from './keyboard.mjs';
import { panelSteps } from './panelSteps.mjs';
import { trustedSteps, untrustedSteps } from './steps.mjs';
import { Workbench } from './workbench.mjs';
import { writingSteps } from './writing.mjs';

const PATIENCE_MS = 20_000;

/** The whole workbench, as a person has it. */
const WINDOW = { viewport: { width: 1280, height: 720 }, scale: 1, settings: {} };

/**
 * For the README's pictures: the editor alone, in letters that stay readable when a page shows the picture smaller than it is.
 * The window is high because a hover may take a quarter of its height; the picture is cut to what there is to see.
 */
const PICTURE = {
  viewport: { width: 800, height: 1400 },
  scale: 1.6,
  settings: {
    'workbench.activityBar.location': 'hidden',
    'workbench.editor.editorActionsLocation': 'hidden',
    'workbench.layoutControl.enabled': false,
    // One file at a time: a row of tabs says nothing.
    'workbench.editor.limit.enabled': true,
    'workbench.editor.limit.value': 1,
    'breadcrumbs.enabled': false,
    'editor.hover.above': false,
    'editor.scrollbar.vertical': 'hidden',
    'editor.overviewRulerBorder': false,
  },
};
const PICTURE_HEIGHT = 450;

const everything = (own) => [trustedSteps, writingSteps, panelSteps, keyboardSteps, closingSteps].flatMap((steps) => steps(own));

/** A tour of everything, in a trusted workspace; `grep` chooses steps by a pattern of their names. */
export const tourTrusted = (vsix, grep) => tour('trusted', vsix, everything, WINDOW, { trustEverything: true, grep });

/** The same workbench in restricted mode. */
export const tourUntrusted = (vsix, grep) => tour('untrusted', vsix, untrustedSteps, WINDOW, { trustEverything: false, grep });

/** Renews the README's pictures in a folder. */
export const takePictures = (vsix, folder) => tour('picture', vsix, trustedSteps, PICTURE, { trustEverything: true, pictures: folder });

async function tour(title, vsix, stepsOf, look, { trustEverything, grep = '', pictures = null }) {
  const shots = join(work, 'shots');
  mkdirSync(shots, { recursive: true });
  const run = makeRun({ 'security.workspace.trust.startupPrompt': 'never', ...look.settings });
  let server;
  let browser;
  try {
    const workspace = makeWorkspace(run);
    installExtension(run, vsix);
    server = await startCodeServer(run, { trustEverything });
    browser = await openBrowser(look.viewport, look.scale);
    const { page } = browser;
    page.setDefaultTimeout(PATIENCE_MS);
    const workbench = new Workbench(page);
    await workbench.load(server.url, workspace);
    if (pictures !== null) await workbench.command('View: Toggle Primary Side Bar Visibility');
    let taken = 0;
    const picture = async (name, readme = false) => {
      taken++;
      await page.screenshot({ path: join(shots, `${title}-${String(taken).padStart(2, '0')}-${name}.png`) });
      if (!readme || pictures === null) return;
      await page.screenshot({ path: join(pictures, `${name}.png`), clip: { x: 0, y: 0, width: look.viewport.width, height: PICTURE_HEIGHT } });
    };
    const steps = stepsOf({ workbench, workspace, picture, extensions: extensionsFolder(run) });
    const chosen = steps.filter(({ name }) => new RegExp(grep).test(name));
    return await runSteps(chosen, () => picture('failed'));
  } finally {
    await browser?.close();
    await server?.stop();
    removeRun(run);
  }
}
