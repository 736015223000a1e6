import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { click, diagnosticWith, inWorkspace, lensLike, noDiagnosticWith, open, quickFixes, revert } from '../editor';
import { RUN_LIMIT_MS } from '../samples';

describe('Checkpoints', () => {
  it('what does not fit the weights is found, and a fix sets the key', async () => {
    const document = await open('broken/checkpoint-mismatch.vit.yaml');
    const { range } = await diagnosticWith(document, 'checkpoint-mismatch');
    assert.match(document.getText(range), /^\d+$/);
    const fix = (await quickFixes(document, range)).find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await noDiagnosticWith(document, 'checkpoint-mismatch');
    await lensLike(document, /Run with digits\.npz/);
    await revert(document);
    await diagnosticWith(document, 'checkpoint-mismatch');
  });

  it('a checkpoint that comes, is replaced and goes is noticed', async () => {
    const config = inWorkspace('checkpoints/comes.vit.yaml');
    const file = inWorkspace('checkpoints/comes.npz');
    const text = await vscode.workspace.fs.readFile(inWorkspace('checkpoints/digits.vit.yaml'));
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(new TextDecoder().decode(text).replace('digits.npz', 'comes.npz')));
    const document = await open('checkpoints/comes.vit.yaml');
    await diagnosticWith(document, 'checkpoint-file');
    await vscode.workspace.fs.copy(inWorkspace('checkpoints/incomplete.npz'), file);
    await diagnosticWith(document, 'checkpoint-tensors');
    await vscode.workspace.fs.copy(inWorkspace('checkpoints/digits.npz'), file, { overwrite: true });
    await noDiagnosticWith(document, 'checkpoint-tensors');
    await lensLike(document, /Run with comes\.npz/);
    await vscode.workspace.fs.delete(file);
    await diagnosticWith(document, 'checkpoint-file');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(config);
  });

  it('a run with the weights says what it sees', async () => {
    const document = await open('checkpoints/digits.vit.yaml');
    const { command, arguments: [target] = [] } = await lensLike(document, /Run with digits\.npz/);
    await vscode.commands.executeCommand(command, { ...target, image: inWorkspace('checkpoints/digit-7.png').fsPath });
    await lensLike(document, /✓ ran in .* on digit-7\.png · seven \d+ %/, RUN_LIMIT_MS);
    await click(await lensLike(document, /Run with digits\.npz/));
    await lensLike(document, /✓ ran in [^·o]* · /, RUN_LIMIT_MS);
  });

  it('both towers of LiT run with their weights', async () => {
    const document = await open('checkpoints/digits-lit.vit.yaml');
    await click(await lensLike(document, /Run with digits-lit\.npz/));
    await lensLike(document, /✓ ran in/, RUN_LIMIT_MS);
  });

  it('a checkpoint without a config gets one beside it, which is not saved yet; of one that is none, nothing is opened', async () => {
    await vscode.commands.executeCommand('vitConfig.configFromCheckpoint', inWorkspace('checkpoints/digits.npz'));
    const made = vscode.window.activeTextEditor?.document;
    assert.ok(made);
    assert.deepEqual([made.uri.scheme, made.uri.path, made.languageId], ['untitled', inWorkspace('checkpoints/digits-2.vit.yaml').path, 'yaml']);
    assert.match(made.getText(), /hidden_size: 32/);
    await lensLike(made, /Run with digits\.npz/);
    await vscode.commands.executeCommand('vitConfig.configFromCheckpoint', inWorkspace('checkpoints/timm.safetensors'));
    assert.equal(vscode.window.activeTextEditor?.document, made);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('what is in a checkpoint is shown', async () => {
    await vscode.commands.executeCommand('vitConfig.showCheckpoint', inWorkspace('checkpoints/digits.npz').toString());
    const shown = vscode.window.activeTextEditor?.document;
    assert.match(shown?.getText() ?? '', /^digits\.npz: 56 tensors/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
