/** Files that are no whole checkpoint: what is said of each, and that no more is read than is there. */
import { Buffer } from 'node:buffer';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CheckpointError, openCheckpoint, readHeader } from '../../../server/checkpoint';
import { english } from '../../../server/core/phrase';
import { npyHeaderOf, npz, safetensors, safetensorsHeader, withFile } from './files';
import { type ZipMember, zip } from './zip';

/** What is said of the file. */
async function problemOf(file: Buffer): Promise<string> {
  return withFile('ViT-B_16.npz', file, async (path) => {
    const read = await readHeader(path);
    if (read.ok) throw new Error('it can be read');
    expect(read.kind).toBe('unreadable');
    expect(read.fileName).toBe('ViT-B_16.npz');
    // Opening it to read values says the same.
    await expect(openCheckpoint(path)).rejects.toThrow(new CheckpointError(read.problem));
    return english(read.problem);
  });
}

/** What is said of a tensor's values, in a file whose header is right. */
async function valueProblemOf(file: Buffer, name: string, index: number | null = null): Promise<string> {
  return withFile('ViT-B_16.npz', file, async (path) => {
    const checkpoint = await openCheckpoint(path);
    try {
      const error: unknown = await checkpoint.read(name, { index }).then(
        () => null,
        (reason) => reason,
      );
      if (!(error instanceof CheckpointError)) throw new Error(`no problem: ${error}`);
      return error.message;
    } finally {
      await checkpoint.close();
    }
  });
}

/** Changes bytes behind a text that the file holds. */
function patched(file: Buffer, text: string | Buffer, change: (file: Buffer, at: number) => void): Buffer {
  const copy = Buffer.from(file);
  const at = copy.indexOf(text, 0, 'latin1');
  if (at === -1) throw new Error('not there');
  change(copy, at);
  return copy;
}

const SMALL = npz([
  { name: 'cls', shape: [1, 1, 4], values: [1, 2, 3, 4] },
  { name: 'head/kernel', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
]);

describe('files of other kinds', () => {
  test.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'The file is empty.'],
    ['text', Buffer.from('model_name: ViT-B_16\n'), 'It is a text file, neither .npz nor .safetensors.'],
    ['long text with a character cut at the end', Buffer.from('层'.repeat(1000)), 'It is a text file, neither .npz nor .safetensors.'],
    ['JSON', Buffer.from('{"weight_map": {}}'), 'It is a text file, neither .npz nor .safetensors.'],
    [
      'an error page',
      Buffer.from('\n<!DOCTYPE html><html><body>404</body></html>'),
      'It is a web page (HTML), as a server sends in place of a file it does not give.',
    ],
    [
      'a Git LFS pointer',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 346328529\n'),
      'It is a Git LFS pointer, not the file of 346,328,529 bytes: `git lfs pull` fetches that.',
    ],
    [
      'a Git LFS pointer without a size',
      Buffer.from('version https://git-lfs.github.com/spec/v1\n'),
      'It is a Git LFS pointer, not the file itself: `git lfs pull` fetches that.',
    ],
    ['one array', npyHeaderOf("{'descr': '<f4'}"), 'It is a single array (.npy); a checkpoint (.npz) holds many, with their names.'],
    ['HDF5', Buffer.from('\x89HDF\r\n\x1a\n0000', 'latin1'), 'It is an HDF5 file; only .npz and .safetensors are read.'],
    ['gzip', Buffer.from('\x1f\x8b\x08\x00', 'latin1'), 'It is compressed with gzip; only .npz and .safetensors are read.'],
    [
      'a pickle, as old PyTorch saved it',
      Buffer.from('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'),
      'It is a pickle of Python objects, which is never loaded, as it could run any code. Save the tensors as .safetensors or .npz.',
    ],
    [
      "PyTorch's zip file",
      zip([
        { name: 'archive/data.pkl', data: Buffer.from('\x80\x02}q\x00.', 'latin1') },
        { name: 'archive/data/0', data: Buffer.alloc(64) },
      ]),
      'It is a checkpoint of PyTorch: pickled Python objects, which are never loaded, as they could run any code. Save its tensors as .safetensors or .npz.',
    ],
    [
      'a zip file of something else',
      zip([
        { name: 'word/document.xml', data: Buffer.from('<w>') },
        { name: '[Content_Types].xml', data: Buffer.from('<w>') },
      ]),
      'It is a zip file without arrays (.npy): it holds `word/document.xml` and 1 more.',
    ],
    [
      'bytes',
      Buffer.from([1, 2, 3, 4, 5, 6, 7, 250, 9, 10]),
      'It is neither a zip file (.npz) nor .safetensors: it begins with the bytes `01 02 03 04 05 06 07 fa`.',
    ],
    ['three bytes', Buffer.from([0, 255, 0]), 'It is neither a zip file (.npz) nor .safetensors: it begins with the bytes `00 ff 00`.'],
  ])('%s', async (_, file, problem) => {
    expect(await problemOf(file)).toBe(problem);
  });
});

