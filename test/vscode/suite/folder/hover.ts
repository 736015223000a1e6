import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { hoverText, lensLike, open, positionOf } from '../editor';
import { B16 } from '../samples';

describe('Hover', () => {
  it('on the model it tells its exact cost, on a field what it decides', async () => {
    const document = await open(B16);
    await lensLike(document, /86\.6 M/);
    const model = await hoverText(document, positionOf(document, 'model_name', 2));
    for (const figure of [/86,567,656|86\.6 M/, /17\.6 GMACs/, /35\.1 GFLOPs/, /197/]) assert.match(model, figure);
    assert.match(await hoverText(document, positionOf(document, 'mlp_dim', 2)), /56\.7 M/);
  });
});
