/** features.npy and index.json: written, read, refused, planned and ranked. */
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOf, type ImageIndex, IndexWriter, openIndex, pathInIndex, planIndex, rank } from '../../../server/cli/imageIndex';
import { CWD, systemError, TestHost } from './testHost';

const DIRECTORY = join(CWD, 'features');
const image = (path: string, modified = 1.5) => ({ path, bytes: 10, modified });
const ABOUT: Omit<ImageIndex, 'images' | 'dimensions' | 'sha256'> = {
  model: 'tiny "quoted"',
  feature: 'pre_logits',
  crop: true,
  config: { path: '../a.vit.yaml', fileName: 'a.vit.yaml', text: 'hidden_size: 8\n', number: 2 },
  weights: { path: '../w.npz', bytes: 123, modified: 17.25, sha256: 'ab' },
};
const ROWS = [
  [1, -2.5, 3e-8],
  [0.1, 1e30, -0],
];

async function written(host: TestHost, rows: readonly (readonly number[])[] = ROWS): Promise<void> {
  const writer = await IndexWriter.create(host, DIRECTORY, 3);
  for (const row of rows) await writer.add(Float32Array.from(row));
  await writer.finish({ ...ABOUT, images: rows.map((_, i) => image(`../photos/${i}.jpg`)) });
}

const names = (host: TestHost) => [...host.content.keys()].map((path) => path.slice(CWD.length + 1).replaceAll(sep, '/')).sort();

describe('written and read', () => {
  it('comes back as it was, in two files', async () => {
    const host = new TestHost({});
    await written(host);
    expect(names(host)).toEqual(['features/features.npy', 'features/index.json']);
    const open = await openIndex(host, DIRECTORY);
    expect(open?.index).toEqual({
      ...ABOUT,
      dimensions: 3,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      images: [image('../photos/0.jpg'), image('../photos/1.jpg')],
    });
    expect(open?.features).toEqual(Float32Array.from(ROWS.flat()));
  });

  it('of no rows, too', async () => {
    const host = new TestHost({});
    await written(host, []);
    expect(await openIndex(host, DIRECTORY)).toMatchObject({ index: { images: [] }, features: new Float32Array() });
  });

  it('as NumPy writes it: a header of 128 bytes, an image on each line', async () => {
    const host = new TestHost({});
    await written(host);
    const npy = Buffer.from(host.content.get(join(DIRECTORY, 'features.npy')) as Uint8Array);
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117);
    expect(npy.subarray(0, 128).toString('latin1')).toBe(`\x93NUMPY\x01\x00\x76\x00${header}\n`);
    expect(npy.length).toBe(128 + 6 * 4);
    const json = Buffer.from(host.content.get(join(DIRECTORY, 'index.json')) as Uint8Array).toString();
    expect(json.split('\n').filter((line) => line.includes('photos'))).toEqual([
      '    {"path":"../photos/0.jpg","bytes":10,"modified":1.5},',
      '    {"path":"../photos/1.jpg","bytes":10,"modified":1.5}',
    ]);
  });

  it('is not there until it is whole, and leaves nothing when it is given up', async () => {
    const host = new TestHost({ files: { 'features/index.json': 'older' } });
    const writer = await IndexWriter.create(host, DIRECTORY, 3);
    await writer.add(new Float32Array(3));
    expect(names(host)).toEqual(['features/features.npy.part', 'features/index.json']);
    await writer.discard();
    expect(names(host)).toEqual(['features/index.json']);
  });

  it('does not take a row of another length', async () => {
    const writer = await IndexWriter.create(new TestHost({}), DIRECTORY, 3);
    await expect(writer.add(new Float32Array(4))).rejects.toThrow('a row of 4 values in an index of 3');
  });
});

