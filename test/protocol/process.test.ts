/** The process of the built server, dist/server.js: what it loads, and what it keeps. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type CodeLens, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { ensureBuilt, ROOT } from '../unit/cli/built';
import { B16, edited, positionOf, URI } from './fixtures';
import { TestClient } from './testClient';

const PROBE = join(__dirname, 'probe.cjs');
const NATIVE = /onnxruntime|sharp|vips/i;

beforeAll(ensureBuilt, 60_000);

const running: TestClient[] = [];
afterEach(async () => {
  for (const client of running.splice(0)) await client.stop();
});

/** A server over its standard input and output, and beside it a channel to the probe in its process. */
async function started(): Promise<{ client: TestClient; ask: <T>(question: string) => Promise<T> }> {
  const child: ChildProcess = fork(join(ROOT, 'dist', 'server.js'), ['--stdio'], { silent: true, execArgv: ['--expose-gc', '--require', PROBE] });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  if (child.stdout === null || child.stdin === null) throw new Error('the server has no pipes');
  const client = await TestClient.over(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  client.ended = () => exit;
  running.push(client);
  const ask = async <T>(question: string) => {
    child.send(question);
    const [answer] = await once(child, 'message');
    return answer as T;
  };
  return { client, ask };
}

test('native code is loaded by the child of a run alone, never by the server', { timeout: 60_000 }, async () => {
  const { client, ask } = await started();
  const tiny = edited(B16, 'hidden_size: 768', 'hidden_size: 192').replace('3072', '768').replace('num_heads: 12', 'num_heads: 3');
  await client.open(URI, tiny);
  await client.diagnostics(URI, 1);
  const [lens] = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
  await client.request('textDocument/hover', { textDocument: { uri: URI }, position: positionOf(tiny, 'model_name') });
  await client.execute('vitConfig.run', lens?.command?.arguments?.[0]);
  expect((await client.progress()).at(-1)?.message).toMatch(/^✓ ran in /);
  const loaded = await ask<string[]>('loaded');
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((file) => NATIVE.test(file))).toEqual([]);
});

test('what is looked for would be found', async () => {
  const program = `require(${JSON.stringify(PROBE)}); require('onnxruntime-node'); require('sharp')`;
  const child = spawn(process.execPath, ['-e', program], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send('loaded');
  const [loaded] = (await once(child, 'message')) as [string[]];
  child.kill();
  for (const name of [/onnxruntime_binding/, /sharp-\w/, /vips/]) expect(loaded.some((file) => name.test(file))).toBe(true);
});

test('500 configs opened, looked at and closed leave no more than a tenth of the memory behind', { timeout: 120_000 }, async () => {
  const { client, ask } = await started();
  const visit = async (n: number) => {
    const uri = `file:///project/${n}.vit.yaml`;
    const text = edited(B16, 'num_layers: 12', `num_layers: ${1 + (n % 30)}`).replace('plain-B16', `config-${n}`);
    await client.open(uri, text);
    expect(await client.diagnostics(uri, 1)).toEqual([]);
    await client.request('textDocument/codeLens', { textDocument: { uri } });
    await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } });
    await client.close(uri);
  };
  // Until then the engine still learns its way around the code: about a megabyte, once.
  const warm = 300;
  for (let n = 0; n < warm; n++) await visit(n);
  const before = await ask<number>('heap');
  for (let n = warm; n < warm + 500; n++) await visit(n);
  const after = await ask<number>('heap');
  expect(after / before).toBeLessThan(1.1);
});
