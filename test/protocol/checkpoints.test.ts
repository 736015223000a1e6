/** What is said of the checkpoints that configs name, as the files come, change and go. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { NAMED, reader, SMALL, weights } from './checkpointFixtures';
import { PULL, PUSH } from './testClient';
import { Asker, codes, filesChanged, Gate, off, PULL_WATCHED, silence, sweep, workshop } from './workspaceFixtures';

const { folder, start } = workshop();
const settings = off;

const MISSING = ['checkpoint-file'];
const WIDER = ['checkpoint-mismatch'];
const A = 'a.vit.yaml';

test('a config that does not fit its checkpoint; the file is replaced, goes and comes again', async () => {
  const root = folder({ 'w.npz': weights(32) });
  const client = await start([root], { settings }, reader());
  const [uri, file] = [root.uriOf(A), root.uriOf('w.npz')];
  await client.open(uri, NAMED);
  const [found, ...more] = await client.diagnostics(uri, 1);
  expect([found?.code, more]).toEqual(['checkpoint-mismatch', []]);
  expect(found?.message).toContain('`hidden_size` is 16');
  await client.until(() => client.registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles'), 'watching');

  root.write({ 'w.npz': weights() });
  await filesChanged(client, [file, 'changed']);
  expect(await codes(client, uri, 1)).toEqual([]);
  await client.until(() => client.refreshes.has('workspace/codeLens/refresh') && client.refreshes.has('workspace/inlayHint/refresh'), 'asked for lenses again');
  root.remove('w.npz');
  await filesChanged(client, [file, 'deleted']);
  expect(await codes(client, uri, 1)).toEqual(MISSING);
  root.write({ 'w.npz': weights(32) });
  await filesChanged(client, [file, 'created']);
  expect(await codes(client, uri, 1)).toEqual(WIDER);
});

test('a directory of checkpoints that is moved, of which a client tells no more', async () => {
  const root = folder({ 'weights/w.npz': weights() });
  const client = await start([root], { settings }, reader());
  const uri = root.uriOf(A);
  await client.open(uri, `${SMALL}checkpoint: weights/w.npz\n`);
  expect(await codes(client, uri, 1)).toEqual([]);
  root.rename('weights', 'elsewhere');
  await filesChanged(client, [root.uriOf('weights'), 'deleted'], [root.uriOf('elsewhere'), 'created']);
  expect(await codes(client, uri, 1)).toEqual(MISSING);
});

test('a client that watches nothing: the next edit notices', async () => {
  const root = folder({});
  const client = await start([root], { settings, capabilities: PUSH }, reader());
  const uri = root.uriOf(A);
  await client.open(uri, NAMED);
  expect(await codes(client, uri, 1)).toEqual(MISSING);
  root.write({ 'w.npz': weights() });
  await client.change(uri, 2, { text: `# ours\n${NAMED}` });
  expect(await codes(client, uri, 2)).toEqual([]);
});

test('a config that names another file', async () => {
  const root = folder({ 'w.npz': weights(32), 'v.npz': weights() });
  const { asked, readCheckpoint } = reader();
  const client = await start([root], { settings }, { readCheckpoint });
  const uri = root.uriOf(A);
  await client.open(uri, NAMED);
  expect(await codes(client, uri, 1)).toEqual(WIDER);
  await client.change(uri, 2, { text: `${SMALL}checkpoint: v.npz\n` });
  expect(await codes(client, uri, 2)).toEqual([]);
  await client.change(uri, 3, { text: SMALL });
  expect(await codes(client, uri, 3)).toEqual([]);
  expect(new Set(asked)).toEqual(new Set([join(root.path, 'w.npz'), join(root.path, 'v.npz')]));
  // Nobody wants to know of them any more.
  asked.length = 0;
  await filesChanged(client, [root.uriOf('w.npz'), 'changed'], [root.uriOf('v.npz'), 'changed']);
  await client.change(uri, 4, { text: `# ours\n${SMALL}` });
  expect(await codes(client, uri, 4)).toEqual([]);
  await silence();
  expect(asked).toEqual([]);
});

test('race: the config is edited while the header is read', async () => {
  const root = folder({ 'w.npz': weights(32) });
  const gate = new Gate();
  const client = await start(
    [root],
    { settings },
    reader(() => gate.passed),
  );
  const uri = root.uriOf(A);
  await client.open(uri, NAMED);
  await client.settle();
  await client.change(uri, 2, { text: NAMED.replaceAll('16\n', '32\n') });
  await silence(50);
  gate.open();
  // Nothing of the first version: silence is what this client insists on.
  expect(await codes(client, uri, 2)).toEqual([]);
});

test('race: the config is closed while the header is read', async () => {
  const root = folder({ 'w.npz': weights(32) });
  const gate = new Gate();
  const client = await start(
    [root],
    { settings },
    reader(() => gate.passed),
  );
  const uri = root.uriOf(A);
  await client.open(uri, NAMED);
  await client.settle();
  await client.close(uri);
  gate.open();
  await silence();
});

test('a disk that does not answer: half a second, once; what comes later is said then', async () => {
  const root = folder({ 'w.npz': weights(32) });
  const gate = new Gate();
  const client = await start(
    [root],
    { settings },
    reader(() => gate.passed),
  );
  const uri = root.uriOf(A);
  const begun = performance.now();
  await client.open(uri, NAMED);
  expect(await codes(client, uri, 1)).toEqual([]);
  expect(performance.now() - begun).toBeGreaterThan(400);
  const edited = performance.now();
  await client.change(uri, 2, { text: `# ours\n${NAMED}` });
  expect(await codes(client, uri, 2)).toEqual([]);
  expect(performance.now() - edited).toBeLessThan(300);
  gate.open();
  expect(await codes(client, uri, 2)).toEqual(WIDER);
});

test('a disk that does not answer does not keep others from theirs', async () => {
  const root = folder({ 'w.npz': weights(32) });
  const client = await start(
    [root],
    { settings },
    reader((path) => (path.includes('dead') ? new Promise(() => undefined) : Promise.resolve())),
  );
  await client.open(root.uriOf('dead.vit.yaml'), `${SMALL}checkpoint: dead.npz\n`);
  await client.open(root.uriOf(A), NAMED);
  expect(await codes(client, root.uriOf(A), 1)).toEqual(WIDER);
  expect(await codes(client, root.uriOf('dead.vit.yaml'), 1)).toEqual([]);
});

test('nothing is looked at on another machine', async () => {
  const { asked, readCheckpoint } = reader();
  const client = await start([folder({})], { settings }, { readCheckpoint });
  const uri = 'file:///nowhere/a.vit.yaml';
  let version = 0;
  for (const path of ['gs://vit/a.npz', 'https://host/a.npz', '//server/share/a.npz', "'\\\\server\\share\\a.npz'"]) {
    const text = `${SMALL}checkpoint: ${path}\n`;
    await (++version === 1 ? client.open(uri, text) : client.change(uri, version, { text }));
    await client.diagnostics(uri, version);
  }
  expect(asked).toEqual([]);
});

test('an untrusted workspace: files inside of it, and nothing else, until it is trusted', async () => {
  const root = folder({ 'w.npz': weights() });
  const outside = folder({ 'w.npz': weights(32) });
  const { asked, readCheckpoint } = reader();
  const client = await start([root], { settings, initializationOptions: { trusted: false } }, { readCheckpoint });
  const path = join(outside.path, 'w.npz');
  await client.open(root.uriOf(A), NAMED);
  await client.open(root.uriOf('b.vit.yaml'), `${SMALL}checkpoint: ${JSON.stringify(path)}\n`);
  // By itself, in a folder of its own.
  await client.open(outside.uriOf('c.vit.yaml'), NAMED);
  expect(await codes(client, root.uriOf(A), 1)).toEqual([]);
  expect(await codes(client, outside.uriOf('c.vit.yaml'), 1)).toEqual(WIDER);
  expect(await codes(client, root.uriOf('b.vit.yaml'), 1)).toEqual([]);
  expect(new Set(asked)).toEqual(new Set([join(root.path, 'w.npz'), path]));
  await client.notify('vitConfig/didGrantTrust', {});
  expect(await codes(client, root.uriOf('b.vit.yaml'), 1)).toEqual(WIDER);
});

test("upstream's directory, relative to the workspace folder or the config; what is not there is not missed", async () => {
  const text = SMALL.replace('model_name: small', 'model_name: ViT-B_16').replace(/^/gm, '  ').trimEnd();
  const training = (dir: string) => `batch: 8\npretrained_dir: ${dir}\nmodel:\n${text}\n`;
  const root = folder({ 'ckpt/ViT-B_16.npz': weights(32), 'configs/own/ViT-B_16.npz': weights() });
  const client = await start([root], { settings }, reader());
  const uri = root.uriOf('configs/t.vit.yaml');
  const ours = async (version: number) => (await codes(client, uri, version)).filter((code) => String(code).startsWith('checkpoint-'));
  await client.open(uri, training('ckpt'));
  expect(await ours(1)).toContain('checkpoint-mismatch');
  await client.change(uri, 2, { text: training('own') });
  expect(await ours(2)).not.toContain('checkpoint-mismatch');
  await client.change(uri, 3, { text: training('nowhere') });
  expect(await ours(3)).toEqual([]);
});

test('a new file that will lie somewhere', async () => {
  const root = folder({ 'w.npz': weights(32) });
  const client = await start([root], { settings }, reader());
  for (const [uri, expected] of [
    [root.uriOf(A).replace('file://', 'untitled:'), WIDER],
    ['untitled:Untitled-1', []],
  ] as const) {
    await client.open(uri, NAMED);
    expect(await codes(client, uri, 1)).toEqual(expected);
  }
});

test('a client that pulls: the answer knows the file, and it is asked to pull again when that changes', async () => {
  const root = folder({ 'w.npz': weights(32) });
  const client = await start([root], { settings, capabilities: PULL_WATCHED }, reader());
  const uri = root.uriOf(A);
  await client.open(uri, NAMED);
  const pull = async () =>
    (await client.request<{ items: { code: string }[] }>('textDocument/diagnostic', { textDocument: { uri } })).items.map(({ code }) => code);
  expect(await pull()).toEqual(WIDER);
  client.refreshes.clear();
  root.write({ 'w.npz': weights() });
  await filesChanged(client, [root.uriOf('w.npz'), 'changed']);
  await client.until(() => client.refreshes.has('workspace/diagnostic/refresh'), 'asked to pull again');
  expect(await pull()).toEqual([]);
  // Unseen by the client, too.
  root.remove('w.npz');
  expect(await pull()).toEqual(MISSING);
});

test('closed configs: what the sweep says, and after the file has changed', async () => {
  const root = folder({ [A]: NAMED, 'b.vit.yaml': `${SMALL}checkpoint: v.npz\n`, 'c.vit.yaml': SMALL, 'w.npz': weights(32), 'v.npz': weights() });
  const client = await start([root], {}, reader());
  const [a, b] = [root.uriOf(A), root.uriOf('b.vit.yaml')];
  expect(await codes(client, a)).toEqual(WIDER);
  root.write({ 'w.npz': weights(), 'v.npz': weights(32) });
  await filesChanged(client, [root.uriOf('w.npz'), 'changed'], [root.uriOf('v.npz'), 'changed']);
  expect(await codes(client, a)).toEqual([]);
  expect(await codes(client, b)).toEqual(WIDER);
  root.remove('v.npz');
  await filesChanged(client, [root.uriOf('v.npz'), 'deleted']);
  expect(await codes(client, b)).toEqual(MISSING);
  root.write({ 'v.npz': weights() });
  await filesChanged(client, [root.uriOf('v.npz'), 'created']);
  expect(await codes(client, b)).toEqual([]);
});

test('closed configs in a client that pulls', async () => {
  const root = folder({ [A]: NAMED, 'w.npz': weights(32) });
  const client = await start([root], { capabilities: PULL_WATCHED }, reader());
  const asker = new Asker(client, 'pull');
  await client.until(() => asker.codes(root.uriOf(A))?.[0] === 'checkpoint-mismatch', 'told');
  root.write({ 'w.npz': weights() });
  await filesChanged(client, [root.uriOf('w.npz'), 'changed']);
  await client.until(() => asker.codes(root.uriOf(A))?.length === 0, 'told of the new file');
});

test('closed configs in a client that watches nothing: another sweep sees that the file has changed, and only then reads the config', async () => {
  const root = folder({ [A]: NAMED, 'w.npz': weights(32) });
  const client = await start([root], { capabilities: PUSH, settings }, reader());
  await sweep(client);
  expect(await codes(client, root.uriOf(A))).toEqual(WIDER);
  root.write({ 'w.npz': weights() });
  await sweep(client);
  expect(await codes(client, root.uriOf(A))).toEqual([]);
  for (let i = 0; i < 2; i++) {
    await client.workDone();
    await client.next('window/showMessage');
  }
});

test('closed configs whose disk does not answer: found without, and again when it does', async () => {
  const root = folder({ [A]: `${NAMED.replace('num_heads: 2', 'num_heads: 3')}`, 'w.npz': weights(32) });
  const gate = new Gate();
  const client = await start(
    [root],
    {},
    reader(() => gate.passed),
  );
  expect(await codes(client, root.uriOf(A))).toEqual(['heads-divide-width']);
  await client.workDone();
  gate.open();
  expect(await codes(client, root.uriOf(A))).toContain('checkpoint-mismatch');
});

test('lenses know of a checkpoint at once, in a client that is never asked again', async () => {
  const root = folder({ 'w.npz': weights() });
  const client = await start([root], { settings, capabilities: { textDocument: PULL.textDocument ?? {} } }, reader());
  await client.open(root.uriOf(A), NAMED);
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: root.uriOf(A) } });
  expect(lenses.map(({ command }) => command?.title)).toContain('▷ Run with w.npz');
});
