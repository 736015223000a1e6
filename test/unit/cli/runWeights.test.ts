/** `run` with the weights of a checkpoint, by dist/cli.js. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npz } from '../checkpoint/files';
import { builtCli, ensureBuilt } from './built';
import { TINY } from './configs';
import { saved } from './saved';
import { vitConfig } from './testHost';

const folder = mkdtempSync(join(tmpdir(), 'vit-config-weights-'));
beforeAll(ensureBuilt, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const LIT = `model_name: tiny-lit
image:
  patches: {size: [16, 16]}
  hidden_size: 8
  transformer: {mlp_dim: 16, num_heads: 2, num_layers: 1}
  classifier: token
  image_size: 32
text_model: text_transformer
text: {width: 8, num_layers: 1, mlp_dim: 16, num_heads: 2, vocab_size: 20}
out_dim: [8, 8]
pp: {max_len: 4, size: 32, tokenizer_name: sentencepiece}
`;

let directories = 0;
/** A directory with these files in it. */
function directory(files: Readonly<Record<string, string | Buffer>>): string {
  const path = join(folder, String(directories++));
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

const NAMES = Array.from({ length: 10 }, (_, i) => `kind ${i}`);
const weights = npz(saved(TINY));

async function run(files: Readonly<Record<string, string | Buffer>>, ...args: string[]) {
  return builtCli(['run', 'a.vit.yaml', ...args], { cwd: directory({ 'a.vit.yaml': TINY, 'w.npz': weights, ...files }) });
}

async function json(files: Readonly<Record<string, string | Buffer>>, ...args: string[]) {
  const { out } = await run(files, '--format', 'json', ...args);
  return JSON.parse(out).models[0];
}

it('names the most probable classes, of equal ones the first, and says whose weights they are', async () => {
  const { code, out, err } = await run({ 'w.labels.txt': NAMES.join('\n') }, '-w', 'w.npz', '--top', '2');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const [title, , ...lines] = out.split('\n').slice(2);
  expect(title).toBe('tiny · Vision Transformer');
  expect(lines.map((line) => line.replace(/\d+ ms/g, 'MS').replace(/\d+ MB/, 'MB'))).toEqual([
    '  classes  55.0 %  kind 7 (class 7)',
    '            5.0 %  kind 0 (class 0)',
    expect.stringMatching(/^ {2}output {3}logits \[1, 10\]: mean /),
    '  time     MS writing the ONNX graph, MS loading it, MS reading the weights, MS forward pass',
    '  memory   MB at its peak',
    '  weights  w.npz',
    '',
    '',
  ]);
});

it('numbers them without names, and says why names that are there are not used', async () => {
  const { out } = await run({ 'labels.txt': 'one\ntwo\n' }, '-w', 'w.npz');
  expect(out).toContain('  classes  55.0 %  class 7\n');
  expect(out).toContain('  labels   labels.txt has 2 names, and the model 10 classes.\n');
});

it('takes the names and the checkpoint that the config names, relative to it', async () => {
  const config = `${TINY}checkpoint: w.npz\nlabels: names.txt\n`;
  const { top, weights: from, adaptations } = await json({ 'a.vit.yaml': config, 'names.txt': NAMES.join('\r\n') });
  expect(top).toHaveLength(5);
  expect(top[0]).toEqual({ index: 7, label: 'kind 7', probability: expect.closeTo(0.55, 6) });
  expect([from, adaptations]).toEqual(['w.npz', []]);
  const listed = `${TINY}checkpoint: w.npz\nlabels: [${NAMES.join(', ')}]\n`;
  expect((await json({ 'a.vit.yaml': listed })).top).toEqual(top);
});

it('random weights are drawn where they are asked for, whatever the config names', async () => {
  const config = { 'a.vit.yaml': `${TINY}checkpoint: w.npz\n` };
  for (const args of [
    ['-w', 'random'],
    ['--seed', '0'],
  ]) {
    const drawn = await json(config, ...args);
    expect(drawn.weights).toBe('random (seed 0)');
    expect(drawn).not.toHaveProperty('top');
  }
  expect(await vitConfig('run a.vit.yaml --seed 1 --weights w.npz', { files: { 'a.vit.yaml': TINY } })).toMatchObject({
    code: 2,
    err: expect.stringContaining('--seed is of random weights, and --weights names a file'),
  });
});

describe('what upstream adapts is said', () => {
  it('another resolution', async () => {
    const larger = TINY.replace('image_size: 32', 'image_size: 48');
    const { top, adaptations } = await json({ 'a.vit.yaml': larger }, '-w', 'w.npz');
    expect(top[0].index).toBe(7);
    expect(adaptations).toEqual(['position embeddings are interpolated from 2x2 to 3x3']);
  });

  it('another number of classes: the head is new, and names none', async () => {
    const { code, out } = await run({ 'a.vit.yaml': TINY.replace('num_classes: 10', 'num_classes: 3') }, '-w', 'w.npz');
    expect(code).toBe(0);
    expect(out).toContain('  classes  none: the head is new and untrained: it has nothing to say of the image\n');
    expect(out).toContain('  weights  w.npz\n           the head (10 classes) is made anew for 3\n');
    expect((await json({ 'a.vit.yaml': TINY.replace('num_classes: 10', 'num_classes: 3') }, '-w', 'w.npz')).top).toBeNull();
  });

  it('tensors that nothing takes', async () => {
    const more = npz([...saved(TINY), { name: 'step', shape: [1], values: [1] }]);
    expect((await json({ 'w.npz': more }, '-w', 'w.npz')).adaptations).toEqual(['1 tensor is not used: step']);
  });
});

it('an output that is not pooled has no classes', async () => {
  const config = TINY.replace('classifier: token', 'classifier: unpooled');
  const { out } = await run({ 'a.vit.yaml': config, 'w.npz': npz(saved(config)) }, '-w', 'w.npz');
  expect(out).toContain('  classes  none: the output is not pooled: it has no classes for the image as a whole\n');
});

it('LiT has nothing to compare with trained weights and no text', async () => {
  const { code, out } = await run({ 'a.vit.yaml': LIT, 'w.npz': npz(saved(LIT)) }, '-w', 'w.npz');
  expect(code).toBe(0);
  expect(out).toContain('  similarity  none: there is no text; --text gives one, and vit-config classify compares with several\n');
});

describe('a checkpoint that does not fit', () => {
  const wider = TINY.replace('hidden_size: 8', 'hidden_size: 16');

  it('is told by the keys, and what to do', async () => {
    const { code, out } = await run({ 'a.vit.yaml': wider }, '-w', 'w.npz');
    expect(code).toBe(1);
    expect(out.split('\n').slice(3)).toEqual([
      '✗ w.npz does not fit:',
      expect.stringMatching(/^ {2}`hidden_size` is 16, the checkpoint's is 8 \(from `embedding\/kernel` \[16, 16, 3, 8\]\)$/),
      '  vit-config check --weights says where, and what would mend it; vit-config infer writes the config that the file fits',
      '',
      '',
    ]);
    expect(await json({ 'a.vit.yaml': wider }, '-w', 'w.npz')).toMatchObject({
      ok: false,
      outputs: [],
      weights: null,
      error: expect.stringMatching(/^w\.npz does not fit: `hidden_size` is 16, the checkpoint's is 8/),
    });
  });

  it('by its tensors where no key explains it', async () => {
    const { out } = await run({ 'w.npz': npz(saved(TINY).filter(({ name }) => name !== 'embedding/bias')) }, '-w', 'w.npz');
    expect(out).toContain('✗ w.npz does not fit:\n  `w.npz` lacks `embedding/bias`: loading stops.\n');
  });

  it('of another architecture', async () => {
    const { out } = await run({ 'w.npz': npz(saved(LIT)) }, '-w', 'w.npz');
    expect(out).toContain('  `w.npz` holds the weights of a LiT model; the config is of a Vision Transformer.\n');
  });
});

it('a checkpoint that is not there, or is none, is an argument that can not be used', async () => {
  const gone = 'vit-config: --weights gone.npz: There is no such file.\n';
  expect(await run({}, '-w', 'gone.npz')).toEqual({ code: 2, out: '', err: gone });
  const named = await run({ 'a.vit.yaml': `${TINY}checkpoint: gone.npz\n` });
  expect(named.code).toBe(2);
  expect(named.err).toBe('vit-config: checkpoint: gone.npz: There is no such file. --weights names another file, and --weights random runs without one.\n');
  expect((await run({ 'w.npz': 'words' }, '-w', 'w.npz')).err).toMatch(/^vit-config: --weights w\.npz: .+\n$/);
});

it('--top is a number', async () =>
  expect(await vitConfig('run a.vit.yaml --top many', { files: { 'a.vit.yaml': TINY } })).toMatchObject({
    code: 2,
    err: expect.stringContaining('--top must be'),
  }));
