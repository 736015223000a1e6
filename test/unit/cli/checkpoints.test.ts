/** The command line reads what configs name, relative to them, or the file of --weights. */
import { describe, expect, it } from 'vitest';
import { npz } from '../checkpoint/files';
import { savedBy } from '../checkpoint/support';
import { TINY } from './configs';
import { vitConfig } from './testHost';

const MODEL = { patches: { size: [16, 16] }, hidden_size: 8, transformer: { mlp_dim: 16, num_heads: 2, num_layers: 1 }, image_size: 32, num_classes: 10 };
const WEIGHTS = npz(
  savedBy({ ...MODEL, classifier: 'token' }).map(({ name, shape }) => ({ name, shape })),
  { deflated: true },
);
const WIDER = npz(
  savedBy({ ...MODEL, classifier: 'token', hidden_size: 12 }).map(({ name, shape }) => ({ name, shape })),
  { deflated: true },
);

describe('check', () => {
  it('reads the checkpoint beside the config', async () => {
    const text = `${TINY}checkpoint: weights/wide.npz\n`;
    const { out, code, err } = await vitConfig('check configs/a.vit.yaml', { files: { 'configs/a.vit.yaml': text, 'configs/weights/wide.npz': WIDER } });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "configs/a.vit.yaml:5:14: error: \`hidden_size\` is 8, the checkpoint's is 12 (from \`embedding/kernel\` [16, 16, 3, 12]). [checkpoint-mismatch]
        5 | hidden_size: 8
          |              ^
          :
       12 | checkpoint: weights/wide.npz
          |             ---------------- the checkpoint, \`wide.npz\`
        help: hidden_size: 12 (as in wide.npz, 10,538 instead of 6,906 parameters)

      1 file with 1 model checked: 1 error
      "
    `);
  });

  it('says nothing of one that fits', async () => {
    const files = { 'a.vit.yaml': `${TINY}checkpoint: tiny.npz\n---\n${TINY}`, 'tiny.npz': WEIGHTS };
    expect(await vitConfig('check a.vit.yaml', { files })).toMatchObject({ code: 0, out: '1 file with 2 models checked: no findings\n' });
  });

  it('misses a file that is named, and not one that a training would put together', async () => {
    const missing = await vitConfig('check a.vit.yaml', { files: { 'a.vit.yaml': `${TINY}checkpoint: tiny.npz\n` } });
    expect(missing.code).toBe(0);
    expect(missing.out).toContain('warning: There is no file `tiny.npz`. [checkpoint-file]');
    const training = 'model: {model_name: ViT-B_16}\ndataset: cifar10\npretrained_dir: weights\n';
    expect((await vitConfig('check a.vit.yaml', { files: { 'a.vit.yaml': training } })).code).toBe(0);
    const bucket = await vitConfig('check a.vit.yaml', { files: { 'a.vit.yaml': `${TINY}checkpoint: gs://vit_models/tiny.npz\n` } });
    expect(bucket).toMatchObject({ code: 0, out: '1 file with 1 model checked: no findings\n' });
  });

  it.each(['configs/weights/ViT-B_16.npz', 'weights/ViT-B_16.npz'])("looks for upstream's files beside the config and here: %s", async (path) => {
    const training = 'model: {model_name: ViT-B_16}\ndataset: cifar10\npretrained_dir: weights\n';
    const { out, code } = await vitConfig('check configs/a.vit.yaml', { files: { 'configs/a.vit.yaml': training, [path]: WEIGHTS } });
    expect(code).toBe(1);
    expect(out).toContain('`ViT-B_16.npz` is not of the released `ViT-B_16` (from `embedding/kernel` [16, 16, 3, 8])');
  });

  it('--weights stands for what configs name', async () => {
    const files = { 'a.vit.yaml': `${TINY}checkpoint: tiny.npz\n`, 'b.vit.yaml': TINY, 'tiny.npz': WEIGHTS, 'w/wide.npz': WIDER };
    const { out, code } = await vitConfig('check a.vit.yaml b.vit.yaml --weights w/wide.npz', { files });
    expect(code).toBe(1);
    expect(out.match(/error: `hidden_size` is 8, the checkpoint's is 12/g)).toHaveLength(2);
    expect(out).not.toContain('the checkpoint, `wide.npz`');
    expect(await vitConfig('check b.vit.yaml --weights tiny.npz', { files })).toMatchObject({ code: 0 });
  });

  it('--weights has to be a checkpoint', async () => {
    const files = { 'a.vit.yaml': TINY, 'no.npz': 'a text' };
    expect(await vitConfig('check a.vit.yaml --weights no.npz', { files })).toMatchObject({
      code: 2,
      err: 'vit-config: --weights no.npz: It is a text file, neither .npz nor .safetensors.\n',
    });
    expect(await vitConfig('show a.vit.yaml -w gone.npz', { files })).toMatchObject({
      code: 2,
      err: 'vit-config: --weights gone.npz: There is no such file.\n',
    });
  });

  it('reads from the standard input what is beside the name it is given', async () => {
    const files = { 'configs/wide.npz': WIDER };
    const { out } = await vitConfig('check - --stdin-filename configs/a.vit.yaml', { files, stdin: `${TINY}checkpoint: wide.npz\n` });
    expect(out).toContain('[checkpoint-mismatch]');
  });

  it('--fix goes on knowing them', async () => {
    const text = `${TINY.replace('num_heads: 2', 'num_heads: "2"')}checkpoint: wide.npz\n`;
    const { out, files } = await vitConfig('check a.vit.yaml --fix', { files: { 'a.vit.yaml': text, 'wide.npz': WIDER } });
    expect(new TextDecoder().decode(files.get('a.vit.yaml'))).toContain('num_heads: 2\n');
    expect(out).toContain('[checkpoint-mismatch]');
  });
});

describe('show', () => {
  const files = { 'a.vit.yaml': `${TINY}checkpoint: tiny.npz\n`, 'tiny.npz': WEIGHTS, 'wide.npz': WIDER };

  it('has a line for it', async () => {
    const line = async (args: string) =>
      (await vitConfig(`show a.vit.yaml ${args}`, { files })).out.split('\n').find((text) => text.startsWith('  checkpoint'));
    expect(await line('')).toMatch(/^ {2}checkpoint +tiny\.npz \(npz, [\d.,]+ (?:KiB|B): 24 tensors, [\d,]+ values, float32\) fits$/);
    expect(await line('--weights wide.npz')).toMatch(/^ {2}checkpoint +wide\.npz \(.*\) does not fit: 1 key differs$/);
  });

  it('has it in its JSON', async () => {
    const json = async (args: string) => JSON.parse((await vitConfig(`show a.vit.yaml --format json ${args}`, { files })).out).models[0].checkpoint;
    expect(await json('')).toEqual({ file: 'tiny.npz', format: 'npz', tensors: 24, values: expect.any(Number), model: null, fits: true, differs: [] });
    expect(await json('--weights wide.npz')).toMatchObject({ file: 'wide.npz', fits: false, differs: ['hidden_size'] });
  });
});
