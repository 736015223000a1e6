/** The sweep itself: what it looks at, its progress, its end, its outcome. */

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../server/disk';
import { manyDocuments } from '../bench/texts';
import { B16, BROKEN, edited } from './fixtures';
import { codes, filesChanged, Gate, HEADS, observed, off, refusal, silence, sweep, workshop } from './workspaceFixtures';

const { folder, start } = workshop();

test('left out: .git and its like, node_modules, Python environments; links that go in a circle end nowhere', async () => {
  const root = folder({
    '.git/a.vit.yaml': BROKEN,
    '.hydra/a.vit.yaml': BROKEN,
    'node_modules/p/a.vit.yaml': BROKEN,
    'env/pyvenv.cfg': '',
    'env/lib/a.vit.yaml': BROKEN,
    'conda/conda-meta/x.json': '{}',
    'conda/a.vit.yaml': BROKEN,
    'real/a.vit.yaml': BROKEN,
  });
  const outside = folder({ 'o.vit.yaml': BROKEN });
  symlinkSync(root.path, join(root.path, 'real', 'circle'));
  symlinkSync(join(root.path, 'real', 'a.vit.yaml'), join(root.path, 'again.vit.yaml'));
  symlinkSync(join(outside.path, 'o.vit.yaml'), join(root.path, 'linked.vit.yaml'));
  const client = await start([root]);
  expect(await codes(client, root.uriOf('real/a.vit.yaml'))).toEqual(HEADS);
  expect(await codes(client, root.uriOf('linked.vit.yaml'))).toEqual(HEADS);
  root.write({ 'env/lib/b.vit.yaml': BROKEN });
  await filesChanged(client, [root.uriOf('env/lib/b.vit.yaml'), 'created']);
  await silence();
});

test('what can not be read is said once, and does not keep the rest back', async () => {
  const root = folder({
    'a.vit.yaml': BROKEN,
    'locked.vit.yaml': BROKEN,
    'locked/b.vit.yaml': BROKEN,
    'latin.vit.yaml': Buffer.from(`# caf\xe9\n${BROKEN}`, 'latin1'),
    'latin.yaml': Buffer.from('# caf\xe9\nservices: {}\n', 'latin1'),
    'vanishing.vit.yaml': BROKEN,
    'directory.vit.yaml/x.txt': '',
    'z.vit.yaml': BROKEN,
  });
  const { disk } = observed({
    list: async (path, limit) => {
      if (path.endsWith('locked')) throw refusal('EACCES');
      return realDisk.list(path, limit);
    },
    read: async (path, limit) => {
      if (path.endsWith('locked.vit.yaml')) throw refusal('EACCES');
      if (path.endsWith('vanishing.vit.yaml')) throw refusal('ENOENT');
      return realDisk.read(path, limit);
    },
  });
  const client = await start([root], {}, { disk });
  for (const name of ['a.vit.yaml', 'z.vit.yaml']) expect(await codes(client, root.uriOf(name))).toEqual(HEADS);
  const said = new Set<unknown>();
  for (let i = 0; i < 3; i++) said.add(String((await client.next('window/logMessage')).message).replace(root.path, ''));
  expect([...said].sort()).toEqual([
    '/latin.vit.yaml is not checked: it is not valid UTF-8: line 1 has bytes that are no character',
    '/locked is not looked through: no permission for it',
    '/locked.vit.yaml is not checked: no permission for it',
  ]);
  expect((await sweep(client)).message).toBe('2 configs: 2 errors in 2 files.');
  expect((await client.next('window/showMessage')).type).toBe(3);
  await client.workDone();
});

test('a folder that is not there is said', async () => {
  const client = await start([{ uri: 'file:///nowhere/at/all', name: 'x' }]);
  expect((await client.next('window/logMessage')).message).toContain('there is no such file or directory');
});

test('a folder that is not on disk is left to its open files', async () => {
  const client = await start([{ uri: 'vscode-vfs://github/x/y', name: 'x' }]);
  const uri = 'vscode-vfs://github/x/y/a.vit.yaml';
  await client.open(uri, BROKEN);
  expect(await codes(client, uri, 1)).toEqual(HEADS);
  expect((await sweep(client)).message).toBe('There is no Vision Transformer config in this workspace.');
  await client.next('window/showMessage');
  await client.workDone();
  await client.close(uri);
  expect(await codes(client, uri)).toEqual([]);
});

test('switched off: nothing, until a person asks; what was found is then followed', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'b.vit.yaml': B16 });
  const { disk, lists } = observed();
  const client = await start([root], { settings: off }, { disk });
  await silence();
  expect(lists).toEqual([]);
  const answer = await sweep(client);
  expect(answer).toEqual({
    state: 'finished',
    message: '2 configs: 1 error in 1 file.',
    outcome: { files: 2, configs: 2, errors: 1, warnings: 0, notes: 0, filesWithErrors: 1, incomplete: false, cancelled: false },
  });
  expect(await client.next('window/showMessage')).toEqual({ type: 3, message: answer.message });
  expect((await client.workDone()).map(({ kind }) => kind)).toEqual(['begin', 'report', 'end']);
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual(HEADS);
  root.write({ 'a.vit.yaml': B16 });
  await filesChanged(client, [root.uriOf('a.vit.yaml'), 'changed']);
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual([]);
});