describe('cut off', () => {
  test.each([5, 100, SMALL.length - 100, SMALL.length - 1])('an npz file after %i bytes', async (length) => {
    const cut = `It begins as a zip file (.npz) but was cut off after ${length} bytes: the directory that ends one is not there.`;
    const damaged = /^The directory of the zip file \(\.npz\) is damaged: /;
    expect(await problemOf(SMALL.subarray(0, length))).toMatch(length === SMALL.length - 1 ? damaged : new RegExp(`^${cut.replace(/[().]/g, '\\$&')}$`));
  });

  test('a safetensors file in its header and in its values', async () => {
    const file = safetensors([{ name: 'x', shape: [2], values: [1, 2] }]);
    expect(await problemOf(file.subarray(0, 20))).toBe(`The file ends after 20 bytes; its header alone takes ${file.length - 16}.`);
    expect(await problemOf(file.subarray(0, file.length - 1))).toBe(`\`x\`: It should go on to byte ${file.length}; the file ends after ${file.length - 1}.`);
  });

  test('a safetensors header that is longer than any file', async () => {
    const file = safetensors([{ name: 'x', shape: [2], values: [1, 2] }]);
    file.writeBigUInt64LE(40_960n);
    expect(await problemOf(Buffer.concat([file, Buffer.alloc(1024 - file.length)]))).toBe('The file ends after 1,024 bytes; its header alone takes 40,960.');
  });
});

const F4 = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
const TWO = Buffer.from(Float32Array.of(1, 2).buffer);

/** An npz file of one member `x` that says what it is told to. */
const member = (python: string, data: Buffer = TWO, more: Partial<ZipMember> = {}) =>
  zip([{ name: 'x.npy', data: Buffer.concat([npyHeaderOf(python), data]), ...more }]);

