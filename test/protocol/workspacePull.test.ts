/** The diagnostics of the workspace, for clients that ask for them. */
import { expect, test } from 'vitest';
import type { Diagnostic, WorkspaceDiagnosticReport } from 'vscode-languageserver/node';
import { realDisk } from '../../server/disk';
import { B16, BROKEN } from './fixtures';
import type { TestClient } from './testClient';
import { Asker, filesChanged, Gate, HEADS, observed, PULL_WATCHED, silence, workshop } from './workspaceFixtures';

const { folder, start: startAny } = workshop();
const start: typeof startAny = (folders, options, environment) => startAny(folders, { capabilities: PULL_WATCHED, ...options }, environment);

const pull = (client: TestClient, uri: string, previousResultId?: string) =>
  client.request<{ kind: string; resultId?: string; items?: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
const ask = (client: TestClient, previousResultIds: readonly { uri: string; value: string }[] = []) =>
  client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });

test('a request that takes partial results stays open, and is told what changes', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'b.vit.yaml': B16 });
  const client = await start([root]);
  expect(client.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: true, interFileDependencies: false });
  const [a, b] = [root.uriOf('a.vit.yaml'), root.uriOf('b.vit.yaml')];
  const asker = new Asker(client, 'w');
  await client.until(() => asker.codes(a)?.[0] === HEADS[0], 'told of a');
  root.write({ 'b.vit.yaml': BROKEN });
  await filesChanged(client, [b, 'changed']);
  await client.until(() => asker.codes(b)?.[0] === HEADS[0], 'told of b');
  root.remove('a.vit.yaml');
  await filesChanged(client, [a, 'deleted']);
  await client.until(() => asker.codes(a)?.length === 0, 'told that a is gone');
  // Each once, and of a file without findings nothing while it had none.
  expect(asker.told).toEqual(['a.vit.yaml heads-divide-width', 'b.vit.yaml heads-divide-width', 'a.vit.yaml']);
  expect([...asker.resultIds.keys()]).toEqual([b]);
  expect(asker.versions.get(b)).toBeNull();
});

test('the same question again is told nothing again, and costs no sweep', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'b.vit.yaml': BROKEN });
  const { disk, reads, lists } = observed();
  const client = await start([root], {}, { disk });
  const first = new Asker(client, 'first');
  await client.until(() => first.resultIds.size === 2, 'told');
  const previous = [...first.resultIds].map(([uri, value]) => ({ uri, value }));
  const second = new Asker(client, 'second', [...previous, { uri: root.uriOf('gone.vit.yaml'), value: 'old' }]);
  await client.until(() => second.told.length > 0, 'told of the one that is gone');
  await silence();
  expect(second.told).toEqual(['gone.vit.yaml']);
  const answer = await ask(client, previous);
  expect(answer.items.map(({ kind, uri }) => [kind, uri])).toEqual(previous.map(({ uri }) => ['unchanged', uri]));
  expect([reads.length, lists.length]).toEqual([2, 1]);
});

test('without partial results there is one answer, when the sweep is over', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'b.vit.yaml': B16 });
  // It does not wait for the client to be quiet: it asks.
  const client = await start([root], {}, { idleMs: 60_000 });
  const { items } = await ask(client);
  expect(items).toMatchObject([{ kind: 'full', uri: root.uriOf('a.vit.yaml'), version: null, items: [{ code: HEADS[0] }] }]);
  root.write({ 'b.vit.yaml': BROKEN });
  await filesChanged(client, [root.uriOf('b.vit.yaml'), 'changed']);
  await client.until(() => client.refreshes.has('workspace/diagnostic/refresh'), 'asked to ask again');
  const again = await ask(client, [{ uri: root.uriOf('a.vit.yaml'), value: String(items[0]?.resultId) }]);
  expect(again.items.map(({ kind, uri }) => `${kind} ${uri.slice(root.uri.length + 1)}`)).toEqual(['unchanged a.vit.yaml', 'full b.vit.yaml']);
});

test('switched off: the answer is empty, and nothing is read', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const { disk, lists } = observed();
  const client = await start([root], { settings: () => ({ diagnostics: { workspace: false } }) }, { disk });
  expect((await ask(client)).items).toEqual([]);
  expect(lists).toEqual([]);
});

test('an open file that the client pulls is not told of a second time', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root], {}, { idleMs: 100 });
  const asker = new Asker(client, 'w');
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, BROKEN);
  expect((await pull(client, uri)).items).toHaveLength(1);
  await client.change(uri, 2, { text: B16 });
  expect((await pull(client, uri)).items).toHaveLength(0);
  await silence(1400);
  expect(asker.told).toEqual([]);
});

test('an open file that the client does not pull, as it is not seen, is told of with its version', async () => {
  const root = folder({ 'a.vit.yaml': B16 });
  const client = await start([root]);
  const asker = new Asker(client, 'w');
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, BROKEN, 'yaml', 7);
  await client.until(() => asker.codes(uri)?.length === 1, 'told');
  expect(asker.versions.get(uri)).toBe(7);
});

