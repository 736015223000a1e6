/** `classify`, and `run` with a text: against what upstream says (test/reference/classify.py), by dist/cli.js. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../../server/cli';
import { npz } from '../checkpoint/files';
import { builtCli, ensureBuilt, ROOT, sample } from './built';
import { TINY } from './configs';
import { saved } from './saved';
import { TestHost, vitConfig } from './testHost';

const GOLDEN = join(ROOT, 'test/golden/classify');
const VOCABULARY = gunzipSync(readFileSync(join(ROOT, 'test/golden/tokens/unigram.model.gz')));
const golden: { images: string[]; labels: string[]; cosines: number[][]; probabilities: number[][] } = JSON.parse(
  readFileSync(join(GOLDEN, 'probabilities.json'), 'utf8'),
);
const CONFIG = readFileSync(join(GOLDEN, 'lit-small.vit.json'), 'utf8');
const LABELS = golden.labels.join('\n');

const folder = mkdtempSync(join(tmpdir(), 'vit-config-classify-'));
beforeAll(ensureBuilt, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

let directories = 0;
/** A directory with the golden LiT, its vocabulary and two images, and these files instead or besides; null leaves one out. */
function directory(files: Readonly<Record<string, string | Buffer | null>> = {}): string {
  const path = join(folder, String(directories++));
  mkdirSync(path);
  copyFileSync(join(GOLDEN, 'lit-small.npz'), join(path, 'lit-small.npz'));
  for (const name of golden.images) copyFileSync(sample(`images/${name}`), join(path, name));
  const all = { 'a.vit.json': CONFIG, 'lit-small.model': VOCABULARY, 'labels.txt': LABELS, ...files };
  for (const [name, content] of Object.entries(all)) if (content !== null) writeFileSync(join(path, name), content);
  return path;
}

const classify = (cwd: string, ...args: string[]) => builtCli(['classify', ...args], { cwd });

async function json(cwd: string, ...args: string[]) {
  const { out, err, code } = await classify(cwd, ...args, '--format', 'json');
  expect({ err, code }).toEqual({ err: '', code: 0 });
  return JSON.parse(out);
}

/** The probabilities or cosines of an answer's image, in the order of the labels. */
function inOrder(image: { classes: { index: number; probability: number; cosine: number }[] }, key: 'probability' | 'cosine'): number[] {
  return image.classes.toSorted((a, b) => a.index - b.index).map((each) => each[key]);
}