test('a sweep that takes a while shows how far it is, and can be cancelled; what it found stays', async () => {
  const root = folder(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${String(i).padStart(2, '0')}.vit.yaml`, BROKEN])));
  const gate = new Gate();
  const { disk, reads } = observed({
    read: async (path, limit) => {
      if (reads.length > 10) await gate.passed;
      return realDisk.read(path, limit);
    },
  });
  const client = await start([root], {}, { disk });
  const { token, value } = await client.next('$/progress');
  expect(value).toMatchObject({ kind: 'begin', title: 'Checking ViT configs', cancellable: true, message: expect.stringMatching(/^\d+ of 30 files$/) });
  await client.notify('window/workDoneProgress/cancel', { token });
  await client.settle();
  gate.open();
  expect((await client.workDone()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
  const begun = reads.length;
  expect(begun).toBeLessThan(30);
  for (let i = 0; i < begun; i++) await client.next('textDocument/publishDiagnostics');
  await silence();
  expect(reads.length).toBe(begun);
  // A person may have it all after all.
  expect((await sweep(client)).message).toBe('30 configs: 30 errors in 30 files.');
  await client.next('window/showMessage');
  await client.workDone();
  for (let i = begun; i < 30; i++) await client.next('textDocument/publishDiagnostics');
});

test('the server ends during a sweep: nothing more is read or said', async () => {
  const root = folder(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.vit.yaml`, BROKEN])));
  const gate = new Gate();
  const { disk, reads } = observed({
    read: async (path, limit) => {
      await gate.passed;
      return realDisk.read(path, limit);
    },
  });
  const client = await start([root], {}, { disk });
  await client.until(() => reads.length > 0, 'under way');
  await client.request('shutdown', null);
  const begun = reads.length;
  // Longer than a progress would be held back.
  await silence(700);
  gate.open();
  await silence();
  expect(reads).toHaveLength(begun);
});

test('a client with a token of its own shows the outcome itself, and cancels under that token', async () => {
  const root = folder(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}.vit.yaml`, B16])));
  const gate = new Gate();
  const { disk, reads } = observed({
    read: async (path, limit) => {
      if (reads.length > 10) await gate.passed;
      return realDisk.read(path, limit);
    },
  });
  const client = await start([root], { settings: off }, { disk });
  const answer = sweep(client, { workDoneToken: 'mine' });
  await client.until(() => reads.length > 10, 'under way');
  await client.notify('window/workDoneProgress/cancel', { token: 'mine' });
  await client.settle();
  gate.open();
  expect(await answer).toMatchObject({
    state: 'cancelled',
    message: expect.stringMatching(/^Cancelled after \d+ files\. Of \d+ configs known so far: no findings\.$/),
  });
  expect((await client.workDone()).at(-1)).toEqual({ kind: 'end', message: 'cancelled' });
});

test('a hover does not wait for a sweep', async () => {
  const root = folder(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`f${i}.vit.yaml`, edited(B16, 'num_layers: 12', `num_layers: ${i + 1}`)])));
  const { disk, reads } = observed();
  const client = await start([root], { settings: off }, { disk });
  const uri = root.uriOf('open.vit.yaml');
  await client.open(uri, B16);
  await client.diagnostics(uri, 1);
  let over = false;
  const swept = sweep(client).then(() => {
    over = true;
  });
  await client.until(() => reads.length > 0, 'under way');
  let answered = 0;
  while (!over) {
    expect(await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 3, character: 2 } })).not.toBeNull();
    answered++;
  }
  await swept;
  expect(answered).toBeGreaterThan(5);
  await client.next('window/showMessage');
  await client.workDone();
});

test('nor does it for one large file', async () => {
  const root = folder({ 'many.vit.yaml': manyDocuments(300) });
  const order: string[] = [];
  const uri = root.uriOf('open.vit.yaml');
  const { disk } = observed({
    async read(path, limit) {
      const bytes = await realDisk.read(path, limit);
      // On its way while the file is looked at.
      void client.request('textDocument/hover', { textDocument: { uri }, position: { line: 3, character: 2 } }).then(() => order.push('hover'));
      return bytes;
    },
  });
  const client = await start([root], { settings: off }, { disk });
  await client.open(uri, B16);
  await client.diagnostics(uri, 1);
  await sweep(client).then(() => order.push('sweep'));
  await client.until(() => order.length === 2, 'both answered');
  expect(order).toEqual(['hover', 'sweep']);
  await client.next('window/showMessage');
  await client.workDone();
});

test('the outcome offers the problems to a client that can show them, if there are any', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN });
  const command = 'workbench.actions.view.problems';
  const client = await start([root], { settings: off, initializationOptions: { commands: [command] } });
  client.choice = 'Open Problems';
  await sweep(client);
  expect(await client.next('window/showMessageRequest')).toEqual({
    type: 3,
    message: '1 config: 1 error in 1 file.',
    actions: [{ title: 'Open Problems' }],
  });
  expect(await client.next('vitConfig/execute')).toEqual({ command, arguments: [] });
  const [{ token }] = [await client.next('$/progress')];
  expect(token).toMatch(/^vit-config-check-/);
  await client.workDone();
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual(HEADS);
  root.write({ 'a.vit.yaml': B16 });
  await sweep(client);
  expect((await client.next('window/showMessage')).message).toBe('1 config: no findings.');
  await client.workDone();
  expect(await codes(client, root.uriOf('a.vit.yaml'))).toEqual([]);
});

test('the outcome counts an open file by its text', async () => {
  const root = folder({ 'a.vit.yaml': BROKEN, 'b.vit.yaml': BROKEN });
  const client = await start([root], { settings: off });
  await client.open(root.uriOf('a.vit.yaml'), B16);
  await client.diagnostics(root.uriOf('a.vit.yaml'), 1);
  await client.open('file:///elsewhere/c.vit.yaml', BROKEN);
  await client.diagnostics('file:///elsewhere/c.vit.yaml', 1);
  expect((await sweep(client)).message).toBe('2 configs: 1 error in 1 file.');
  await client.next('window/showMessage');
  await client.workDone();
  expect(await codes(client, root.uriOf('b.vit.yaml'))).toEqual(HEADS);
});
