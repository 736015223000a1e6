/**
 * A walk through the views, with the .vsix installed as a person would install it. Each step leaves a picture in
 * test/vscode/.work/shots.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../browser.mjs';
import { installExtension, startCodeServer } from '../codeServer.mjs';
import { work } from '../paths.mjs';
import { runSteps } from '../report.mjs';
import { extensionsFolder, makeRun, removeRun } from '../runFolder.mjs';
import { makeManyConfigs, makeWorkspace } from '../workspace.mjs';
import { checkpointSteps } from './checkpoints.mjs';
import { closingSteps } from './closing.mjs';
import { keyboardSteps } from './keyboard.mjs';
import { manySteps } from './many.mjs';
import { panelSteps } from './panelSteps.mjs';
import { LOOK, pictureSteps } from './pictures.mjs';
import { pythonSteps } from './python.mjs';
import { trustedSteps, untrustedSteps } from './steps.mjs';
import { Workbench } from './workbench.mjs';
import { writingSteps } from './writing.mjs';

const PATIENCE_MS = 20_000;
/** Of each config in its file: seconds to check them all, long enough to watch and to call off. */
const REPEATS = 150;

/** The whole workbench, as a person has it. */
const WINDOW = { viewport: { width: 1280, height: 720 }, scale: 1, settings: {} };

const everything = (own) => [trustedSteps, pythonSteps, writingSteps, panelSteps, checkpointSteps, keyboardSteps, closingSteps].flatMap((steps) => steps(own));

/** A tour of everything, in a trusted workspace; `grep` chooses steps by a pattern of their names. */
export const tourTrusted = (vsix, grep) => tour('trusted', vsix, everything, WINDOW, { trustEverything: true, grep });

/** The same workbench in restricted mode. */
export const tourUntrusted = (vsix, grep) => tour('untrusted', vsix, untrustedSteps, WINDOW, { trustEverything: false, grep });

/** A workspace that takes its time to be checked. */
export const tourMany = (vsix, grep) => tour('many', vsix, manySteps, WINDOW, { trustEverything: true, grep, open: (run) => makeManyConfigs(run, REPEATS) });

/** Renews the README's pictures in a folder, or some of them. */
export const takePictures = (vsix, folder, grep) => tour('picture', vsix, (own) => pictureSteps({ ...own, folder }), LOOK, { trustEverything: true, grep });

async function tour(title, vsix, stepsOf, look, { trustEverything, grep = '', open = makeWorkspace }) {
  const shots = join(work, 'shots');
  mkdirSync(shots, { recursive: true });
  const run = makeRun({ 'security.workspace.trust.startupPrompt': 'never', ...look.settings });
  let server;
  let browser;
  try {
    const workspace = open(run);
    installExtension(run, vsix);
    server = await startCodeServer(run, { trustEverything });
    browser = await openBrowser(look.viewport, look.scale);
    const { page } = browser;
    page.setDefaultTimeout(PATIENCE_MS);
    const workbench = new Workbench(page);
    await workbench.load(server.url, workspace);
    let taken = 0;
    const picture = async (name) => {
      taken++;
      await page.screenshot({ path: join(shots, `${title}-${String(taken).padStart(2, '0')}-${name}.png`) });
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
