/** Text as its pieces are written: characters replaced by the model's rules, spaces as ▁. SentencePiece's normalizer.cc. */
import { readCharsmap } from './charsmap';
import { PIECE, type SentencePieceModel } from './model';

const SPACE = 0x20;
const encoder = new TextEncoder();

/** Throws VocabularyError for rules that can't be read. */
export function normalizer(model: SentencePieceModel): (text: string) => string {
  const { charsmap, addDummyPrefix, removeExtraWhitespaces, escapeWhitespaces } = model.normalizer;
  const replaced = readCharsmap(charsmap);
  const userDefined = userDefinedAt(model);
  const space = encoder.encode(escapeWhitespaces ? '▁' : ' ');

  return (text) => {
    // Lone surrogates become U+FFFD here, as other bytes that are no character do there.
    const input = encoder.encode(text);
    const output: number[] = [];
    let started = false;
    let afterSpace = removeExtraWhitespaces;
    for (let at = 0; at < input.length; ) {
      const { length, by } = userDefined(input, at) ?? replaced(input, at) ?? character(input, at);
      at += length;
      if (!started) {
        // Spaces before the first character, as long as nothing else comes with them.
        if (removeExtraWhitespaces && by.length === 1 && by[0] === SPACE) continue;
        started = true;
        if (addDummyPrefix && !model.whitespaceAsSuffix) output.push(...space);
      }
      const from = afterSpace ? by.findIndex((byte) => byte !== SPACE) : 0;
      if (from < 0 || by.length === 0) continue;
      for (const byte of by.subarray(from)) {
        if (byte === SPACE) output.push(...space);
        else output.push(byte);
      }
      afterSpace = removeExtraWhitespaces && by.at(-1) === SPACE;
    }
    if (removeExtraWhitespaces) while (endsWith(output, space)) output.length -= space.length;
    if (started && addDummyPrefix && model.whitespaceAsSuffix) output.push(...space);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(output));
  };
}

/** One character of UTF-8 as it is. */
function character(bytes: Uint8Array, at: number) {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return { length, by: bytes.subarray(at, at + length) };
}

/** The longest user-defined piece at a place: text of that is left as it is. */
function userDefinedAt({ pieces }: SentencePieceModel) {
  const texts = pieces
    .filter(({ type }) => type === PIECE.userDefined)
    .map(({ piece }) => encoder.encode(piece))
    .sort((a, b) => b.length - a.length);
  return (bytes: Uint8Array, at: number) => {
    const found = texts.find((text) => text.every((byte, i) => bytes[at + i] === byte));
    return found === undefined ? null : { length: found.length, by: found };
  };
}

function endsWith(bytes: readonly number[], end: Uint8Array): boolean {
  return bytes.length >= end.length && end.every((byte, i) => bytes[bytes.length - end.length + i] === byte);
}
