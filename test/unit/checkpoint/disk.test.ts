/** Paths that are no regular file, files that change, and how much is read of large ones. */
import { execFileSync } from 'node:child_process';
import { mkdir, open, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CheckpointError, type CheckpointFiles, machineFiles, openCheckpoint, readHeader } from '../../../server/checkpoint';
import type { CheckpointRead } from '../../../server/core/checkpoint/header';
import { english } from '../../../server/core/phrase';
import { CountingFiles, failingFiles } from './countingFiles';
import { npz, npzPieces, safetensors, safetensorsPieces, vitTensors, withDirectory, withFile, writePieces } from './files';

const said = (read: CheckpointRead) => (read.ok ? read : { fileName: read.fileName, kind: read.kind, problem: english(read.problem) });

const SMALL = npz([{ name: 'x', shape: [2], values: [1, 2] }]);

describe('paths', () => {
  test('that lead nowhere are missing', async () => {
    await withFile('there.npz', SMALL, async (path) => {
      for (const nowhere of [`${path}.not`, join(path, 'below.npz')]) {
        expect(said(await readHeader(nowhere))).toMatchObject({ kind: 'missing', problem: 'There is no such file.' });
        await expect(openCheckpoint(nowhere)).rejects.toMatchObject({ kind: 'missing', message: 'There is no such file.' });
      }
    });
  });

  test('of directories say so, and whose they plainly are', async () => {
    await withDirectory(async (directory) => {
      const plain = join(directory, 'plain');
      await mkdir(plain);
      expect(said(await readHeader(plain))).toEqual({
        fileName: 'plain',
        kind: 'unreadable',
        problem: 'It is a directory; a checkpoint is a .npz or .safetensors file.',
      });
      await writeFile(join(plain, '_METADATA'), '{}');
      expect(said(await readHeader(plain))).toMatchObject({
        problem: 'It is a directory as Orbax and TensorStore write it; only .npz and .safetensors files are read.',
      });
    });
  });

  test('of links are those of what they lead to', async () => {
    await withFile('there.npz', SMALL, async (path) => {
      await symlink(path, `${path}.link`);
      expect(await readHeader(`${path}.link`)).toMatchObject({ ok: true, fileName: 'there.npz.link' });
    });
  });

  test.skipIf(process.platform === 'win32')('of pipes and devices are not opened', { timeout: 5000 }, async () => {
    const problem = 'It is not a file but a device, pipe or socket.';
    await withDirectory(async (directory) => {
      const pipe = join(directory, 'pipe.npz');
      execFileSync('mkfifo', [pipe]);
      expect(said(await readHeader(pipe))).toMatchObject({ kind: 'unreadable', problem });
      // Nor do they hold anybody up that took a file's place.
      const files: CheckpointFiles = { ...machineFiles, stat: async () => ({ kind: 'file', bytes: 10, modified: 0 }) };
      expect(said(await readHeader(pipe, files))).toMatchObject({ kind: 'unreadable', problem });
    });
    expect(said(await readHeader('/dev/zero'))).toMatchObject({ kind: 'unreadable', problem });
  });

  test('without permission, and of failing disks', async () => {
    await withFile('there.npz', SMALL, async (path) => {
      for (const code of ['EACCES', 'EPERM']) {
        expect(said(await readHeader(path, failingFiles(code)))).toMatchObject({ kind: 'unreadable', problem: 'There is no permission to read it.' });
      }
      expect(said(await readHeader(path, failingFiles('EIO')))).toMatchObject({ kind: 'unreadable', problem: 'Reading it failed (EIO).' });
      expect(said(await readHeader(path, failingFiles('ENOENT')))).toMatchObject({ kind: 'missing' });
    });
  });

  test('whatever their names end in', async () => {
    for (const name of ['weights', 'ViT.safetensors', 'ViT.bin']) {
      await withFile(name, SMALL, async (path) => expect(await readHeader(path)).toMatchObject({ ok: true, header: { format: 'npz' } }));
    }
    await withFile('ViT.npz', safetensors([]), async (path) => expect(await readHeader(path)).toMatchObject({ ok: true, header: { format: 'safetensors' } }));
  });
});

describe('a mistake of ours', () => {
  test('is no problem of the file', async () => {
    await withFile('there.npz', SMALL, async (path) => {
      const files: CheckpointFiles = { ...machineFiles, open: () => Promise.reject(new TypeError('x is not a function')) };
      await expect(readHeader(path, files)).rejects.toThrow('x is not a function');
    });
  });
});

