import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codeOf, diagnosticsOf, diagnosticWith, noDiagnosticWith, open, quickFixes, retype, revert, withFile } from '../editor';
import { eventually } from '../eventually';
import { B16, BROKEN_HEADS } from '../samples';

async function apply(fix: vscode.CodeAction | undefined): Promise<void> {
  assert(fix?.edit, 'no fix');
  assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
}

/** Three slips, of which each has one repair that is certain. */
async function slip(document: vscode.TextDocument): Promise<void> {
  await retype(document, ': 768', ': "768"');
  await retype(document, '3072', '3072.0');
  await retype(document, 'classifier', 'clasifier');
  await eventually('three findings', async () => (diagnosticsOf(document).length >= 3 ? true : undefined));
}

describe('Quick fixes', () => {
  it('are ranked and say their consequence; the first repairs the file, and the diagnostic goes', async () => {
    const document = await open(BROKEN_HEADS);
    const { range } = await diagnosticWith(document, 'heads-divide-width');
    const fixes = (await quickFixes(document, range)).filter(({ edit }) => edit !== undefined);
    assert.deepEqual(
      fixes.map(({ title }) => title),
      [
        'num_heads: 12 (head width 64, parameters unchanged)',
        'num_heads: 16 (head width 48, parameters unchanged)',
        'num_heads: 8 (head width 96, parameters unchanged)',
        'hidden_size: 770 (head width 77, 86.9 M instead of 86.6 M parameters)',
        'Ignore heads-divide-width here',
      ],
    );
    assert.deepEqual(
      fixes.map(({ isPreferred }) => isPreferred === true),
      [true, false, false, false, false],
    );
    await apply(fixes[0]);
    await noDiagnosticWith(document, 'heads-divide-width');
    await revert(document);
    await diagnosticWith(document, 'heads-divide-width');
  });

  it('the command Fix All mends what has one certain repair', async () => {
    const document = await open(B16);
    const right = document.getText();
    await slip(document);
    await vscode.commands.executeCommand('editor.action.fixAll');
    await eventually(
      'the text of before',
      async () => (document.getText() === right ? true : undefined),
      () => document.getText(),
    );
    await revert(document);
  });

  it('and so does saving, for those who want that', async () => {
    const editor = vscode.workspace.getConfiguration('editor');
    const right = (await open(B16)).getText();
    await editor.update('codeActionsOnSave', { 'source.fixAll.vitConfig': 'explicit' }, vscode.ConfigurationTarget.Workspace);
    try {
      await withFile('saved.vit.yaml', right, async (document) => {
        await slip(document);
        await document.save();
        assert.equal(document.getText(), right);
        assert.equal(document.isDirty, false);
      });
    } finally {
      await editor.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('a finding is ignored where it stands, by a comment', async () => {
    const document = await open(BROKEN_HEADS);
    const before = document.getText();
    const { range } = await diagnosticWith(document, 'heads-divide-width');
    await apply((await quickFixes(document, range)).find(({ title }) => title === 'Ignore heads-divide-width here'));
    await noDiagnosticWith(document, 'heads-divide-width');
    assert.equal(document.getText(), before.replace(/^( *)(?=num_heads)/m, '$1# vit-config: ignore=heads-divide-width\n$1'));
    await revert(document);
  });
});

describe("Beside VS Code's JSON server", () => {
  const SAMPLE = 'models/ViT-B_16.vit.json';
  const all = (document: vscode.TextDocument) => vscode.languages.getDiagnostics(document.uri).map(({ source, message }) => `${source}: ${message}`);

  it('a fault of the JSON is told of once, and our fix is offered for it', async () => {
    const document = await open(SAMPLE);
    await retype(document, '"hidden_size": 768,', '"hidden_size": 768,,');
    const theirs = await eventually(
      'the JSON server to speak',
      async () => vscode.languages.getDiagnostics(document.uri).find(({ source }) => source !== 'vit-config'),
      () => all(document),
    );
    // Ours would have come by now, as the sample's other edits show.
    await retype(document, '"num_heads": 12', '"num_heads": 10');
    await diagnosticWith(document, 'heads-divide-width');
    assert.deepEqual(
      diagnosticsOf(document)
        .map(codeOf)
        .filter((code) => code === 'syntax'),
      [],
      all(document).join('\n'),
    );
    const fix = (await quickFixes(document, theirs.range)).find(({ title }) => title.startsWith('Delete the comma'));
    assert.ok(fix?.edit, 'no fix of ours');
    await revert(document);
  });

  it('structure is ours alone: its schema says nothing', async () => {
    const document = await open(SAMPLE);
    await retype(document, '"hidden_size": 768', '"hidden_size": "768"');
    await diagnosticWith(document, 'wrong-type');
    assert.deepEqual(
      all(document).filter((said) => !said.startsWith('vit-config:')),
      [],
    );
    await revert(document);
  });

  it('switched off, it leaves all of it to us', async () => {
    const document = await open(SAMPLE);
    const settings = vscode.workspace.getConfiguration('json.validate');
    try {
      await settings.update('enable', false, vscode.ConfigurationTarget.Workspace);
      await retype(document, '"hidden_size": 768,', '"hidden_size": 768,,');
      await diagnosticWith(document, 'syntax');
    } finally {
      await settings.update('enable', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await noDiagnosticWith(document, 'syntax');
    await revert(document);
  });

  it('a code is ignored by the settings, as JSON has no comments', async () => {
    const document = await open(SAMPLE);
    await retype(document, '"num_heads": 12', '"num_heads": 10');
    const { range } = await diagnosticWith(document, 'heads-divide-width');
    const ignore = (await quickFixes(document, range)).find(({ command }) => command?.command === 'vitConfig.ignoreCode');
    assert.ok(ignore?.command, 'not offered');
    const settings = () => vscode.workspace.getConfiguration('vitConfig.diagnostics');
    try {
      await vscode.commands.executeCommand(ignore.command.command, ...(ignore.command.arguments ?? []));
      assert.deepEqual(settings().inspect('ignore')?.workspaceValue, ['heads-divide-width']);
      await noDiagnosticWith(document, 'heads-divide-width');
    } finally {
      await settings().update('ignore', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await diagnosticWith(document, 'heads-divide-width');
    await revert(document);
  });
});
