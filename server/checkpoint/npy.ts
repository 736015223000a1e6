/** NumPy's .npy header, versions 1 to 3: a Python literal, read strictly and never evaluated. */
import type { Buffer } from 'node:buffer';
import { phrase } from '../core/phrase';
import type { Encoding } from './layout';
import { assertShape, CheckpointError, count, shown } from './problem';

export interface NpyHeader {
  readonly encoding: Encoding;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/** Magic, version and the header's length. */
export const NPY_PREFIX = 12;
/** NumPy itself warns above 10,000. */
const LONGEST = 64 << 10;
const MAGIC = '\x93NUMPY';

/** The bytes from the file's start to the first value; `bytes` holds the first NPY_PREFIX of them, or all there are. */
export function npyHeaderLength(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 6) !== MAGIC) throw new CheckpointError(phrase`It is no .npy file: that begins with \`\\x93NUMPY\`.`);
  const version = bytes[6] ?? 0;
  if (bytes.length < NPY_PREFIX) throw new CheckpointError(phrase`Its .npy header is cut off after ${count(bytes.length)} bytes.`);
  if (version < 1 || version > 3) throw new CheckpointError(phrase`Its .npy header has version ${version}; known are 1, 2 and 3.`);
  const length = version === 1 ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8);
  if (length > LONGEST) throw new CheckpointError(phrase`Its .npy header takes ${count(length)} bytes; at most ${count(LONGEST)} are read.`);
  return length;
}

/** `bytes` is the whole header. Throws CheckpointError, without the tensor's name. */
export function readNpyHeader(bytes: Buffer): NpyHeader {
  const version = bytes[6];
  const text = bytes.toString(version === 3 ? 'utf8' : 'latin1', version === 1 ? 10 : 12);
  const entries = new LiteralReader(text).dictionary();
  const descr = entries?.get('descr');
  const fortran = entries?.get('fortran_order');
  const shape = entries?.get('shape');
  if (entries === null || entries.size !== 3 || descr === undefined || typeof fortran !== 'boolean' || !Array.isArray(shape)) {
    throw new CheckpointError(phrase`Its .npy header is not a dictionary of \`descr\`, \`fortran_order\` and \`shape\`: \`${shown(text.trim())}\`.`);
  }
  if (typeof descr !== 'string') throw new CheckpointError(phrase`Its values are records of several fields; a tensor has one number at each place.`);
  assertShape(shape);
  return { encoding: encodingOf(descr), fortran, shape };
}

/** Letter of NumPy's array interface -> the name of the type before its size in bits. */
const KINDS: Readonly<Record<string, string>> = {
  b: 'bool',
  i: 'int',
  u: 'uint',
  f: 'float',
  c: 'complex',
  S: 'bytes',
  U: 'str',
  V: 'void',
  M: 'datetime',
  m: 'timedelta',
};

function encodingOf(descr: string): Encoding {
  const [, order, kind = '', digits] = /^([<>|=])([a-zA-Z])(\d{0,9})(?:\[\w+\])?$/.exec(descr) ?? [];
  if (kind === 'O') throw new CheckpointError(phrase`Its values are pickled Python objects (\`${descr}\`), which are never loaded: they could run any code.`);
  const name = KINDS[kind];
  if (name === undefined || !digits) throw new CheckpointError(phrase`Its type \`${shown(descr)}\` is none of NumPy's.`);
  const itemBytes = Number(digits) * (kind === 'U' ? 4 : 1);
  // NumPy has no bfloat16: it is written as two bytes without a meaning.
  const dtype = kind === 'V' && itemBytes === 2 ? 'bfloat16' : kind === 'b' ? name : `${name}${itemBytes * 8}`;
  return { dtype, itemBytes, bigEndian: order === '>' };
}

const END = /\s*\}\s*$/y;

type Literal = string | boolean | number[] | null;

/** Of Python's literals only what NumPy writes: a dictionary of strings, booleans and tuples of whole numbers. */
class LiteralReader {
  private at = 0;

  constructor(private readonly text: string) {}

  /** Null if the text is anything else. What is a value of another kind (a list of fields) has the value null. */
  dictionary(): Map<string, Literal> | null {
    const entries = new Map<string, Literal>();
    if (this.take(/\s*\{\s*/y) === null) return null;
    for (;;) {
      if (this.take(END) !== null) return entries;
      const key = this.string();
      if (key === null || entries.has(key) || this.take(/\s*:\s*/y) === null) return null;
      const value = this.value();
      if (value === undefined) return null;
      entries.set(key, value);
      if (this.take(/\s*,\s*/y) === null) return this.take(END) === null ? null : entries;
    }
  }

  private value(): Literal | undefined {
    const word = this.take(/True|False/y);
    if (word !== null) return word === 'True';
    const tuple = this.take(/\((?:\s*-?\d{1,25}L?\s*,)*\s*(?:-?\d{1,25}L?\s*)?\)/y);
    // `(3)` is a number to Python; NumPy writes `(3,)`.
    if (tuple !== null) return /^\(\s*-?\d+L?\s*\)$/.test(tuple) ? undefined : [...tuple.matchAll(/-?\d+/g)].map(Number);
    // Fields of a record: `[('a', '<f4')]`.
    if (this.take(/\[[^{}]*\]/y) !== null) return null;
    return this.string() ?? undefined;
  }

  private string(): string | null {
    return this.take(/'[^'\\\n]*'|"[^"\\\n]*"/y)?.slice(1, -1) ?? null;
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found === undefined) return null;
    this.at = pattern.lastIndex;
    return found;
  }
}
