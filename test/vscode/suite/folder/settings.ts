import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { click, diagnosticsOf, diagnosticWith, inlayHints, lensLike, noDiagnosticWith, noLens, open, withSetting } from '../editor';
import { eventually } from '../eventually';
import { B16, BROKEN_HEADS, RUN_LIMIT_MS, SLOW } from '../samples';

describe('Settings changed while all is running', () => {
  it('the lens goes and comes back', async () => {
    const document = await open(B16);
    await lensLike(document, /86\.6 M/);
    await withSetting('codeLens.enable', false, () => noLens(document));
    await lensLike(document, /86\.6 M/);
  });

  it('the hints go and come back', async () => {
    const document = await open(B16);
    const hints = (some: boolean) => async () => ((await inlayHints(document)).length > 0 === some ? true : undefined);
    await eventually('hints', hints(true));
    await withSetting('inlayHints.enable', false, async () => void (await eventually('no hint', hints(false))));
    await eventually('hints again', hints(true));
  });

  it('a finding whose code is ignored goes, and comes back', async () => {
    const document = await open(BROKEN_HEADS);
    await diagnosticWith(document, 'heads-divide-width');
    await withSetting('diagnostics.ignore', ['heads-divide-width'], async () => {
      await noDiagnosticWith(document, 'heads-divide-width');
      assert.deepEqual(diagnosticsOf(document), []);
      // Ignored is not mended: the lens says still why there is no cost.
      await lensLike(document, /can't be built/);
    });
    await diagnosticWith(document, 'heads-divide-width');
  });

  it('a run that is under way goes on through a change, and can be cancelled after it', async () => {
    const document = await open(SLOW);
    await click(await lensLike(document, /Run on sample image/));
    await lensLike(document, /running… \d+ of \d+ layers/, RUN_LIMIT_MS);
    await withSetting('codeLens.enable', false, () => noLens(document));
    await lensLike(document, /running… [1-9]\d* of \d+ layers/);
    await click(await lensLike(document, /^cancel$/));
    await lensLike(document, /Run on sample image/);
  });
});
