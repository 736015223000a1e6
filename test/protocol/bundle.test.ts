/** The built server, dist/server.js, over its standard input and output, with real runs. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { IPCMessageReader, IPCMessageWriter } from 'vscode-languageserver/node';
import { BUNDLE, type BuiltServer, DEEP, ensureBuilt, layersRun, startBuilt } from './builtServer';
import { B16, BROKEN, edited, URI } from './fixtures';
import { TestClient } from './testClient';

const TINY = edited(B16, 'hidden_size: 768', 'hidden_size: 192').replace('3072', '768').replace('num_heads: 12', 'num_heads: 3');

beforeAll(ensureBuilt, 60_000);

const running: BuiltServer[] = [];
afterEach(async () => {
  for (const { client } of running.splice(0)) await client.stop();
});

async function started(): Promise<BuiltServer> {
  const server = await startBuilt();
  running.push(server);
  return server;
}

const lenses = (client: TestClient) => client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });

async function opened(text: string): Promise<BuiltServer> {
  const server = await started();
  await server.client.open(URI, text);
  await server.client.diagnostics(URI, 1);
  return server;
}

test('opens, diagnoses, and ends with code 0', async () => {
  const server = await started();
  await server.client.open(URI, BROKEN);
  expect((await server.client.diagnostics(URI, 1)).map(({ code }) => code)).toEqual(['heads-divide-width']);
  running.splice(0);
  await server.client.stop();
  expect(await server.exit).toBe(0);
  expect(server.stderr).toBe('');
});

test('runs a model for real, layer by layer', { timeout: 60_000 }, async () => {
  const { client } = await opened(TINY);
  const [lens] = await lenses(client);
  expect(lens?.command?.title).toBe('▷ Run on sample image · 5.72 M · 1.25 GMACs');
  await client.execute('vitConfig.run', lens?.command?.arguments?.[0]);
  const said = await client.progress();
  expect(said.some(({ message }) => /^\d+ of \d+ layers · /.test(String(message)))).toBe(true);
  expect(said.at(-1)?.message).toMatch(/^✓ ran in [\d.]+ m?s · \[1, 1000\] · \d+ MB$/);
  expect((await lenses(client)).map(({ command }) => command?.title)).toEqual(['▷ Run on sample image · 5.72 M · 1.25 GMACs', said.at(-1)?.message]);
});

test('a run is cancelled, and the server goes on', { timeout: 60_000 }, async () => {
  const { client } = await opened(DEEP);
  await client.execute('vitConfig.run', { uri: URI });
  await client.notify('window/workDoneProgress/cancel', { token: await layersRun(client) });
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  expect((await lenses(client))[0]?.command?.title).toMatch(/^▷ Run on sample image/);
});

test('without a transport it says which there are', async () => {
  const child = spawn(process.execPath, [BUNDLE], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(2);
  expect(said).toContain('--stdio');
});

test('over IPC, as VS Code starts it; when the editor is gone, so is the server', async () => {
  const child = fork(BUNDLE, ['--node-ipc'], { silent: true });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const client = await TestClient.over(new IPCMessageReader(child), new IPCMessageWriter(child));
  await client.open(URI, BROKEN);
  expect(await client.diagnostics(URI, 1)).toHaveLength(1);
  client.connection.dispose();
  child.disconnect();
  expect(await exit).toBe(1);
});
