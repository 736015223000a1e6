import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { listsProcesses } from '../../processes.mjs';
import { click, diagnosticWith, hoverText, lensesOf, lensLike, open, positionOf, retype, revert } from '../editor';
import { eventually } from '../eventually';
import { processesOf } from '../extension';
import { B16, BROKEN_HEADS, RUN_LIMIT_MS, SLOW } from '../samples';

/** Everything answers, about a text that was open before and one that changes now. */
async function works(): Promise<void> {
  await diagnosticWith(await open(BROKEN_HEADS), 'heads-divide-width');
  const document = await open(B16);
  await lensLike(document, /86\.6 M/);
  assert.match(await hoverText(document, positionOf(document, 'model_name', 2)), /17\.6 GMACs/);
  await retype(document, 'num_heads: 12', 'num_heads: 10');
  await diagnosticWith(document, 'heads-divide-width');
  await revert(document);
  await lensLike(document, /86\.6 M/);
}

/** The one server that is not `before`. */
function successor(before: number | undefined): Promise<number> {
  const find = async () => {
    const [pid, ...others] = processesOf('server');
    return pid === before || others.length > 0 ? undefined : pid;
  };
  return eventually('another server', find, () => processesOf('server'));
}

describe('The server', () => {
  it('restarts when it is told to, and knows the open files again', async () => {
    await works();
    const [before] = listsProcesses ? processesOf('server') : [];
    await vscode.commands.executeCommand('vitConfig.restartServer');
    if (listsProcesses) await successor(before);
    await works();
  });

  // Which process the server is, only Linux tells; the client's restarting is the same on every system.
  if (!listsProcesses) return;

  it('is started again when it was killed', async () => {
    await works();
    const [before] = processesOf('server');
    assert(before);
    process.kill(before, 'SIGKILL');
    await successor(before);
    await works();
  });

  it('killed in the midst of a run it takes the run with it; the next one says nothing of it and runs', async () => {
    const document = await open(SLOW);
    await click(await lensLike(document, /Run on sample image/));
    await lensLike(document, /running… \d+ of \d+ layers/, RUN_LIMIT_MS);
    const [before] = processesOf('server');
    assert(before);
    assert.equal(processesOf('runner').length, 1);
    process.kill(before, 'SIGKILL');
    await eventually(
      'the end of the run',
      async () => (processesOf('runner').length === 0 ? true : undefined),
      () => processesOf('runner'),
    );
    await successor(before);
    await lensLike(document, /Run on sample image/);
    assert.equal((await lensesOf(document)).filter(({ command }) => command?.title === 'cancel').length, 0);
    const other = await open(B16);
    await click(await lensLike(other, /Run on sample image|ran in/));
    await lensLike(other, /✓ ran in/, RUN_LIMIT_MS);
  });
});
