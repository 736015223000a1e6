// The page of the model panel, in a browser of its own: what it says, how it looks in every theme and width, how it is used.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { work } from '../paths.mjs';
import { runSteps } from '../report.mjs';
import { behaviour } from './behaviour.mjs';
import { contents } from './contents.mjs';
import { takeViews } from './fixtures.mjs';
import { openHarness } from './harness.mjs';
import { looks } from './looks.mjs';

/** Pictures are left in test/vscode/.work/shots. */
export async function checkPanel() {
  mkdirSync(join(work, 'shots'), { recursive: true });
  const views = await takeViews();
  const { panel, close } = await openHarness();
  try {
    const steps = [...contents(panel, views), ...behaviour(panel, views), ...looks(panel, views)].map(({ name, body }) => ({
      name,
      body: async () => {
        await body();
        panel.assertNoOffence();
      },
    }));
    return await runSteps(steps, (name) => panel.shot(`failed-${name.replaceAll(/\W+/g, '-').slice(0, 40)}`));
  } finally {
    await close();
  }
}
