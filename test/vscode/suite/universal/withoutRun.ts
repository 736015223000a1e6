import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { diagnosticWith, hoverText, inlayHints, lensesOf, lensLike, open, positionOf, quickFixes } from '../editor';
import { B16, BROKEN_HEADS } from '../samples';

const LENS = '86.6 M · 17.6 GMACs · running needs the package for this platform';

describe('The universal package', () => {
  it('checks, mends, counts and hints', async () => {
    const broken = await open(BROKEN_HEADS);
    const { range } = await diagnosticWith(broken, 'heads-divide-width');
    assert.ok((await quickFixes(broken, range)).some(({ edit }) => edit !== undefined));
    const document = await open(B16);
    await lensLike(document, /86\.6 M/);
    assert.match(await hoverText(document, positionOf(document, 'model_name', 2)), /17\.6 GMACs/);
    assert.ok((await inlayHints(document)).length > 0);
  });

  it('says in the lens that it does not run, and a click says what to do', async () => {
    const document = await open(B16);
    const { title, command, arguments: args = [] } = await lensLike(document, /86\.6 M/);
    assert.equal(title, LENS);
    const answer = await vscode.commands.executeCommand<{ state: string; message: string }>(command, ...args);
    assert.equal(answer.state, 'refused');
    assert.match(answer.message, /comes without ONNX Runtime: everything works but the run; to run models, install the package for this platform/);
    assert.deepEqual(
      (await lensesOf(document)).map((lens) => lens.command?.title),
      [LENS, 'show model'],
    );
  });
});