describe('a file that changes while it is open', () => {
  const FILE = safetensors([{ name: 'x', shape: [2], values: [1, 2] }]);
  const changed = { message: 'The file has changed since its header was read.', kind: 'unreadable' };

  test.each<[string, (path: string) => Promise<void>]>([
    ['is cut', (path) => truncate(path, FILE.length - 4)],
    ['is emptied', (path) => truncate(path, 0)],
    ['is longer', (path) => writeFile(path, 'more', { flag: 'a' })],
    ['is written anew', (path) => writeFile(path, FILE).then(() => utimes(path, 1, 1))],
  ])('%s', async (_, change) => {
    await withFile('x.safetensors', FILE, async (path) => {
      const checkpoint = await openCheckpoint(path);
      expect(await checkpoint.read('x')).toEqual(Float32Array.of(1, 2));
      await change(path);
      await expect(checkpoint.read('x')).rejects.toMatchObject(changed);
      await checkpoint.close();
    });
  });

  test.skipIf(process.platform === 'win32')('is another one by the same name: what was opened is read', async () => {
    await withFile('x.safetensors', FILE, async (path) => {
      const checkpoint = await openCheckpoint(path);
      await writeFile(`${path}.new`, safetensors([{ name: 'x', shape: [2], values: [3, 4] }]));
      await rename(`${path}.new`, path);
      expect(await checkpoint.read('x')).toEqual(Float32Array.of(1, 2));
      await checkpoint.close();
    });
  });

  test('has another header than the one that is known', async () => {
    await withFile('x.safetensors', FILE, async (path) => {
      const known = await readHeader(path);
      if (!known.ok) throw new Error('unreadable');
      const same = await openCheckpoint(path, { expected: structuredClone(known.header) });
      await same.close();
      for (const other of [
        safetensors([{ name: 'y', shape: [2], values: [1, 2] }]),
        safetensors([{ name: 'x', shape: [1], values: [1] }]),
        npz([{ name: 'x', shape: [2], values: [1, 2] }]),
      ]) {
        await writeFile(path, other);
        const files = new CountingFiles();
        await expect(openCheckpoint(path, { expected: known.header, files })).rejects.toMatchObject(changed);
        expect(files).toMatchObject({ opened: 1, closed: 1 });
      }
    });
  });
});

/** ViT-L and one tensor of 4 GiB, behind which others need offsets of 64 bits. */
const LARGE = [...vitTensors(24, 1024, 4096, 16), { name: 'filler', shape: [2 ** 30] }, { name: 'last', shape: [3], values: [1, 2, 3] }];

describe('of a large file', () => {
  test.each([
    ['npz', npzPieces(LARGE)],
    ['safetensors', safetensorsPieces(LARGE)],
  ] as const)('%s only the header is read, and of its values those that are asked for', async (_, pieces) => {
    expect(pieces.size).toBeGreaterThan(5 * 2 ** 30);
    await withDirectory(async (directory) => {
      const path = join(directory, 'large');
      await writePieces(path, pieces);
      const files = new CountingFiles();
      const read = await readHeader(path, files);
      expect(read).toMatchObject({ ok: true, header: { bytes: pieces.size } });
      expect(read.ok && read.header.tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(LARGE.map(({ name, shape }) => ({ name, shape })));
      expect(files.bytes).toBeLessThan(2_000_000);
      expect(files.reads).toBeLessThan(LARGE.length + 10);
      expect(files).toMatchObject({ opened: 1, closed: 1 });

      const checkpoint = await openCheckpoint(path, { files });
      const before = files.bytes;
      expect(await checkpoint.read('last')).toEqual(Float32Array.of(1, 2, 3));
      expect(files.bytes - before).toBe(12);
      expect((await checkpoint.read('Transformer/encoderblock_3/MlpBlock_3/Dense_1/kernel', { index: 7 })).length).toBe(1024);
      expect(files.bytes - before).toBe(12 + 4096);
      await checkpoint.close();
      expect(files).toMatchObject({ opened: 2, closed: 2 });
    });
  });
});

test('a file is closed after what is under way, once, and read no more', async () => {
  await withFile('x.npz', npz([{ name: 'x', shape: [3_000_000] }]), async (path) => {
    const checkpoint = await openCheckpoint(path);
    const reading = checkpoint.read('x');
    const closing = [checkpoint.close(), checkpoint.close()];
    // Too late for a file whose values are read in pieces, and never another file's bytes.
    await expect(reading).rejects.toThrow('the file is closed');
    await Promise.all(closing);
    const other = await openCheckpoint(path);
    await expect(checkpoint.read('x')).rejects.toThrow('the file is closed');
    await other.close();
  });
});

test('files that can not be read are closed', async () => {
  await withFile('broken.npz', SMALL.subarray(0, 100), async (path) => {
    const files = new CountingFiles();
    await readHeader(path, files);
    await expect(openCheckpoint(path, { files })).rejects.toThrow(CheckpointError);
    expect(files).toMatchObject({ opened: 2, closed: 2 });
    // On Windows nobody could remove it otherwise.
    await rm(path);
    await expect(open(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
