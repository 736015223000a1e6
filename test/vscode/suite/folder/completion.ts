import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { inlayHints, lensLike, open, positionOf, retype, revert, withFile, withUntitled } from '../editor';
import { eventually } from '../eventually';
import { B16 } from '../samples';

const labelOf = ({ label }: vscode.CompletionItem): string => (typeof label === 'string' ? label : label.label);
const documentationOf = ({ documentation }: vscode.CompletionItem): string => (documentation instanceof vscode.MarkdownString ? documentation.value : '');

/** What is offered where `$0` stands, in the order of the list, each item with all that it tells when it is looked at. */
async function completions(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
  const every = 500;
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
    undefined,
    every,
  );
  const rank = (item: vscode.CompletionItem) => item.sortText ?? labelOf(item);
  return items.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

async function item(document: vscode.TextDocument, position: vscode.Position, label: string): Promise<vscode.CompletionItem> {
  let seen: string[] = [];
  const find = async () => {
    const items = await completions(document, position);
    seen = items.map(labelOf);
    return items.find((candidate) => labelOf(candidate) === label);
  };
  return eventually(`${label} among what is offered`, find, () => seen);
}

/** As if it were chosen in the list: typed over what stands there, as a snippet where it is one. */
async function accept({ insertText, range, additionalTextEdits }: vscode.CompletionItem): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  assert(editor && range && insertText !== undefined, 'nothing to insert');
  assert.equal(additionalTextEdits?.length ?? 0, 0);
  const snippet = typeof insertText === 'string' ? new vscode.SnippetString().appendText(insertText) : insertText;
  assert.equal(await editor.insertSnippet(snippet, range instanceof vscode.Range ? range : range.replacing), true);
}

describe('Completion', () => {
  it('a key half typed is written out, and tells what it is and what it would decide', async () => {
    const document = await open(B16);
    await retype(document, '  mlp_dim: 3072', '  ml');
    const key = await item(document, positionOf(document, '  ml', 4), 'mlp_dim');
    assert.equal(key.kind, vscode.CompletionItemKind.Property);
    assert.match(documentationOf(key), /MLP/);
    await accept(key);
    assert.match(document.getText(), /^ {2}mlp_dim: ?(3072)?$/m);
    await revert(document);
  });

  it('values are ranked by what is usual, and say their consequence', async () => {
    const document = await open(B16);
    const behind = positionOf(document, 'num_heads: 12', 'num_heads: '.length);
    const twelve = await item(document, behind, '12');
    const [first] = await completions(document, behind);
    assert(first);
    assert.equal(labelOf(first), '12');
    assert.match(twelve.detail ?? '', /64/);
    await accept(await item(document, behind, '16'));
    assert.match(document.getText(), /num_heads: 16\n/);
    const hints = async () => ((await inlayHints(document)).some((hint) => hint.includes('48')) ? true : undefined);
    await eventually('the head width of 48', hints, () => document.getText());
    await revert(document);
  });

  it("a model's prefix writes its whole config into an empty file, in YAML and in JSON", async () => {
    await withFile('new.vit.yaml', '', async (document) => {
      await accept(await item(document, new vscode.Position(0, 0), 'vit-b16'));
      await lensLike(document, /86\.6 M · 17\.6 GMACs/);
      assert.match(document.getText(), /^model_name: ViT-B_16$/m);
      assert.match(document.getText(), /^ {2}num_heads: 12$/m);
    });
    await withFile('new.vit.json', '{}', async (document) => {
      await accept(await item(document, new vscode.Position(0, 1), 'vit-b16'));
      await lensLike(document, /86\.6 M · 17\.6 GMACs/);
      assert.equal(JSON.parse(document.getText()).transformer.num_heads, 12);
    });
  });

  it('other files are offered nothing of ours', async () => {
    await withUntitled('yaml', 'services:\n  web:\n    num', async (document) => {
      // Words of open files are the editor's own to offer.
      const items = (await completions(document, new vscode.Position(2, 7))).filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
      assert.deepEqual(items.map(labelOf), []);
    });
  });
});
