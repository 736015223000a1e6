/** What stays in the server's memory of files that were opened and closed, or swept. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchClient } from './client';
import { bar, line, median, ms, section, times } from './measure';
import { thirtyLines } from './texts';

const FILES = 500;
const AT_ONCE = 10;
const PROGRAM = 'server.js';
const RANGE = { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } };
/** Features an editor asks for of a file it shows. */
const ASKED: readonly (readonly [method: string, parameters: object])[] = [
  ['textDocument/hover', { position: { line: 3, character: 3 } }],
  ['textDocument/hover', { position: { line: 15, character: 3 } }],
  ['textDocument/codeLens', {}],
  ['textDocument/inlayHint', { range: RANGE }],
  ['textDocument/codeAction', { range: RANGE, context: { diagnostics: [] } }],
];
/** Those that not every build of the server has. */
const OPTIONAL: readonly (readonly [capability: string, method: string, parameters: object])[] = [
  ['completionProvider', 'textDocument/completion', { position: { line: 15, character: 3 } }],
  ['documentSymbolProvider', 'textDocument/documentSymbol', {}],
  ['foldingRangeProvider', 'textDocument/foldingRange', {}],
  ['documentLinkProvider', 'textDocument/documentLink', {}],
];

/** One in ten has findings. */
const textOf = (n: number) => (n % 10 === 0 ? thirtyLines(n).replace(/num_heads: \d+/, 'num_heads: 7') : thirtyLines(n));

/** Opens `FILES` configs nobody has seen before, asks for everything, types in them, closes them. */
async function round(client: BenchClient, first: number): Promise<void> {
  const asked = [...ASKED, ...OPTIONAL.filter(([capability]) => capability in client.capabilities).map(([, ...rest]) => rest)];
  const visit = async (n: number) => {
    const name = `memory-${n}.vit.yaml`;
    await client.open(name, textOf(n));
    await Promise.all([client.model(name), ...asked.map(([method, parameters]) => client.ask(method, name, parameters))]);
    await client.type(name, 2, { line: 3, character: 0 }, 0, `# ${n}\n`);
    await client.close(name);
  };
  for (let n = first; n < first + FILES; n += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => visit(n + i)));
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

function compared(what: string, before: number, after: number): void {
  const ratio = after / before;
  line(what, megabytes(after), `${ratio.toFixed(3)} x the ${megabytes(before)} before, ${bar(ratio, 1.1, 'x')}`);
}

/** `dist` holds the built programs. */
export async function memory(dist: string): Promise<void> {
  section(`Memory after ${FILES} configs, all different: the heap after a collection`);
  const client = await BenchClient.start(join(dist, PROGRAM), ['--stdio'], { probed: true });
  // What is compiled and filled once is not what grows.
  await round(client, 0);
  const before = await client.heap();
  await round(client, FILES);
  compared('opened, asked about, typed in and closed', before, await client.heap());
  await round(client, 2 * FILES);
  compared('another time', before, await client.heap());
  await client.stop();
  await swept(dist);
}

async function swept(dist: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vit-bench-'));
  try {
    for (let n = 0; n < FILES; n++) writeFileSync(join(folder, `swept-${n}.vit.yaml`), textOf(n));
    const client = await BenchClient.start(join(dist, PROGRAM), ['--stdio'], { probed: true, folders: [folder] });
    const sweep = async () => {
      const { outcome } = await client.execute<{ outcome: { configs: number } }>('vitConfig.sweepWorkspace');
      if (outcome.configs !== FILES) throw new Error(`${outcome.configs} of ${FILES} configs were swept`);
    };
    await round(client, 0);
    const before = await client.heap();
    await sweep();
    const kept = ((await client.heap()) - before) / FILES / 1000;
    line('kept of a config that was swept', `${kept.toFixed(1)} KB`, `one in ten has findings, ${bar(kept, 4, 'KB')}`);
    const alone = median(await times(5, sweep));

    const name = 'hovered.vit.yaml';
    await client.open(name, thirtyLines(1));
    const hover = () => client.ask('textDocument/hover', name, { position: { line: 15, character: 3 } });
    const quiet = median(await times(100, hover));
    const during: number[] = [];
    for (let i = 0; i < 5; i++) {
      let over = false;
      const sweeping = sweep().then(() => {
        over = true;
      });
      while (!over) during.push(...(await times(1, hover)));
      await sweeping;
    }
    section(`A sweep of ${FILES} configs`);
    line('from the command to its outcome', ms(alone), bar(alone, 2000, 'ms'));
    const slowest = [...during].sort((a, b) => a - b)[Math.floor(during.length * 0.95)] ?? Number.NaN;
    line(
      'a hover meanwhile',
      ms(median(during)),
      `${(median(during) / quiet).toFixed(1)} x the ${ms(quiet)} without; 19 of 20 within ${ms(slowest)}, ${bar(slowest, 50, 'ms')}`,
    );
    await client.stop();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
