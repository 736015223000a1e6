/** Models written as ONNX files by the server, on a real disk. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineFiles } from '../../server/exporter';
import { countInitializers } from '../../server/onnx';
import { B16, edited, servers, URI } from './fixtures';
import type { ClientOptions, TestClient } from './testClient';

const start = servers();
const SMALL = edited(B16, 'hidden_size: 768', 'hidden_size: 8')
  .replace('3072', '16')
  .replace('num_heads: 12', 'num_heads: 2')
  .replace('num_layers: 12', 'num_layers: 2');
const BIG = edited(B16, 'num_layers: 12', 'num_layers: 4');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vit-config-exports-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function opened(text: string, options: ClientOptions = {}, files = machineFiles): Promise<TestClient> {
  const client = await start(options, { files, removeNow: (path) => rmSync(path, { force: true }) });
  await client.open(URI, text);
  await client.diagnostics(URI, 1);
  return client;
}

const output = (name = 'm.onnx') => join(folder, name);
const names = () => readdirSync(folder).sort();
const write = <R>(client: TestClient, more: object = {}, request: object = {}) =>
  client.execute<R>('vitConfig.export', { uri: URI, output: output(), ...more }, request);

/** Files whose writing waits until the test lets it go on. */
function slow() {
  let release: () => void = () => undefined;
  let begun: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const waiting = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const create: typeof machineFiles.create = async (path) => {
    const file = await machineFiles.create(path);
    return {
      ...file,
      write: async (chunk) => {
        begun();
        await gate;
        await file.write(chunk);
      },
    };
  };
  return { files: { ...machineFiles, create }, waiting, release };
}

test('writes the whole model, tells progress and what was written', async () => {
  const client = await opened(BIG, { initializationOptions: { commands: ['vitConfig.reveal'] } });
  client.choice = 'Show File';
  const answer = await write<{ state: string; bytes: number }>(client);
  expect(answer).toMatchObject({
    state: 'finished',
    files: [output()],
    message: expect.stringMatching(/^plain-B16 is written to m\.onnx: 29,864,680 random weights, 114 MiB\.$/),
  });
  expect(names()).toEqual(['m.onnx']);
  const bytes = readFileSync(output());
  expect(bytes.length).toBe(answer.bytes);
  expect(countInitializers(bytes)).toBe(29_864_680);
  const said = await client.progress();
  expect(said[0]).toEqual({ kind: 'begin', title: 'Exporting plain-B16', cancellable: true, percentage: 0 });
  expect(said.filter(({ message }) => /^[\d.]+ [KM]iB of 114 MiB$/.test(String(message))).length).toBeGreaterThan(0);
  expect(said.at(-1)).toEqual({ kind: 'end', message: 'written, 114 MiB' });
  expect(client.logged.map((line) => line.replace(/ id=\w+/, '').replace(/ ms=[\d.]+/, ''))).toEqual([
    `export start model=plain-B16 output=${output()} weightBytes=119458720`,
    `export end model=plain-B16 output=${output()} ok bytes=${answer.bytes}`,
  ]);
  expect(await client.next('window/showMessageRequest')).toMatchObject({ type: 3, actions: [{ title: 'Show File' }] });
  expect(await client.next('vitConfig/execute')).toEqual({ command: 'vitConfig.reveal', arguments: [output()] });
});

test('what exists is replaced only where that was allowed, an old data file too', async () => {
  for (const [name, path] of [
    ['m.onnx', output()],
    ['m.onnx.data', `${output()}.data`],
  ] as const) {
    writeFileSync(path, 'old');
    const client = await opened(SMALL);
    expect(await write(client)).toMatchObject({ state: 'failed', message: `plain-B16 can't be exported: ${name}: exists already.` });
    expect(await write(client, { replace: [output('other.onnx')] })).toMatchObject({ state: 'failed' });
    for (let i = 0; i < 2; i++) {
      await client.progress();
      expect((await client.next('window/showMessage')).type).toBe(2);
    }
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(await write(client, { replace: [path] })).toMatchObject({ state: 'finished' });
    await client.progress();
    await client.next('window/showMessage');
    expect(names()).toEqual(['m.onnx']);
    rmSync(output());
  }
});

test('places that can take no file', async () => {
  const client = await opened(SMALL);
  mkdirSync(output('folder'));
  writeFileSync(output('file'), '');
  for (const [path, message] of [
    [output('folder'), 'folder: is a directory.'],
    [output('none/m.onnx'), "none: there is no such file or directory, so m.onnx can't be written there."],
    [output('file/m.onnx'), "file: is not a directory, so m.onnx can't be written there."],
  ]) {
    expect(await write(client, { output: path })).toEqual({ state: 'failed', message: `plain-B16 can't be exported: ${message}` });
    await client.progress();
    expect((await client.next('window/showMessage')).type).toBe(2);
  }
  for (const path of ['m.onnx', 7, null, undefined]) {
    expect(await write(client, { output: path })).toMatchObject({ state: 'refused', message: 'The file to write must be given by an absolute path.' });
    await client.next('window/showMessage');
  }
  expect(names()).toEqual(['file', 'folder']);
});

