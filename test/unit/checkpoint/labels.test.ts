import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findLabels } from '../../../server/checkpoint';
import { inEnglish } from '../../english';

const WEIGHTS = resolve('/weights/pets.npz');
const CONFIGS = resolve('/configs');
const lines = (count: number) => Array.from({ length: count }, (_, i) => `name ${i}`);

type Files = Readonly<Record<string, string | Uint8Array | Error>>;

/** Files are named from the root on. */
async function labels(classes: number, files: Files, config: string | readonly string[] | null = null) {
  const content = new Map(Object.entries(files).map(([path, value]) => [resolve(path), value]));
  const read = async (path: string) => {
    const value = content.get(path) ?? Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    if (value instanceof Error) throw value;
    return typeof value === 'string' ? new TextEncoder().encode(value) : value;
  };
  return inEnglish(await findLabels({ labels: config, directory: CONFIGS, checkpoint: WEIGHTS, classes }, { read }));
}

const NONE = { names: null, from: null, problems: [] };

test('without any', async () => expect(await labels(3, {})).toEqual(NONE));

test("the config's own list", async () => {
  const from = "the config's `labels`";
  expect(await labels(2, { '/weights/labels.txt': 'x\ny\n' }, ['cat', 'dog'])).toEqual({ names: ['cat', 'dog'], from, problems: [] });
  expect(await labels(3, { '/weights/labels.txt': 'x\ny\nz\n' }, ['cat', 'dog'])).toEqual({
    ...NONE,
    problems: ["the config's `labels` has 2 names, and the model 3 classes."],
  });
});

test("a file that the config names, relative to it; one that is missing doesn't fall back to another", async () => {
  const beside = { '/weights/labels.txt': 'x\ny\n' };
  expect(await labels(2, { ...beside, '/configs/names/pets.txt': 'cat\r\ndog\r\n\r\n' }, 'names/pets.txt')).toEqual({
    names: ['cat', 'dog'],
    from: 'pets.txt',
    problems: [],
  });
  expect(await labels(2, beside, 'pets.txt')).toEqual({ ...NONE, problems: ["pets.txt can't be read: there is no such file or directory."] });
  expect(await labels(2, { '/configs/pets.txt': 'cat' }, 'pets.txt')).toEqual({ ...NONE, problems: ['pets.txt has 1 name, and the model 2 classes.'] });
});

test('beside the checkpoint: the one of its name first, then labels.txt, each only with as many names as classes', async () => {
  const both = { '/weights/pets.labels.txt': 'cat\ndog\n', '/weights/labels.txt': 'x\ny\nz' };
  expect(await labels(2, both)).toEqual({ names: ['cat', 'dog'], from: 'pets.labels.txt', problems: [] });
  expect(await labels(3, both)).toEqual({ names: ['x', 'y', 'z'], from: 'labels.txt', problems: ['pets.labels.txt has 2 names, and the model 3 classes.'] });
  expect((await labels(9, both)).problems).toHaveLength(2);
});

test("upstream's files, each for its own count", async () => {
  const files = {
    '/weights/ilsvrc2012_wordnet_lemmas.txt': lines(1000).join('\n'),
    '/weights/imagenet21k_wordnet_lemmas.txt': lines(21843).join('\n'),
  };
  expect((await labels(1000, files)).from).toBe('ilsvrc2012_wordnet_lemmas.txt');
  expect((await labels(21843, files)).names?.at(-1)).toBe('name 21842');
  expect(await labels(10, files)).toEqual(NONE);
});

test('what can not be read is said, and what comes after it still found', async () => {
  const files = {
    '/weights/pets.labels.txt': Uint8Array.of(0xff, 0x41, 0x0a),
    '/weights/labels.txt': Object.assign(new Error('EACCES'), { code: 'EACCES' }),
  };
  expect((await labels(1, files)).problems).toEqual([
    "pets.labels.txt can't be read: it is not text in UTF-8.",
    "labels.txt can't be read: no permission for it.",
  ]);
});

test('a name may be empty between others, a byte order mark is none, and a giant file is no list', async () => {
  expect((await labels(3, { '/weights/labels.txt': '\ufeffcat\n\n dog ' })).names).toEqual(['cat', '', 'dog']);
  const giant = new Uint8Array((8 << 20) + 1).fill(10);
  expect((await labels(1, { [join(dirname(WEIGHTS), 'labels.txt')]: giant })).problems).toEqual(["labels.txt can't be read: it has more than 8 MiB."]);
});
