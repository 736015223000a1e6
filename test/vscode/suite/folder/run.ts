import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { click, inWorkspace, lensesOf, lensLike, open, retype, revert } from '../editor';
import { eventually } from '../eventually';
import { B16, RUN_LIMIT_MS, SLOW } from '../samples';

describe('Run', () => {
  it('the lens runs the model in the server and then says what came of it; the result goes when the config changes', async () => {
    const document = await open(B16);
    await click(await lensLike(document, /Run on sample image.*86\.6 M.*17\.6 GMACs/));
    await lensLike(document, /✓ ran in .*\[1, 1000\]/, RUN_LIMIT_MS);
    await retype(document, 'num_layers: 12', 'num_layers: 6');
    // 86,567,656 less six of the twelve blocks of 7,087,872 each.
    await lensLike(document, /Run on sample image.*44\.0 M \(−42\.5 M\)/);
    await revert(document);
    await lensLike(document, /86\.6 M · 17\.6 GMACs/);
  });

  it('a run is cancelled by the palette', async () => {
    const document = await open(SLOW);
    await click(await lensLike(document, /Run on sample image/));
    await lensLike(document, /running… \d+ of \d+ layers/, RUN_LIMIT_MS);
    await vscode.commands.executeCommand('vitConfig.cancelRuns');
    await lensLike(document, /Run on sample image/);
  });

  it('the server is restarted in the midst of a run: the run is gone with it, and the new one runs', async () => {
    const document = await open(SLOW);
    await click(await lensLike(document, /Run on sample image/));
    await lensLike(document, /running… \d+ of \d+ layers/, RUN_LIMIT_MS);
    await vscode.commands.executeCommand('vitConfig.restartServer');
    await lensLike(document, /Run on sample image/);
    assert.equal((await lensesOf(document)).filter(({ command }) => command?.title === 'cancel').length, 0);
    const other = await open(B16);
    await click(await lensLike(other, /Run on sample image/));
    await lensLike(other, /✓ ran in/, RUN_LIMIT_MS);
  });

  it('a model is written as ONNX beside its config, and not over a file that nobody gave up', async () => {
    const document = await open(B16);
    await lensLike(document, /86\.6 M/);
    const output = inWorkspace('models/suite.onnx');
    const write = () => vscode.commands.executeCommand<{ state: string }>('vitConfig.export', { uri: document.uri.toString(), output: output.fsPath });
    assert.equal((await write()).state, 'finished');
    const size = async () => (await vscode.workspace.fs.stat(output)).size;
    await eventually('the whole file', async () => ((await size()) > 4 * 86_567_656 ? true : undefined));
    assert.equal((await write()).state, 'failed');
    await vscode.workspace.fs.delete(output);
  });

  it('the commands are there', async () => {
    const all = await vscode.commands.getCommands(true);
    for (const name of ['runModel', 'runOnImage', 'cancelRuns', 'exportOnnx', 'reveal']) assert.ok(all.includes(`vitConfig.${name}`), name);
  });
});
