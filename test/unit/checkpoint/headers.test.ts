/** Headers are read once for as long as their files stay as they are. */
import { chmod, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CheckpointHeaders, machineFiles } from '../../../server/checkpoint';
import { CountingFiles, failingFiles } from './countingFiles';
import { npz, withDirectory, withFile } from './files';

const file = (name: string) => npz([{ name, shape: [2], values: [1, 2] }]);

test('an unchanged file is read once and gives the same object', async () => {
  await withFile('x.npz', file('x'), async (path) => {
    const files = new CountingFiles();
    const headers = new CheckpointHeaders(files);
    const first = await headers.read(path);
    expect(first).toMatchObject({ ok: true, header: { tensors: [{ name: 'x' }] } });
    expect(await headers.read(path)).toBe(first);
    expect(files).toMatchObject({ opened: 1, closed: 1 });
  });
});

test('a file that has changed is read anew, by its size or by its time', async () => {
  await withFile('x.npz', file('x'), async (path) => {
    const headers = new CheckpointHeaders();
    await utimes(path, 1000, 1000);
    const first = await headers.read(path);
    await writeFile(path, file('longer'));
    await utimes(path, 1000, 1000);
    const second = await headers.read(path);
    expect(second).toMatchObject({ header: { tensors: [{ name: 'longer' }] } });
    await writeFile(path, file('LONGER'));
    await utimes(path, 1000, 1001);
    expect(await headers.read(path)).toMatchObject({ header: { tensors: [{ name: 'LONGER' }] } });
    await utimes(path, 1000, 1002);
    expect(await headers.read(path)).not.toBe(first);
  });
});

test('a file that is broken is read once as well; one that comes, goes and comes again is seen', async () => {
  await withDirectory(async (directory) => {
    const path = join(directory, 'x.npz');
    const files = new CountingFiles();
    const headers = new CheckpointHeaders(files);
    const missing = await headers.read(path);
    expect(missing).toMatchObject({ ok: false, kind: 'missing' });
    expect(await headers.read(path)).toBe(missing);
    await writeFile(path, 'no');
    const broken = await headers.read(path);
    expect(broken).toMatchObject({ ok: false, kind: 'unreadable' });
    expect(await headers.read(path)).toBe(broken);
    expect(files.opened).toBe(1);
    await writeFile(path, file('x'));
    expect(await headers.read(path)).toMatchObject({ ok: true });
    await rm(path);
    expect(await headers.read(path)).toEqual(missing);
    await writeFile(path, file('x'));
    expect(await headers.read(path)).toMatchObject({ ok: true });
  });
});

test('a file without permission is tried again, as permissions change no time', async () => {
  await withFile('x.npz', file('x'), async (path) => {
    const files = { ...failingFiles('EACCES') };
    const headers = new CheckpointHeaders(files);
    const refused = await headers.read(path);
    expect(refused).toMatchObject({ ok: false, kind: 'unreadable' });
    expect(await headers.read(path)).toBe(refused);
    files.open = machineFiles.open;
    await chmod(path, 0o644);
    expect(await headers.read(path)).toMatchObject({ ok: true });
  });
});

test('who asks at the same time shares the reading; who asks after a change does not', async () => {
  await withFile('x.npz', file('x'), async (path) => {
    const files = new CountingFiles();
    const headers = new CheckpointHeaders(files);
    let open = () => {};
    files.gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const early = [headers.read(path), headers.read(path)];
    await expect.poll(() => files.opened).toBe(1);
    await writeFile(path, file('changed'));
    const late = headers.read(path);
    await expect.poll(() => files.opened).toBe(2);
    open();
    const [first, second] = await Promise.all(early);
    expect(second).toBe(first);
    expect(await late).toMatchObject({ header: { tensors: [{ name: 'changed' }] } });
    expect(files).toMatchObject({ opened: 2, closed: 2 });
    expect(await headers.read(path)).toMatchObject({ header: { tensors: [{ name: 'changed' }] } });
  });
});

test('those that were asked for last are kept', async () => {
  await withDirectory(async (directory) => {
    const paths = ['a', 'b', 'c'].map((name) => join(directory, name));
    for (const path of paths) await writeFile(path, file('x'));
    const [a = '', b = '', c = ''] = paths;
    const files = new CountingFiles();
    const headers = new CheckpointHeaders(files, 2);
    const first = await headers.read(a);
    await headers.read(b);
    expect(await headers.read(a)).toBe(first);
    await headers.read(c);
    expect(files.opened).toBe(3);
    expect(await headers.read(a)).toBe(first);
    expect(files.opened).toBe(3);
    await headers.read(b);
    expect(files.opened).toBe(4);
  });
});
