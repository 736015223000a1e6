import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { diagnosticWith, lensesOf, lensLike, open } from '../editor';
import { B16, BROKEN_HEADS } from '../samples';

describe('A workspace that is not trusted', () => {
  it('is not trusted', () => assert.equal(vscode.workspace.isTrusted, false));

  it('has its diagnostics', async () => {
    await diagnosticWith(await open(BROKEN_HEADS), 'heads-divide-width');
  });

  it('the lens tells the cost and that a run needs trust, and leads to where that is given', async () => {
    const lens = await lensLike(await open(B16), /86\.6 M.*17\.6 GMACs.*trust/);
    assert.equal(lens.command, 'workbench.trust.manage');
  });

  it('the commands that run and write refuse, and nothing runs', async () => {
    const document = await open(B16);
    await lensLike(document, /trust/);
    for (const command of ['vitConfig.run', 'vitConfig.export']) {
      const target = { uri: document.uri.toString(), output: vscode.Uri.joinPath(document.uri, '..', 'm.onnx').fsPath };
      const answer = await vscode.commands.executeCommand<{ state: string; message: string }>(command, target);
      assert.equal(answer.state, 'refused');
      assert.match(answer.message, /not trusted/);
    }
    const titles = (await lensesOf(document)).map(({ command }) => command?.title ?? '');
    assert.match(titles[0] ?? '', /trust/);
    assert.deepEqual(titles.slice(1), ['show model']);
  });
});
