// A workspace of many configs: what is found in files nobody has opened, and a check that is called off.
import { strict as assert } from 'node:assert';

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const manySteps = ({ workbench, picture }) => {
  const { page } = workbench;
  return [
    {
      name: 'the Problems panel fills by itself, and the status bar says meanwhile how far it is',
      body: async () => {
        await workbench.statusBar(/Checking ViT configs/).waitFor();
        await picture('sweep');
        await workbench.command('View: Focus Problems');
        await workbench.statusBar(/Checking ViT configs/).waitFor({ state: 'detached', timeout: 60_000 });
        await page
          .locator('.markers-panel')
          .getByText(/0000\.vit\.yaml/)
          .first()
          .waitFor();
        await picture('problems');
      },
    },
    {
      name: 'a finding leads into its file',
      body: async () => {
        await page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'heads do not divide' }).first().dblclick();
        await page.locator('.tab.active').filter({ hasText: '.vit.yaml' }).waitFor();
        await workbench.rest();
        await workbench.squiggles('error').first().waitFor();
        await picture('problem-opened');
      },
    },
    {
      name: 'a check that a person asked for can be called off, and says how far it came',
      body: async () => {
        await workbench.command('ViT Config: Check Workspace');
        const notification = workbench.notification(/Checking ViT configs.*\d+ of \d+ files/);
        await notification.waitFor();
        await picture('check');
        await workbench.choose(notification, 'Cancel');
        const told = workbench.notification(/Cancelled after \d+ files/);
        await told.waitFor();
        assert.equal(await notification.count(), 0);
        await picture('check-cancelled');
      },
    },
  ];
};
