import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { inlayHints, lensLike, open } from '../editor';
import { B16 } from '../samples';

describe('Inlay hints', () => {
  it('tell the tokens and the width of a head', async () => {
    const document = await open(B16);
    await lensLike(document, /86\.6 M/);
    const hints = await inlayHints(document);
    for (const figure of ['197', '64']) {
      assert.ok(
        hints.some((hint) => hint.includes(figure)),
        `no ${figure} in ${JSON.stringify(hints)}`,
      );
    }
  });
});
