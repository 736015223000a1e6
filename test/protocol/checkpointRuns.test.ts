/** Runs with the weights of a checkpoint, what is in one, and the config it must have had. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { CodeLens, DocumentLink, Hover } from 'vscode-languageserver/node';
import { verbatim } from '../../server/core/phrase';
import { type FileStatus, type InferAnswer, type ModelView } from '../../server/protocol';
import type { RunResult } from '../../server/runner/protocol';
import { npz, vitTensors } from '../unit/checkpoint/files';
import { NAMED, reader, SMALL, weights } from './checkpointFixtures';
import { FakeRunner, SUCCESS } from './fakeRunner';
import type { TestClient } from './testClient';
import { codes, filesChanged, off, workshop } from './workspaceFixtures';

const { folder, start } = workshop();

const top = [
  { index: 281, probability: 0.934 },
  { index: 282, probability: 0.0412 },
  { index: 7, probability: 0.0001 },
];
const SEEN: RunResult = { ...(SUCCESS as RunResult & { ok: true }), weights: verbatim('w.npz'), top };

async function opened(text = NAMED, files: Readonly<Record<string, string | Uint8Array>> = { 'w.npz': weights() }, options = {}) {
  const root = folder(files);
  const runner = new FakeRunner();
  const client = await start([root], { settings: off, ...options }, { ...reader(), startRun: runner.startRun });
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, text);
  await client.diagnostics(uri, 1);
  const lenses = () => client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const titles = async () => (await lenses()).map(({ command }) => command?.title ?? '');
  const click = async (title: string) => {
    const command = (await lenses()).find((lens) => lens.command?.title.startsWith(title))?.command;
    if (command === undefined) throw new Error(`no lens ${title}`);
    return client.execute<{ state: string; message: string }>(command.command, command.arguments?.[0]);
  };
  return { root, runner, client, uri, titles, click };
}

const view = (client: TestClient, uri: string) => client.request<ModelView>('vitConfig/model', { uri });

test('a click runs with the weights, and the lens says what the model sees', async () => {
  const { root, client, runner, uri, titles, click } = await opened();
  const [smoke, real, ...more] = await titles();
  expect([smoke?.startsWith('▷ Run on sample image · '), real, more]).toEqual([true, '▷ Run with w.npz', []]);
  expect(await click('▷ Run with')).toEqual({ state: 'started', message: 'small is running.' });
  const { weights: asked, top: count } = runner.run(0).request;
  expect(count).toBe(5);
  if (asked?.kind !== 'checkpoint') throw new Error('random weights');
  expect(asked.path).toBe(join(root.path, 'w.npz'));
  expect(asked.sources.get('head/kernel')).toEqual({ kind: 'tensor', tensor: 'head/kernel', index: null });
  runner.run(0).resolve(SEEN);
  await client.progress();
  expect((await titles()).slice(1)).toEqual(['▷ Run with w.npz', '✓ ran in 61 ms · class 281 93 %']);

  await click('✓');
  const { message } = await client.next('window/showMessage');
  expect(message).toContain('Most probable: class 281 93 %; class 282 4 %; class 7 < 1 %.');
  expect(message).toContain('Weights: w.npz.');
  expect(message).not.toContain('smoke test');
  const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 2 } });
  expect((hover.contents as { value: string }).value).toContain('class 281 93 %');
  expect((await view(client, uri)).run).toMatchObject({
    weights: 'w.npz',
    trained: true,
    top: [{ index: 281, name: 'class 281', probability: 0.934 }, { index: 282 }, { index: 7 }],
  });
});

test('the classes are called what the config says, or a file of it, or one beside the checkpoint', async () => {
  const named = Array.from({ length: 1000 }, (_, i) => (i === 281 ? 'tabby' : `n${i}`));
  const lines = { 'names.txt': `${named.join('\r\n')}\r\n`, 'w.labels.txt': named.join('\n') };
  for (const [text, files] of [
    [`${NAMED}labels: names.txt\n`, { 'names.txt': lines['names.txt'] }],
    [`${NAMED}labels: [${named.join(', ')}]\n`, {}],
    [NAMED, { 'w.labels.txt': lines['w.labels.txt'] }],
  ] as const) {
    const { client, runner, titles, click } = await opened(text, { 'w.npz': weights(), ...files });
    await click('▷ Run with');
    runner.run(0).resolve(SEEN);
    await client.progress();
    expect((await titles()).at(-1)).toBe('✓ ran in 61 ms · tabby 93 %');
  }
});

test('names that do not fit are said, and not used', async () => {
  const { client, runner, titles, click } = await opened(`${NAMED}labels: names.txt\n`, { 'w.npz': weights(), 'names.txt': 'a\nb\n' });
  await click('▷ Run with');
  runner.run(0).resolve(SEEN);
  await client.progress();
  expect((await titles()).at(-1)).toContain('class 281');
  await click('✓');
  expect((await client.next('window/showMessage')).message).toContain('names.txt has 2 names, and the model 1000 classes.');
});

test('random and real: the last one asked for is the one that counts', async () => {
  const { client, runner, uri, titles, click } = await opened();
  await click('▷ Run on');
  await client.execute('vitConfig.run', { uri, weights: 'checkpoint' });
  expect(runner.run(0).cancelled).toBe(true);
  expect((await client.progress()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  await client.until(() => runner.runs.length === 2, 'started');
  runner.run(1).resolve(SEEN);
  await client.progress();
  expect((await titles()).at(-1)).toContain('class 281');
  await click('▷ Run on');
  expect(runner.run(2).request.weights).toBeUndefined();
  runner.run(2).resolve(SUCCESS);
  await client.progress();
  expect((await titles()).at(-1)).toBe('✓ ran in 61 ms · [1, 1000] · 134 MB');
});

test('a result is gone with the file it came from, or the key; that of random weights stays', async () => {
  const { root, client, runner, uri, titles, click } = await opened();
  await click('▷ Run with');
  runner.run(0).resolve(SEEN);
  await client.progress();
  root.write({ 'w.npz': npz([...vitTensors(2, 16, 32, 2), { name: 'extra', shape: [1] }]) });
  await filesChanged(client, [root.uriOf('w.npz'), 'changed']);
  await client.diagnostics(uri, 1);
  expect(await titles()).toHaveLength(2);
  await click('▷ Run with');
  runner.run(1).resolve(SEEN);
  await client.progress();
  await client.change(uri, 2, { text: SMALL });
  await client.diagnostics(uri, 2);
  expect(await titles()).toHaveLength(1);
  await click('▷ Run on');
  runner.run(2).resolve(SUCCESS);
  await client.progress();
  await client.change(uri, 3, { text: NAMED });
  await client.diagnostics(uri, 3);
  expect((await titles()).at(-1)).toContain('✓ ran in');
});

test('what can not be run with says why', async () => {
  for (const [text, files, why] of [
    [SMALL, {}, 'small names no checkpoint to be run with.'],
    [NAMED, {}, "w.npz can't be read. There is no such file."],
    [NAMED, { 'w.npz': weights(32) }, 'w.npz does not fit small; the problems say why.'],
  ] as const) {
    const { client, uri, titles } = await opened(text, files);
    expect((await titles()).join()).not.toContain('Run with');
    expect((await view(client, uri)).weights).toBeNull();
    expect(await client.execute('vitConfig.run', { uri, weights: 'checkpoint' })).toEqual({ state: 'refused', message: why });
    expect((await client.next('window/showMessage')).message).toBe(why);
  }
});

test('an untrusted workspace runs nothing, whatever the weights', async () => {
  const { client, uri, titles, runner } = await opened(NAMED, undefined, { initializationOptions: { trusted: false } });
  expect((await titles()).join()).not.toContain('Run with');
  expect(await client.execute('vitConfig.run', { uri, weights: 'checkpoint' })).toMatchObject({ state: 'refused' });
  await client.next('window/showMessage');
  expect(runner.runs).toEqual([]);
});

test('a checkpoint that changed under the run is told, not pinned to a key', async () => {
  const { client, runner, uri, click } = await opened();
  await click('▷ Run with');
  const message = verbatim('w.npz has changed since the run was asked for');
  runner.run(0).resolve({ ok: false, failure: { kind: 'weights', message }, peakRssBytes: null });
  await client.progress();
  expect((await client.next('window/showMessage')).message).toContain('has changed');
  const { models } = await client.request<FileStatus>('vitConfig/status', { uri });
  expect(models[0]).toMatchObject({ weights: 'w.npz', run: { state: 'failed' } });
});

test('the config of a checkpoint, which then fits it', async () => {
  const { root, client } = await opened(SMALL, { 'w.npz': weights() });
  const answer = await client.execute<InferAnswer>('vitConfig.inferConfig', { uri: root.uriOf('w.npz') });
  if (answer.state !== 'finished') throw new Error(answer.message);
  expect(answer.message).toBe('The config of w.npz.');
  expect(answer.text).toMatch(/^checkpoint: "?w.npz"?$/m);
  expect(answer.text).toContain('hidden_size: 16');
  const uri = root.uriOf('w.vit.yaml').replace('file://', 'untitled:');
  await client.open(uri, answer.text);
  expect((await codes(client, uri, 1)).filter((code) => String(code).startsWith('checkpoint'))).toEqual([]);
});

test('what is no checkpoint of ours is refused with the reason', async () => {
  const { root, client } = await opened(SMALL, { 'a.npz': npz([{ name: 'a', shape: [2] }]), 'b.npz': 'no zip' });
  for (const [uri, why] of [
    [root.uriOf('a.npz'), /^a\.npz says no config\. .*`a`/],
    [root.uriOf('b.npz'), /^b\.npz can't be read\. /],
    [root.uriOf('c.npz'), /^c\.npz can't be read\. There is no such file\./],
    ['vscode-vfs://github/a.npz', /must be given as a file/],
    [undefined, /must be given as a file/],
  ] as const) {
    const answer = await client.execute<InferAnswer>('vitConfig.inferConfig', { uri });
    expect(answer).toEqual({ state: 'refused', message: expect.stringMatching(why) });
    expect((await client.next('window/showMessage')).message).toBe(answer.message);
  }
});

test('what is in a checkpoint, as a text; links lead there in a client that shows it', async () => {
  const options = { initializationOptions: { commands: ['vitConfig.showCheckpoint'] } };
  const root = folder({ 'w.npz': weights() });
  const client = await start([root], { settings: off, ...options }, { ...reader(), isFile: async () => true });
  const uri = root.uriOf('a.vit.yaml');
  await client.open(uri, `${NAMED}labels: names.txt\n`);
  await client.diagnostics(uri, 1);
  const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri } });
  const file = pathToFileURL(join(root.path, 'w.npz')).href;
  expect(links.map(({ target, tooltip }) => [decodeURIComponent(target ?? ''), tooltip])).toEqual([
    [`command:vitConfig.showCheckpoint?["${file}"]`, `Show what is in ${join(root.path, 'w.npz')}`],
    [root.uriOf('names.txt'), `Open ${join(root.path, 'names.txt')}`],
  ]);
  const text = await client.request<string>('vitConfig/checkpoint', { uri: file });
  expect(text.split('\n')[0]).toMatch(/^w\.npz: 40 tensors, [\d,]+ values, .* \(npz\)$/);
  expect(text).toMatch(/^cls +float32 +\[1, 1, 16\]$/m);
  expect(await client.request('vitConfig/checkpoint', { uri: root.uriOf('none.npz') })).toBe("none.npz can't be read. There is no such file.\n");
});