test('a file that closes: the client is told what is on disk, even if nothing changed', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'b.vit.yaml': BROKEN, 'c.yaml': 'services: {}\n' });
  const client = await start([root]);
  const asker = new Asker(client, 'w');
  const [a, b, c] = ['a.vit.yaml', 'b.vit.yaml', 'c.yaml'].map((name) => root.uriOf(name)) as [string, string, string];
  await client.until(() => asker.resultIds.size === 2, 'swept');
  asker.told.length = 0;
  await client.open(a, B16);
  await client.open(b, BROKEN);
  await client.open(c, BROKEN);
  for (const uri of [a, b, c]) {
    await pull(client, uri);
    await client.close(uri);
    // VS Code pulls once more as it closes a file, and gets what is there.
    expect((await pull(client, uri)).items).toHaveLength(uri === c ? 0 : 1);
  }
  await client.until(() => asker.told.length === 3, 'told of all three');
  expect(asker.told).toEqual(['a.vit.yaml heads-divide-width', 'b.vit.yaml heads-divide-width', 'c.yaml']);
});

test('a file that was pulled before the client asked for the workspace is wiped clean all the same', async () => {
  const root = folder({ 'a.vit.yaml': B16 });
  const client = await start([root]);
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, BROKEN);
  expect((await pull(client, uri)).items).toHaveLength(1);
  const asker = new Asker(client, 'w');
  await client.until(() => asker.told.length > 0, 'told of the open file');
  asker.told.length = 0;
  await client.close(uri);
  await client.until(() => asker.codes(uri)?.length === 0, 'told that it has none');

  await client.open('file:///elsewhere/x.vit.yaml', BROKEN);
  await client.settle();
  const late = new Asker(client, 'late');
  await client.close('file:///elsewhere/x.vit.yaml');
  await client.until(() => late.codes('file:///elsewhere/x.vit.yaml')?.length === 0, 'told of the other');
});

test('a file outside all folders, or not on disk, is wiped clean when it closes', async () => {
  const client = await start([folder({})]);
  const asker = new Asker(client, 'w');
  for (const uri of ['file:///elsewhere/x.vit.yaml', 'vscode-vfs://github/x/y.vit.yaml', 'untitled:Untitled-1']) {
    await client.open(uri, BROKEN);
    expect((await pull(client, uri)).items).toHaveLength(1);
    await client.close(uri);
    await client.until(() => asker.codes(uri)?.length === 0, `told of ${uri}`);
  }
});

test('closed while nobody asked: told with the next question', async () => {
  const client = await start([folder({})]);
  await ask(client);
  const uri = 'file:///elsewhere/x.vit.yaml';
  await client.open(uri, BROKEN);
  await pull(client, uri);
  await client.close(uri);
  await client.settle();
  const asker = new Asker(client, 'w');
  await client.until(() => asker.codes(uri)?.length === 0, 'told');
});

test('opened again, a version is not taken for the same of before', async () => {
  const root = folder({ 'a.vit.yaml': B16 });
  const client = await start([root]);
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, B16);
  const { resultId } = await pull(client, uri);
  await client.close(uri);
  await client.open(uri, BROKEN);
  expect(await pull(client, uri, resultId)).toMatchObject({ kind: 'full', items: [{ code: HEADS[0] }] });
});

test('other codes ignored: told without a sweep', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const { disk, reads } = observed();
  const client = await start([root], {}, { disk });
  const asker = new Asker(client, 'w');
  const uri = root.uriOf('a.vit.yaml');
  await client.until(() => asker.codes(uri)?.length === 1, 'told');
  client.settings = () => ({ diagnostics: { ignore: HEADS } });
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  await client.until(() => asker.codes(uri)?.length === 0, 'told that it is silenced');
  expect(reads).toHaveLength(1);
});

test('a client that pulls files but never asks for the workspace is pushed; from when it asks on, no more', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'b.vit.yaml': BROKEN });
  const client = await start([root]);
  const [a, b] = [root.uriOf('a.vit.yaml'), root.uriOf('b.vit.yaml')];
  expect(await client.diagnostics(a)).toHaveLength(1);
  expect(await client.diagnostics(b)).toHaveLength(1);
  // What it pulls of an open file would stand beside what was pushed.
  await client.open(a, BROKEN);
  expect(await client.diagnostics(a)).toEqual([]);
  expect((await pull(client, a)).items).toHaveLength(1);
  await client.close(a);
  expect(await client.diagnostics(a)).toHaveLength(1);
  const asker = new Asker(client, 'w');
  expect(await client.diagnostics(a)).toEqual([]);
  expect(await client.diagnostics(b)).toEqual([]);
  await client.until(() => asker.resultIds.size === 2, 'told');
});

test('the results of a long sweep come as they are found', async () => {
  const root = folder(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.vit.yaml`, BROKEN])));
  const gate = new Gate();
  const { disk, reads } = observed({
    read: async (path, limit) => {
      if (reads.length > 20) await gate.passed;
      return realDisk.read(path, limit);
    },
  });
  const client = await start([root], {}, { disk });
  const asker = new Asker(client, 'w');
  await client.until(() => asker.told.length >= 10, 'told of the first');
  expect(reads.length).toBeLessThan(30);
  gate.open();
  await client.until(() => asker.told.length === 30, 'told of all');
  await silence();
  expect(asker.told).toHaveLength(30);
});

test('the end: an open question is answered, and one that is called off too', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root]);
  const asker = new Asker(client, 'w');
  await client.until(() => asker.told.length === 1, 'told');
  await client.request('shutdown', null);
  await asker.answered;
});
