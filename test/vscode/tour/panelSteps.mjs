// The model panel in the workbench: it opens beside the config, follows it, and leads back to its lines.
import { strict as assert } from 'node:assert';
import { violations } from '../panel/accessibility.mjs';

const B16 = 'models/ViT-B_16.vit.yaml';
const LIT = 'models/LiT-B16B.vit.yaml';
const FOREIGN = 'compose.yaml';
const RUN_LIMIT_MS = 60_000;
/** In a browser the workbench writes down its state every few seconds only. */
const SAVED_MS = 7000;
/** Against a hang; how long it takes is printed. */
const FOLLOW_LIMIT_MS = 1000;

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const panelSteps = ({ workbench, picture }) => [
  {
    name: 'the model opens beside its config, which keeps the focus',
    body: async () => {
      await workbench.command('View: Close All Editors');
      await workbench.open(B16);
      await workbench.command('ViT Config: Show Model');
      await workbench.panel().getByRole('heading', { name: 'ViT-B_16' }).waitFor();
      await workbench.panel().locator('.picture img').waitFor();
      await picture('panel');
    },
  },
  {
    name: 'a click on a part lands on the line that decides it, and the cursor marks the part',
    body: async () => {
      const encoder = workbench.panel().locator('[data-part=blocks]');
      await encoder.click();
      await workbench.statusBar(/Ln 7, .*selected/).waitFor();
      assert.equal(await workbench.panel().locator('[data-part=blocks][aria-current=true]').count(), 1);
      await workbench.line('classifier').click();
      await workbench.panel().locator('[data-part=pooling][aria-current=true]').waitFor();
      assert.equal(await encoder.getAttribute('aria-current'), null);
      await picture('panel-cursor');
    },
  },
  {
    name: 'it follows what is typed, and keeps its drawing while the config is half-typed',
    body: async () => {
      const { page } = workbench;
      await workbench.line('num_layers').click();
      await page.keyboard.press('End');
      await page.keyboard.press('Backspace');
      await workbench.panel().locator('[data-part=blocks]').filter({ hasText: '7.09 M' }).waitFor();
      const times = [];
      for (const key of ['2', 'Backspace', '4', 'Backspace', '2']) times.push(await timeToPaint(workbench, key));
      console.log(`    from key to paint: ${times.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
      await page.keyboard.press('Backspace');
      await page.keyboard.press('Backspace');
      await workbench.panel().getByRole('region', { name: "This model can't be built" }).waitFor();
      assert.ok((await workbench.panel().locator('.stale .part').count()) > 3);
      await workbench.lensLine(/can't be built/).waitFor();
      await picture('panel-half-typed');
      await page.keyboard.type('12');
      await workbench.panel().locator('[data-part=blocks]').filter({ hasText: '85.1 M' }).waitFor();
      assert.equal(await workbench.panel().locator('.stale').count(), 0);
      await workbench.save();
    },
  },
  {
    name: 'it goes along to another config, and stays where there is none',
    body: async () => {
      await workbench.open(LIT);
      await workbench.panel().getByRole('heading', { name: 'LiT-B16B' }).waitFor();
      await picture('panel-lit');
      await workbench.open(FOREIGN);
      await workbench.panel().getByRole('heading', { name: 'LiT-B16B' }).waitFor();
    },
  },
  {
    name: 'axe finds nothing in it, in any theme',
    body: async () => {
      await workbench.open(B16);
      await workbench.panel().getByRole('heading', { name: 'ViT-B_16' }).waitFor();
      for (const [label, kind] of [
        ['Dark Modern', 'vscode-dark'],
        ['Dark High Contrast', 'vscode-high-contrast'],
        ['Light High Contrast', 'vscode-high-contrast-light'],
        ['Light Modern', 'vscode-light'],
      ]) {
        await workbench.theme(label);
        await workbench.panel().locator(`body.${kind}`).waitFor();
        assert.deepEqual(await violations(await workbench.panelFrame()), [], label);
        await picture(`panel-${kind}`);
      }
    },
  },
  {
    name: 'it comes back after a reload, with what was open',
    body: async () => {
      await workbench.panel().getByRole('button', { name: 'One of 12 blocks' }).click();
      await workbench.page.waitForTimeout(SAVED_MS);
      await workbench.page.reload();
      await workbench.panel().getByRole('heading', { name: 'ViT-B_16' }).waitFor();
      await workbench.panel().getByRole('button', { name: 'One of 12 blocks', expanded: true }).waitFor();
    },
  },
  {
    name: 'a run from it shows the time of each block and the outputs',
    body: async () => {
      await workbench.panel().getByRole('button', { name: 'Run on image' }).click();
      await workbench
        .panel()
        .getByText(/✓ ran in/)
        .first()
        .waitFor({ timeout: RUN_LIMIT_MS });
      await workbench.panel().getByRole('rowheader', { name: 'Encoder 12' }).waitFor();
      const told = Date.now();
      await workbench.lens(/✓ ran in/).waitFor();
      console.log(`    the lens tells of it ${Date.now() - told} ms later`);
      await workbench.panel().getByRole('heading', { name: 'Last run' }).scrollIntoViewIfNeeded();
      await picture('panel-run');
    },
  },
  {
    name: 'it reads well beside a narrow editor, at 300 pixels',
    body: async () => {
      const { page } = workbench;
      const whole = page.viewportSize();
      await workbench.command('View: Toggle Primary Side Bar Visibility');
      await page.setViewportSize({ width: 650, height: whole.height });
      const frame = await workbench.panelFrame();
      await frame.waitForFunction(() => innerWidth <= 310);
      await frame.evaluate(() => scrollTo(0, 0));
      assert.equal(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'it scrolls sideways');
      await picture('panel-narrow');
      await page.setViewportSize(whole);
      await workbench.command('View: Toggle Primary Side Bar Visibility');
    },
  },
];

/** From a key pressed in the editor to the next change of the panel, painted: both clocks are the machine's. */
async function timeToPaint(workbench, key) {
  const frame = await workbench.panelFrame();
  await frame.evaluate((limit) => {
    window.painted = new Promise((resolve, reject) => {
      setTimeout(reject, limit, new Error('the panel did not change'));
      const observer = new MutationObserver(() => {
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
  }, FOLLOW_LIMIT_MS);
  await workbench.page.evaluate(() => {
    window.addEventListener('keydown', () => (window.pressed = Date.now()), { once: true, capture: true });
  });
  await workbench.page.keyboard.press(key);
  const painted = await frame.evaluate(() => window.painted);
  // The next key must be another change, not the rest of this one.
  await workbench.rest();
  return painted - (await workbench.page.evaluate(() => window.pressed));
}
