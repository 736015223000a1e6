/** Real runs of small models by dist/runner.js. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../../server/cli';
import { sampleImagePath } from '../../../server/cli/assets';
import { builtCli, ensureBuilt, sample } from './built';
import { BROKEN, PAIR, TINY } from './configs';
import { npy } from './npy';
import { TestHost, vitConfig } from './testHost';

const MODEL_KEYS = ['name', 'ok', 'outputs', 'timings', 'blocks', 'peakRssBytes', 'weights', 'error'];
const files = { 'a.vit.yaml': TINY, 'b.vit.yaml': BROKEN, 'p.vit.yaml': PAIR, [sampleImagePath()]: 'read by the child process alone' };

const folder = mkdtempSync(join(tmpdir(), 'vit-config-run-'));
beforeAll(ensureBuilt, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('--format json', () => {
  it('of a model that ran', async () => {
    const { code, out, err } = await vitConfig('run a.vit.yaml --format json', { files });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(['file', 'models']);
    expect(Object.keys(result.models[0])).toEqual(MODEL_KEYS);
    const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0);
    expect(result).toEqual({
      file: 'a.vit.yaml',
      models: [
        {
          name: 'tiny',
          ok: true,
          outputs: [{ name: 'logits', shape: [1, 10], finite: true, mean: expect.any(Number), std: positive }],
          timings: { buildMs: positive, sessionMs: positive, forwardMs: positive },
          blocks: ['embedding', 'Transformer/encoderblock_0', 'Transformer/encoder_norm', 'head'].map((label) => ({ label, ms: positive })),
          peakRssBytes: positive,
          weights: 'random (seed 0)',
          error: null,
        },
      ],
    });
  });

  it('of one that can not be built: exit code 1, no run', async () => {
    const { code, out } = await vitConfig('run b.vit.yaml --format json', { files });
    expect(code).toBe(1);
    expect(Object.keys(JSON.parse(out).models[0])).toEqual(MODEL_KEYS);
    expect(JSON.parse(out).models).toEqual([
      {
        name: 'tiny',
        ok: false,
        outputs: [],
        timings: null,
        blocks: [],
        peakRssBytes: null,
        weights: null,
        error: "the model can't be built: hidden_size 8 can't be divided among 3 heads (num_heads): 3 x 2 leaves 2.",
      },
    ]);
  });

  it('of several, or the one that is picked; other seeds, other outputs', async () => {
    const run = async (args: string) => JSON.parse((await vitConfig(`run p.vit.yaml --format json ${args}`, { files })).out).models;
    expect((await run('')).map(({ name, ok }: { name: string; ok: boolean }) => [name, ok])).toEqual([
      ['tiny', true],
      ['wider', true],
    ]);
    const [[zero], [again], [seven]] = [await run('-m wider'), await run('-m wider --seed 0'), await run('-m wider --seed 7')];
    expect([zero.name, seven.weights]).toEqual(['wider', 'random (seed 7)']);
    expect(again.outputs).toEqual(zero.outputs);
    expect(seven.outputs[0].mean).not.toBe(zero.outputs[0].mean);
  });
});

it('the exit code is by the runs alone: an error that does not keep the model from running is none', async () => {
  const odd = { ...files, 'k.vit.yaml': TINY.replace('num_classes: 10', 'num_clases: 10') };
  expect((await vitConfig('check k.vit.yaml', { files: odd })).code).toBe(1);
  const { code, out } = await vitConfig('run k.vit.yaml', { files: odd });
  expect(code).toBe(0);
  expect(out).toMatch(/✓ ran in .*\n {2}output {3}logits \[1, 1000\]: mean /);
});

it('a model that can not be built is told with what to do', async () =>
  expect((await vitConfig('run b.vit.yaml', { files })).out).toMatch(
    /^image .*\n\ntiny · Vision Transformer\n✗ can't be built: .*\n {2}vit-config check says where/,
  ));

it('tells what each block took where that is asked for', async () => {
  const { out } = await vitConfig('run p.vit.yaml --model wider --blocks', { files });
  const [, table = ''] = out.split('\n\n').slice(1);
  expect(table.split('\n').map((line) => line.replace(/\d+\.\d\d +(< |> )?\d+ %/, 'MS SHARE').replace(/ +/g, ' '))).toEqual([
    ' block ms MACs',
    ' embedding MS SHARE 49,152',
    ' Transformer/encoderblock_0 MS SHARE 8,480',
    ' Transformer/encoder_norm MS SHARE 0',
    ' head MS SHARE 160',
  ]);
  expect((await vitConfig('run p.vit.yaml', { files })).out).not.toContain('encoderblock');
});

it('an image that is none fails the run', async () => {
  const image = join(folder, 'not-an-image.png');
  writeFileSync(image, 'words');
  const { code, out, err } = await vitConfig(['run', 'a.vit.yaml', '--image', image], { files: { ...files, [image]: 'words' } });
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toMatch(/✗ failed: .*not-an-image\.png/);
  const { models } = JSON.parse((await vitConfig(['run', 'a.vit.yaml', '--image', image, '--format', 'json'], { files: { ...files, [image]: 'words' } })).out);
  expect(models).toMatchObject([{ ok: false, outputs: [], timings: null, weights: null, error: expect.stringContaining('not-an-image.png') }]);
});

it('a directory is no image', async () =>
  expect(await vitConfig('run a.vit.yaml --image .', { files })).toMatchObject({ code: 2, err: 'vit-config: .: is a directory, not an image\n' }));

it('shows progress on a terminal, on the error output', async () => {
  const { out, err } = await vitConfig('run a.vit.yaml', { files, terminal: true });
  expect(err).toMatch(/tiny: building.*tiny: running, \d+ of \d+/s);
  expect(err.endsWith('\r\u001b[K')).toBe(true);
  expect(out).not.toContain('tiny: running');
});

it('Ctrl-C ends the run under way', async () => {
  const host = new TestHost({ files });
  const done = main(['run', 'a.vit.yaml'], host);
  await vi.waitUntil(() => host.interrupts.size > 0, { interval: 1 });
  for (const interrupt of host.interrupts) interrupt();
  expect(await done).toBe(130);
  expect(host.written.err).toBe('vit-config: interrupted\n');
  expect(host.interrupts.size).toBe(0);
});

describe('the built program', () => {
  it('runs a sample on an image of ours and saves its output as NumPy reads it', async () => {
    const args = ['run', sample('models/testing.vit.yaml'), '--image', sample('images/owl.png'), '--save-outputs', 'out/deep', '--format', 'json'];
    const { code, out, err } = await builtCli(args, { cwd: folder });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [output] = JSON.parse(out).models[0].outputs;
    expect(readdirSync(join(folder, 'out', 'deep'))).toEqual(['logits.npy']);
    const { shape, values } = npy(join(folder, 'out', 'deep', 'logits.npy'));
    expect(shape).toEqual([1, 1000]);
    expect(values).toHaveLength(1000);
    expect(mean(values)).toBeCloseTo(output.mean, 5);
  });

  it('gives each of several models a directory', async () => {
    const { code, out } = await builtCli(['run', '-', '--stdin-filename', 'pair.vit.yaml', '--save-outputs', 'pair'], { cwd: folder, input: PAIR });
    expect(code).toBe(0);
    expect(out).toContain('saved to pair/wider/logits.npy');
    for (const name of ['tiny', 'wider']) expect(npy(join(folder, 'pair', name, 'logits.npy')).shape).toEqual([1, 10]);
  });

  it('does not write one model over another of the same name', async () => {
    const { code } = await builtCli(['run', '-', '--stdin-filename', 'same.vit.yaml', '--save-outputs', 'same'], {
      cwd: folder,
      input: `${TINY}---\n${TINY.replace('tiny', 'TINY')}---\n${TINY}`,
    });
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'same')).sort()).toEqual(['TINY-2', 'tiny', 'tiny-3']);
  });

  it('says where outputs can not be saved', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, err } = await builtCli(['run', '-', '--stdin-filename', 'a.vit.yaml', '--save-outputs', 'file/x'], { cwd: folder, input: TINY });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^vit-config: file\/x: .+\n$/) });
  });
});
