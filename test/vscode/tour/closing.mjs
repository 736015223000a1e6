// The tab is closed in the midst of a run.
import { strict as assert } from 'node:assert';
import { nothingLeft, processesRunning } from '../processes.mjs';
import { SLOW } from '../workspace.mjs';

const RUN_LIMIT_MS = 60_000;

/** @type {(tour: import('./steps.mjs').Tour) => import('./steps.mjs').Steps} */
export const closingSteps = ({ workbench, extensions }) => [
  {
    name: 'a tab that is closed in the midst of a run takes the run and the server with it',
    body: async () => {
      await workbench.open(SLOW);
      await workbench.lens('Run on sample image').click();
      await workbench.lensLine(/running… [1-9]\d* of \d+ layers/).waitFor({ timeout: RUN_LIMIT_MS });
      for (const program of ['server', 'runner'])
        assert.equal(processesRunning(extensions).filter(({ command }) => command.includes(`dist/${program}.js`)).length, 1, program);
      await workbench.page.goto('about:blank');
      await nothingLeft(extensions);
    },
  },
];
