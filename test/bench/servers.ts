/** The started server as an editor meets it, beside a JSON server doing its part on the same text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf } from '../../server/lsp/environment';
import { BenchClient } from './client';
import { bar, line, median, ms, section, times } from './measure';
import { longJson, manyDocuments, positionOf } from './texts';

interface Subject {
  readonly name: string;
  readonly text: string;
  /** A key to hover over and a digit behind it to type at: found by this text, the digit directly behind it. */
  readonly before: string;
}

interface Waits {
  readonly first: number;
  readonly keystroke: number;
  readonly hover: number;
}

const COLD_ROUNDS = 3;
const WARM_ROUNDS = 15;

async function measure(program: string, args: readonly string[], { name, text, before }: Subject): Promise<Waits> {
  const ended: number[] = [];
  const first = await times(COLD_ROUNDS, async () => {
    const client = await BenchClient.start(program, args);
    await client.open(name, text);
    // The end of the process is not part of what a person waits for; it is taken off below.
    const stopping = performance.now();
    await client.stop();
    ended.push(performance.now() - stopping);
  });
  const client = await BenchClient.start(program, args);
  await client.open(name, text);
  const at = text.indexOf(before, text.length / 2) >= 0 ? text.indexOf(before, text.length / 2) : text.indexOf(before);
  const digit = positionOf(text, at + before.length);
  const key = positionOf(text, at + 1);
  const keystroke = await times(WARM_ROUNDS, (n) => client.type(name, n + 2, digit, 1, String(1 + (n % 9))));
  if (!(await client.hover(name, key))) throw new Error(`${name}: there is no hover at ${before}`);
  const hover = await times(WARM_ROUNDS, () => client.hover(name, key));
  await client.stop();
  const cold = first.map((wait, i) => wait - (ended[i] ?? 0));
  return { first: median(cold), keystroke: median(keystroke), hover: median(hover) };
}

/** `pauseMs` is how long ours waits for typing to pause; the other does not wait. */
function print(title: string, ours: Waits, theirs: Waits | null, pauseMs: number): void {
  section(title);
  const ratio = (key: keyof Waits, pause = 0) =>
    theirs === null ? [] : [`${((ours[key] - pause) / theirs[key]).toFixed(2)} x the JSON service's ${ms(theirs[key])}`];
  line('process start to first diagnostics', ms(ours.first), [bar(ours.first, 300, 'ms'), ...ratio('first')].join(', '));
  line(
    'keystroke to diagnostics',
    ms(ours.keystroke),
    [`${pauseMs} ms of it waiting for a pause in typing`, ...ratio('keystroke', pauseMs)].join('; the rest '),
  );
  line('hover', ms(ours.hover), ratio('hover').join());
}

/** `dist` holds the built programs. */
export async function servers(dist: string): Promise<void> {
  const { debounceMs } = environmentOf(dist);
  const ours = join(dist, 'server.js');
  const json = join(dist, 'bench-json-server.js');
  const sample = (name: string) => readFileSync(join(dist, '..', 'samples', 'models', name), 'utf8');
  const subjects: readonly (Subject & { readonly title: string; readonly compared: boolean })[] = [
    { title: 'ViT-B_16 sample, YAML', name: 'a.vit.yaml', text: sample('ViT-B_16.vit.yaml'), before: 'num_layers: ', compared: false },
    { title: 'ViT-B_16 sample, JSON', name: 'a.vit.json', text: sample('ViT-B_16.vit.json'), before: '"num_layers": ', compared: true },
    { title: '10,000 lines of YAML, 333 models', name: 'b.vit.yaml', text: manyDocuments(333), before: 'num_layers: ', compared: false },
    { title: '10,000 lines of JSON, one training config', name: 'b.vit.json', text: longJson(10_000), before: '"num_layers": ', compared: true },
  ];
  for (const { title, compared, ...subject } of subjects) {
    const waits = await measure(ours, ['--stdio'], subject);
    print(`Server, ${title}`, waits, compared ? await measure(json, ['--stdio'], subject) : null, debounceMs);
  }
}
