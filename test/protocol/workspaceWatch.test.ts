/** What changes on disk after the sweep. */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../server/disk';
import { B16, BROKEN, edited } from './fixtures';
import { PUSH } from './testClient';
import { codes, filesChanged, Gate, HEADS, observed, PUSH_WATCHED, silence, sweep, workshop } from './workspaceFixtures';

const { folder, start } = workshop();

test('race: a check that began earlier and ends later does not win', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const gate = new Gate();
  const { disk, reads } = observed({
    async read(path, limit) {
      const first = reads.length === 2;
      const bytes = await realDisk.read(path, limit);
      if (first) await gate.passed;
      return bytes;
    },
  });
  const client = await start([root], {}, { disk });
  const uri = root.uriOf('a.vit.yaml');
  expect(await codes(client, uri)).toEqual(HEADS);
  root.write({ 'a.vit.yaml': edited(B16, 'num_heads: 12', 'num_heads: 7') });
  await filesChanged(client, [uri, 'changed']);
  await client.until(() => reads.length === 2, 'reading the first change');
  await silence(50);
  root.write({ 'a.vit.yaml': `# second line\n${BROKEN}` });
  await filesChanged(client, [uri, 'changed']);
  expect((await client.diagnostics(uri)).map(({ range }) => range.start.line)).toEqual([7]);
  gate.open();
  await silence();
});

test('what changes on disk is followed: changed, created, deleted, renamed', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root]);
  const [a, b, c] = ['a', 'b', 'c'].map((name) => root.uriOf(`${name}.vit.yaml`)) as [string, string, string];
  expect(await codes(client, a)).toEqual(HEADS);
  // Of the same length and, as far as the clock can tell, from the same time.
  root.write({ 'a.vit.yaml': edited(B16, 'classifier: token', 'classifier: tokem') });
  await filesChanged(client, [a, 'changed']);
  expect(await codes(client, a)).toEqual(['not-allowed-value']);
  root.write({ 'b.vit.yaml': BROKEN });
  await filesChanged(client, [b, 'created']);
  expect(await codes(client, b)).toEqual(HEADS);
  root.rename('b.vit.yaml', 'c.vit.yaml');
  await filesChanged(client, [b, 'deleted'], [c, 'created']);
  expect(await codes(client, b)).toEqual([]);
  expect(await codes(client, c)).toEqual(HEADS);
  root.remove('a.vit.yaml');
  await filesChanged(client, [a, 'deleted']);
  expect(await codes(client, a)).toEqual([]);
  root.write({ 'c.vit.yaml': 'no: 1\n' });
  await filesChanged(client, [c, 'changed']);
  expect(await codes(client, c)).not.toEqual(HEADS);
  await silence();
});

test('directories: of one that goes or comes the client tells no more than that', async () => {
  const root = folder({ 'v1.0/x/a.vit.yaml': BROKEN, 'v1.0/b.yaml': BROKEN });
  const client = await start([root]);
  for (const name of ['v1.0/x/a.vit.yaml', 'v1.0/b.yaml']) expect(await codes(client, root.uriOf(name))).toEqual(HEADS);
  root.rename('v1.0', 'v2.0');
  await filesChanged(client, [root.uriOf('v1.0'), 'deleted'], [root.uriOf('v2.0'), 'created']);
  for (const name of ['v1.0/x/a.vit.yaml', 'v1.0/b.yaml']) expect(await codes(client, root.uriOf(name))).toEqual([]);
  for (const name of ['v2.0/x/a.vit.yaml', 'v2.0/b.yaml']) expect(await codes(client, root.uriOf(name))).toEqual(HEADS);
});

test('a checkout: a thousand events are one walk, and what stayed the same is not read', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `m${i}/c.vit.yaml`);
  const root = folder(Object.fromEntries(names.map((name) => [name, B16])));
  const { disk, reads, lists } = observed();
  const client = await start([root], {}, { disk });
  await client.until(() => reads.length === 40, 'swept');
  const walked = lists.length;
  root.write({ 'm7/c.vit.yaml': `${BROKEN}\n` });
  const events = Array.from({ length: 1000 }, (_, i): [string, 'changed'] => [root.uriOf(`m${i % 40}/f${i}.yaml`), 'changed']);
  for (let i = 0; i < 1000; i += 100) await filesChanged(client, ...events.slice(i, i + 100));
  expect(await codes(client, root.uriOf('m7/c.vit.yaml'))).toEqual(HEADS);
  expect(lists.length).toBe(2 * walked);
  expect(reads.slice(40)).toEqual([join(root.path, 'm7', 'c.vit.yaml')]);
});

test('a Python environment that is made now is left out, too', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root]);
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual(HEADS);
  root.write({ 'env/pyvenv.cfg': '', 'env/share/b.vit.yaml': BROKEN });
  await filesChanged(client, [root.uriOf('env'), 'created']);
  await silence();
  await filesChanged(client, [root.uriOf('env/share/b.vit.yaml'), 'changed']);
  await silence();
});

test('events of open files, of other files and of directories that are left out change nothing', async () => {
  const root = folder({ 'a.vit.yaml': B16, 'node_modules/x.vit.yaml': BROKEN, 'notes.txt': 'x' });
  const { disk, reads } = observed();
  const client = await start([root], {}, { disk });
  await client.until(() => reads.length === 1, 'swept');
  await client.open(root.uriOf('a.vit.yaml'), B16);
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual([]);
  root.write({ 'a.vit.yaml': BROKEN });
  await filesChanged(client, [root.uriOf('a.vit.yaml'), 'changed'], [root.uriOf('node_modules/x.vit.yaml'), 'changed'], [root.uriOf('notes.txt'), 'created']);
  await filesChanged(client, ['file:///elsewhere/x.vit.yaml', 'created'], ['untitled:Untitled-1', 'changed']);
  await silence();
  expect(reads).toHaveLength(1);
});

for (const [whose, capabilities] of Object.entries({ 'a client that watches nothing': PUSH, 'a client that missed it': PUSH_WATCHED })) {
  test(`${whose}: the folders are looked through again when files are opened, after a while`, async () => {
    const root = folder({ 'a.vit.yaml': B16 });
    const { disk, reads } = observed();
    const client = await start([root], { capabilities }, { disk });
    await client.until(() => reads.length === 1, 'swept');
    root.write({ 'b.vit.yaml': BROKEN });
    const other = 'file:///elsewhere/compose.yaml';
    const opening = async () => {
      await client.open(other, 'services: {}\n');
      await client.close(other);
      await silence(20);
      return reads.length > 1;
    };
    await client.until(opening, 'looked through again');
    expect(await codes(client, root.uriOf('b.vit.yaml'))).toEqual(HEADS);
    expect(reads).toHaveLength(2);
  });
}

test('a client that can is asked to watch, once', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const client = await start([root], { capabilities: PUSH_WATCHED });
  await codes(client, root.uriOf('a.vit.yaml'));
  await sweep(client);
  await client.next('window/showMessage');
  await client.workDone();
  const watchers = client.registrations.filter(({ method }) => method === 'workspace/didChangeWatchedFiles');
  expect(watchers).toHaveLength(1);
  expect(JSON.stringify(watchers)).toContain('**/*.{yaml,yml,json,py}');
});
