import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelProtoSchema } from '../../../server/onnx/onnx_pb';
import { builtCli, ensureBuilt, sample } from './built';
import { PAIR, TINY } from './configs';
import type { TestOptions } from './testHost';
import { systemError, vitConfig } from './testHost';

const PARAMETERS = 6906;
const files = { 'a.vit.yaml': TINY };

/** Of all initialisers: how many values, and how many of them are not zero. */
function weights(bytes: Uint8Array | undefined) {
  if (bytes === undefined) throw new Error('nothing was written');
  const { graph } = fromBinary(ModelProtoSchema, bytes);
  const values = (graph?.initializer ?? []).filter(({ dataType }) => dataType === 1).map(({ rawData }) => new Float32Array(Uint8Array.from(rawData).buffer));
  return {
    inputs: graph?.input.map(({ name }) => name),
    count: values.flatMap((v) => [...v]).length,
    set: values.flatMap((v) => [...v].filter((x) => x !== 0)).length,
  };
}

describe('writes', () => {
  it('random weights, and says so', async () => {
    const { code, out, err, files: after } = await vitConfig('export a.vit.yaml --output m.onnx', { files });
    expect({ code, err, names: [...after.keys()] }).toEqual({ code: 0, err: '', names: ['a.vit.yaml', 'm.onnx'] });
    expect(out).toMatch(/^m\.onnx: 6,906 random weights \(seed 0\), 3\d\.\d KiB\n$/);
    const { count, set, inputs } = weights(after.get('m.onnx'));
    expect({ count, inputs }).toEqual({ count: PARAMETERS, inputs: ['images'] });
    expect(set).toBeGreaterThan(PARAMETERS * 0.9);
  });

  it('zeros', async () => {
    const { out, files: after } = await vitConfig('export a.vit.yaml --output m.onnx --zeros', { files });
    expect(out).toMatch(/^m\.onnx: 6,906 weights, all zero, /);
    expect(weights(after.get('m.onnx'))).toMatchObject({ count: PARAMETERS, set: 0 });
  });

  it('the same weights for the same seed only', async () => {
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map(async (seed) => (await vitConfig(`export a.vit.yaml --output m.onnx --seed ${seed}`, { files })).files.get('m.onnx')),
    );
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
  });

  it('what comes from the standard input, and one model of several', async () => {
    expect(await vitConfig('export - --stdin-filename a.vit.yaml -o m.onnx', { stdin: TINY })).toMatchObject({ code: 0 });
    expect(await vitConfig('export p.vit.yaml -o m.onnx -m wider', { files: { 'p.vit.yaml': PAIR } })).toMatchObject({ code: 0 });
  });

  it('over an existing file with --force, an older data file going with it', async () => {
    const before = { ...files, 'm.onnx': 'old', 'm.onnx.data': 'old' };
    const { code, files: after } = await vitConfig('export a.vit.yaml -o m.onnx --force', { files: before });
    expect({ code, names: [...after.keys()].sort() }).toEqual({ code: 0, names: ['a.vit.yaml', 'm.onnx'] });
    expect(weights(after.get('m.onnx')).count).toBe(PARAMETERS);
  });
});

describe('refuses, and leaves everything as it was', () => {
  const check = (title: string, args: string, options: TestOptions, code: number, message: unknown) =>
    it(title, async () => {
      const given = { files, ...options };
      const { code: got, out, err, files: after } = await vitConfig(`export ${args}`, given);
      expect({ code: got, out, err }).toEqual({ code, out: '', err: message });
      expect([...after.keys()]).toEqual(Object.keys(given.files));
      for (const [name, bytes] of after) expect(new TextDecoder().decode(bytes)).toBe(given.files[name as keyof typeof given.files]);
    });

  check('a file that exists', 'a.vit.yaml -o m.onnx', { files: { ...files, 'm.onnx': 'old' } }, 2, 'vit-config: m.onnx: exists already; --force replaces it\n');
  check(
    'data that exist',
    'a.vit.yaml -o m.onnx',
    { files: { ...files, 'm.onnx.data': 'old' } },
    2,
    'vit-config: m.onnx.data: exists already; --force replaces it\n',
  );
  check('a directory', 'a.vit.yaml -o d --force', { files: { ...files, 'd/x': '' } }, 2, 'vit-config: d: is a directory; --output names the file to write\n');
  check('no directory', 'a.vit.yaml -o d/m.onnx', {}, 2, "vit-config: d: there is no such file or directory, so m.onnx can't be written there\n");
  check('a full disk', 'a.vit.yaml -o m.onnx', { freeBytes: 1024 }, 2, 'vit-config: m.onnx: the weights take 27.0 KiB, only 1.00 KiB are free there\n');
  check(
    'one of several',
    'p.vit.yaml -o m.onnx',
    { files: { 'p.vit.yaml': PAIR } },
    2,
    'vit-config: p.vit.yaml has 2 models; pick one with --model "tiny" or "wider"\n',
  );
  check('a place it may not write to', 'a.vit.yaml -o m.onnx', { createError: systemError('EACCES') }, 2, 'vit-config: m.onnx: no permission for it\n');

  const full = (chunk: number) => {
    if (chunk === 5) throw systemError('ENOSPC');
  };
  check('a disk that gets full: the part goes', 'a.vit.yaml -o m.onnx', { onWrite: full }, 2, 'vit-config: m.onnx: no space is left there\n');
  const old = { ...files, 'm.onnx': 'old' };
  check('the same with --force: the old file stays', 'a.vit.yaml -o m.onnx --force', { files: old, onWrite: full }, 2, expect.stringMatching(/no space/));
  check(
    'Ctrl-C',
    'a.vit.yaml -o m.onnx',
    { onWrite: (chunk, host) => chunk === 3 && host.interrupts.forEach((interrupt) => void interrupt()) },
    130,
    'vit-config: interrupted, nothing was written\n',
  );
  const deep = TINY.replace('num_layers: 1', 'num_layers: 100000').replace(': 8', ': 2').replace('mlp_dim: 16', 'mlp_dim: 1');
  check(
    'a model too deep for a file',
    'd.vit.yaml -o m.onnx --zeros',
    { files: { 'd.vit.yaml': deep } },
    1,
    expect.stringMatching(/^vit-config: tiny can't be exported: The model has \d+ operations/),
  );
});

describe('the built program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vit-config-export-'));
  beforeAll(ensureBuilt, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes a real file', async () => {
    expect(await builtCli(['export', sample('models/testing.vit.yaml'), '--output', 'testing.onnx'], { cwd: folder })).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(folder)).toEqual(['testing.onnx']);
    const shown = JSON.parse((await builtCli(['show', sample('models/testing.vit.yaml'), '--format', 'json'])).out);
    expect(weights(readFileSync(join(folder, 'testing.onnx'))).count).toBe(shown.models[0].parameters);
    expect(await builtCli(['export', sample('models/testing.vit.yaml'), '-o', 'testing.onnx'], { cwd: folder })).toMatchObject({
      code: 2,
      err: 'vit-config: testing.onnx: exists already; --force replaces it\n',
    });
  });
});
