/** What the command line and the language server know alike of files on disk: which may hold configs, and how their bytes are read. */
import { type Phrase, PhraseError, phrase, verbatim } from './core/phrase';
import { MAX_TEXT } from './core/syntax/limits';

/** A file of more bytes can't be within the core's limit for a text: a UTF-16 unit takes at most three bytes of UTF-8. */
export const MAX_BYTES = 3 * MAX_TEXT;

const CONFIG_EXTENSION = /\.(?:ya?ml|json|py)$/i;
const SKIPPED_DIRECTORIES: ReadonlySet<string> = new Set(['node_modules', '__pycache__', 'site-packages']);

/** By its name alone: whether a file could hold a config. */
export function mayHoldConfig(fileName: string): boolean {
  return CONFIG_EXTENSION.test(fileName);
}

/** By its name alone: whether a directory found in another one holds what programs put there and not what people write. */
export function isSkippedDirectory(name: string): boolean {
  return name.startsWith('.') || SKIPPED_DIRECTORIES.has(name);
}

const REASONS: Readonly<Record<string, Phrase>> = {
  ENOENT: phrase`there is no such file or directory`,
  EACCES: phrase`no permission for it`,
  EPERM: phrase`no permission for it`,
  EISDIR: phrase`is a directory, not a file`,
  ENOTDIR: phrase`a part of this path is a file, not a directory`,
  ELOOP: phrase`its symbolic links go in a circle`,
  ENAMETOOLONG: phrase`this path is too long`,
  EMFILE: phrase`too many files are open`,
  ENOSPC: phrase`no space is left there`,
  EROFS: phrase`this place can only be read`,
};

/** Node's code of an error of the file system (`ENOENT`), empty for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** An error in a person's words: one of the file system, or one that has words of its own. */
export function reasonOf(error: unknown): Phrase {
  if (error instanceof PhraseError) return error.said;
  return error instanceof Error ? (REASONS[codeOf(error)] ?? verbatim(error.message)) : verbatim(String(error));
}

/** UTF-8 to text, a byte order mark dropped. */
export function decode(bytes: Uint8Array): { ok: true; text: string } | { ok: false; reason: string } {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { ok: false, reason: 'is UTF-16; configs are read as UTF-8, save it so' };
  }
  if (bytes.includes(0)) return { ok: false, reason: 'is a binary file, not text' };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const line = bytes.subarray(0, firstInvalid(bytes)).reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
    return { ok: false, reason: `is not valid UTF-8: line ${line} has bytes that are no character` };
  }
}

/** Offset of the first byte that does not decode: where decoding and encoding again makes a difference. */
function firstInvalid(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const encoded = new TextEncoder().encode(text);
  const at = encoded.findIndex((byte, i) => byte !== bytes[i]);
  return at < 0 ? bytes.length : at;
}
