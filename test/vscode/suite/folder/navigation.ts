import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { inWorkspace, lensLike, open, positionOf, withFile } from '../editor';
import { eventually } from '../eventually';
import { extension } from '../extension';
import { B16, TRAINING } from '../samples';

const ask = <T>(command: string, document: vscode.TextDocument, ...more: unknown[]) => vscode.commands.executeCommand<T>(command, document.uri, ...more);

/** A number that stands for another by an anchor. */
const ANCHORED = [
  'model_name: a',
  'patches: {size: [16, 16]}',
  'hidden_size: 768',
  'transformer: {num_layers: &depth 12, mlp_dim: 3072, num_heads: *depth}',
  'classifier: token',
  '',
].join('\n');

describe('Outline and ways around', () => {
  it('the outline has the model with its cost, and its fields below', async () => {
    const document = await open(B16);
    await lensLike(document, /86\.6 M/);
    const symbols = (await ask<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document)).filter(({ detail }) => /GMACs/.test(detail));
    const [model, ...others] = symbols;
    assert.deepEqual(others, []);
    assert.equal(model?.name, 'ViT-B_16');
    assert.equal(model.detail, '86.6 M · 17.6 GMACs');
    const transformer = model.children.find(({ name }) => name === 'transformer');
    assert.ok(transformer?.children.some(({ name, detail }) => name === 'num_heads' && detail === '12 · head width 64'));
  });

  it('models of the workspace are found by name', async () => {
    await lensLike(await open(B16), /86\.6 M/);
    const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', 'vitb16');
    assert.ok(
      found.some(({ name, location }) => name === 'ViT-B_16' && location.uri.path.endsWith(B16)),
      found.map(({ name }) => name).join(),
    );
  });

  it('a mapping folds with what is in it', async () => {
    const document = await open(B16);
    const line = positionOf(document, 'transformer:').line;
    const folds = await ask<vscode.FoldingRange[]>('vscode.executeFoldingRangeProvider', document);
    assert.ok(folds.some(({ start, end }) => start === line && end === positionOf(document, '  dropout_rate').line));
  });

  it('a selection grows from a value to its key, its mapping and the file', async () => {
    const document = await open(B16);
    const [selection] = await ask<vscode.SelectionRange[]>('vscode.executeSelectionRangeProvider', document, [positionOf(document, '3072', 1)]);
    const grown: string[] = [];
    for (let range = selection; range !== undefined; range = range.parent) grown.push(document.getText(range.range));
    for (const text of ['3072', 'mlp_dim: 3072']) assert.ok(grown.includes(text), JSON.stringify(grown));
    assert.ok(grown.some((text) => text.startsWith('transformer:') && text.endsWith('dropout_rate: 0.0')));
  });

  it('an anchor is found from its alias, and renamed with it', async () => {
    await withFile('anchored.vit.yaml', ANCHORED, async (document) => {
      await lensLike(document, /86\.6 M/);
      const alias = positionOf(document, '*depth', 2);
      const [definition] = await ask<vscode.LocationLink[]>('vscode.executeDefinitionProvider', document, alias);
      assert(definition?.targetSelectionRange);
      assert.equal(document.getText(definition.targetSelectionRange), '&depth');
      const references = await ask<vscode.Location[]>('vscode.executeReferenceProvider', document, alias);
      assert.equal(references.length, 2);
      const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document, alias, 'twelve');
      assert.equal(await vscode.workspace.applyEdit(edit), true);
      assert.equal(document.getText(), ANCHORED.replace('&depth', '&twelve').replace('*depth', '*twelve'));
      await lensLike(document, /86\.6 M/);
    });
  });

  it('what is no anchor is not renamed', async () => {
    const document = await open(B16);
    const rename = async () => ask('vscode.executeDocumentRenameProvider', document, positionOf(document, 'hidden_size', 2), 'x');
    await assert.rejects(rename, /can't be renamed/);
  });

  it('a path to a file that is there is a link, another is not', async () => {
    await withFile('linked.vit.yaml', `${ANCHORED}image: images/owl.png\ncheckpoint: images/gone.npz\n`, async (document) => {
      const targets = async () => {
        const links = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', document);
        return links.length > 0 ? links.map(({ range, target }) => [document.getText(range), target?.path]) : undefined;
      };
      assert.deepEqual(await eventually('a link', targets), [['images/owl.png', inWorkspace('images/owl.png').path]]);
    });
  });

  it('F12 on the name of an upstream model that the workspace lacks opens the config that came along', async () => {
    const name = 'ViT-S_32';
    const own = inWorkspace(`models/${name}.vit.yaml`);
    const kept = await vscode.workspace.fs.readFile(own);
    await vscode.workspace.fs.delete(own);
    const training = (await open(TRAINING)).getText().replace(/model:[^]*/, `model_name: ${name}\n`);
    try {
      await withFile('named.vit.yaml', training, async (document) => {
        const editor = await vscode.window.showTextDocument(document);
        const at = positionOf(document, name, 2);
        editor.selection = new vscode.Selection(at, at);
        const landed = async () => {
          await vscode.commands.executeCommand('editor.action.revealDefinition');
          const { path } = vscode.window.activeTextEditor?.document.uri ?? {};
          return path?.endsWith(`/${name}.vit.yaml`) ? path : undefined;
        };
        const path = await eventually('the config', landed, () => vscode.window.activeTextEditor?.document.uri.path);
        assert.equal(path, `${extension().extensionUri.path}/samples/models/${name}.vit.yaml`);
        const landing = vscode.window.activeTextEditor;
        assert.match(landing?.document.lineAt(landing.selection.active.line).text ?? '', /^model_name: ViT-S_32/);
        await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      });
    } finally {
      await vscode.workspace.fs.writeFile(own, kept);
    }
  });
});