describe('npy headers', () => {
  const headerOf = (problem: string) => `\`x\`: Its .npy header is not a dictionary of \`descr\`, \`fortran_order\` and \`shape\`: \`${problem}\`.`;

  test.each<[string, string, string]>([
    ['more values than bytes', F4.replace('(2,)', '(3,)'), '`x`: Its header says `[3]` of float32, which take 12 bytes; the file has 8 for it.'],
    ['fewer values than bytes', F4.replace('(2,)', '()'), '`x`: Its header says `[]` of float32, which take 4 bytes; the file has 8 for it.'],
    ['other bytes a value', F4.replace('<f4', '<f8'), '`x`: Its header says `[2]` of float64, which take 16 bytes; the file has 8 for it.'],
    [
      '2^50 values',
      F4.replace('(2,)', '(1125899906842624,)'),
      '`x`: Its header says `[1125899906842624]` of float32, which take 4,503,599,627,370,496 bytes; the file has 8 for it.',
    ],
    [
      '2^80 values',
      F4.replace('(2,)', '(1048576, 1048576, 1048576, 1048576)'),
      '`x`: Its header says `[1048576, 1048576, 1048576, 1048576]`, more values than any file has.',
    ],
    [
      '2^80 in one axis',
      F4.replace('(2,)', '(1208925819614629174706176,)'),
      '`x`: Its shape is `[1.2089258196146292e+24]`; sizes are whole numbers of at least 0.',
    ],
    ['a negative size', F4.replace('(2,)', '(-1, 2)'), '`x`: Its shape is `[-1,2]`; sizes are whole numbers of at least 0.'],
    ['a fraction', F4.replace('(2,)', '(2.0,)'), headerOf(F4.replace('(2,)', '(2.0,)'))],
    ['a number in place of a tuple', F4.replace('(2,)', '(2)'), headerOf(F4.replace('(2,)', '(2)'))],
    ['a name', F4.replace("'<f4'", 'f4'), headerOf(F4.replace("'<f4'", 'f4'))],
    ['a call', F4.replace("'<f4'", "__import__('os')"), headerOf(F4.replace("'<f4'", "__import__('os')"))],
    ['another key', F4.replace('descr', 'dtype'), headerOf(F4.replace('descr', 'dtype'))],
    ['one key more', F4.replace(', }', ", 'x': True}"), headerOf(F4.replace(', }', ", 'x': True}"))],
    ['a key twice', F4.replace(', }', ", 'descr': '<f4'}"), headerOf(F4.replace(', }', ", 'descr': '<f4'}"))],
    ['something behind', `${F4} + 1`, headerOf(`${F4} + 1`)],
    ['half a dictionary', F4.slice(0, 30), headerOf(F4.slice(0, 30))],
    ['a list', '[1, 2]', headerOf('[1, 2]')],
    ['no order', F4.replace('False', "'no'"), headerOf(F4.replace('False', "'no'"))],
    ['pickled objects', F4.replace('<f4', '|O'), '`x`: Its values are pickled Python objects (`|O`), which are never loaded: they could run any code.'],
    ['records', F4.replace("'<f4'", "[('a', '<f4'), ('b', '<f4')]"), '`x`: Its values are records of several fields; a tensor has one number at each place.'],
    ['a type that is none', F4.replace('<f4', '<q4'), "`x`: Its type `<q4` is none of NumPy's."],
    ['a type without a size', F4.replace('<f4', '<f'), "`x`: Its type `<f` is none of NumPy's."],
  ])('%s', async (_, python, problem) => {
    for (const deflated of [false, true]) expect(await problemOf(member(python, TWO, { deflated }))).toBe(problem);
  });

  test('another magic, version or length', async () => {
    expect(await problemOf(patched(SMALL, '\x93NUMPY', (file, at) => file.write('\x94', at, 'latin1')))).toBe(
      '`cls`: It is no .npy file: that begins with `\\x93NUMPY`.',
    );
    expect(await problemOf(zip([{ name: 'x.npy', data: Buffer.from('hi') }]))).toBe('`x`: It is no .npy file: that begins with `\\x93NUMPY`.');
    expect(await problemOf(zip([{ name: 'x.npy', data: npyHeaderOf(F4).subarray(0, 9) }]))).toBe('`x`: Its .npy header is cut off after 9 bytes.');
    expect(await problemOf(patched(SMALL, '\x93NUMPY', (file, at) => file.writeUInt8(4, at + 6)))).toBe(
      '`cls`: Its .npy header has version 4; known are 1, 2 and 3.',
    );
    expect(await problemOf(patched(SMALL, '\x93NUMPY', (file, at) => file.writeUInt16LE(1000, at + 8)))).toBe(
      '`cls`: Its .npy header takes 1,010 bytes; only 144 are there.',
    );
    const long = npyHeaderOf(F4, 2);
    long.writeUInt32LE(1 << 30, 8);
    for (const deflated of [false, true]) {
      expect(await problemOf(zip([{ name: 'x.npy', data: long, deflated }]))).toBe('`x`: Its .npy header takes 1,073,741,836 bytes; at most 65,536 are read.');
    }
  });
});

describe('zip files', () => {
  test.each<[string, ZipMember['wrong'], string]>([
    ['encrypted', { flags: 1 }, '`x.npy`: It is encrypted.'],
    ['compressed in another way', { method: 14 }, '`x.npy`: It is compressed by method 14 of the zip format; NumPy writes 0 (stored) and 8 (deflated).'],
    ['stored with two sizes', { packed: 4 }, '`x.npy`: It is stored as it is, in 4 bytes, and should have 136.'],
    [
      'longer than the file',
      { bytes: 2 ** 40, packed: 2 ** 40 },
      '`x.npy`: It should go on to byte 1,099,511,627,811; the data of the zip file ends at byte 191.',
    ],
    ['at another place', { position: 2 }, '`x`: The directory of the zip file says that it begins at byte 2; something else is there.'],
    ['at a place behind the end', { position: 2 ** 52 }, '`x.npy`: It should go on to byte 4,503,599,627,370,667; the data of the zip file ends at byte 191.'],
    ['under another name', { localName: 'y.npy' }, '`x`: The directory of the zip file says that it is at byte 0; `y.npy` is there, by method 0.'],
    ['by another method', { localMethod: 8 }, '`x`: The directory of the zip file says that it is at byte 0; `x.npy` is there, by method 8.'],
    [
      'with other sizes before the data',
      { localBytes: 1000 },
      '`x`: The directory of the zip file says that 136 bytes of it hold 136; what stands before the data says 136 and 1,000.',
    ],
  ])('a member %s', async (_, wrong, problem) => {
    expect(await problemOf(member(F4, TWO, wrong === undefined ? {} : { wrong }))).toBe(problem);
  });

  test('a member whose data reaches over the next one', async () => {
    const bytes = 128 + 4 * 40;
    const file = zip([
      { name: 'a.npy', data: npyHeaderOf(F4.replace('(2,)', '(40,)')), wrong: { bytes, packed: bytes, localBytes: bytes } },
      { name: 'b.npy', data: Buffer.concat([npyHeaderOf(F4), TWO]) },
    ]);
    expect(await problemOf(file)).toBe('The values of `a` and `b` overlap in the file.');
  });

  test('two members of one name', async () => {
    const data = Buffer.concat([npyHeaderOf(F4), TWO]);
    expect(
      await problemOf(
        zip([
          { name: 'x.npy', data },
          { name: 'x.npy', data },
        ]),
      ),
    ).toBe('It has two tensors called `x`.');
  });

  test('a directory that is damaged', async () => {
    expect(await problemOf(patched(SMALL, 'PK\x01\x02', (file, at) => file.writeUInt8(0, at)))).toBe(
      'The directory of the zip file (.npz) is damaged: invalid central directory file header signature: 0x2014b00.',
    );
    expect(await problemOf(patched(SMALL, 'PK\x05\x06', (file, at) => file.writeUInt32LE(0xffff_0000, at + 16)))).toMatch(
      /^The file ends after \d+ bytes; what it should hold goes on to byte 4,294,\d+,\d+\.$/,
    );
    // More members than there is a directory for.
    expect(await problemOf(patched(SMALL, 'PK\x05\x06', (file, at) => file.writeUInt16LE(3, at + 10)))).toMatch(/damaged|ends after/);
  });
});

