/** The model panel: from a keystroke to the picture of the model as it then is, beside a hover over the model after one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchClient } from './client';
import { bar, line, median, ms, section } from './measure';
import { positionOf } from './texts';

const WARM_UP = 20;
const ROUNDS = 30;

/** `dist` holds the built programs. */
export async function panel(dist: string): Promise<void> {
  section('Keystroke to the model panel, warm');
  for (const model of ['ViT-B_16', 'ViT-H_14', 'LiT-L16L']) {
    const name = `${model}.vit.yaml`;
    const text = readFileSync(join(dist, '..', 'samples', 'models', name), 'utf8');
    const digit = positionOf(text, text.indexOf('mlp_dim: ') + 'mlp_dim: '.length);
    const top = positionOf(text, text.indexOf('model_name'));
    const client = await BenchClient.start(join(dist, 'server.js'), ['--stdio']);
    await client.open(name, text);
    let version = 1;
    /** Milliseconds from a digit typed to the answer that takes it into account. */
    const wait = async (ask: () => Promise<boolean>): Promise<number> => {
      version++;
      const begun = performance.now();
      const published = client.type(name, version, digit, 1, String(1 + (version % 9)));
      if (!(await ask())) throw new Error(`${name}: there is no answer of version ${version}`);
      const taken = performance.now() - begun;
      // Diagnostics come after a pause in typing; the next digit is not typed into them.
      await published;
      return taken;
    };
    const view = () => client.model(name).then((shown) => shown?.version === version && shown.built !== null);
    const hover = () => client.hover(name, top);
    const waits = { view: [] as number[], hover: [] as number[] };
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const [shown, hovered] = [await wait(view), await wait(hover)];
      if (round < WARM_UP) continue;
      waits.view.push(shown);
      waits.hover.push(hovered);
    }
    await client.stop();
    const [shown, hovered] = [median(waits.view), median(waits.hover)];
    line(model, ms(shown), `${bar(shown, 10, 'ms')}, ${(shown / hovered).toFixed(2)} x the hover's ${ms(hovered)}`);
  }
}
