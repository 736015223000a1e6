/** Several workspace folders: each file belongs to the innermost that holds it, and none is the main one. */
import { expect, test } from 'vitest';
import { realDisk } from '../../server/disk';
import { FakeRunner } from './fakeRunner';
import { B16, BROKEN } from './fixtures';
import type { TestClient } from './testClient';
import { codes, Gate, HEADS, observed, silence, workshop } from './workspaceFixtures';

const { folder, start } = workshop();

const ignoring = (part: string) => (uri: string) => (uri.includes(part) ? { diagnostics: { ignore: HEADS } } : null);
const foldersChanged = (client: TestClient, added: readonly { uri: string; name: string }[], removed: readonly { uri: string; name: string }[]) =>
  client.notify('workspace/didChangeWorkspaceFolders', { event: { added, removed } });

test('each folder has its own settings, asked for once a folder', async () => {
  const root = folder({ 'one/a.vit.yaml': BROKEN, 'one/b.vit.yaml': BROKEN, 'two/a.vit.yaml': BROKEN });
  const asked: string[] = [];
  const settings = (uri: string) => {
    asked.push(uri);
    return ignoring('/one')(uri);
  };
  const client = await start([root.inside('one'), root.inside('two')], { settings });
  expect(await codes(client, root.uriOf('two/a.vit.yaml'))).toEqual(HEADS);
  await silence();
  expect(asked.sort()).toEqual([root.uriOf('one'), root.uriOf('two')]);
});

test('nested folders: a file is looked at once, under the settings of the innermost', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'inner/a.vit.yaml': BROKEN, '.hidden/own/a.vit.yaml': BROKEN });
  const { disk, reads } = observed();
  const client = await start([root, root.inside('inner'), root.inside('.hidden/own')], { settings: ignoring('/inner') }, { disk });
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual(HEADS);
  expect(await codes(client, root.uriOf('.hidden/own/a.vit.yaml'))).toEqual(HEADS);
  await silence();
  expect(reads).toHaveLength(3);
  expect((await client.execute<{ message: string }>('vitConfig.sweepWorkspace', null)).message).toBe('3 configs: 2 errors in 2 files.');
  await client.next('window/showMessage');
  await client.workDone();
});

test('one folder switched off, and the one around it not', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'inner/a.vit.yaml': BROKEN });
  const settings = (uri: string) => ({ diagnostics: { workspace: !uri.endsWith('/inner') } });
  const client = await start([root, root.inside('inner')], { settings });
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual(HEADS);
  await silence();
});

test('a folder that comes is swept, and one that goes takes its findings along', async () => {
  const root = folder({ 'one/a.vit.yaml': BROKEN, 'two/a.vit.yaml': BROKEN });
  const client = await start([root.inside('one')]);
  expect(await codes(client, root.uriOf('one/a.vit.yaml'))).toEqual(HEADS);
  await foldersChanged(client, [root.inside('two')], []);
  expect(await codes(client, root.uriOf('two/a.vit.yaml'))).toEqual(HEADS);
  await foldersChanged(client, [], [root.inside('one')]);
  expect(await codes(client, root.uriOf('one/a.vit.yaml'))).toEqual([]);
});

test('a nested folder that goes leaves its files to the one around it', async () => {
  const root = folder({ 'inner/a.vit.yaml': BROKEN, '.hidden/a.vit.yaml': BROKEN });
  const inner = { ...root.inside('inner'), uri: `${root.uriOf('inner')}/` };
  const client = await start([root, inner, root.inside('.hidden')], { settings: ignoring('/inner') });
  expect(await codes(client, root.uriOf('.hidden/a.vit.yaml'))).toEqual(HEADS);
  await foldersChanged(client, [], [root.inside('inner'), root.inside('.hidden')]);
  expect(await codes(client, root.uriOf('.hidden/a.vit.yaml'))).toEqual([]);
  expect(await codes(client, root.uriOf('inner/a.vit.yaml'))).toEqual(HEADS);
});

test('race: a nested folder goes while it is being swept', async () => {
  const root = folder({ 'inner/a.vit.yaml': BROKEN });
  const gate = new Gate();
  const { disk, reads } = observed({
    read: async (path, limit) => {
      if (reads.length === 1) await gate.passed;
      return realDisk.read(path, limit);
    },
  });
  const client = await start([root, root.inside('inner')], {}, { disk });
  await client.until(() => reads.length === 1, 'reading');
  await foldersChanged(client, [], [root.inside('inner')]);
  await client.settle();
  gate.open();
  expect(await codes(client, root.uriOf('inner/a.vit.yaml'))).toEqual(HEADS);
  await silence();
});

test('a folder that comes or goes changes the settings of the files that are open in it', async () => {
  const root = folder({ 'inner/other.txt': '' });
  let inner = false;
  const client = await start([root], { settings: (uri) => (inner && uri.includes('/inner') ? { diagnostics: { ignore: HEADS } } : null) });
  const uri = root.uriOf('inner/a.vit.yaml');
  await client.open(uri, BROKEN);
  expect(await codes(client, uri)).toEqual(HEADS);
  inner = true;
  await foldersChanged(client, [root.inside('inner')], []);
  expect(await codes(client, uri)).toEqual([]);
  inner = false;
  await foldersChanged(client, [], [root.inside('inner')]);
  expect(await codes(client, uri)).toEqual(HEADS);
});

test('a file outside all folders has the settings of its own and is no part of the workspace', async () => {
  const [root, outside] = [folder({ 'a.vit.yaml': B16 }), folder({ 'x.vit.yaml': BROKEN })];
  const client = await start([root], { settings: ignoring(outside.uri) });
  await client.open(outside.uriOf('x.vit.yaml'), BROKEN);
  expect(await codes(client, outside.uriOf('x.vit.yaml'))).toEqual([]);
  await client.open(outside.uriOf('y.vit.yaml'), BROKEN);
  expect(await codes(client, outside.uriOf('y.vit.yaml'))).toEqual([]);
  expect((await client.execute<{ message: string }>('vitConfig.sweepWorkspace', null)).message).toBe('1 config: no findings.');
  await client.next('window/showMessage');
  await client.workDone();
});

test('the image of a run is relative to the folder of the file that is run', async () => {
  const root = folder({ 'one/a.vit.yaml': B16, 'two/deep/a.vit.yaml': B16 });
  const runner = new FakeRunner();
  const settings = (uri: string) => ({ run: { image: uri.includes('/two') ? 'two.png' : 'one.png' }, diagnostics: { workspace: false } });
  const client = await start([root.inside('one'), { ...root.inside('two'), uri: `${root.uriOf('two')}/` }], { settings }, runner);
  for (const [i, [file, image]] of [
    ['one/a.vit.yaml', 'one/one.png'],
    ['two/deep/a.vit.yaml', 'two/two.png'],
  ].entries()) {
    const uri = root.uriOf(file ?? '');
    await client.open(uri, B16);
    await client.diagnostics(uri);
    await client.execute('vitConfig.run', { uri });
    expect(runner.run(i).image).toBe(`${root.path}/${image}`);
    await client.execute('vitConfig.cancelRun', { uri });
    await client.progress();
  }
});
