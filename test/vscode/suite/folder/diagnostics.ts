import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { diagnosticWith, open } from '../editor';
import { BROKEN_HEADS } from '../samples';

describe('Diagnostics', () => {
  it('a broken sample has its diagnostic on the key that decided it, with both places and a page to read', async () => {
    const document = await open(BROKEN_HEADS);
    const diagnostic = await diagnosticWith(document, 'heads-divide-width');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.match(document.lineAt(diagnostic.range.start.line).text, /num_heads/);
    const [related] = diagnostic.relatedInformation ?? [];
    assert(related, 'no related place');
    assert.match(document.lineAt(related.location.range.start.line).text, /hidden_size/);
    assert(typeof diagnostic.code === 'object', 'no page to read');
    assert.match(diagnostic.code.target.path, /docs\/diagnostics\.md$/);
    assert.equal(diagnostic.code.target.fragment, 'heads-divide-width');
  });
});
