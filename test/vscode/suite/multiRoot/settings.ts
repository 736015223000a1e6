import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { click, codeOf, diagnosticsOf, diagnosticWith, inWorkspace, lensLike, noDiagnosticWith, open } from '../editor';
import { eventually } from '../eventually';
import { RUN_LIMIT_MS } from '../samples';

const FILE = 'heads.vit.yaml';
const TINY = 'tiny.vit.yaml';

describe('Settings of a folder', () => {
  it('there are two folders', () => {
    assert.deepEqual(
      vscode.workspace.workspaceFolders?.map(({ name }) => name),
      ['plain', 'quiet'],
    );
  });

  it('closed files have those of their folder, too', async () => {
    const [plain, quiet] = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => vscode.Uri.joinPath(uri, FILE));
    assert(plain && quiet, 'there are no two folders');
    const codes = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).map(codeOf);
    await eventually('the finding', async () => (codes(plain).includes('heads-divide-width') ? true : undefined));
    assert.deepEqual(codes(quiet), []);
  });

  it('a finding that one folder ignores is shown in the other', async () => {
    const quiet = await open(FILE, 'quiet');
    await lensLike(quiet, /can't be built/);
    const plain = await open(FILE, 'plain');
    await diagnosticWith(plain, 'heads-divide-width');
    assert.deepEqual(diagnosticsOf(quiet).map(codeOf), []);
  });

  it('a model is run on the picture that its own folder names', async () => {
    const quiet = await open(TINY, 'quiet');
    await click(await lensLike(quiet, /Run on owl\.png/));
    const plain = await open(TINY, 'plain');
    await click(await lensLike(plain, /Run on sample image/));
    await lensLike(quiet, /✓ ran in/, RUN_LIMIT_MS);
    await lensLike(plain, /✓ ran in/, RUN_LIMIT_MS);
  });

  it('a file in no folder has the settings of the workspace, until its folder is opened, too, and when that is closed again', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(`../third/${FILE}`));
    await vscode.window.showTextDocument(document);
    await diagnosticWith(document, 'heads-divide-width');
    const settings = () => vscode.workspace.getConfiguration('vitConfig.diagnostics');
    await settings().update('ignore', ['heads-divide-width'], vscode.ConfigurationTarget.Workspace);
    await noDiagnosticWith(document, 'heads-divide-width');
    await settings().update('ignore', undefined, vscode.ConfigurationTarget.Workspace);
    await diagnosticWith(document, 'heads-divide-width');

    await changeFolders(2, 0, { uri: inWorkspace('../third') });
    await noDiagnosticWith(document, 'heads-divide-width');
    await lensLike(document, /can't be built/);
    await changeFolders(2, 1);
    await diagnosticWith(document, 'heads-divide-width');
  });
});

/** As vscode.workspace.updateWorkspaceFolders, done when it is done. */
async function changeFolders(start: number, deleted: number, ...added: { uri: vscode.Uri }[]): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listener.dispose();
      resolve();
    });
  });
  assert.ok(vscode.workspace.updateWorkspaceFolders(start, deleted, ...added));
  await changed;
}
