import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { codeOf, diagnosticsOf, diagnosticWith, noDiagnosticWith, open, quickFixes, retype, revert } from '../editor';
import { eventually } from '../eventually';
import { BROKEN_HEADS } from '../samples';

describe('Quick fixes', () => {
  it('one repairs the file, and the diagnostic goes', async () => {
    const document = await open(BROKEN_HEADS);
    const { range } = await diagnosticWith(document, 'heads-divide-width');
    const fix = (await quickFixes(document, range)).find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit, 'no quick fix with an edit');
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    await noDiagnosticWith(document, 'heads-divide-width');
    await revert(document);
    await diagnosticWith(document, 'heads-divide-width');
  });

  it('the first is the preferred one', async () => {
    const document = await open(BROKEN_HEADS);
    const { range } = await diagnosticWith(document, 'heads-divide-width');
    const fixes = (await quickFixes(document, range)).filter(({ title }) => /^(num_heads|hidden_size): /.test(title));
    assert.ok(fixes.length > 2, `only ${fixes.map(({ title }) => title)}`);
    assert.deepEqual(
      fixes.map(({ isPreferred }) => isPreferred === true),
      fixes.map((_, i) => i === 0),
    );
  });

  it('a finding is ignored where it stands, by a comment', async () => {
    const document = await open(BROKEN_HEADS);
    const { range } = await diagnosticWith(document, 'heads-divide-width');
    const ignore = (await quickFixes(document, range)).find(({ title }) => title === 'Ignore heads-divide-width here');
    assert.ok(ignore?.edit);
    assert.equal(await vscode.workspace.applyEdit(ignore.edit), true);
    assert.match(document.getText(), /vit-config: ignore=heads-divide-width/);
    await noDiagnosticWith(document, 'heads-divide-width');
    await revert(document);
  });

  it('"fix all" mends what is plainly meant, as a source action', async () => {
    const document = await open('models/ViT-Ti_16.vit.yaml');
    const right = document.getText();
    await retype(document, 'hidden_size: 192', 'hidden_size: "192"');
    await retype(document, 'num_heads:', 'num_head:');
    await diagnosticWith(document, 'unknown-key');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, all, 'source.fixAll.vitConfig');
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Fix all safely fixable problems (2)'],
    );
    assert.equal(await vscode.workspace.applyEdit(actions[0]?.edit ?? new vscode.WorkspaceEdit()), true);
    assert.equal(document.getText(), right);
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
