import * as zlib from 'node:zlib';

/** CRC-32 of some bytes, or of what came before (`value`) and them. Null in a Node that has none yet: those before 20.15. */
export const crc32: ((bytes: Uint8Array, value?: number) => number) | null = zlib.crc32 ?? null;
