import { expect, test } from 'vitest';
import { humanBytes, humanCount, humanFlops, humanMacs, humanParameters } from '../../../server/core/count/units';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [86_567_656, '86,567,656'],
  [-1_234_567, '-1,234,567'],
  [Number.MAX_SAFE_INTEGER, '9,007,199,254,740,991'],
])('humanCount(%i)', (n, text) => expect(humanCount(n)).toBe(text));

test.each([
  [0, '0'],
  [21_390, '21,390'],
  [99_999, '99,999'],
  [100_000, '100 K'],
  [999_499, '999 K'],
  [999_500, '1.00 M'],
  [999_999, '1.00 M'],
  [5_717_416, '5.72 M'],
  [9_994_999, '9.99 M'],
  [9_995_000, '10.0 M'],
  [86_567_656, '86.6 M'],
  [99_950_000, '100 M'],
  [632_045_800, '632 M'],
  [999_999_999, '1.00 B'],
  [1_844_440_680, '1.84 B'],
  [7.1e15, '7,100 T'],
  [-3_145_000, '-3.15 M'],
  [-590, '-590'],
])('humanParameters(%d)', (n, text) => expect(humanParameters(n)).toBe(text));

test.each([
  [17_563_828_224, '17.6 GMACs'],
  [1_253_683_200, '1.25 GMACs'],
  [503_481_410_560, '503 GMACs'],
  [2_409_660, '2.41 MMACs'],
  [1_500, '1,500 MACs'],
  [123_456, '123 KMACs'],
  [1e15, '1.00 PMACs'],
])('humanMacs(%d)', (n, text) => expect(humanMacs(n)).toBe(text));

test.each([
  [35_127_656_448, '35.1 GFLOPs'],
  [999_600_000_000, '1.00 TFLOPs'],
])('humanFlops(%d)', (n, text) => expect(humanFlops(n)).toBe(text));

test.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1.00 KiB'],
  [85_560, '83.6 KiB'],
  [1023.4 * 1024, '1,023 KiB'],
  [1023.6 * 1024, '1.00 MiB'],
  [346_270_624, '330 MiB'],
  [2_528_183_200, '2.35 GiB'],
  [-602_112, '-588 KiB'],
])('humanBytes(%d)', (n, text) => expect(humanBytes(n)).toBe(text));
