import { describe, it } from 'mocha';
import { click, lensLike, open, retype, revert } from '../editor';
import { B16 } from '../samples';

/** Generous: the first run on a busy machine loads ONNX Runtime from a cold disk. */
const RUN_LIMIT_MS = 45_000;

describe('Run', () => {
  it('the lens runs the model in the server and then says what came of it; the result goes when the config changes', async () => {
    const document = await open(B16);
    await click(await lensLike(document, /Run on sample image.*86\.6 M.*17\.6 GMACs/));
    await lensLike(document, /✓ ran in .*\[1, 1000\]/, RUN_LIMIT_MS);
    await retype(document, 'num_layers: 12', 'num_layers: 6');
    // 86,567,656 less six of the twelve blocks of 7,087,872 each.
    await lensLike(document, /Run on sample image.*44\.0 M/);
    await revert(document);
  });
});
