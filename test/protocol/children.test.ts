/** No end of the server, the editor or the file leaves the child of a run behind: with real processes. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { type BuiltServer, ensureBuilt, startBuilt, startRunning } from './builtServer';
import { B16, edited, URI } from './fixtures';
import { childrenOf, gone, isAlive } from './processes';

beforeAll(ensureBuilt, 60_000);

const begun: number[] = [];
afterEach(() => {
  // Only what a failed test has left.
  for (const pid of begun.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

async function running(): Promise<{ server: BuiltServer; child: number }> {
  const server = await startRunning();
  const [child, ...others] = childrenOf(server.pid);
  if (child === undefined) throw new Error('the run has no child');
  begun.push(server.pid, child);
  expect(others).toEqual([]);
  expect(isAlive(child)).toBe(true);
  return { server, child };
}

const limit = { timeout: 60_000 };

test('the file is closed', limit, async () => {
  const { server, child } = await running();
  await server.client.close(URI);
  await gone(child);
  expect((await server.client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  await server.client.stop();
});

test('the run is cancelled', limit, async () => {
  const { server, child } = await running();
  await server.client.execute('vitConfig.cancelRun', null);
  await gone(child);
  await server.client.progress();
  await server.client.stop();
});

test('the editor ends, and with it, in order, the server', limit, async () => {
  const { server, child } = await running();
  await server.client.request('shutdown', null);
  await gone(child);
  await server.client.progress();
  await server.client.notify('exit', null);
  expect(await server.exit).toBe(0);
  server.client.connection.dispose();
});

test('the editor dies: the server ends, with an error code', limit, async () => {
  const { server, child } = await running();
  server.client.connection.end();
  server.client.connection.dispose();
  expect(await server.exit).toBe(1);
  await gone(child);
});

test('the server is killed', limit, async () => {
  const { server, child } = await running();
  process.kill(server.pid, 'SIGKILL');
  await server.exit;
  await gone(child);
  server.client.connection.dispose();
});

test('of several that are asked for there is one child at a time', limit, async () => {
  const tiny = edited(B16, 'hidden_size: 768', 'hidden_size: 192').replace('3072', '768').replace('num_heads: 12', 'num_heads: 3');
  const deeper = (layers: number) => edited(tiny, 'num_layers: 12', `num_layers: ${layers}`);
  const server = await startBuilt();
  begun.push(server.pid);
  const { client } = server;
  await client.open(URI, [tiny, deeper(13), deeper(14)].join('---\n'));
  await client.diagnostics(URI, 1);
  const lenses = await client.request<{ command: { arguments: unknown[] } }[]>('textDocument/codeLens', { textDocument: { uri: URI } });
  for (const { command } of lenses) await client.execute('vitConfig.run', command.arguments[0]);
  const counts: number[] = [];
  const watching = setInterval(() => counts.push(childrenOf(server.pid).length), 5);
  for (let i = 0; i < 3; i++) expect((await client.progress()).at(-1)?.message).toMatch(/^✓/);
  clearInterval(watching);
  expect(Math.max(...counts)).toBe(1);
  await client.stop();
});

test('an export that the editor leaves behind leaves no file behind', limit, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vit-config-children-'));
  try {
    const server = await startBuilt();
    begun.push(server.pid);
    const { client } = server;
    await client.open(URI, B16);
    await client.diagnostics(URI, 1);
    // Never answered: the connection is gone before.
    client.execute('vitConfig.export', { uri: URI, output: join(folder, 'm.onnx') }).catch((error: unknown) => error);
    await client.next('$/progress', ({ value }) => /MiB of/.test(String((value as { message?: string }).message)));
    expect(readdirSync(folder)).toEqual(['m.onnx.part']);
    client.connection.end();
    client.connection.dispose();
    expect(await server.exit).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
