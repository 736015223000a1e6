// Running as a person does it: on a picture of theirs, called off, written as a file; and what the status bar says meanwhile.
import { strict as assert } from 'node:assert';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SLOW } from '../workspace.mjs';

const B16 = 'models/ViT-B_16.vit.yaml';
const TINY = 'models/ViT-Ti_16.vit.yaml';
const LIMIT_MS = 60_000;

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const runningSteps = ({ workbench, workspace, picture }) => [
  {
    name: 'a long run is cancelled from its notification',
    body: async () => {
      await workbench.open(SLOW);
      await workbench.lens('Run on sample image').click();
      const notification = workbench.notification(/Run of slow.*\d+ of \d+ layers/);
      await notification.waitFor({ timeout: LIMIT_MS });
      await picture('notification');
      await workbench.choose(notification, 'Cancel');
      await workbench.lens('Run on sample image').waitFor();
      await notification.waitFor({ state: 'detached' });
    },
  },
  {
    name: 'and from the palette, which names several',
    body: async () => {
      await workbench.open(SLOW);
      await workbench.lens('Run on sample image').click();
      await workbench.lensLine(/building|running/).waitFor();
      await workbench.open(TINY);
      await workbench.lens('Run on sample image').click();
      await workbench.lensLine(/waiting \(2nd\)/).waitFor();
      await picture('waiting');
      const choices = await workbench.choicesOf('ViT Config: Cancel Runs');
      await picture('cancel-runs');
      await choices.filter({ hasText: 'Cancel all 2' }).click();
      await workbench.lens('Run on sample image').waitFor();
      await workbench.open(SLOW);
      await workbench.lens('Run on sample image').waitFor();
    },
  },
  {
    name: 'a model runs on a picture that is picked, and the lens says on which',
    body: async () => {
      await workbench.open(TINY);
      await workbench.command('ViT Config: Run on Image...', { opens: true });
      await workbench.proposal(/samples\/$/);
      await picture('run-on-image');
      await workbench.answerFileDialog(join(workspace, 'images', 'owl.png'));
      const outcome = workbench.lens(/✓ ran in .* on owl\.png/);
      await outcome.waitFor({ timeout: LIMIT_MS });
      await picture('ran-on-image');
    },
  },
  {
    name: 'the status bar tells the model, why the file was recognised, and the last run; of other files that they are none',
    body: async () => {
      await workbench.open(TINY);
      const rows = await workbench.languageStatus();
      await rows.filter({ hasText: /5\.72 M · 1\.25 GMACs/ }).waitFor();
      await rows.filter({ hasText: /the file name ends in/ }).waitFor();
      await rows.filter({ hasText: /✓ ran in/ }).waitFor();
      await picture('status');
      await workbench.rest();
      await workbench.open('values.yaml');
      await (await workbench.languageStatus()).filter({ hasText: 'Not a ViT config' }).waitFor();
      await picture('status-foreign');
      await workbench.rest();
    },
  },
  {
    name: 'an edit shows in the lens what it changed, until it is saved',
    body: async () => {
      await workbench.open(B16);
      await workbench.putCursorBehind('mlp_dim:');
      for (let i = 0; i < 4; i++) await workbench.page.keyboard.press('Backspace');
      await workbench.page.keyboard.type('4096');
      await workbench.lensLine('105 M (+18.9 M) · 21.3 GMACs (+3.72 G)').waitFor();
      await picture('change');
      await workbench.save();
      await workbench.lensLine('105 M · 21.3 GMACs').waitFor();
      for (let i = 0; i < 4; i++) await workbench.page.keyboard.press('Backspace');
      await workbench.page.keyboard.type('3072');
      await workbench.lensLine('86.6 M (−18.9 M)').waitFor();
      await workbench.save();
    },
  },
  {
    name: 'a model is written as ONNX, and the message leads to the file',
    body: async () => {
      await workbench.open(B16);
      await workbench.command('ViT Config: Export ONNX...', { opens: true });
      const file = join(workspace, 'models', 'ViT-B_16.onnx');
      assert.equal(await workbench.proposal(/\.onnx$/), file);
      await picture('export');
      await workbench.answerFileDialog(file);
      const told = workbench.notification(/ViT-B_16 is written to ViT-B_16\.onnx: 86,567,656 random weights/);
      await told.waitFor({ timeout: LIMIT_MS });
      assert.ok(statSync(file).size > 4 * 86_567_656);
      assert.equal(existsSync(`${file}.part`), false);
      await picture('exported');
      await workbench.choose(told, 'Show File');
      await workbench.page.locator('.explorer-folders-view .monaco-list-row.selected').filter({ hasText: 'ViT-B_16.onnx' }).waitFor();
      await picture('revealed');
    },
  },
  {
    name: 'the log has a line for each',
    body: async () => {
      await workbench.command('ViT Config: Show Log');
      const lines = workbench.page.locator('.output-view .view-line');
      await lines
        .filter({ hasText: /run\send\smodel=.*\sok/ })
        .first()
        .waitFor();
      await picture('log');
      await workbench.command('View: Toggle Panel Visibility');
    },
  },
];
