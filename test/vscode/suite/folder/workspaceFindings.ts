import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codeOf } from '../editor';
import { eventually } from '../eventually';
import { BROKEN_HEADS } from '../samples';

const HEADS = 'heads-divide-width';
/** Of the samples that no other check opens. */
const CLOSED = 'broken/warmup-steps.vit.yaml';

const uriOf = (path: string): vscode.Uri => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder, 'there is no folder open');
  return vscode.Uri.joinPath(folder.uri, path);
};
const codes = (uri: vscode.Uri): string[] => vscode.languages.getDiagnostics(uri).map(codeOf);
const isOpen = (uri: vscode.Uri): boolean => vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
const comes = (uri: vscode.Uri, code: string) =>
  eventually(
    `${code} to come`,
    async () => (codes(uri).includes(code) ? true : undefined),
    () => codes(uri),
  );
const goes = (uri: vscode.Uri, code: string) =>
  eventually(
    `${code} to go`,
    async () => (codes(uri).includes(code) ? undefined : true),
    () => codes(uri),
  );

describe('Findings of the whole workspace', () => {
  it('a file that was never opened has its findings', async () => {
    const uri = uriOf(CLOSED);
    await comes(uri, 'warmup-steps');
    assert.equal(isOpen(uri), false);
  });

  it('what changes on disk is followed', async () => {
    const uri = uriOf('made/check.vit.yaml');
    const broken = Buffer.from(await vscode.workspace.fs.readFile(uriOf(BROKEN_HEADS))).toString('utf8');
    await vscode.workspace.fs.writeFile(uri, Buffer.from(broken));
    await comes(uri, HEADS);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(broken.replace('num_heads: 10', 'num_heads: 12')));
    await goes(uri, HEADS);
    await vscode.workspace.fs.writeFile(uri, Buffer.from(broken));
    await comes(uri, HEADS);
    // Of a directory that goes, VS Code tells no more than that.
    await vscode.workspace.fs.delete(uriOf('made'), { recursive: true });
    await goes(uri, HEADS);
  });

  it('a file that is opened and closed again has each of them once, all the time', async () => {
    const uri = uriOf(CLOSED);
    await comes(uri, 'warmup-steps');
    const expected = codes(uri);
    const seen = new Set<string>();
    const watching = vscode.languages.onDidChangeDiagnostics(() => seen.add(codes(uri).join()));
    await vscode.window.showTextDocument(uri);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    watching.dispose();
    assert.deepEqual(codes(uri), expected);
    assert.deepEqual(
      [...seen].filter((other) => other !== expected.join()),
      [],
    );
  });

  it('a person can have it checked, and the server answers with the outcome', async () => {
    await vscode.commands.executeCommand('vitConfig.checkWorkspace');
    const { message, outcome } = await vscode.commands.executeCommand<{ message: string; outcome: { errors: number } }>('vitConfig.sweepWorkspace');
    assert.match(message, /^\d+ configs: \d+ errors in \d+ files, \d+ warnings/);
    assert(outcome.errors > 10, message);
  });
});
