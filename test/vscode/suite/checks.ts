/** From a config to its cost and a real forward pass, as VS Code shows it. Expected figures are the published models' own. */
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { codeOf, diagnosticsOf, diagnosticWith, hoverText, inlayHints, lensesOf, lensLike, open, positionOf, quickFixes, revert } from './editor';
import { type Check, eventually } from './harness';

const B16 = 'models/ViT-B_16.vit.yaml';
const BROKEN_HEADS = 'broken/heads-divide-width.vit.yaml';
/** Generous: the first run on a busy machine loads ONNX Runtime from a cold disk. */
const RUN_LIMIT_MS = 45_000;

export const checks: readonly Check[] = [
  {
    name: 'a broken sample has its diagnostic on the key that decided it, with both places and a page to read',
    body: async () => {
      const document = await open(BROKEN_HEADS);
      const diagnostic = await diagnosticWith(document, 'heads-divide-width');
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
      assert.match(document.lineAt(diagnostic.range.start.line).text, /num_heads|hidden_size/);
      assert.ok((diagnostic.relatedInformation ?? []).length > 0, 'no related place');
    },
  },
  {
    name: 'a quick fix repairs it, and the diagnostic goes',
    body: async () => {
      const document = await open(BROKEN_HEADS);
      const { range } = await diagnosticWith(document, 'heads-divide-width');
      const fix = (await quickFixes(document, range)).find(({ edit }) => edit !== undefined);
      assert.ok(fix?.edit, 'no quick fix with an edit');
      assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
      const gone = async () => (diagnosticsOf(document).some((d) => codeOf(d) === 'heads-divide-width') ? undefined : true);
      await eventually('the diagnostic to go', gone, () => document.getText());
      await revert(document);
      await diagnosticWith(document, 'heads-divide-width');
    },
  },
  {
    name: 'a hover on the model tells its exact cost, and one on a field what it decides',
    body: async () => {
      const document = await open(B16);
      await lensLike(document, /86\.6 M/);
      const model = await hoverText(document, positionOf(document, 'model_name', 2));
      for (const figure of [/86,567,656|86\.6 M/, /17\.6 GMACs/, /35\.1 GFLOPs/, /197/]) assert.match(model, figure);
      assert.match(await hoverText(document, positionOf(document, 'mlp_dim', 2)), /56\.7 M/);
    },
  },
  {
    name: 'inlay hints tell the tokens and the width of a head',
    body: async () => {
      const document = await open(B16);
      const hints = await inlayHints(document);
      assert.ok(
        hints.some((hint) => hint.includes('197') || hint.includes('196')),
        `no tokens in ${JSON.stringify(hints)}`,
      );
      assert.ok(
        hints.some((hint) => hint.includes('64')),
        `no head width in ${JSON.stringify(hints)}`,
      );
    },
  },
  {
    name: 'the lens runs the model in the server and then says what came of it',
    body: async () => {
      const document = await open(B16);
      const lens = await lensLike(document, /Run on sample image.*86\.6 M.*17\.6 GMACs/);
      await vscode.commands.executeCommand(lens.command, ...(lens.arguments ?? []));
      await lensLike(document, /✓ ran in .*\[1, 1000\]/, RUN_LIMIT_MS);
    },
  },
  {
    name: 'the result goes when the config changes',
    body: async () => {
      const document = await open(B16);
      await lensLike(document, /✓ ran in/);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, rangeOf(document, 'num_layers: 12'), 'num_layers: 6');
      assert.equal(await vscode.workspace.applyEdit(edit), true);
      // 86,567,656 less six of the twelve blocks of 7,087,872 each.
      await lensLike(document, /Run on sample image.*44\.0 M/);
      await revert(document);
    },
  },
  {
    name: 'a file of another kind gets nothing from us',
    body: async () => {
      const ours = await open(B16);
      await lensLike(ours, /86\.6 M/);
      const document = await open('compose.yaml');
      // Publishing is ordered: an answer for a file opened later means that this one has been looked at.
      await diagnosticWith(await open(BROKEN_HEADS), 'heads-divide-width');
      assert.deepEqual(diagnosticsOf(document), []);
      assert.deepEqual(await lensesOf(document), []);
      assert.equal(await hoverText(document, positionOf(document, 'image', 1)), '');
    },
  },
];

function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  return new vscode.Range(positionOf(document, text), positionOf(document, text, text.length));
}