describe('deflated data', () => {
  const zeros = Buffer.concat([npyHeaderOf(F4), Buffer.alloc(100_000)]);

  test('that inflates to more than it should, is not all inflated', async () => {
    const bomb = deflateRawSync(Buffer.concat([npyHeaderOf(F4), TWO, Buffer.alloc(50 << 20)]));
    const file = member(F4, TWO, { deflated: true, wrong: { data: bomb } });
    expect(await valueProblemOf(file, 'x')).toBe('`x`: It inflates to more than the 136 bytes that it should have.');
  });

  test('that promises more than deflated data can hold', async () => {
    const data = Buffer.concat([npyHeaderOf(F4.replace('(2,)', '(1099511627776,)')), TWO]);
    const bytes = 128 + 4 * 2 ** 40;
    const packed = deflateRawSync(data).length;
    expect(await problemOf(zip([{ name: 'x.npy', data, deflated: true, wrong: { bytes, localBytes: bytes } }]))).toBe(
      `\`x.npy\`: ${packed} deflated bytes can't hold the 4,398,046,511,232 that the directory of the zip file promises.`,
    );
  });

  test('that ends too early', async () => {
    const python = F4.replace('(2,)', '(25000,)');
    const noise = Buffer.from(Float32Array.from({ length: 25_000 }, (_, i) => Math.sin(i)).buffer);
    const whole = Buffer.concat([npyHeaderOf(python), noise]);
    const half = deflateRawSync(whole.subarray(0, 50_000));
    expect(await valueProblemOf(zip([{ name: 'x.npy', data: whole, deflated: true, wrong: { data: half } }]), 'x')).toBe(
      '`x`: It inflates to 50,000 bytes and should have 100,128.',
    );
    const cut = deflateRawSync(whole).subarray(0, 50_000);
    expect(await valueProblemOf(zip([{ name: 'x.npy', data: whole, deflated: true, wrong: { data: cut } }]), 'x')).toBe(
      '`x`: Its deflated data is damaged: unexpected end of file.',
    );
  });

  test('that is damaged, in its header and in its values', async () => {
    expect(await problemOf(zip([{ name: 'x.npy', data: zeros, deflated: true, wrong: { data: Buffer.alloc(300, 0xff) } }]))).toBe(
      '`x`: Its deflated data is damaged: invalid block type.',
    );
    const noise = Buffer.from(Float32Array.from({ length: 25_000 }, (_, i) => Math.sin(i)).buffer);
    const whole = Buffer.concat([npyHeaderOf(F4.replace('(2,)', '(25000,)')), noise]);
    const packed = deflateRawSync(whole);
    packed.fill(0xff, 50_000, 50_100);
    expect(await valueProblemOf(zip([{ name: 'x.npy', data: whole, deflated: true, wrong: { data: packed } }]), 'x')).toMatch(
      /^`x`: It(s deflated data is damaged: .+| inflates to more than .+|s values are damaged: their checksum .+)\.$/,
    );
  });
});

