// What a newcomer does in the editor, step by step.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SLOW } from '../workspace.mjs';
import { runningSteps } from './running.mjs';

const BROKEN = 'broken/heads-divide-width.vit.yaml';
const B16 = 'models/ViT-B_16.vit.yaml';
const TRAINING = 'training/b16-cifar10.vit.yaml';
const RUN_LIMIT_MS = 60_000;

/**
 * @typedef {{ workbench: import('./workbench.mjs').Workbench, workspace: string, extensions: string, picture: (name: string) => Promise<void> }} Tour
 * @typedef {{ name: string, body: () => Promise<void> }[]} Steps
 * @type {(tour: Tour) => Steps}
 */
export const trustedSteps = ({ workbench, workspace, picture }) => [
  {
    name: 'a broken sample is underlined',
    body: async () => {
      await workbench.open(BROKEN);
      await workbench.squiggles('error').first().waitFor();
      await picture('squiggles');
    },
  },
  {
    name: 'the hover on it says what is wrong',
    body: async () => {
      await workbench.open(BROKEN);
      assert.match(await workbench.hoverSquiggle('heads-divide-width'), /768/);
      await picture('finding-hover');
    },
  },
  {
    name: 'the quick fix repairs the file',
    body: async () => {
      await workbench.open(BROKEN);
      await workbench.clickSquiggle();
      await workbench.command('Quick Fix...');
      await workbench.fixes().first().waitFor();
      await picture('finding');
      await workbench.fixes().first().click();
      await workbench.squiggles('error').first().waitFor({ state: 'detached' });
      await workbench.save();
      assert.doesNotMatch(readFileSync(join(workspace, BROKEN), 'utf8'), /num_heads: *10\b/);
      await workbench.lens('Run on sample image').waitFor();
      await picture('fixed');
    },
  },
  {
    name: 'a good sample has no squiggle, a lens with its cost, and inlay hints',
    body: async () => {
      await workbench.open(B16);
      await workbench.lens(/Run on sample image.*86\.6 M.*17\.6 GMACs/).waitFor();
      await workbench.line('size:').filter({ hasText: 'tokens' }).waitFor();
      await workbench.line('num_heads:').filter({ hasText: '64' }).waitFor();
      assert.equal(await workbench.squiggles('error').count(), 0);
      assert.equal(await workbench.squiggles('warning').count(), 0);
      await picture('lens');
    },
  },
  {
    name: 'the hover on the model tells what it costs',
    body: async () => {
      await workbench.open(B16);
      const text = await workbench.hover('model_name', 'GMACs');
      for (const figure of [/86,567,656|86\.6 M/, /17\.6 GMACs/, /35\.1 GFLOPs/]) assert.match(text, figure);
      await picture('model-hover');
    },
  },
  {
    name: 'the hover on a field tells what it decides',
    body: async () => {
      await workbench.open(B16);
      assert.match(await workbench.hover('mlp_dim', '56.7 M'), /86\.6 M/);
      await picture('field-hover');
    },
  },
  {
    name: 'a click on the lens runs the model, and the lens tells what came of it',
    body: async () => {
      await workbench.open(B16);
      await workbench.lens('Run on sample image').click();
      const outcome = workbench.lens(/✓ ran in/);
      await outcome.waitFor({ timeout: RUN_LIMIT_MS });
      assert.match(await outcome.innerText(), /✓ ran in [\d.]+ m?s · \[1, 1000\] · \d+ MB/);
      await workbench.rest();
      await picture('editor');
      await workbench.hover('model_name', 'GMACs');
      await picture('hover');
    },
  },
  {
    name: 'a long run shows its layers, and ends when it is cancelled',
    body: async () => {
      await workbench.open(SLOW);
      await workbench.lens('Run on sample image').click();
      await workbench.lensLine(/running… [1-9]\d* of \d+ layers/).waitFor({ timeout: RUN_LIMIT_MS });
      await workbench.notification(/Run of slow.*\d+ of \d+ layers/).waitFor();
      await picture('progress');
      await workbench.lens('cancel').click();
      await workbench.lens('Run on sample image').waitFor();
      await workbench.notification('Run of slow').waitFor({ state: 'detached' });
      await picture('cancelled');
    },
  },
  ...runningSteps({ workbench, workspace, picture }),
  {
    name: 'a Mixer, a LiT pair, a training config and JSON have their lens too',
    body: async () => {
      for (const path of ['models/Mixer-B_16.vit.yaml', 'models/LiT-B16B.vit.yaml', TRAINING, 'models/ViT-B_16.vit.json']) {
        await workbench.open(path);
        await workbench.lens('Run on sample image').waitFor();
        await picture(path.replace(/.*\/|\.vit\.\w+$/g, ''));
      }
    },
  },
];

/** In restricted mode everything is read and nothing is run. @type {(tour: Tour) => Steps} */
export const untrustedSteps = ({ workbench, picture }) => [
  {
    name: 'a broken sample is underlined all the same',
    body: async () => {
      await workbench.open(BROKEN);
      await workbench.squiggles('error').first().waitFor();
    },
  },
  {
    name: 'the lens tells the cost, and that running needs trust',
    body: async () => {
      await workbench.open(B16);
      await workbench.lensLine(/86\.6 M.*trust/i).waitFor();
      assert.equal(await workbench.lens('Run on sample image').count(), 0);
      await picture('restricted');
    },
  },
  {
    name: 'a click on it leads to where the workspace is trusted, and then it runs',
    body: async () => {
      await workbench.open(B16);
      await workbench.lens(/trust/).click();
      const trust = workbench.page.getByRole('button', { name: 'Trust', exact: true });
      await trust.waitFor();
      await picture('trust');
      await trust.click();
      await workbench.page.getByText('You trust this folder').waitFor();
      const modal = workbench.page.locator('.monaco-modal-editor-block');
      await modal.getByRole('button', { name: /close/i }).first().click();
      await modal.waitFor({ state: 'detached' });
      await workbench.lens('Run on sample image').click();
      await workbench.lens(/✓ ran in/).waitFor({ timeout: RUN_LIMIT_MS });
      await picture('trusted');
    },
  },
];
