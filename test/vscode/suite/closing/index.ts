/** The extension is deactivated in the midst of a run: what starts the host looks for what is left of it (suite.mjs). */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { listsProcesses } from '../../processes.mjs';
import { click, lensLike, open } from '../editor';
import { processesOf } from '../extension';
import { RUN_LIMIT_MS, SLOW } from '../samples';

describe('A run that is still under way', () => {
  it('when the suite ends', async () => {
    const document = await open(SLOW);
    await click(await lensLike(document, /Run on sample image/));
    await lensLike(document, /running… [1-9]\d* of \d+ layers/, RUN_LIMIT_MS);
    if (listsProcesses) assert.equal(processesOf('runner').length, 1);
  });
});
