/** check --fix: what is written into the files, what is said of it, and what is refused. */
import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { main } from '../../../server/cli';
import { processHost } from '../../../server/cli/host';
import { BROKEN, TINY } from './configs';
import type { TestOptions } from './testHost';
import { systemError, vitConfig } from './testHost';

const SLIPS = TINY.replace('hidden_size: 8', 'hidden_size: "8"').replace('classifier', 'clasifier');

async function fixed(args: string, files: NonNullable<TestOptions['files']>, options: TestOptions = {}) {
  const outcome = await vitConfig(`check --fix ${args}`, { ...options, files });
  return { ...outcome, text: (path: string) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(outcome.files.get(path)) };
}

it('writes the file and says what it changed', async () => {
  const { code, out, err, text } = await fixed('a.vit.yaml', { 'a.vit.yaml': SLIPS });
  expect(text('a.vit.yaml')).toBe(TINY);
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "a.vit.yaml:5:14: fixed: hidden_size: 8 (6,906 parameters) [wrong-type]
    a.vit.yaml:10:1: fixed: Rename clasifier to classifier [unknown-key]

    1 file with 1 model checked: no findings, 2 fixed in 1 file
    "
  `);
});

it('lists what is left, in the lines of the file as it is now', async () => {
  const { code, out, text } = await fixed('a.vit.yaml', { 'a.vit.yaml': SLIPS.replace('num_heads: 2', 'num_heads: 3') });
  expect(text('a.vit.yaml')).toBe(BROKEN);
  expect(code).toBe(1);
  expect(out).toMatch(/a\.vit\.yaml:8:14: error: 3 heads do not divide/);
  expect(out).toMatch(/5 \| hidden_size: 8\n/);
  expect(out).toMatch(/: 1 error, 2 fixed in 1 file\n$/);
});

it('writes nothing where there is nothing to fix', async () => {
  const { code, out, text } = await fixed('a.vit.yaml', { 'a.vit.yaml': TINY }, { createError: systemError('EROFS') });
  expect({ code, out, text: text('a.vit.yaml') }).toEqual({ code: 0, out: '1 file with 1 model checked: no findings, nothing to fix\n', text: TINY });
});

describe('keeps', () => {
  const keeps = (title: string, given: string, expected: string, file = 'a.vit.yaml') =>
    it(title, async () => expect((await fixed(file, { [file]: given })).text(file)).toBe(expected));
  keeps('Windows lines', SLIPS.replaceAll('\n', '\r\n'), TINY.replaceAll('\n', '\r\n'));
  keeps('a byte order mark, which YAML may have', `\ufeff${SLIPS}`, `\ufeff${TINY}`);
  keeps('comments, emoji and what is beyond the basic plane', `# 😀 é\n${SLIPS}# end`, `# 😀 é\n${TINY}# end`);
  keeps('each document of several', `${SLIPS}---\n${TINY}---\n${SLIPS}`, `${TINY}---\n${TINY}---\n${TINY}`);
  keeps('no byte order mark in JSON, which Python refuses', '\ufeff{"model_name": "ViT-B_16",}', '{"model_name": "ViT-B_16"}', 'a.vit.json');
});

it('goes through a directory, and leaves strangers alone', async () => {
  const { out, text } = await fixed('.', { 'x/a.vit.yaml': SLIPS, 'x/b.vit.yaml': TINY, 'c.yaml': 'port: "80"\n' });
  expect([text('x/a.vit.yaml'), text('x/b.vit.yaml'), text('c.yaml')]).toEqual([TINY, TINY, 'port: "80"\n']);
  expect(out).toMatch(/2 files with 2 models checked: no findings, 2 fixed in 1 file\n/);
});

it('--ignore leaves a code as it is', async () =>
  expect((await fixed('--ignore wrong-type a.vit.yaml', { 'a.vit.yaml': SLIPS })).text('a.vit.yaml')).toBe(TINY.replace('hidden_size: 8', 'hidden_size: "8"')));

it('--format json has what was fixed', async () => {
  const { out } = await fixed('a.vit.yaml b.vit.yaml --format json', { 'a.vit.yaml': SLIPS, 'b.vit.yaml': TINY });
  const { files } = JSON.parse(out);
  expect(files.map(({ diagnostics }: { diagnostics: unknown[] }) => diagnostics)).toEqual([[], []]);
  expect(files[1].fixed).toEqual([]);
  expect(files[0].fixed).toEqual([
    { code: 'wrong-type', title: 'hidden_size: 8 (6,906 parameters)', range: { start: { line: 4, character: 13 }, end: { line: 4, character: 16 } } },
    { code: 'unknown-key', title: 'Rename clasifier to classifier', range: { start: { line: 9, character: 0 }, end: { line: 9, character: 9 } } },
  ]);
});

describe('refuses, and says so', () => {
  it('the standard input', async () => {
    const { code, err } = await vitConfig('check --fix -', { stdin: SLIPS });
    expect(code).toBe(2);
    expect(err).toMatch(/--fix writes files, and the standard input is none/);
  });
  it('a document that can not be read whole', async () => {
    const text = SLIPS.replace('[16, 16]', '[16, 16');
    const outcome = await fixed('a.vit.yaml', { 'a.vit.yaml': text });
    expect(outcome.text('a.vit.yaml')).toBe(text);
    expect(outcome.code).toBe(1);
    expect(outcome.err).toMatch(/^vit-config: a\.vit\.yaml: \d safe fix(?:es are| is) not made \(line [\d, ]+\): the document can't be read whole\n$/);
  });
  it('a file that can not be written', async () => {
    const outcome = await fixed('a.vit.yaml', { 'a.vit.yaml': SLIPS }, { createError: systemError('EACCES') });
    expect(outcome).toMatchObject({ code: 2, err: 'vit-config: a.vit.yaml: no permission for it; nothing is fixed\n' });
    expect(outcome.text('a.vit.yaml')).toBe(SLIPS);
    expect(outcome.out).toMatch(/wrong-type/);
  });
  it('a file that was changed meanwhile', async () => {
    let reads = 0;
    const outcome = await vitConfig('check --fix a.vit.yaml', {
      files: { 'a.vit.yaml': SLIPS },
      onRead: (path, host) => {
        if (++reads === 2) host.content.set(path, new TextEncoder().encode(TINY));
      },
    });
    expect(outcome).toMatchObject({ code: 2, err: 'vit-config: a.vit.yaml: has changed since it was read; nothing is fixed\n' });
  });
});

describe('on a disk', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  const folder = () => {
    folders.push(mkdtempSync(join(tmpdir(), 'vit-config-fix-')));
    return folders[0] ?? '';
  };
  const run = async (...args: string[]) => {
    const said = { out: '', err: '' };
    const output = (name: 'out' | 'err') => ({ write: (text: string) => void (said[name] += text), isTerminal: false, columns: 100 });
    return { code: await main(args, { ...processHost(), out: output('out'), err: output('err') }), ...said };
  };

  it('a file keeps its mode, and a link stays one', async () => {
    const at = folder();
    const [file, link] = [join(at, 'a.vit.yaml'), join(at, 'link.vit.yaml')];
    writeFileSync(file, SLIPS);
    chmodSync(file, 0o640);
    symlinkSync(file, link);
    expect(await run('check', '--fix', link)).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(file, 'utf8')).toBe(TINY);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });
  it('what can not be written leaves nothing behind', async () => {
    const at = folder();
    await expect(processHost().replace(join(at, 'gone.vit.yaml'), new Uint8Array())).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(at)).toEqual([]);
  });
});
