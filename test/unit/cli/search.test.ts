/** `vit-config search` by dist/runner.js, over indexes that `embed` makes. */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { npz } from '../checkpoint/files';
import { builtCli, ensureBuilt, sample } from './built';
import { TINY } from './configs';
import { type Files, LIT_FILES, pictures, TINY_FILES, write } from './embedding';
import { inFolder } from './folderHost';
import { saved } from './saved';

const root = mkdtempSync(join(tmpdir(), 'vit-config-search-'));
const made = join(root, 'made');
let folder = root;
let count = 0;
beforeAll(async () => {
  ensureBuilt();
  mkdirSync(made);
  write(made, { ...TINY_FILES, ...LIT_FILES, ...(await pictures(['photos/a.png', 'photos/b.png', 'photos/deep/c.png', 'photos/d.png'])) });
  for (const args of ['a.vit.yaml -w w.npz photos', 'lit.vit.yaml -w lit.npz photos -o lit.index']) {
    const { code, err } = await inFolder(made, ['embed', ...args.split(' ')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  }
}, 60_000);
beforeEach(() => {
  folder = join(root, String(count++));
  cpSync(made, folder, { recursive: true, preserveTimestamps: true });
});
afterAll(() => rmSync(root, { recursive: true }));

const search = (args: string | readonly string[], options: Parameters<typeof inFolder>[2] = {}) =>
  inFolder(folder, ['search', ...(typeof args === 'string' ? args.split(' ') : args)], options);
const json = async (...args: string[]) => {
  const { code, out, err } = await search([...args, '--format', 'json']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};

describe('by an image', () => {
  it('itself first, with the paths of here', async () => {
    const { code, out, err } = await search('photos/b.png --top 2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual([
      'photos/b.png by tiny, 2 of 4 images',
      '',
      '   score  image',
      '  1.0000  photos/b.png',
      expect.stringMatching(/^ {2}[ -]?0\.\d{4} {2}photos\/(a|d|deep\/c)\.png$/),
      '',
    ]);
  });

  it('all of them where there are fewer than asked for; as JSON', async () => {
    const { results, ...about } = await json('photos/deep/c.png');
    expect(about).toEqual({ index: 'features', model: 'tiny', feature: 'pre_logits', query: { image: 'photos/deep/c.png' }, images: 4 });
    expect(results).toHaveLength(4);
    expect(results[0]).toEqual({ path: 'photos/deep/c.png', score: expect.closeTo(1, 6) });
    const scores = results.map(({ score }: { score: number }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('from elsewhere, by an image that is not in the index', async () => {
    write(folder, { 'else/where/x.txt': '', ...Object.fromEntries(Object.values(await pictures(['a', 'b', 'c'])).map((png, i) => [`other${i}.png`, png])) });
    const { code, out } = await inFolder(join(folder, 'else/where'), ['search', '../../other1.png', '--index', '../../features', '-f', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).results[0]).toEqual({ path: join(folder, 'photos/b.png'), score: expect.closeTo(1, 6) });
  });

  it('cropped as those of the index were', async () => {
    await inFolder(folder, ['embed', 'a.vit.yaml', '-w', 'w.npz', 'photos', '--crop', '-o', 'cropped']);
    expect((await json('photos/d.png', '--index', 'cropped')).results[0]).toEqual({ path: 'photos/d.png', score: expect.closeTo(1, 6) });
  });

  it('with the config as it was, though the file has changed or is gone', async () => {
    write(folder, { 'a.vit.yaml': TINY.replace('image_size: 32', 'image_size: 48') });
    const changed = await json('photos/a.png');
    rmSync(join(folder, 'a.vit.yaml'));
    expect(await json('photos/a.png')).toEqual(changed);
    expect(changed.results[0].score).toBeCloseTo(1, 6);
  });

  it('one that can not be read', async () => {
    write(folder, { 'broken.jpg': 'words' });
    const { code, out, err } = await search('broken.jpg');
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringMatching(/^vit-config: broken\.jpg: can't be read as an image: .+\n$/) });
  });

  it('Ctrl-C', async () =>
    expect(await search('photos/a.png', { interruptAt: (text) => text.includes('building') })).toMatchObject({
      code: 130,
      err: expect.stringMatching(/vit-config: interrupted\n$/),
    }));
});

it('by a Python config as it was when the index was made, with what it imports', async () => {
  const infer = await inFolder(folder, ['infer', 'w.npz', '-o', 'base.py']);
  expect(infer.code).toBe(0);
  write(folder, {
    'mine.py':
      'import base\n\n\ndef get_config():\n  return base.get_config()\n\n\ndef get_mine_config():\n  config = base.get_config()\n  config.model_name = "mine"\n  return config\n',
  });
  const embedded = await inFolder(folder, ['embed', 'mine.py:get_mine_config', '-w', 'w.npz', 'photos', '-o', 'py']);
  expect(embedded).toMatchObject({ code: 0, err: '' });
  const before = await json('photos/b.png', '--index', 'py');
  write(folder, { 'base.py': 'broken = (', 'mine.py': '' });
  expect(before.model).toBe('mine');
  expect(await json('photos/b.png', '--index', 'py')).toEqual(before);
});

describe('by a text', () => {
  it('as near as classify says', async () => {
    const { results, query } = await json('--index', 'lit.index', 'a cat');
    expect(query).toEqual({ text: 'a cat' });
    expect(results).toHaveLength(4);
    for (const { path, score } of results) {
      const { out } = await inFolder(folder, ['classify', 'lit.vit.yaml', '-w', 'lit.npz', '--labels', 'a cat,a dog', path, '-f', 'json']);
      const [{ classes }] = JSON.parse(out).images;
      expect(score).toBeCloseTo(classes.find(({ label }: { label: string }) => label === 'a cat').cosine, 5);
    }
    expect((await json('--index', 'lit.index', 'a dog')).results).not.toEqual(results);
  }, 20_000);

  it('a file of that name is an image, unless a text is meant', async () => {
    write(folder, { cat: 'words' });
    expect(await search('--index lit.index cat')).toMatchObject({ code: 1, err: expect.stringContaining("cat: can't be read as an image") });
    const meant = await json('--index', 'lit.index', '--text', 'cat');
    rmSync(join(folder, 'cat'));
    expect(await json('--index', 'lit.index', 'cat')).toEqual(meant);
    expect(await search('--index lit.index cat --image')).toMatchObject({ code: 1, err: expect.stringContaining('cat') });
  });

  it('by a vocabulary elsewhere', async () => {
    const beside = await json('--index', 'lit.index', 'a cat');
    renameSync(join(folder, 'lit.txt'), join(folder, 'words.txt'));
    expect(await search(['--index', 'lit.index', 'a cat'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/vocabulary is not beside the checkpoint.* --vocab FILE names one/),
    });
    expect(await json('--index', 'lit.index', 'a cat', '--vocab', 'words.txt')).toEqual(beside);
  });

  it('no model but LiT takes one', async () => {
    for (const args of [['a cat', '--text'], ['a cat']]) {
      const { code, err } = await search(args);
      expect(code).toBe(2);
      expect(err).toMatch(
        /^vit-config: (tiny takes no text: only LiT has a text tower|a cat: there is no such file; a text can't be looked for, as tiny has no text tower)\n$/,
      );
    }
  });

  it('what is called as images are and is not there is no text', async () =>
    expect(await search('--index lit.index gone.jpg')).toMatchObject({
      code: 2,
      err: 'vit-config: gone.jpg: there is no such file; --text looks for it as a text\n',
    }));
});

describe('the weights of the index', () => {
  it('may be touched and moved, with the bytes they had', async () => {
    const before = await json('photos/a.png');
    utimesSync(join(folder, 'w.npz'), 5, 5);
    expect(await json('photos/a.png')).toEqual(before);
    renameSync(join(folder, 'w.npz'), join(folder, 'moved.npz'));
    expect(await search('photos/a.png')).toMatchObject({
      code: 2,
      err: 'vit-config: w.npz, the weights of the index: there is no such file or directory; --weights FILE says where they are now\n',
    });
    expect(await json('photos/a.png', '--weights', 'moved.npz')).toEqual(before);
  });

  it('must not have changed, even to others of the same size', async () => {
    write(folder, {
      'w.npz': npz(saved(TINY).map((tensor) => (tensor.name === 'cls' ? { ...tensor, values: Array.from(tensor.values ?? [], (value) => -value) } : tensor))),
    });
    expect(await search('photos/a.png')).toMatchObject({
      code: 2,
      err: "vit-config: w.npz has changed since the index was made: its features can't be compared with new ones; vit-config embed --force makes the index anew\n",
    });
    expect(await search('photos/a.png -w lit.npz')).toMatchObject({
      code: 2,
      err: expect.stringContaining('lit.npz is not the file that the index was made with'),
    });
  });
});

describe('what can not be searched', () => {
  const refused = (name: string, args: readonly string[], err: string, files: Files = {}) =>
    it(name, async () => {
      write(folder, files);
      expect(await search(args)).toEqual({ code: 2, out: '', err: expect.stringContaining(err) });
    });
  const EMPTY = {
    version: 1,
    model: 'm',
    feature: 'pre_logits',
    dimensions: 2,
    crop: false,
    config: { path: null, fileName: 'a.vit.yaml', text: TINY, number: 1 },
  };

  refused('nothing', [], 'search needs a query: an image, or a text in quotes\n');
  refused('several queries', ['a', 'cat'], 'search takes one query, got 2; a text of several words goes in quotes: "a cat"\n');
  refused('a query of two kinds', ['--text', '--image', 'a'], '--image and --text: the query is one of them\n');
  refused('so few', ['--top', '0', 'photos/a.png'], '--top must be a whole number from 1 on, got "0"\n');
  refused('no index', ['--index', 'photos', 'photos/a.png'], 'photos: there is no index; vit-config embed makes one, --index DIR names another\n');
  refused('a directory that is not there', ['--index', 'gone', 'photos/a.png'], 'gone: there is no index');
  refused('a damaged index', ['photos/a.png'], 'features: is damaged: features.npy: ', { 'features/features.npy': 'words' });
  refused('an empty index', ['--index', 'empty', 'photos/a.png'], 'empty: the index has no images\n', {
    'empty/index.json': JSON.stringify({
      ...EMPTY,
      weights: { path: '../w.npz', bytes: 1, modified: 1, sha256: '' },
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      images: [],
    }),
    'empty/features.npy': Buffer.from(`\x93NUMPY\x01\x00\x76\x00${"{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }".padEnd(117)}\n`, 'latin1'),
  });
});

it('the built program', async () => {
  const { code, out, err } = await builtCli(['search', '--index', 'lit.index', 'a dog', '--top', '1'], { cwd: folder });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^"a dog" by tiny-lit, 1 of 4 images\n\n {3}score {2}image\n {2}-?\d\.\d{4} {2}photos\/.+\n$/);
});

it('finds the picture of a digit by its name, in the samples that come along', async () => {
  const samples = sample('checkpoints');
  const made = await builtCli(['embed', join(samples, 'digits-lit.vit.yaml'), samples, '-o', 'digits'], { cwd: folder });
  expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' });
  for (const [text, digit] of [
    ['the number 3', 'digit-3.png'],
    ['a photo of a seven', 'digit-7.png'],
  ]) {
    const { out } = await builtCli(['search', '--index', 'digits', text ?? '', '-f', 'json'], { cwd: folder });
    const { results } = JSON.parse(out);
    expect(results.map(({ path }: { path: string }) => basename(path))[0]).toBe(digit);
    expect(results[0].score - results[1].score).toBeGreaterThan(0.4);
  }
});
