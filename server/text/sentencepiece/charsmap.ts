/**
 * SentencePiece's `precompiled_charsmap`: which characters are replaced by what. Four bytes of the trie's size (little endian), a
 * Darts-clone double array of the texts that are replaced, then the replacements, each ended by a zero byte.
 */
import { phrase } from '../../core/phrase';
import { VocabularyError } from '../tokenizer';

/** What stands for the beginning of some bytes. */
export interface Replacement {
  /** Bytes that are replaced. */
  readonly length: number;
  readonly by: Uint8Array;
}

/** Finds the longest text that `bytes` begin with at `at` and that is replaced; null if there is none. */
export type Charsmap = (bytes: Uint8Array, at: number) => Replacement | null;

/** SentencePiece looks at no more of the texts that match at one place. */
const MAX_MATCHES = 32;

/** Throws VocabularyError. */
export function readCharsmap(blob: Uint8Array): Charsmap {
  if (blob.length === 0) return () => null;
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const trieBytes = blob.length < 4 ? 0 : view.getUint32(0, true);
  if (trieBytes < 4 || trieBytes % 4 !== 0 || 4 + trieBytes >= blob.length || blob.at(-1) !== 0) throw broken();
  const units = Uint32Array.from({ length: trieBytes / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
  const replacements = blob.subarray(4 + trieBytes);

  return (bytes, at) => {
    let node = offsetOf(units[0] ?? 0);
    let found: Replacement | null = null;
    let matches = 0;
    for (let i = at; i < bytes.length && matches < MAX_MATCHES; i++) {
      const byte = bytes[i] ?? 0;
      node ^= byte;
      const unit = units[node];
      if (unit === undefined || labelOf(unit) !== byte) break;
      node ^= offsetOf(unit);
      if (!hasLeaf(unit)) continue;
      const start = (units[node] ?? 0) & 0x7fff_ffff;
      // The last byte is zero: an end is found unless the trie points behind it.
      if (start >= replacements.length) throw broken();
      matches++;
      found = { length: i + 1 - at, by: replacements.subarray(start, replacements.indexOf(0, start)) };
    }
    return found;
  };
}

const broken = () => new VocabularyError(phrase`is not a SentencePiece model: its normalization rules don't parse`);

// The bits of a unit: Darts-clone's darts.h, DoubleArrayUnit.
const hasLeaf = (unit: number) => ((unit >>> 8) & 1) === 1;
/** The byte that leads to this unit, or above 255 for one that is a value. */
const labelOf = (unit: number) => (unit & 0x8000_00ff) >>> 0;
const offsetOf = (unit: number) => (unit >>> 10) << ((unit & 0x200) >>> 6);
