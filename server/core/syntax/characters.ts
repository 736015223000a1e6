/** What a character may be, as bits. */
export const KEY_START = 1;
export const KEY = 2;
/** First of a plain scalar. `-` is too, before some. */
export const PLAIN_START = 4;
/** Inside a plain scalar in brackets. */
export const FLOW = 8;

const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  const bit = (pattern: RegExp, value: number): number => (pattern.test(character) ? value : 0);
  return bit(/[A-Za-z_]/, KEY_START) | bit(/[A-Za-z0-9_.-]/, KEY) | bit(/[A-Za-z0-9_./+~]/, PLAIN_START) | bit(/[A-Za-z0-9_./+~*()=^$-]/, FLOW);
});

export const SPACE = 0x20;
export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
export const HASH = 0x23;
export const COLON = 0x3a;
export const DASH = 0x2d;
export const COMMA = 0x2c;
export const QUOTE = 0x22;
export const APOSTROPHE = 0x27;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_MAP = 0x7b;
export const CLOSE_MAP = 0x7d;

/** Whether a character may be what `bit` stands for. */
export function is(code: number, bit: number): boolean {
  return code < 128 && ((CLASSES[code] ?? 0) & bit) !== 0;
}

/** What PyYAML takes in any text, in one UTF-16 unit, and that ends no line. */
export function isPrintable(code: number): boolean {
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code < 0xd800 && code !== 0x2028 && code !== 0x2029) || (code >= 0xe000 && code < 0xfeff);
}
