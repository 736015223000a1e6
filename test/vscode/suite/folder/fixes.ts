import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { diagnosticWith, noDiagnosticWith, open, quickFixes, revert } from '../editor';
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
});
