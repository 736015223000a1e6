// A headless Chromium with its own libraries and fonts. CHROMIUM names another one.
import { join } from 'node:path';
import { chromium as driver } from 'playwright-core';
import { chromium } from './paths.mjs';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'];

/**
 * A page on which nothing but the loopback interface can be reached.
 * @returns {Promise<{ page: import('playwright-core').Page, close(): Promise<void> }>}
 */
export async function openBrowser(viewport, deviceScaleFactor = 1) {
  const own = process.env.CHROMIUM === undefined;
  const browser = await driver.launch({
    executablePath: own ? join(chromium, 'chromium') : process.env.CHROMIUM,
    headless: true,
    env: own ? { ...process.env, LD_LIBRARY_PATH: join(chromium, 'lib'), FONTCONFIG_PATH: chromium } : process.env,
    // Playwright's own switch for headless is not the one that this build knows.
    args: ['--headless', ...ARGUMENTS],
  });
  const context = await browser.newContext({ viewport, deviceScaleFactor });
  const page = await context.newPage();
  await page.route(
    (url) => url.hostname !== '127.0.0.1',
    (route) => route.abort(),
  );
  return { page, close: () => browser.close() };
}
