// Writing a config: what the editor offers, the outline of what was written, and where a newcomer begins.
import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const B16 = 'models/ViT-B_16.vit.yaml';

const NEW = 'new.vit.yaml';

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const writingSteps = ({ workbench, workspace, picture }) => {
  // Before anything is opened: the workbench keeps for a while what its search for files has found.
  writeFileSync(join(workspace, NEW), '');
  return [
    {
      name: 'the walkthrough leads from the samples to a run',
      body: async () => {
        await workbench.command('Welcome: Open Walkthrough...', { opens: true });
        await workbench.choice('Get Started with ViT Config');
        // Its pictures need room.
        await workbench.command('View: Toggle Primary Side Bar Visibility');
        const page = workbench.page.locator('.gettingStartedDetailsPageVisible, .gettingStartedSlideDetails').first();
        for (const title of ['Open a config', 'See what is wrong, and mend it', 'See what it costs', 'Run it']) {
          await page.getByText(title, { exact: true }).click();
          await workbench.drawn('.getting-started-media img');
          await picture(`walkthrough-${title.split(/\W/)[0].toLowerCase()}-${title.length}`);
        }
        await workbench.command('View: Toggle Primary Side Bar Visibility');
        await workbench.command('View: Close Editor');
      },
    },
    {
      name: 'values are offered with what they decide, and one that is chosen is typed',
      body: async () => {
        await workbench.open(B16);
        await workbench.selectValue('num_heads:');
        await workbench.page.keyboard.press('Backspace');
        const offered = await workbench.suggestions();
        await offered.filter({ hasText: 'head width 48' }).waitFor();
        assert.match(await offered.first().innerText(), /^12\b/);
        await workbench.showDetails();
        await picture('completion');
        await offered.filter({ hasText: 'head width 48' }).click();
        await workbench.line('num_heads: 16').waitFor();
        await workbench.line('num_heads:').filter({ hasText: 'head width 48' }).waitFor();
        await workbench.command('File: Revert File');
        await workbench.line('num_heads: 12').waitFor();
      },
    },
    {
      name: 'a prefix writes a whole model into a new file',
      body: async () => {
        await workbench.open(NEW);
        await workbench.line('').click();
        await workbench.page.keyboard.type('vit-b16');
        const offered = workbench.offered();
        await offered.first().waitFor();
        await picture('snippet');
        await offered
          .filter({ hasText: /^vit-b16(?!-)/ })
          .first()
          .click();
        await workbench.lens(/86\.6 M · 17\.6 GMACs/).waitFor();
        await picture('snippet-written');
        await workbench.save();
      },
    },
    {
      name: 'the outline shows the model with its cost and its parts',
      body: async () => {
        await workbench.open(B16);
        await workbench.command('Explorer: Focus on Outline View');
        const outline = workbench.page.locator('.outline-pane');
        await outline
          .getByRole('treeitem')
          .filter({ hasText: /ViT-B_16.*86\.6 M/ })
          .waitFor();
        await outline
          .getByRole('treeitem')
          .filter({ hasText: /transformer.*85\.1 M/ })
          .waitFor();
        await picture('outline');
        await workbench.page.locator('.pane-header').filter({ hasText: 'Outline' }).click();
      },
    },
  ];
};