describe('safetensors', () => {
  const header = (json: string, values = TWO) => Buffer.concat([safetensorsHeader(json), values]);
  const tensor = (entry: object) => header(JSON.stringify({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...entry } }));

  test.each<[string, Buffer, string | RegExp]>([
    ['no JSON', header('{"x": '), /^Its header is not valid JSON: .+\.$/],
    ['JSON of another kind', header('[1, 2]'), 'Its header is a JSON value of another kind than the object that gives each tensor.'],
    ['a name twice', header('{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}, "\\u0078" : {}}'), 'It has two tensors called `x`.'],
    ['no object', header('{"x": null}'), "`x`: Its type `undefined` is none of the format's."],
    ['another type', tensor({ dtype: 'F99' }), '`x`: Its type `"F99"` is none of the format\'s.'],
    ['no shape', tensor({ shape: 2 }), '`x`: It has no shape.'],
    ['a negative size', tensor({ shape: [-2] }), '`x`: Its shape is `[-2]`; sizes are whole numbers of at least 0.'],
    ['half a size', tensor({ shape: [0.5, 4] }), '`x`: Its shape is `[0.5,4]`; sizes are whole numbers of at least 0.'],
    ['a size in words', tensor({ shape: ['2'] }), '`x`: Its shape is `["2"]`; sizes are whole numbers of at least 0.'],
    [
      'more values than a number holds',
      tensor({ shape: [2 ** 40, 2 ** 40] }),
      '`x`: Its header says `[1099511627776, 1099511627776]`, more values than any file has.',
    ],
    ['other bytes than values', tensor({ shape: [3] }), '`x`: Its header says `[3]` of float32, which take 12 bytes; the file has 8 for it.'],
    ['negative offsets', tensor({ data_offsets: [-8, 0] }), '`x`: Its offsets are `[-8,0]`; they should be two whole numbers, the first not above the second.'],
    [
      'offsets in the wrong order',
      tensor({ data_offsets: [8, 0] }),
      '`x`: Its offsets are `[8,0]`; they should be two whole numbers, the first not above the second.',
    ],
    ['one offset', tensor({ data_offsets: [8] }), '`x`: Its offsets are `[8]`; they should be two whole numbers, the first not above the second.'],
    ['no offsets', tensor({ data_offsets: undefined }), '`x`: Its offsets are `undefined`; they should be two whole numbers, the first not above the second.'],
    ['offsets behind the end', tensor({ data_offsets: [8, 16] }), '`x`: It should go on to byte 80; the file ends after 72.'],
    [
      'offsets that overlap',
      header('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'),
      'The values of `a` and `b` overlap in the file.',
    ],
    ['bytes that are no tensor', header('{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'), '4 bytes before `x` belong to no tensor.'],
    ['bytes at the end', header('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'), 'The file has 72 bytes; its tensors end at byte 68.'],
  ])('%s', async (_, file, problem) => {
    if (typeof problem === 'string') expect(await problemOf(file)).toBe(problem);
    else expect(await problemOf(file)).toMatch(problem);
  });

  test('brackets, colons and quotes in names are no structure', async () => {
    const names = ['{', '[":', 'x\\', '\\"', '}'];
    const file = safetensors(names.map((name) => ({ name, shape: [1], values: [1] })));
    await withFile('names', file, async (path) => {
      expect(await readHeader(path)).toMatchObject({ ok: true, header: { tensors: names.map((name) => ({ name })) } });
    });
  });
});

describe('values', () => {
  test('of another type, of no tensor, of no entry', async () => {
    const file = npz([
      { name: 'step', shape: [], dtype: 'int32', values: [3] },
      { name: 'x', shape: [2, 1], values: [1, 2] },
      { name: 'scalar', shape: [], values: [1] },
    ]);
    expect(await valueProblemOf(file, 'step')).toBe('`step`: Its values are of type int32; weights are float16, bfloat16, float32 or float64.');
    expect(await valueProblemOf(file, 'y')).toBe('It has no tensor `y`.');
    for (const index of [2, -1, 0.5])
      expect(await valueProblemOf(file, 'x', index)).toBe(`\`x\`: Its shape is \`[2, 1]\`; its first axis has no entry ${index}.`);
    expect(await valueProblemOf(file, 'scalar', 0)).toBe('`scalar`: Its shape is `[]`; its first axis has no entry 0.');
  });

  test.each([false, true])('that were damaged since they were written, are not taken; deflated: %s', async (deflated) => {
    const file = member(F4, TWO, { deflated, wrong: { checksum: 12345 } });
    expect(await valueProblemOf(file, 'x')).toBe('`x`: Its values are damaged: their checksum (CRC-32) is not the one that was written with them.');
  });
});