test("a model that can't be built is refused, and one that is no model", async () => {
  const client = await opened(edited(B16, 'num_heads: 12', 'num_heads: 10'));
  expect(await write(client)).toMatchObject({ state: 'refused', message: expect.stringContaining("plain-B16 can't be exported: ") });
  await client.next('window/showMessage');
  expect(await client.execute('vitConfig.export', { uri: 'file:///nowhere', output: output() })).toMatchObject({ state: 'refused' });
  await client.next('window/showMessage');
  expect(names()).toEqual([]);
});

test('a disk that gets full: the reason is told, the log can be shown, the part is gone', async () => {
  let chunks = 0;
  const create: typeof machineFiles.create = async (path) => {
    const file = await machineFiles.create(path);
    return { ...file, write: async (chunk) => (++chunks > 5 ? Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })) : file.write(chunk)) };
  };
  const client = await opened(SMALL, { initializationOptions: { commands: ['vitConfig.showLog'] } }, { ...machineFiles, create });
  writeFileSync(output(), 'old');
  expect(await write(client, { replace: [output()] })).toEqual({ state: 'failed', message: "plain-B16 can't be exported: no space is left there." });
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'failed' });
  expect(await client.next('window/showMessageRequest')).toMatchObject({ type: 2, actions: [{ title: 'Show Log' }] });
  expect(client.logged.at(-1)).toContain(' failed reason="no space is left there"');
  expect([names(), readFileSync(output(), 'utf8')]).toEqual([['m.onnx'], 'old']);
});

test('cancelled by its progress, by the command, by the request: nothing is left', async () => {
  const ways: ((client: TestClient) => Promise<unknown>)[] = [
    async (client) => client.notify('window/workDoneProgress/cancel', { token: 'mine' }),
    async (client) => {
      const [underWay] = await client.request<{ name: string; title: string; target: object }[]>('vitConfig/running', null);
      expect(underWay).toEqual({ name: 'plain-B16', title: 'writing m.onnx', target: { output: output() } });
      expect(await client.execute('vitConfig.cancelRun', underWay?.target)).toEqual({ state: 'cancelled', message: 'The export was cancelled.' });
    },
    async (client) => client.execute('vitConfig.cancelRun', null),
  ];
  for (const cancel of ways) {
    const { files, waiting, release } = slow();
    const client = await opened(SMALL, {}, files);
    const answer = write(client, {}, { workDoneToken: 'mine' });
    await waiting;
    expect(names()).toEqual(['m.onnx.part']);
    await cancel(client);
    await client.settle();
    release();
    expect(await answer).toMatchObject({ state: 'cancelled' });
    expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
    expect(names()).toEqual([]);
  }
});

test('race: two exports to one file, the second is refused', async () => {
  const { files, waiting, release } = slow();
  const client = await opened(SMALL, {}, files);
  const first = write(client);
  await waiting;
  expect(await write(client)).toMatchObject({ state: 'failed', message: 'm.onnx is being written already.' });
  expect((await client.next('window/showMessage')).type).toBe(2);
  release();
  expect(await first).toMatchObject({ state: 'finished' });
  await client.progress();
  await client.next('window/showMessage');
});

test('race: a file appears while the model is written, and stays as it is', async () => {
  const { files, waiting, release } = slow();
  const client = await opened(SMALL, {}, files);
  const answer = write(client);
  await waiting;
  writeFileSync(output(), 'theirs');
  release();
  expect(await answer).toMatchObject({ state: 'failed' });
  await client.progress();
  await client.next('window/showMessage');
  expect([names(), readFileSync(output(), 'utf8')]).toEqual([['m.onnx'], 'theirs']);
});

test('race: the file is closed, and its export goes on; the server is shut down, and nothing is left of one', async () => {
  const { files, waiting, release } = slow();
  const client = await opened(SMALL, {}, files);
  const answer = write(client);
  await waiting;
  await client.close(URI);
  const shutdown = client.request('shutdown', null);
  await new Promise((resolve) => setTimeout(resolve, 20));
  release();
  await shutdown;
  expect(names()).toEqual([]);
  expect(await answer).toMatchObject({ state: 'cancelled' });
  await client.progress();
});

test('hovers are answered while a model is written', async () => {
  const client = await opened(BIG);
  const answer = write(client);
  let hovers = 0;
  let done = false;
  void answer.then(() => {
    done = true;
  });
  while (!done) {
    expect(await client.request('textDocument/hover', { textDocument: { uri: URI }, position: { line: 0, character: 3 } })).not.toBeNull();
    hovers++;
  }
  expect(hovers).toBeGreaterThan(2);
  expect(existsSync(output())).toBe(true);
  await client.progress();
  await client.next('window/showMessage');
});
