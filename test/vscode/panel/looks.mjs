// The page in every theme and width: nothing runs out of the window, axe finds nothing, and a picture is left of it to look at.
import { strict as assert } from 'node:assert';
import { violations } from './accessibility.mjs';
import { THEME_CLASSES } from './harness.mjs';

const WIDTHS = [300, 480, 900];
/** What differs in colour or shape. */
const LOOKS = {
  ran: async (panel, views) => {
    await panel.show(views.b16Ran);
    await panel.send({ type: 'highlight', parts: ['patches', 'tokens', 'blocks'], image: true });
  },
  lit: async (panel, views) => {
    await panel.show(views.litRan);
    for (const fold of await panel.page.locator('.fold').all()) await fold.click();
  },
  hybrid: async (panel, views) => {
    await panel.show(views.r50);
    for (const fold of await panel.page.locator('.fold').all()) await fold.click();
  },
  lost: (panel, views) => panel.show(views.lost),
  broken: async (panel, views) => {
    await panel.show(views.b16);
    await panel.show(views.unbuildable);
  },
  running: (panel, views) => panel.show(views.running),
  failed: (panel, views) => panel.show(views.failed),
  untrusted: (panel, views) => panel.show({ ...views.several, mayRun: false }, undefined, { trusted: false }),
};

/** @param {import('./harness.mjs').Panel} panel */
export const looks = (panel, views) => [
  ...Object.keys(THEME_CLASSES).map((theme) => ({
    name: `${theme}: nothing is cut off at ${WIDTHS.join(', ')} px, and axe finds nothing`,
    body: async () => {
      for (const [name, look] of Object.entries(LOOKS)) {
        await panel.open({ theme, width: WIDTHS[0] });
        await look(panel, views);
        await panel.page.mouse.move(0, 0);
        for (const width of WIDTHS) {
          await panel.page.setViewportSize({ width, height: 900 });
          await panel.shot(`${name}-${width}-${theme}`);
          assert.deepEqual(await overflowing(panel.page), [], `${name} at ${width} px`);
          // Once for each layout: below each other, beside each other.
          if (width === 300 || (width === 900 && name === 'lit')) assert.deepEqual(await violations(panel.page), [], `${name} at ${width} px`);
        }
      }
    },
  })),
  {
    name: 'a change of the theme shows at once; forced colours and a page at 200 % stay whole',
    body: async () => {
      const { page } = panel;
      await panel.open({ theme: 'dark', width: 600 });
      await panel.show(views.b16Ran);
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const dark = await background();
      await panel.theme('light');
      assert.notEqual(await background(), dark);
      await page.emulateMedia({ forcedColors: 'active' });
      await panel.send({ type: 'highlight', parts: ['blocks'], image: false });
      await panel.shot('forced-colors');
      assert.deepEqual(await overflowing(page), []);
      await page.emulateMedia({ forcedColors: null });
      await page.evaluate(() => document.documentElement.style.setProperty('--vscode-font-size', '26px'));
      await panel.shot('large-text');
      assert.deepEqual(await overflowing(page), []);
    },
  },
];

/** Elements that stick out of the window, or whose text is cut off without a sign. */
function overflowing(page) {
  return page.evaluate(() => {
    const hidden = (element) => element.closest('.unseen, [hidden]') !== null;
    const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${element.textContent?.slice(0, 30) ?? ''}`;
    const out = [...document.querySelectorAll('main *')].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && !hidden(element) && (left < 0 || right > window.innerWidth + 0.5);
    });
    if (document.documentElement.scrollWidth > window.innerWidth) out.push(document.documentElement);
    return out.map(name);
  });
}
