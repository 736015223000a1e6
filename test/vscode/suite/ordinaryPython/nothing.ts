import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { listsProcesses } from '../../processes.mjs';
import { diagnosticsOf, hoverText, inlayHints, lensesOf, lensLike, open, positionOf, withFile } from '../editor';
import { eventually } from '../eventually';
import { extension, processesOf } from '../extension';
import { measured } from '../runner';

/** What is open, for a server that should not be there. */
const texts = () => vscode.workspace.textDocuments.map(({ uri, languageId }) => `${languageId} ${uri}`).join(', ');

const servers = (): number => (listsProcesses ? processesOf('server').length : 0);

/** A config of one model. */
const CONFIG = `import ml_collections


def get_config():
  config = ml_collections.ConfigDict()
  config.model_name = 'own'
  config.patches = ml_collections.ConfigDict({'size': (16, 16)})
  config.hidden_size = 192
  config.transformer = ml_collections.ConfigDict()
  config.transformer.mlp_dim = 768
  config.transformer.num_heads = 3
  config.transformer.num_layers = 12
  config.classifier = 'token'
  config.representation_size = None
  return config
`;

describe('Python that is no config', () => {
  it('wakes the extension, which starts no server, however large it is', async () => {
    const begun = performance.now();
    await open('large.py');
    measured(`a Python file of ${(await open('large.py')).lineCount} lines that is no config opened in ${(performance.now() - begun).toFixed(0)} ms`);
    await open('crop.py');
    await eventually('the activation', async () => (extension().isActive ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(servers(), 0, texts());
  });

  it('has nothing of ours', async () => {
    const document = await open('crop.py');
    const at = positionOf(document, 'num_heads', 2);
    assert.deepEqual(diagnosticsOf(document), []);
    assert.deepEqual(await lensesOf(document), []);
    assert.equal(await hoverText(document, at), '');
    assert.deepEqual(await inlayHints(document), []);
    assert.equal(servers(), 0, texts());
  });

  it('starts one with the first words of a config, and what is asked of it then is answered', async () => {
    const document = await open('crop.py');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'import ml_collections\n');
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    if (listsProcesses) await eventually('a server', async () => (servers() === 1 ? true : undefined), servers);
    await withFile('config.py', CONFIG, async (config) => {
      assert.match((await lensLike(config, /5\.72 M/)).title, /Run on sample image/);
    });
  });

  it('has nothing of ours beside a config either, and its own words are offered', async () => {
    const document = await open('crop.py');
    const at = positionOf(document, 'num_heads', 2);
    const ask = <T>(command: string, ...more: unknown[]) => vscode.commands.executeCommand<T>(command, document.uri, ...more);
    assert.deepEqual(diagnosticsOf(document), []);
    assert.deepEqual(await lensesOf(document), []);
    assert.equal(await hoverText(document, at), '');
    assert.deepEqual((await ask<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider')) ?? [], []);
    assert.deepEqual(await ask<vscode.LocationLink[]>('vscode.executeDefinitionProvider', at), []);
    assert.deepEqual(await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider'), []);
    // Ours would refuse to rename it, with a word about anchors.
    assert.equal((await ask<vscode.WorkspaceEdit | undefined>('vscode.executeDocumentRenameProvider', at, 'x'))?.size ?? 0, 0);
    const { items } = await ask<vscode.CompletionList>('vscode.executeCompletionItemProvider', positionOf(document, 'crop_size', 4));
    const kinds = new Set(items.map(({ kind }) => kind));
    assert.ok(
      items.some(({ label }) => label === 'hidden_size'),
      items.map(({ label }) => String(label)).join(),
    );
    for (const kind of [vscode.CompletionItemKind.Property, vscode.CompletionItemKind.Value, vscode.CompletionItemKind.EnumMember]) assert.ok(!kinds.has(kind));
  });
});
