// Python configs: each function a model of its own; and Python that is none.
import { strict as assert } from 'node:assert';
import { ORDINARY } from '../workspace.mjs';

const MODELS = 'python/models.py';
const BROKEN = 'python/broken.py';
const WRONG = 'config.transformer.num_heads = 10';
const LIMIT_MS = 60_000;

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const pythonSteps = ({ workbench, picture }) => [
  {
    name: 'a Python file has a lens over each function that makes a model',
    body: async () => {
      await workbench.open(MODELS);
      await workbench.lens(/Run on sample image.*22\.1 M.*GMACs/).waitFor();
      await workbench.lens(/Run on sample image.*22\.9 M.*GMACs/).waitFor();
      await workbench.line("'size': (16, 16)").filter({ hasText: 'tokens' }).waitFor();
      assert.equal(await workbench.squiggles('error').count(), 0);
      assert.equal(await workbench.squiggles('warning').count(), 0);
      await picture('python');
    },
  },
  {
    name: 'the hover on a function tells what its model costs, and what of it came from another',
    body: async () => {
      await workbench.open(MODELS);
      await workbench.lens(/22\.9 M/).waitFor();
      const text = await workbench.hover('get_small_32_config', 'GMACs');
      assert.match(text, /22\.9 M/);
      assert.match(text, /From get_small_config/);
      await picture('python-hover');
      await workbench.rest();
    },
  },
  {
    name: 'keys are offered behind a dot, and one that is chosen is typed',
    body: async () => {
      await workbench.open(MODELS);
      await workbench.putCursorBehind('config.patches.size = (32, 32)');
      await workbench.page.keyboard.press('Enter');
      await workbench.page.keyboard.type('config.transformer.');
      const offered = workbench.offered();
      await offered.filter({ hasText: 'num_layers' }).first().waitFor();
      await picture('python-completion');
      await workbench.page.keyboard.type('num_l');
      await offered.filter({ hasText: 'num_layers' }).first().click();
      await workbench.line('config.transformer.num_layers').nth(0).waitFor();
      await picture('python-completed');
      await workbench.rest();
      await workbench.command('File: Revert File');
    },
  },
  {
    name: 'a wrong line is underlined, and its quick fix writes Python',
    body: async () => {
      await workbench.open(BROKEN);
      await workbench.squiggles('error').first().waitFor();
      assert.match(await workbench.hoverSquiggle('heads-divide-width', WRONG), /384/);
      await picture('python-finding');
      // It covers what is to be clicked.
      await workbench.rest();
      await workbench.clickSquiggle(WRONG);
      await workbench.command('Quick Fix...');
      await workbench.fixes().first().waitFor();
      await picture('python-fixes');
      await workbench.fixes().first().click();
      await workbench.line('config.transformer.num_heads = 6').waitFor();
      await picture('python-fixed');
      await workbench.command('File: Revert File');
    },
  },
  {
    name: 'a click on a lens runs the model of its function',
    body: async () => {
      await workbench.open(MODELS);
      await workbench.lens(/Run on sample image.*22\.9 M/).click();
      const outcome = workbench.lens(/✓ ran in/);
      await outcome.waitFor({ timeout: LIMIT_MS });
      assert.match(await outcome.innerText(), /\[1, 1000\]/);
      // The others have not run.
      assert.equal(await workbench.page.locator('.codelens-decoration a').filter({ hasText: '✓ ran in' }).count(), 1);
      await workbench.rest();
      await picture('python-run');
    },
  },
  {
    name: 'in other Python nothing of ours is seen, and its own words are offered as ever',
    body: async () => {
      await workbench.open(ORDINARY);
      await workbench.line('def crop_size').waitFor();
      await workbench.putCursorBehind('return patches');
      await workbench.page.keyboard.press('Enter');
      await workbench.page.keyboard.type('crop_');
      const offered = workbench.offered();
      await offered.filter({ hasText: 'crop_size' }).first().waitFor();
      await picture('python-ordinary');
      assert.equal(await workbench.page.locator('.codelens-decoration').count(), 0);
      assert.equal(await workbench.squiggles('error').count(), 0);
      await workbench.rest();
      await workbench.command('File: Revert File');
    },
  },
];
