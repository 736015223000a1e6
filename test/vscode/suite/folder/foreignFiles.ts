import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { diagnosticsOf, diagnosticWith, hoverText, lensesOf, lensLike, open, positionOf } from '../editor';
import { B16, BROKEN_HEADS } from '../samples';

describe('Files of another kind', () => {
  it('get nothing from us', async () => {
    await lensLike(await open(B16), /86\.6 M/);
    const document = await open('compose.yaml');
    // Publishing is ordered: an answer for a file opened later means that this one has been looked at.
    await diagnosticWith(await open(BROKEN_HEADS), 'heads-divide-width');
    assert.deepEqual(diagnosticsOf(document), []);
    assert.deepEqual(await lensesOf(document), []);
    assert.equal(await hoverText(document, positionOf(document, 'image', 1)), '');
  });
});
