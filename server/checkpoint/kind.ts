/** What a file is, by its first bytes; its name says nothing. */
import type { Buffer } from 'node:buffer';
import { isUtf8 } from 'node:buffer';
import { type Phrase, phrase } from '../core/phrase';
import type { Bytes } from './bytes';
import { CheckpointError, count } from './problem';

export type FileKind = { readonly format: 'npz' | 'safetensors'; readonly beginning: Buffer };

const BEGINNING = 512;
/** JSON's longest header has far fewer bytes; text read as a number has far more. */
const LONGEST_HEADER = 2 ** 48;

/** Throws CheckpointError if it is neither of the formats, and says what it is. */
export async function kindOf(bytes: Bytes): Promise<FileKind> {
  if (bytes.size === 0) throw new CheckpointError(phrase`The file is empty.`);
  const beginning = await bytes.read(0, Math.min(BEGINNING, bytes.size));
  if (startsWith(beginning, 'PK\x03\x04') || startsWith(beginning, 'PK\x05\x06')) return { format: 'npz', beginning };
  const other = otherKind(beginning);
  if (other !== null) throw new CheckpointError(other);
  if (beginning.length > 8 && beginning.readBigUInt64LE(0) < LONGEST_HEADER && /[{["]/.test(String.fromCharCode(beginning[8] ?? 0))) {
    return { format: 'safetensors', beginning };
  }
  if (isText(beginning)) throw new CheckpointError(phrase`It is a text file, neither .npz nor .safetensors.`);
  const first = beginning.toString('hex', 0, 8).replace(/..(?=.)/g, '$& ');
  throw new CheckpointError(phrase`It is neither a zip file (.npz) nor .safetensors: it begins with the bytes \`${first}\`.`);
}

const startsWith = (bytes: Buffer, text: string) => bytes.toString('latin1', 0, text.length) === text;

/** What people have by mistake under the name of a checkpoint. */
function otherKind(beginning: Buffer): Phrase | null {
  const text = beginning.toString('latin1');
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    const size = /^size (\d+)$/m.exec(text)?.[1];
    return size === undefined
      ? phrase`It is a Git LFS pointer, not the file itself: \`git lfs pull\` fetches that.`
      : phrase`It is a Git LFS pointer, not the file of ${count(Number(size))} bytes: \`git lfs pull\` fetches that.`;
  }
  if (/^\s*<(!doctype\s+html|html)\b/i.test(text)) return phrase`It is a web page (HTML), as a server sends in place of a file it does not give.`;
  if (text.startsWith('\x93NUMPY')) return phrase`It is a single array (.npy); a checkpoint (.npz) holds many, with their names.`;
  if (text.startsWith('\x89HDF\r\n')) return phrase`It is an HDF5 file; only .npz and .safetensors are read.`;
  if (/^\x80[\x02-\x05]/.test(text))
    return phrase`It is a pickle of Python objects, which is never loaded, as it could run any code. Save the tensors as .safetensors or .npz.`;
  if (text.startsWith('\x1f\x8b')) return phrase`It is compressed with gzip; only .npz and .safetensors are read.`;
  return null;
}

function isText(bytes: Buffer): boolean {
  // The last character may be cut.
  const whole = bytes.length < BEGINNING ? bytes : bytes.subarray(0, bytes.findLastIndex((byte) => byte < 0x80) + 1);
  return isUtf8(whole) && !/[^\P{Cc}\t\n\f\r]/u.test(whole.toString('utf8'));
}
