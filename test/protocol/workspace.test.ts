/** Closed files and open ones in clients that do not pull: each shown once, under the settings of its folder. */
import { expect, test } from 'vitest';
import type { Range, SymbolInformation } from 'vscode-languageserver/node';
import { realDisk } from '../../server/disk';
import { B16, BROKEN, edited } from './fixtures';
import { codes, Gate, HEADS, observed, off, PUSH_WATCHED, silence, workshop } from './workspaceFixtures';

const { folder, start } = workshop();

test('closed files: findings of those that have some, whatever the file is called', async () => {
  const root = folder({
    'good.vit.yaml': B16,
    'broken.vit.yaml': BROKEN,
    'deep/er/plain.yml': BROKEN,
    'deep/one.json': JSON.stringify({ model_name: 'x', patches: { size: [16, 16] }, hidden_size: 768, transformer: { num_heads: 10 } }),
    'compose.yaml': 'services: {}\n',
    'broken.yaml.txt': BROKEN,
  });
  const client = await start([root]);
  expect(await codes(client, root.uriOf('broken.vit.yaml'))).toEqual(HEADS);
  expect(await codes(client, root.uriOf('deep/er/plain.yml'))).toEqual(HEADS);
  expect(await codes(client, root.uriOf('deep/one.json'))).toContain('heads-divide-width');
  await silence();
});

test('an open file speaks for itself, and when it closes the file on disk does again', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root]);
  const uri = root.uriOf('a.vit.yaml');
  expect(await codes(client, uri)).toEqual(HEADS);
  await client.open(uri, B16);
  expect(await codes(client, uri)).toEqual([]);
  await client.close(uri);
  expect(await codes(client, uri)).toEqual(HEADS);
  // The same text: what is shown does not go away in between.
  await client.open(uri, BROKEN);
  expect(await codes(client, uri, 1)).toEqual(HEADS);
  await client.close(uri);
  expect(await codes(client, uri)).toEqual(HEADS);
  await silence();
});

test('a file that is open from the start is not read from disk', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const { disk, reads } = observed();
  const client = await start([root], {}, { disk, idleMs: 150 });
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, B16);
  expect(await codes(client, uri)).toEqual([]);
  await silence(400);
  expect(reads).toEqual([]);
});

test('race: opened while it is being read, the text that is open wins', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const gate = new Gate();
  const { disk, reads } = observed({
    async read(path, limit) {
      await gate.passed;
      return realDisk.read(path, limit);
    },
  });
  const client = await start([root], {}, { disk });
  await client.until(() => reads.length > 0, 'reading');
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, B16);
  expect(await codes(client, uri)).toEqual([]);
  gate.open();
  await silence();
});

test('an opened file that is ours on disk and not in the editor is wiped clean', async () => {
  const root = folder({ 'model.yaml': BROKEN });
  const client = await start([root]);
  const uri = root.uriOf('model.yaml');
  expect(await codes(client, uri)).toEqual(HEADS);
  await client.open(uri, 'services: {}\n');
  expect(await codes(client, uri)).toEqual([]);
});

test('the same file in two spellings of its URI is shown once', async () => {
  const root = folder({ 'R+ViT (1).vit.yaml': BROKEN });
  const client = await start([root]);
  const [ours, theirs] = [`${root.uri}/R%2BViT%20%281%29.vit.yaml`, `${root.uri}/R+ViT%20(1).vit.yaml`];
  expect(await codes(client, ours)).toEqual(HEADS);
  await client.open(theirs, BROKEN);
  expect(await codes(client, ours)).toEqual([]);
  expect(await codes(client, theirs, 1)).toEqual(HEADS);
});

test('a client without workspace folders has a root', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([], { rootUri: root.uri });
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual(HEADS);
});

test('switched off and on: the findings go and come', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root]);
  const uri = root.uriOf('a.vit.yaml');
  expect(await codes(client, uri)).toEqual(HEADS);
  client.settings = off;
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  expect(await codes(client, uri)).toEqual([]);
  // A file that closes has no more of them either.
  await client.open(uri, BROKEN);
  expect(await codes(client, uri)).toEqual(HEADS);
  await client.close(uri);
  expect(await codes(client, uri)).toEqual([]);
  client.settings = () => null;
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  expect(await codes(client, uri)).toEqual(HEADS);
});

test('codes that are ignored: filtered again without reading anything', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const { disk, reads, lists } = observed();
  const client = await start([root], {}, { disk });
  const uri = root.uriOf('a.vit.yaml');
  expect(await codes(client, uri)).toEqual(HEADS);
  for (const [ignore, expected] of [
    [HEADS, []],
    [[], HEADS],
  ]) {
    client.settings = () => ({ diagnostics: { ignore } });
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    expect(await codes(client, uri)).toEqual(expected);
  }
  await silence();
  expect([reads.length, lists.length]).toEqual([1, 1]);
});

test('models by name, of files that are open and of those that are not', async () => {
  const root = folder({
    'open.vit.yaml': edited(B16, 'plain-B16', 'on-disk'),
    'closed.yaml': `---\n${edited(B16, 'plain-B16', 'closed')}`,
    'compose.yaml': 'model_name: x\n',
  });
  const client = await start([root]);
  const named = async (query: string) => {
    const found = await client.request<SymbolInformation[]>('workspace/symbol', { query });
    return found.map(({ name, containerName, location }) => `${name} in ${containerName} at ${location.range.start.line}`);
  };
  await client.open(root.uriOf('open.vit.yaml'), edited(B16, 'plain-B16', 'typed'));
  await client.diagnostics(root.uriOf('open.vit.yaml'), 1);
  await client.until(async () => (await named('closed')).length > 0, 'swept');
  expect(await named('')).toEqual(['typed in open.vit.yaml at 0', 'closed in closed.yaml at 1']);
  await client.close(root.uriOf('open.vit.yaml'));
  await client.until(async () => (await named('on-disk')).length === 1, 'closed and looked at');
  expect((await named('')).sort()).toEqual(['closed in closed.yaml at 1', 'on-disk in open.vit.yaml at 0']);
});

test('a model that a file names leads to its config in a file that is not open', async () => {
  const root = folder({ 'mine.vit.yaml': `# first\n${B16}`, 'other.vit.yaml': 'batch: 512\nmodel_name: plain-B16\n' });
  let there = true;
  const options = { capabilities: { ...PUSH_WATCHED, textDocument: {} }, settings: () => ({ diagnostics: { ignore: ['not-allowed-value'] } }) };
  const client = await start([root], options, { isFile: async () => there });
  const uri = root.uriOf('train.vit.yaml');
  await client.open(uri, 'model_name: plain-B16\nbatch: 512\n');
  await client.diagnostics(uri, 1);
  await client.until(async () => (await client.request<unknown[]>('workspace/symbol', { query: '' })).length === 3, 'swept');
  const links = () =>
    client.request<{ uri: string; range: Range }[]>('textDocument/definition', { textDocument: { uri }, position: { line: 0, character: 14 } });
  expect(await links()).toEqual([{ uri: root.uriOf('mine.vit.yaml'), range: { start: { line: 1, character: 12 }, end: { line: 1, character: 21 } } }]);
  // Deleted, and the watcher has not said so yet.
  there = false;
  expect(await links()).toEqual([]);
});

test('an untrusted workspace is read all the same', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root], { initializationOptions: { trusted: false } });
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual(HEADS);
});
