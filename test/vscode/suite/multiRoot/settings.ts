import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codeOf, diagnosticsOf, diagnosticWith, lensLike, open } from '../editor';

const FILE = 'heads.vit.yaml';

describe('Settings of a folder', () => {
  it('there are two folders', () => {
    assert.deepEqual(
      vscode.workspace.workspaceFolders?.map(({ name }) => name),
      ['plain', 'quiet'],
    );
  });

  it('a finding that one folder ignores is shown in the other', async () => {
    const quiet = await open(FILE, 'quiet');
    await lensLike(quiet, /can't be built/);
    const plain = await open(FILE, 'plain');
    await diagnosticWith(plain, 'heads-divide-width');
    assert.deepEqual(diagnosticsOf(quiet).map(codeOf), []);
  });
});