describe('refused', () => {
  type Files = Map<string, Uint8Array | Error>;
  const check = (name: string, damage: (files: Files, at: (name: string) => string) => void, message: string | RegExp) =>
    it(name, async () => {
      const host = new TestHost({});
      await written(host);
      damage(host.content, (file) => join(DIRECTORY, file));
      await expect(openIndex(host, DIRECTORY)).rejects.toThrow(message);
    });
  const json = (change: (index: Record<string, unknown>) => void) => (files: Files, at: (name: string) => string) => {
    const index = JSON.parse(Buffer.from(files.get(at('index.json')) as Uint8Array).toString());
    change(index);
    files.set(at('index.json'), Buffer.from(JSON.stringify(index)));
  };
  const npy = (change: (bytes: Buffer) => Buffer) => (files: Files, at: (name: string) => string) =>
    void files.set(at('features.npy'), change(Buffer.from(files.get(at('features.npy')) as Uint8Array)));
  const header = (text: string, to: string) => npy((bytes) => Buffer.from(bytes.toString('latin1').replace(text, to), 'latin1'));

  check('no JSON', (files, at) => void files.set(at('index.json'), Buffer.from('{"version":')), /^is damaged: index\.json is not valid JSON \(/);
  check('another kind of JSON', (files, at) => void files.set(at('index.json'), Buffer.from('[]')), 'is damaged: index.json is not an object');
  check('no text', (files, at) => void files.set(at('index.json'), Buffer.from([0xff, 0xfe])), 'is damaged: index.json is UTF-16');
  check(
    'a later version',
    json((index) => (index.version = 2)),
    'has an index of version 2, and this vit-config reads version 1',
  );
  check(
    'a part missing',
    json((index) => delete index.weights),
    'is damaged: weights in index.json is not an object',
  );
  check(
    'a part of another kind',
    json((index) => ((index.config as Record<string, unknown>).number = 0)),
    'config.number in index.json is not a whole number of at least 1',
  );
  check(
    'an image without a path',
    json((index) => (index.images = [{}])),
    'images[0].path in index.json is not a string',
  );
  check(
    'fewer images than rows',
    json((index) => (index.images as unknown[]).pop()),
    'features.npy has the shape [2, 3], and index.json wants [1, 3]',
  );
  check('no features', (files, at) => void files.delete(at('features.npy')), 'is damaged: features.npy is missing');
  check(
    'cut off',
    npy((bytes) => bytes.subarray(0, -1)),
    'features.npy has 23 bytes of values, not 24',
  );
  check(
    'cut off in the header',
    npy((bytes) => bytes.subarray(0, 9)),
    /^is damaged: features\.npy: /,
  );
  check(
    'no array',
    npy(() => Buffer.from('words, words, words')),
    /^is damaged: features\.npy: .*no \.npy file/,
  );
  check(
    'longer than it says',
    npy((bytes) => Buffer.concat([bytes, Buffer.alloc(4)])),
    'features.npy has 28 bytes of values, not 24',
  );
  check(
    'values of another index',
    npy((bytes) => bytes.fill(1, 128)),
    'the values in features.npy are not those that index.json was written with',
  );
  check('doubles', header("'<f4'", "'<f8'"), 'features.npy is not of float32 in row-major order');
  check('the first axis fastest', header('False', 'True '), 'features.npy is not of float32 in row-major order');
  check('pickled objects', header("'<f4'", "'|O' "), /pickled Python objects/);

  it('where there is none, that is no damage', async () => expect(await openIndex(new TestHost({}), DIRECTORY)).toBeNull());
  it('a file that can not be read is no damage either', async () =>
    expect(openIndex(new TestHost({ files: { 'features/index.json': systemError('EACCES') } }), DIRECTORY)).rejects.toMatchObject({ code: 'EACCES' }));
});

describe('planned', () => {
  const before = (...images: ReturnType<typeof image>[]) => ({
    index: { ...ABOUT, dimensions: 3, sha256: '', images },
    features: new Float32Array(3 * images.length),
  });
  const rows = (plan: ReturnType<typeof planIndex>) => plan.rows.map(({ image: { path }, kept }) => [path, kept]);

  it('what is there stays, what is new or has changed is embedded, what is gone goes; by path', () => {
    const plan = planIndex(before(image('a'), image('c'), image('d'), image('e')), [image('b'), image('c', 2), image('a')], (path) => path === 'd');
    expect(rows(plan)).toEqual([
      ['a', 0],
      ['b', null],
      ['c', null],
      ['e', 3],
    ]);
    expect(plan).toMatchObject({ added: 1, changed: 1, gone: 1 });
  });

  it('of nothing before, each image once', () => {
    const plan = planIndex(null, [image('b'), image('a')], () => false);
    expect(rows(plan)).toEqual([
      ['a', null],
      ['b', null],
    ]);
  });

  it('paths are relative to the index and have slashes', () => {
    const file = join(CWD, 'photos', 'a.jpg');
    expect(pathInIndex(DIRECTORY, file)).toBe('../photos/a.jpg');
    expect(fileOf(DIRECTORY, '../photos/a.jpg')).toBe(file);
  });
});

describe('ranked', () => {
  const ranked = (rows: number[][], query: number[], top = 10) =>
    rank(Float32Array.from(rows.flat()), Float32Array.from(query), top).map(({ row, score }) => [row, Number(score.toFixed(6))]);

  it('by direction alone, whatever the lengths, the nearest first', () =>
    expect(
      ranked(
        [
          [1, 0],
          [-3, 0],
          [5, 5],
          [0, 2e10],
        ],
        [1e-10, 0],
      ),
    ).toEqual([
      [0, 1],
      [2, 0.707107],
      [3, 0],
      [1, -1],
    ]));

  it('of equal ones the earlier, and so many', () =>
    expect(
      ranked(
        [
          [1, 2],
          [0, 1],
          [1, 2],
          [1, 2],
        ],
        [1, 1],
        2,
      ),
    ).toEqual([
      [0, 0.948683],
      [2, 0.948683],
    ]));

  it('what has no direction is like nothing', () => {
    expect(
      ranked(
        [
          [0, 0],
          [1, 0],
          [-1, 0],
        ],
        [1, 0],
      ),
    ).toEqual([
      [1, 1],
      [0, 0],
      [2, -1],
    ]);
    expect(ranked([[1, 0]], [0, 0])).toEqual([[0, 0]]);
  });
});
