/** The built server, dist/server.js, over its standard input and output, with real runs. */
import { execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { IPCMessageReader, IPCMessageWriter, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { B16, BROKEN, edited, URI } from './fixtures';
import { TestClient } from './testClient';

const root = join(__dirname, '..', '..');
const bundle = join(root, 'dist', 'server.js');

const TINY = edited(B16, 'hidden_size: 768', 'hidden_size: 192').replace('3072', '768').replace('num_heads: 12', 'num_heads: 3');
/** Long enough to be cancelled in. */
const DEEP = edited(B16, 'num_layers: 12', 'num_layers: 400').concat('image_size: 512\n');

beforeAll(() => {
  if (!existsSync(bundle) || !existsSync(join(root, 'dist', 'runner.js'))) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
}, 60_000);

interface Server {
  readonly client: TestClient;
  readonly exit: Promise<number | null>;
  readonly pid: number;
  stderr: string;
}

const running: Server[] = [];
afterEach(async () => {
  for (const { client } of running.splice(0)) await client.stop();
});

async function started(options = {}): Promise<Server> {
  const child = spawn(process.execPath, [bundle, '--stdio'], { stdio: ['pipe', 'pipe', 'pipe'] });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const client = await TestClient.over(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin), options);
  client.ended = () => exit;
  const server: Server = { client, exit, pid: child.pid ?? 0, stderr: '' };
  child.stderr.on('data', (data: Buffer) => {
    server.stderr += data.toString();
  });
  running.push(server);
  return server;
}

const lenses = (client: TestClient) => client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });

async function opened(text: string): Promise<Server> {
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
  const { token } = await client.next('$/progress', ({ value }) => /layers/.test(String((value as { message?: string }).message)));
  await client.notify('window/workDoneProgress/cancel', { token });
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  expect((await lenses(client))[0]?.command?.title).toMatch(/^▷ Run on sample image/);
});

test('the editor dies during a run: the server ends, with an error code', { timeout: 60_000 }, async () => {
  const server = await opened(DEEP);
  await server.client.execute('vitConfig.run', { uri: URI });
  await server.client.next('$/progress', ({ value }) => /layers/.test(String((value as { message?: string }).message)));
  running.splice(0);
  server.client.connection.end();
  server.client.connection.dispose();
  expect(await server.exit).toBe(1);
});

test('without a transport it says which there are', async () => {
  const child = spawn(process.execPath, [bundle], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(2);
  expect(said).toContain('--stdio');
});

test('over IPC, as VS Code starts it; when the editor is gone, so is the server', async () => {
  const child = fork(bundle, ['--node-ipc'], { silent: true });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const client = await TestClient.over(new IPCMessageReader(child), new IPCMessageWriter(child));
  await client.open(URI, BROKEN);
  expect(await client.diagnostics(URI, 1)).toHaveLength(1);
  client.connection.dispose();
  child.disconnect();
  expect(await exit).toBe(1);
});
