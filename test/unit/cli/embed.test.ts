/** `vit-config embed` by dist/runner.js, on small models with weights of their own. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embedProgressText } from '../../../server/cli/embedText';
import { type Host, processHost } from '../../../server/cli/host';
import { openIndex } from '../../../server/cli/imageIndex';
import { npz } from '../checkpoint/files';
import { builtCli, ensureBuilt } from './built';
import { PAIR, TINY } from './configs';
import { type Files, LIT_FILES, picture, pictures, TINY_FILES, write } from './embedding';
import { inFolder } from './folderHost';
import { saved } from './saved';
import { systemError } from './testHost';

const root = mkdtempSync(join(tmpdir(), 'vit-config-embed-'));
let folder = root;
let photos: Files = {};
let count = 0;
beforeAll(async () => {
  ensureBuilt();
  photos = await pictures(['photos/a.png', 'photos/b.png', 'photos/deep/c.png', 'photos/d.png']);
}, 60_000);
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
  write(folder, { ...TINY_FILES, ...photos });
});
afterAll(() => rmSync(root, { recursive: true }));

const embed = (args: string, options: Parameters<typeof inFolder>[2] = {}) => inFolder(folder, ['embed', ...args.split(' ')], options);
const summary = async (args: string) => JSON.parse((await embed(`${args} --format json`)).out);

async function index(name = 'features') {
  const open = await openIndex(processHost(), join(folder, name));
  if (open === null) throw new Error(`no index in ${name}`);
  const { images, dimensions } = open.index;
  return { ...open.index, rows: images.map(({ path }, i) => [path, open.features.subarray(i * dimensions, (i + 1) * dimensions)] as const) };
}

function near(found: Float32Array | undefined, wanted: Float32Array): void {
  expect(found?.length).toBe(wanted.length);
  wanted.forEach((value, i) => expect(Math.abs(value - (found?.[i] ?? Number.NaN))).toBeLessThan(1e-6));
}

describe('what is embedded', () => {
  it('the images of a directory, by path; what can not be read is named and left out', async () => {
    write(folder, { 'photos/broken.jpg': 'words', 'photos/._a.png': 'of macOS', 'photos/.cache/x.png': 'hidden', 'photos/notes.txt': 'words' });
    const { code, out, err } = await embed('a.vit.yaml --weights w.npz photos gone.png');
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^vit-config: gone\.png: there is no such file or directory\nvit-config: photos\/broken\.jpg: can't be read as an image: .+\n$/,
      ),
    });
    expect(out.replace(/\d[\d.]* (ms|s|MB|images\/s)\b/g, 'N $1')).toBe(`features
  images    4 in the index: 1 failed
  features  8 values each, pre_logits of tiny
  weights   w.npz
  time      N ms, N images/s
  memory    N MB at its peak

vit-config search IMAGE ranks them
`);
    const { rows, sha256: _, weights, images, ...about } = await index();
    expect(rows.map(([path]) => path)).toEqual(['../photos/a.png', '../photos/b.png', '../photos/d.png', '../photos/deep/c.png']);
    expect(images[0]).toEqual({
      path: '../photos/a.png',
      bytes: statSync(join(folder, 'photos/a.png')).size,
      modified: statSync(join(folder, 'photos/a.png')).mtimeMs,
    });
    expect(weights).toMatchObject({ path: '../w.npz', bytes: statSync(join(folder, 'w.npz')).size });
    const config = { path: '../a.vit.yaml', fileName: 'a.vit.yaml', text: TINY, number: 1 };
    expect(about).toEqual({ model: 'tiny', feature: 'pre_logits', dimensions: 8, crop: false, config });
    expect(readdirSync(join(folder, 'features')).sort()).toEqual(['features.npy', 'index.json']);
  });

  it('the same for one image as among others, and each another', async () => {
    await embed('a.vit.yaml -w w.npz photos');
    const { rows } = await index();
    expect(new Set(rows.map(([, row]) => row.join())).size).toBe(4);
    for (const [path, row] of rows)
      await embed(`a.vit.yaml -w w.npz ${path.slice(3)} -o alone${path.length} --force`).then(async () =>
        near((await index(`alone${path.length}`)).rows[0]?.[1], row),
      );
  }, 20_000);

  const like = (name: string, config: string) =>
    it(`what the model without its head gives: ${name}`, async () => {
      write(folder, { 'a.vit.yaml': config, 'headless.vit.yaml': config.replace('num_classes: 10', 'num_classes: 0'), 'w.npz': npz(saved(config)) });
      expect(await embed('a.vit.yaml -w w.npz photos/a.png')).toMatchObject({ code: 0, err: '' });
      const { code } = await inFolder(folder, ['run', 'headless.vit.yaml', '-w', 'w.npz', '--image', 'photos/a.png', '--save-outputs', 'out']);
      expect(code).toBe(0);
      const values = readFileSync(join(folder, 'out', 'pre_logits.npy')).subarray(128);
      near(
        (await index()).rows[0]?.[1],
        Float32Array.from({ length: values.length / 4 }, (_, i) => values.readFloatLE(4 * i)),
      );
    });
  like('the class token', TINY);
  like('the mean of the tokens', TINY.replace('classifier: token', 'classifier: gap'));
  like('a representation layer', `${TINY}representation_size: 5\n`);
  like('a hybrid', TINY.replace('[16, 16]', '[1, 1]').replace('transformer:', 'resnet: {num_layers: [1], width_factor: 0.5}\ntransformer:'));
  like(
    'MLP-Mixer',
    'model_name: mixer\nimage_size: 32\npatches: {size: [16, 16]}\nhidden_dim: 8\nnum_blocks: 2\ntokens_mlp_dim: 4\nchannels_mlp_dim: 16\nnum_classes: 10\n',
  );

  it('the output of the representation layer, where there is one', async () => {
    const config = `${TINY}representation_size: 5\n`;
    write(folder, { 'a.vit.yaml': config, 'w.npz': npz(saved(config)) });
    expect(await summary('a.vit.yaml -w w.npz photos')).toMatchObject({ feature: 'pre_logits', dimensions: 5 });
    for (const [, row] of (await index()).rows) expect(row.every((value) => Math.abs(value) < 1)).toBe(true);
  });

  it('of LiT the normalised embedding, which texts can be compared with', async () => {
    write(folder, LIT_FILES);
    const { code, out } = await embed('lit.vit.yaml -w lit.npz photos');
    expect(code).toBe(0);
    expect(out).toContain('  features  8 values each, img/normalized of tiny-lit\n');
    expect(out).toMatch(/\nvit-config search IMAGE_OR_TEXT ranks them\n$/);
    for (const [, row] of (await index()).rows) expect(row.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(1, 5);
  });

  it('cut out of the middle, where that is asked for', async () => {
    await embed('a.vit.yaml -w w.npz photos -o stretched');
    await embed('a.vit.yaml -w w.npz photos -o cropped --crop');
    const [stretched, cropped] = [await index('stretched'), await index('cropped')];
    expect([stretched.crop, cropped.crop]).toEqual([false, true]);
    expect(cropped.sha256).not.toBe(stretched.sha256);
  });

  it('the same bytes each time', async () => {
    const [first, second] = [await summary('a.vit.yaml -w w.npz photos -o one'), await summary('a.vit.yaml -w w.npz photos -o two')];
    expect([first.images, second.images]).toEqual([4, 4]);
    for (const name of ['features.npy', 'index.json']) expect(readFileSync(join(folder, 'two', name))).toEqual(readFileSync(join(folder, 'one', name)));
  });
});

describe('config and weights', () => {
  it('the config is inferred from the weights', async () => {
    await embed('a.vit.yaml -w w.npz photos -o given');
    expect(await summary('-w w.npz photos')).toMatchObject({ model: 'w.npz', images: 4 });
    const [inferred, given] = [await index(), await index('given')];
    expect(inferred.sha256).toBe(given.sha256);
    expect(inferred.config).toMatchObject({ path: null, fileName: 'w.npz.vit.yaml', number: 1 });
  });

  it("the weights are those of the config's checkpoint", async () => {
    write(folder, { 'configs/a.vit.yaml': `${TINY}checkpoint: ../w.npz\n` });
    expect(await embed('configs/a.vit.yaml photos')).toMatchObject({ code: 0, err: '' });
    expect((await index()).weights.path).toBe('../w.npz');
  });

  it('what is adapted to is said, and not what other parts of the model take', async () => {
    write(folder, { 'a.vit.yaml': TINY.replace('image_size: 32', 'image_size: 48') });
    const { out } = await embed('a.vit.yaml -w w.npz photos');
    expect(out).toContain('  weights   w.npz\n            position embeddings are interpolated from 2x2 to 3x3\n  time ');
    const more = npz([...saved(TINY), { name: 'step', shape: [1], values: [1] }]);
    write(folder, { 'more.npz': more });
    expect((await summary('-w more.npz photos -o more')).adaptations).toEqual(['1 tensor is not used: step']);
  });

  it('one of several models', async () => {
    write(folder, { 'p.vit.yaml': PAIR, 'wide.npz': npz(saved(PAIR.split('---\n')[1] ?? '')) });
    expect(await summary('p.vit.yaml -m wider -w wide.npz photos')).toMatchObject({ model: 'wider', dimensions: 16 });
    expect((await index()).config.number).toBe(2);
  });

  const refused = (name: string, args: string, err: string | RegExp, files: Files = {}) =>
    it(name, async () => {
      write(folder, files);
      expect(await embed(args)).toEqual({ code: 2, out: '', err: expect.stringMatching(err) });
      expect(existsSync(join(folder, 'features'))).toBe(false);
    });
  refused('neither', 'photos', /embed needs weights: say --weights FILE, or begin with a config that names its `checkpoint`\nsee vit-config embed --help\n$/);
  refused(
    'a config without weights',
    'a.vit.yaml photos',
    'a.vit.yaml names no checkpoint that is there: say --weights FILE, or write `checkpoint: FILE` into it\n$',
  );
  refused('weights that are not there', 'a.vit.yaml photos', 'a.vit.yaml: checkpoint no.npz: There is no such file.\n$', {
    'a.vit.yaml': `${TINY}checkpoint: no.npz\n`,
  });
  refused('weights of another model', 'a.vit.yaml -w w.npz photos', /w\.npz does not fit tiny:\n {2}`hidden_size` is 16, the checkpoint's is 8 \(from .+\)\n/, {
    'a.vit.yaml': TINY.replace('hidden_size: 8', 'hidden_size: 16'),
  });
  refused('no images', 'a.vit.yaml -w w.npz', 'embed needs images');
  refused('two configs', 'a.vit.yaml b.vit.yaml -w w.npz photos', 'embed takes one config, before the images; "b.vit.yaml" is none of the images');
  refused('several models', 'p.vit.yaml -w w.npz photos', 'p.vit.yaml has 2 models; pick one with --model "tiny" or "wider"', { 'p.vit.yaml': PAIR });
  refused('a directory without images', 'a.vit.yaml -w w.npz empty', /empty: no image .* in this directory\nvit-config: there are no images to embed\n$/, {
    'empty/notes.txt': 'words',
  });
  refused('a model with a vector for each token', 'a.vit.yaml -w w.npz photos', /tiny has no one feature for an image: it keeps a vector for each token/, {
    'a.vit.yaml': TINY.replace('classifier: token', 'classifier: token_unpooled'),
  });
});

describe('an index that is there', () => {
  it('is added to: what is new or has changed is embedded, what is gone leaves', async () => {
    await embed('a.vit.yaml -w w.npz photos');
    const before = await index();
    rmSync(join(folder, 'photos/a.png'));
    write(folder, { 'photos/d.png': await picture(9), 'more/e.png': await picture(5) });
    expect(await summary('a.vit.yaml -w w.npz photos more')).toMatchObject({ images: 4, embedded: 2, kept: 2, gone: 1, failed: [] });
    const after = await index();
    expect(after.rows.map(([path]) => path)).toEqual(['../more/e.png', '../photos/b.png', '../photos/d.png', '../photos/deep/c.png']);
    const row = (of: typeof before, path: string) => of.rows.find(([name]) => name === path)?.[1];
    expect(row(after, '../photos/b.png')).toEqual(row(before, '../photos/b.png'));
    expect(row(after, '../photos/d.png')).not.toEqual(row(before, '../photos/d.png'));
    await embed('a.vit.yaml -w w.npz photos more -o anew');
    for (const name of ['features.npy', 'index.json']) expect(readFileSync(join(folder, 'features', name))).toEqual(readFileSync(join(folder, 'anew', name)));
  });

  it('keeps images that are not named again; with nothing to embed no model runs', async () => {
    await embed('a.vit.yaml -w w.npz photos/deep');
    const { out } = await embed('a.vit.yaml -w w.npz photos/a.png');
    expect(out).toContain('  images    2 in the index: 1 embedded now, 1 as they were\n');
    expect(await summary('a.vit.yaml -w w.npz photos/deep')).toMatchObject({ images: 2, embedded: 0, kept: 2, imagesPerSecond: null, peakRssBytes: null });
  });

  it('takes the same model, whatever its config says beside, and weights of the same bytes', async () => {
    await embed('a.vit.yaml -w w.npz photos');
    write(folder, { 'a.vit.yaml': `# the same\n${TINY.replace('num_classes: 10', 'num_classes: 3')}` });
    utimesSync(join(folder, 'w.npz'), 5, 5);
    expect(await summary('a.vit.yaml -w w.npz photos')).toMatchObject({ embedded: 0, kept: 4 });
    expect((await index()).weights.modified).toBe(5000);
  });

  const kept = (name: string, args: string, message: string | RegExp, change: () => void) =>
    it(`is not mixed with ${name}`, async () => {
      await embed('a.vit.yaml -w w.npz photos');
      change();
      const before = readFileSync(join(folder, 'features/features.npy'));
      const refused = await embed(args);
      expect(refused).toEqual({ code: 2, out: '', err: expect.stringMatching(message) });
      expect(refused.err).toContain('; --force makes it anew');
      expect(readFileSync(join(folder, 'features/features.npy'))).toEqual(before);
      expect(await embed(`${args} --force`)).toMatchObject({ code: 0 });
    });
  kept('features of other weights', 'a.vit.yaml -w w.npz photos', 'features: is an index of other weights \\(w.npz\\)', () =>
    write(folder, { 'w.npz': npz([...saved(TINY), { name: 'step', shape: [1], values: [1] }]) }),
  );
  kept('those of another model', 'a.vit.yaml -w w.npz photos', 'features: is an index of another model \\(tiny\\)', () =>
    write(folder, { 'a.vit.yaml': TINY.replace('image_size: 32', 'image_size: 48') }),
  );
  kept('images cropped otherwise', 'a.vit.yaml -w w.npz photos --crop', 'features: is an index of images that were stretched, not cropped', () => undefined);
  kept('a damaged one', 'a.vit.yaml -w w.npz photos', 'features: is damaged: features.npy: ', () => write(folder, { 'features/features.npy': 'words' }));
});

describe('the place', () => {
  it('is not a directory that happens to be called so', async () => {
    write(folder, { 'features/mine.py': 'words' });
    const { code, err } = await embed('a.vit.yaml -w w.npz photos');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('features: is a directory with other files in it, and no index; say -o features') });
    expect(readdirSync(join(folder, 'features'))).toEqual(['mine.py']);
    expect((await embed('a.vit.yaml -w w.npz photos -o features')).code).toBe(0);
    expect(readdirSync(join(folder, 'features')).sort()).toEqual(['features.npy', 'index.json', 'mine.py']);
  });

  it('is not one with features of somebody else', async () => {
    write(folder, { 'out/features.npy': 'mine' });
    expect(await embed('a.vit.yaml -w w.npz photos -o out')).toMatchObject({ code: 2, err: expect.stringContaining('out: is a directory with other files') });
    expect(readFileSync(join(folder, 'out/features.npy'), 'utf8')).toBe('mine');
  });

  it('is not a file', async () =>
    expect(await embed('a.vit.yaml -w w.npz photos -o w.npz')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^vit-config: w\.npz: a part of this path is a file/),
    }));
});

describe('what comes to nothing leaves nothing', () => {
  const tree = () => readdirSync(folder, { recursive: true }).sort();

  it('Ctrl-C in the midst', async () => {
    const before = tree();
    const { code, out, err } = await embed('a.vit.yaml -w w.npz photos -o deep/index', { interruptAt: (text) => text.includes(' of 4 images') });
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toMatch(/tiny: building.*tiny: \d of 4 images.*vit-config: interrupted, nothing was written\n$/s);
    expect(tree()).toEqual(before);
  });

  it('Ctrl-C while an index is added to: it stays as it was', async () => {
    await embed('a.vit.yaml -w w.npz photos/a.png');
    const [before, content] = [tree(), readFileSync(join(folder, 'features/index.json'))];
    expect((await embed('a.vit.yaml -w w.npz photos', { interruptAt: (text) => text.includes('building') })).code).toBe(130);
    expect(tree()).toEqual(before);
    expect(readFileSync(join(folder, 'features/index.json'))).toEqual(content);
  });

  it('a disk that is full', async () => {
    const before = tree();
    const real = processHost();
    let chunks = 0;
    const create: Host['create'] = async (path) => {
      const file = await real.create(path);
      return {
        ...file,
        write: async (chunk, position) => {
          if (++chunks === 3) throw systemError('ENOSPC');
          return file.write(chunk, position);
        },
      };
    };
    const { code, err } = await embed('a.vit.yaml -w w.npz photos', { host: { create } });
    expect({ code, err }).toEqual({ code: 2, err: 'vit-config: features: no space is left there\n' });
    expect(tree()).toEqual(before);
  });

  it('images of which none can be read', async () => {
    write(folder, { 'broken/a.jpg': 'words', 'broken/b.jpg': '' });
    const before = tree();
    const { code, err } = await embed('a.vit.yaml -w w.npz broken');
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      expect.stringContaining('broken/a.jpg: can'),
      expect.stringContaining('broken/b.jpg: can'),
      'vit-config: no image could be embedded, nothing was written',
      '',
    ]);
    expect(tree()).toEqual(before);
  });
});

it('progress tells how far it is, how fast, and how long it will take', () => {
  const text = (done: number, wanted: number, seconds: number) =>
    embedProgressText('tiny', { progress: { phase: 'running', label: '', done, total: 12 * wanted }, seconds, wanted });
  expect(text(0, 2000, 1)).toBe('tiny: 0 of 2,000 images');
  expect(text(12 * 500 + 6, 2000, 100)).toBe('tiny: 500 of 2,000 images, 5.0 images/s, 5 min left');
  expect(text(12 * 500 + 6, 200_000, 100)).toBe('tiny: 500 of 200,000 images, 5.0 images/s, 11.1 h left');
  expect(text(12 * 500 + 6, 750, 100)).toBe('tiny: 500 of 750 images, 5.0 images/s, 50 s left');
  expect(embedProgressText('tiny', { progress: { phase: 'building', label: '', done: 0, total: 0 }, seconds: 0, wanted: 3 })).toBe('tiny: building');
});

it('the built program embeds by a pattern, from the standard input', async () => {
  const { code, out, err } = await builtCli(['embed', '-', '--stdin-filename', 'a.vit.yaml', '-w', 'w.npz', 'photos/**/*.png', '-o', 'x/y', '-f', 'json'], {
    cwd: folder,
    input: TINY,
  });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toEqual({
    index: 'x/y',
    model: 'tiny',
    feature: 'pre_logits',
    dimensions: 8,
    images: 4,
    embedded: 4,
    kept: 0,
    gone: 0,
    failed: [],
    weights: 'w.npz',
    adaptations: [],
    seconds: expect.any(Number),
    imagesPerSecond: expect.any(Number),
    peakRssBytes: expect.any(Number),
  });
  expect((await index('x/y')).rows.map(([path]) => path)).toContain('../../photos/deep/c.png');
});
