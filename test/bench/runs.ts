/** The phases of a run, from the click to the result: the child process, the image, the sessions, the forward pass. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Snapshot } from '../../server/core/analysis';
import { environmentOf } from '../../server/lsp/environment';
import type { RunSuccess } from '../../server/runner/protocol';
import { bar, line, median, ms, section } from './measure';

const ROUNDS = 5;

interface Measured {
  readonly wallMs: number;
  readonly result: RunSuccess;
}

/** `dist` holds the built programs. */
export async function runs(dist: string): Promise<void> {
  const environment = environmentOf(dist);
  for (const name of ['ViT-B_16', 'ViT-H_14']) {
    const fileName = `${name}.vit.yaml`;
    const text = readFileSync(join(dist, '..', 'samples', 'models', fileName), 'utf8');
    const measured: Measured[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      const graph = Snapshot.of(text, { fileName, syntax: 'yaml', ignore: [] }).models()[0]?.model.graph;
      if (graph?.ok !== true) throw new Error(`${fileName} can't be built`);
      const result = await environment.startRun({ graph: graph.graph, image: environment.sampleImage }, () => undefined).result;
      if (!result.ok) throw new Error(`${fileName} did not run: ${result.failure.message}`);
      measured.push({ wallMs: performance.now() - start, result });
    }
    print(name, measured);
  }
}

function print(name: string, measured: readonly Measured[]): void {
  const of = (pick: (item: Measured) => number) => median(measured.map(pick));
  const forward = of(({ result }) => result.timings.forwardMs);
  const wall = of(({ wallMs }) => wallMs);
  const peak = of(({ result }) => result.peakRssBytes) / 1e6;
  section(`Run of ${name}`);
  line('build (writing the ONNX graph)', ms(of(({ result }) => result.timings.buildMs)));
  line('session (loading it into ONNX Runtime)', ms(of(({ result }) => result.timings.sessionMs)));
  line('forward pass', ms(forward));
  line(
    'click to result',
    ms(wall),
    `${(wall / forward).toFixed(2)} x the forward pass, ${bar(Math.round(wall), Math.round(3 * forward + 200), 'ms (3 x forward + 200)')}`,
  );
  line('peak memory of the child', `${peak.toFixed(0)} MB`, bar(peak, 500, 'MB'));
}