describe('LiT', () => {
  it('gives the probabilities and cosines of upstream, from image bytes and labels on', async () => {
    const { images, ...rest } = await json(directory(), 'a.vit.json', '-l', '@labels.txt', ...golden.images);
    expect(rest).toEqual({ file: 'a.vit.json', model: 'lit-small', weights: 'lit-small.npz', adaptations: [] });
    expect(images.map(({ image }: { image: string }) => image)).toEqual(golden.images);
    for (const [i, image] of images.entries()) {
      expect(Object.keys(image)).toEqual(['image', 'ok', 'classes', 'error']);
      expect(image).toMatchObject({ ok: true, error: null });
      const close = (values: readonly number[] = [], digits: number) => values.map((value) => expect.closeTo(value, digits));
      expect(inOrder(image, 'probability')).toEqual(close(golden.probabilities[i], 4));
      expect(inOrder(image, 'cosine')).toEqual(close(golden.cosines[i], 5));
      const shares = image.classes.map(({ probability }: { probability: number }) => probability);
      expect(shares).toEqual(shares.toSorted((a: number, b: number) => b - a));
      expect(image.classes.map(({ label, index }: { label: string; index: number }) => golden.labels[index] === label)).not.toContain(false);
    }
  });

  it('as people see it', async () => {
    const { out } = await classify(directory(), 'a.vit.json', '--labels', 'an owl,  a photo of a lake,', 'lake.jpg');
    expect(out.split('\n')).toEqual([
      'lit-small with lit-small.npz',
      '',
      'lake.jpg',
      '  an owl             86.4 %  █████████████████▎    cosine 0.3002',
      '  a photo of a lake  13.6 %  ██▊                   cosine 0.1486',
      '',
      '',
    ]);
  });

  it.each([
    { name: 'the one config in the folder that names a checkpoint', args: [], file: 'a.vit.json' },
    { name: 'the config inferred from --weights', args: ['--weights', 'lit-small.npz'], file: 'the config of lit-small.npz' },
  ])('without a config: $name', async ({ args, file }) => {
    const cwd = directory({ 'other.vit.yaml': TINY, 'notes.yaml': 'a: 1\n' });
    const answer = await json(cwd, ...args, '--labels', 'an owl,a photo of a lake', 'lake.jpg');
    expect(answer.file).toBe(file);
    expect(inOrder(answer.images[0], 'cosine')).toEqual([expect.closeTo(golden.cosines[0]?.[1] ?? 0, 5), expect.closeTo(golden.cosines[0]?.[0] ?? 0, 5)]);
  });

  it("takes the config's labels, and --vocab in place of the vocabulary beside the checkpoint", async () => {
    const listed = JSON.stringify({ ...JSON.parse(CONFIG), labels: golden.labels });
    const inFile = JSON.stringify({ ...JSON.parse(CONFIG), labels: 'labels.txt' });
    const cwd = directory({ 'a.vit.json': listed, 'b.vit.json': inFile, 'lit-small.model': null, 'words.model': VOCABULARY });
    const [a, b] = [await json(cwd, 'a.vit.json', 'owl.png', '--vocab', 'words.model'), await json(cwd, 'b.vit.json', 'owl.png', '--vocab', 'words.model')];
    expect(inOrder(a.images[0], 'cosine')).toEqual(golden.cosines[1]?.map((value) => expect.closeTo(value, 5)));
    expect(b.images).toEqual(a.images);
  });

  it('names no more than --top', async () => {
    const { images } = await json(directory(), 'a.vit.json', '-l', '@labels.txt', '--top', '2', 'owl.png');
    expect(images[0].classes.map(({ label }: { label: string }) => label)).toEqual(['a photo of a cat, a dog and a bird', 'naïve 🐱']);
  });

  it('an image that can not be read fails alone', async () => {
    const cwd = directory({ 'broken.png': 'no image' });
    const { code, out } = await classify(cwd, 'a.vit.json', '-l', 'a,b', 'broken.png', 'lake.jpg', '--format', 'json');
    expect(code).toBe(1);
    const { images } = JSON.parse(out);
    expect(images[0]).toEqual({ image: 'broken.png', ok: false, classes: [], error: expect.stringMatching(/^broken\.png can't be read as an image: .+/) });
    expect(images[1]).toMatchObject({ image: 'lake.jpg', ok: true });
    expect((await classify(cwd, 'a.vit.json', '-l', 'a,b', 'broken.png')).out).toMatch(/\nbroken\.png\n✗ failed: .+\n/);
  });

  it('a file that is not there is said, and the others are classified', async () => {
    const { code, out, err } = await classify(directory(), 'a.vit.json', '-l', 'a,b', 'gone.png', 'lake.jpg');
    expect([code, err]).toEqual([2, 'vit-config: gone.png: there is no such file or directory\n']);
    expect(out).toContain('\nlake.jpg\n');
  });

  it.each([
    { name: 'no labels', args: [], err: 'LiT compares images with texts: say which, --labels "a cat,a dog"' },
    { name: 'one label', args: ['-l', 'a cat'], err: 'one label alone gets all of the probability: name another to compare it with' },
    { name: 'a label twice', args: ['-l', 'a,b,a'], err: '--labels has "a" twice' },
    { name: 'only commas', args: ['-l', ' , '], err: '--labels has no label in " , "' },
    { name: 'a file of labels that is not there', args: ['-l', '@gone.txt'], err: 'gone.txt: there is no such file or directory' },
    { name: 'a bad --top', args: ['-l', 'a,b', '--top', '0'], err: '--top must be a whole number from 1 on, got "0"' },
  ])('$name: an argument that can not be used', async ({ args, err }) => {
    const { code, err: said } = await classify(directory(), 'a.vit.json', 'lake.jpg', ...args);
    expect([code, said.split('\n')[0]]).toEqual([2, `vit-config: ${err}`]);
  });

  it('a vocabulary that is not there, or not one of this model', async () => {
    const said = async (cwd: string) => (await classify(cwd, 'a.vit.json', 'lake.jpg', '-l', 'a,b')).err;
    expect(await said(directory({ 'lit-small.model': null }))).toMatch(
      /^vit-config: The vocabulary is not beside the checkpoint: there is no lit-small\.model in .+\. --vocab FILE names one\.\n$/,
    );
    expect(await said(directory({ 'lit-small.model': 'words' }))).toMatch(
      /^vit-config: .+lit-small\.model is not a SentencePiece model: its bytes don't parse\. --vocab FILE names one\.\n$/,
    );
  });

  it('weights that do not fit', async () => {
    const { code, err } = await classify(directory({ 'a.vit.json': CONFIG.replace('"width": 16', '"width": 32') }), 'a.vit.json', 'lake.jpg', '-l', 'a,b');
    expect([code, err.split('\n')[0]]).toEqual([2, 'vit-config: lit-small.npz does not fit lit-small:']);
    expect(err).toContain("`text.width` is 32, the checkpoint's is 16");
  });
});

describe('which config is meant', () => {
  it('none names a checkpoint, or several do', async () => {
    const files = { 'a.vit.yaml': TINY, 'lake.jpg': '' };
    expect(await vitConfig('classify lake.jpg', { files })).toMatchObject({
      code: 2,
      err: expect.stringContaining('FILE first, a config that names its `checkpoint`; none in this folder does'),
    });
    const named = `${TINY}checkpoint: w.npz\n`;
    expect(await vitConfig('classify lake.jpg', { files: { ...files, 'b.vit.yaml': named, 'c.vit.yaml': named, 'd.vit.yaml': named } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('3 configs here name a checkpoint: say which, "b.vit.yaml" or "c.vit.yaml" or another'),
    });
    expect(await vitConfig('classify lake.jpg', { files: { ...files, 'b.vit.yaml': named } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('b.vit.yaml: checkpoint w.npz: There is no such file.'),
    });
  });

  it('Ctrl-C ends it', async () => {
    const files = { 'a.vit.yaml': `${TINY}checkpoint: w.npz\n`, 'w.npz': npz(saved(TINY)), 'lake.jpg': '' };
    const host = new TestHost({ files });
    const code = main(['classify', 'lake.jpg'], host);
    await vi.waitUntil(() => host.interrupts.size > 0);
    for (const interrupt of host.interrupts) interrupt();
    expect(await code).toBe(130);
    expect([host.written, host.interrupts.size]).toEqual([{ out: '', err: 'vit-config: interrupted\n' }, 0]);
  });

  it('no image', async () => {
    expect(await vitConfig('classify a.vit.yaml', { files: { 'a.vit.yaml': TINY } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('classify needs at least one image'),
    });
  });
});

describe('a model with classes of its own', () => {
  const weights = npz(saved(TINY));
  const names = Array.from({ length: 10 }, (_, i) => `kind ${i}`);
  const files = { 'a.vit.json': null, 'labels.txt': null, 'tiny.vit.yaml': `${TINY}checkpoint: w.npz\n`, 'w.npz': weights };

  it('the five likeliest, by their names', async () => {
    const { out, err } = await classify(directory({ ...files, 'labels.txt': names.join('\n') }), 'owl.png');
    expect(err).toBe('');
    expect(out.split('\n').slice(0, 8)).toEqual([
      'tiny with w.npz',
      '',
      'owl.png',
      '  kind 7  55.0 %  ███████████',
      '  kind 0   5.0 %  █',
      '  kind 1   5.0 %  █',
      '  kind 2   5.0 %  █',
      '  kind 3   5.0 %  █',
    ]);
  });

  it('names from --labels; numbers where there are none', async () => {
    const cwd = directory(files);
    const named = await json(cwd, 'owl.png', '--labels', names.join(','), '--top', '1');
    expect(named.images[0].classes).toEqual([{ label: 'kind 7', index: 7, probability: expect.closeTo(0.55, 6) }]);
    expect((await json(cwd, 'owl.png', '--top', '1')).images[0].classes[0].label).toBeNull();
    expect((await classify(cwd, 'owl.png')).out).toContain('\n  class 7  55.0 %');
  });

  it.each([
    { name: 'names for other classes', more: ['-l', 'a,b'], err: '--labels has 2 names, and tiny 10 classes of its own' },
    { name: 'a vocabulary', more: ['--vocab', 'x.txt'], err: "--vocab is of LiT's text tower, and tiny takes no text" },
  ])('$name: an argument that can not be used', async ({ more, err }) => {
    const { code, err: said } = await classify(directory(files), 'owl.png', ...more);
    expect([code, said.split('\n')[0]]).toEqual([2, `vit-config: ${err}`]);
  });

  it.each([
    {
      name: 'a head of other classes',
      config: TINY.replace('num_classes: 10', 'num_classes: 3'),
      err: 'its head would be new, and has nothing to say of an image',
    },
    { name: 'no pooling', config: TINY.replace('classifier: token', 'classifier: unpooled'), err: 'tiny has an answer for each token and none for the image' },
    {
      name: 'no head',
      config: TINY.replace('num_classes: 10', 'num_classes: 0'),
      err: 'tiny has no classes: without num_classes, what comes out is a feature',
    },
  ])('$name: there is no answer', async ({ config, err }) => {
    const { code, err: said } = await classify(directory(files), 'owl.png', '-w', 'w.npz');
    expect([code, said]).toEqual([0, '']);
    const other = await classify(directory({ ...files, 'tiny.vit.yaml': `${config}checkpoint: w.npz\n` }), 'tiny.vit.yaml', 'owl.png');
    expect(other.code).toBe(2);
    expect(other.err).toContain(err);
  });
});

describe('run --text', () => {
  const run = (cwd: string, ...args: string[]) => builtCli(['run', 'a.vit.json', '-i', 'lake.jpg', ...args], { cwd });

  it.each(golden.labels.map((label, i) => ({ label, cosine: golden.cosines[0]?.[i] ?? Number.NaN })))(
    '$label: the cosine of upstream',
    async ({ label, cosine }) => {
      const { out, err } = await run(directory(), '--text', label, '--format', 'json');
      expect(err).toBe('');
      expect(JSON.parse(out).models[0].similarity).toBeCloseTo(cosine, 5);
    },
  );

  it('needs a vocabulary, and a model that takes text', async () => {
    const cwd = directory({ 'tiny.vit.yaml': TINY });
    expect((await run(cwd, '--text', 'a', '--seed', '1')).err).toBe(
      'vit-config: There is no checkpoint that a vocabulary could be beside. --vocab FILE names one.\n',
    );
    expect((await run(cwd, '--text', 'a', '--seed', '1', '--vocab', 'lit-small.model')).code).toBe(0);
    expect((await run(cwd, '--vocab', 'lit-small.model')).err).toContain('--vocab is for the text of --text, and there is none');
    const other = await builtCli(['run', 'tiny.vit.yaml', '-i', 'lake.jpg', '--text', 'a', '--vocab', 'lit-small.model'], { cwd });
    expect([other.code, other.err]).toEqual([2, 'vit-config: The model takes no text: only LiT has a text tower.\n']);
  });
});
