import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  diagnosticsOf,
  diagnosticWith,
  hoverText,
  inlayHints,
  inWorkspace,
  lensesOf,
  lensLike,
  noDiagnosticWith,
  open,
  positionOf,
  quickFixes,
  withFile,
  withUntitled,
} from '../editor';
import { B16, BROKEN_HEADS } from '../samples';

const brokenText = async () => (await open(BROKEN_HEADS)).getText();

async function firstFix(document: vscode.TextDocument, code: string): Promise<void> {
  const { range } = await diagnosticWith(document, code);
  const fix = (await quickFixes(document, range)).find(({ edit }) => edit !== undefined);
  assert(fix?.edit, 'no fix');
  assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
  await noDiagnosticWith(document, code);
}

async function onDisk(path: string): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(inWorkspace(path)));
}

describe('Texts of every kind', () => {
  it('one that is in no file is recognised by its content', async () => {
    await withUntitled('yaml', await brokenText(), async (document) => {
      assert.equal(document.uri.scheme, 'untitled');
      await firstFix(document, 'heads-divide-width');
      await lensLike(document, /86\.6 M/);
    });
  });

  it('and by its language when that is chosen later', async () => {
    await withUntitled('plaintext', await brokenText(), async (document) => {
      assert.deepEqual(await lensesOf(document), []);
      const yaml = await vscode.languages.setTextDocumentLanguage(document, 'yaml');
      await diagnosticWith(yaml, 'heads-divide-width');
      await vscode.languages.setTextDocumentLanguage(yaml, 'plaintext');
      await noDiagnosticWith(document, 'heads-divide-width');
    });
  });

  it('a fix leaves the line ends of Windows as they are', async () => {
    await withFile('crlf.vit.yaml', (await brokenText()).replaceAll('\n', '\r\n'), async (document) => {
      assert.equal(document.eol, vscode.EndOfLine.CRLF);
      await firstFix(document, 'heads-divide-width');
      await document.save();
      const text = await onDisk('crlf.vit.yaml');
      assert.match(text, /num_heads: 12 /);
      assert.equal(/(?<!\r)\n/.test(text), false);
      assert.equal(/\r(?!\n)/.test(text), false);
    });
  });

  it('JSON that is indented by tabs keeps them', async () => {
    const text = JSON.stringify({ patches: { size: [16, 16] }, hidden_size: 768, transformer: { num_layers: 12, num_heads: 10, mlp_dim: 3072 } }, null, '\t');
    await withFile('tabs.vit.json', text, async (document) => {
      await firstFix(document, 'heads-divide-width');
      assert.equal(document.getText(), text.replace(': 10', ': 12'));
    });
  });

  it('places behind characters of two units are where they are seen', async () => {
    const config = '{model_name: 🦉🦉, patches: {size: [16, 16]}, hidden_size: 768, transformer: {num_layers: 12, mlp_dim: 3072, num_heads: 10}}\n';
    await withFile('owls.vit.yaml', config, async (document) => {
      const { range, relatedInformation: [related] = [] } = await diagnosticWith(document, 'heads-divide-width');
      assert.equal(document.getText(range), '10');
      assert(related);
      assert.match(document.getText(related.location.range), /768/);
      await firstFix(document, 'heads-divide-width');
      assert.equal(document.getText(), config.replace('10}', '12}'));
    });
  });

  it('each document of a file has its own model', async () => {
    const b16 = (await open(B16)).getText();
    await withFile('two.vit.yaml', `${b16}---\n${b16.replace('num_layers: 12', 'num_layers: 6')}`, async (document) => {
      await lensLike(document, /86\.6 M/);
      await lensLike(document, /44\.0 M/);
      const second = document.positionAt(document.getText().lastIndexOf('model_name') + 2);
      assert.match(await hoverText(document, second), /44\.0 M/);
    });
  });

  it('300 lines of another YAML are left alone', async () => {
    const jobs = Array.from({ length: 75 }, (_, i) => `  job${i}:\n    image: python:3.12\n    model: {name: net${i}, size: 16}\n    script: [make]\n`).join(
      '',
    );
    await withFile('pipeline.yaml', `jobs:\n${jobs}`, async (document) => {
      assert.ok(document.lineCount > 300);
      // Asked in order: the answer about a later file means that this one has been looked at.
      await diagnosticWith(await open(BROKEN_HEADS), 'heads-divide-width');
      await vscode.window.showTextDocument(document);
      assert.deepEqual(diagnosticsOf(document), []);
      assert.deepEqual(await lensesOf(document), []);
      assert.deepEqual(await inlayHints(document), []);
      assert.equal(await hoverText(document, positionOf(document, 'image', 1)), '');
      assert.deepEqual(await quickFixes(document, new vscode.Range(0, 0, document.lineCount, 0)), []);
      const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>('vscode.executeDocumentSymbolProvider', document.uri);
      assert.deepEqual(symbols ?? [], []);
    });
  });
});
