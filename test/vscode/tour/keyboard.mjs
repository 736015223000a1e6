// The whole way once more, and no hand leaves the keyboard.
import { strict as assert } from 'node:assert';

const BROKEN = 'broken/lit-tower-widths.vit.yaml';
const B16 = 'models/ViT-B_16.vit.yaml';
const RUN_LIMIT_MS = 60_000;

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const keyboardSteps = ({ workbench, picture }) => {
  const { keyboard } = workbench.page;
  const press = async (...keys) => {
    for (const key of keys) await keyboard.press(key);
  };
  return [
    {
      name: 'by the keyboard alone: to the next problem, through its fixes, and it is mended',
      body: async () => {
        await workbench.commandByKeyboard('View: Close All Editors');
        await workbench.openByKeyboard(BROKEN);
        await workbench.squiggles('error').first().waitFor();
        await press('F8');
        await workbench.page.locator('.peekview-widget').filter({ hasText: "they can't be compared" }).waitFor();
        await picture('keyboard-problem');
        await press('Escape', 'Control+.');
        await workbench.fixes().first().waitFor();
        await press('ArrowDown', 'Enter');
        await workbench.line('out_dim: [512, 512]').waitFor();
        await workbench.squiggles('error').first().waitFor({ state: 'detached' });
        await workbench.save();
      },
    },
    {
      name: 'by the keyboard alone: run from the palette, and the lens has the result',
      body: async () => {
        await workbench.openByKeyboard(B16);
        await workbench.commandByKeyboard('ViT Config: Run Model');
        await workbench.lens(/✓ ran in/).waitFor({ timeout: RUN_LIMIT_MS });
      },
    },
    {
      name: 'by the keyboard alone: into the panel, along its parts, and Enter lands on the line that decides one',
      body: async () => {
        await workbench.commandByKeyboard('ViT Config: Show Model');
        await workbench.panel().getByRole('heading', { name: 'ViT-B_16' }).waitFor();
        await press('Control+2');
        const frame = await workbench.panelFrame();
        await frame.waitForFunction(() => document.hasFocus());
        const focused = () => frame.evaluate(() => document.activeElement?.getAttribute('data-part'));
        for (let tabs = 0; (await focused()) === null && tabs < 5; tabs++) await press('Tab');
        assert.equal(await focused(), 'patches');
        await press('ArrowDown', 'ArrowDown');
        assert.equal(await focused(), 'blocks');
        await picture('keyboard-panel');
        await press('Enter');
        await workbench.statusBar(/Ln 7,/).waitFor();
        await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
        await picture('keyboard-landed');
        // Where one lands one types: the value is selected.
        await keyboard.type('num_layers: 6');
        await workbench.panel().locator('[data-part=blocks]').filter({ hasText: '× 6' }).waitFor();
        // Only to tidy up.
        await workbench.command('File: Revert File');
      },
    },
  ];
};
