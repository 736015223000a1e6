import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { click, hoverText, lensLike, open, positionOf } from '../editor';
import { eventually } from '../eventually';
import { B16 } from '../samples';

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const isPanel = ({ input }: vscode.Tab) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('vitConfig.model');
const panel = () => tabs().find(isPanel);
const titled = (title: string) =>
  eventually(
    `a panel ${title}`,
    async () => (panel()?.label === title ? true : undefined),
    () => tabs().map(({ label }) => label),
  );

describe('Model panel', () => {
  it('opens beside the editor, which keeps the focus; follows the config that is edited, and stays where none is', async () => {
    await open(B16);
    await vscode.commands.executeCommand('vitConfig.showModel');
    await titled('Model ViT-B_16');
    assert.notEqual(panel()?.group.viewColumn, vscode.window.activeTextEditor?.viewColumn);
    await open('models/Mixer-B_16.vit.yaml');
    await titled('Model Mixer-B_16');
    const foreign = await open('compose.yaml');
    // The server has answered about the other file by then.
    assert.equal(await hoverText(foreign, positionOf(foreign, 'image', 1)), '');
    assert.equal(panel()?.label, 'Model Mixer-B_16');
  });

  it('is one: the lens of another model shows it there', async () => {
    const document = await open(B16);
    await click(await lensLike(document, /show model/));
    await titled('Model ViT-B_16');
    assert.equal(tabs().filter(isPanel).length, 1);
  });

  it('can be closed and opened again', async () => {
    const first = panel();
    assert(first);
    await vscode.window.tabGroups.close(first);
    await vscode.commands.executeCommand('vitConfig.showModel');
    await titled('Model ViT-B_16');
    const again = panel();
    assert(again);
    await vscode.window.tabGroups.close(again);
  });
});
