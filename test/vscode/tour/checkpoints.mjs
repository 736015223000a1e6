// A config and its checkpoint: what does not fit is mended, it runs with its weights and says what it sees; and a checkpoint that has no config gets one.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { violations } from '../panel/accessibility.mjs';

const WRONG = 'broken/checkpoint-mismatch.vit.yaml';
const DIGITS = 'checkpoints/digits.vit.yaml';
const LIMIT_MS = 60_000;

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const checkpointSteps = ({ workbench, workspace, picture }) => {
  const { page } = workbench;
  return [
    {
      name: 'checkpoint: a key that does not fit the weights is underlined, and a fix sets it',
      body: async () => {
        await workbench.command('View: Close All Editors');
        await workbench.open(WRONG);
        // The lens moves what is below it.
        await workbench.lensLine('Run on sample image').waitFor();
        await workbench.squiggles('error').first().waitFor();
        await workbench.hoverSquiggle(/checkpoint's is/);
        await picture('checkpoint-finding');
        await workbench.rest();
        await workbench.clickSquiggle();
        await page.keyboard.press('Control+.');
        await workbench.fixes().first().waitFor();
        await picture('checkpoint-fixes');
        await workbench.fixes().first().click();
        await workbench.squiggles('error').first().waitFor({ state: 'detached' });
        await workbench.lens('Run with digits.npz').waitFor();
        await workbench.save();
      },
    },
    {
      name: 'checkpoint: a run with the weights says what it sees, in the lens, the hover and the panel',
      body: async () => {
        await workbench.open(DIGITS);
        await workbench.lens('Run with digits.npz').waitFor();
        await picture('checkpoint-lens');
        await workbench.command('ViT Config: Show Model');
        const run = workbench.panel().getByRole('button', { name: 'Run with digits.npz' });
        await run.waitFor();
        await workbench.command('ViT Config: Run on Image...', { opens: true });
        await workbench.proposal(/samples\/$/);
        await workbench.answerFileDialog(join(workspace, 'checkpoints', 'digit-3.png'), { opens: true });
        await page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'Random weights' }).waitFor();
        await picture('checkpoint-weights');
        await workbench.choice('digits.npz');
        await workbench.lens(/✓ ran in .* on digit-3\.png · three \d+ %/).waitFor({ timeout: LIMIT_MS });
        await workbench.panel().getByRole('rowheader', { name: 'three' }).waitFor();
        await picture('checkpoint-ran');
        await workbench.panel().getByRole('heading', { name: 'Last run' }).scrollIntoViewIfNeeded();
        await picture('checkpoint-panel');
        assert.deepEqual(await violations(await workbench.panelFrame()), []);
        await run.click();
        await workbench.lens(/✓ ran in [^·]* · (?!three)/).waitFor({ timeout: LIMIT_MS });
        await workbench.hover('model_name', /Most probable/);
        await picture('checkpoint-hover');
        await workbench.rest();
        await workbench.hover('checkpoint', /digits\.npz/);
        await picture('checkpoint-key-hover');
        await workbench.rest();
      },
    },
    {
      name: 'checkpoint: a link to it shows what is in it',
      body: async () => {
        await workbench.command('View: Close All Editors');
        await workbench.open(DIGITS);
        const link = page.locator('.editor-instance .detected-link').filter({ hasText: 'digits.npz' }).first();
        await link.waitFor();
        await link.click({ modifiers: ['Control'] });
        await workbench.line(/digits\.npz:\s\d+\stensors/).waitFor();
        await picture('checkpoint-content');
      },
    },
    {
      name: 'checkpoint: one without a config gets it, as a new file beside it',
      body: async () => {
        await workbench.command('ViT Config: Config from Checkpoint...', { opens: true });
        await workbench.proposal(/samples\/$/);
        await picture('checkpoint-dialog');
        await workbench.answerFileDialog(join(workspace, 'checkpoints', 'digits.npz'));
        await page.locator('.tab.active[data-resource-name="digits-2.vit.yaml"]').waitFor();
        await workbench.lens('Run with digits.npz').waitFor();
        await picture('checkpoint-config');
        await workbench.command('View: Revert and Close Editor');
        await workbench.command('ViT Config: Config from Checkpoint...', { opens: true });
        await workbench.proposal(/samples\/$/);
        await workbench.answerFileDialog(join(workspace, 'checkpoints', 'timm.safetensors'));
        await workbench.notification(/timm\.safetensors says no config\. /).waitFor();
        await picture('checkpoint-refused');
      },
    },
  ];
};
