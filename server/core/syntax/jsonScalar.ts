import { type Phrase, phrase } from '../phrase';
import { brief } from './problems';
import type { ScalarReading } from './yamlScalar';

/** A reading of a word, and what is wrong with it for Python's json; `newText` is what it would take instead. */
export interface JsonWord extends ScalarReading {
  readonly problem?: Phrase;
  readonly newText?: string;
  /** Set where `newText` may not be what is meant: `010` is ten to some and eight to others. */
  readonly unclear?: true;
}

/** The words Python's json knows besides numbers. */
const WORDS = new Map<string, JsonWord>([
  ['null', { value: null, integer: false }],
  ['true', { value: true, integer: false }],
  ['false', { value: false, integer: false }],
  ['NaN', { value: Number.NaN, integer: false }],
  ['Infinity', { value: Infinity, integer: false }],
  ['-Infinity', { value: -Infinity, integer: false }],
]);

/** What people write for them, in lower case. */
const MEANT = new Map([
  ['none', 'null'],
  ['null', 'null'],
  ['~', 'null'],
  ['true', 'true'],
  ['false', 'false'],
  ['nan', 'NaN'],
  ['.nan', 'NaN'],
  ['inf', 'Infinity'],
  ['.inf', 'Infinity'],
  ['infinity', 'Infinity'],
  ['+infinity', 'Infinity'],
  ['-inf', '-Infinity'],
  ['-.inf', '-Infinity'],
  ['-infinity', '-Infinity'],
]);

const NUMBER = /^-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/;

/** A JSON value that is no string, list or mapping. */
export function readWord(word: string): JsonWord {
  const known = WORDS.get(word);
  if (known !== undefined) return known;
  const number = NUMBER.exec(word);
  if (number !== null) {
    const integer = number[1] === undefined && number[2] === undefined;
    // Python's integers have no negative zero.
    return { value: integer ? Number(word) + 0 : Number(word), integer };
  }
  const meant = MEANT.get(word.toLowerCase());
  if (meant !== undefined) {
    const { value } = WORDS.get(meant) ?? { value: null };
    return { value, integer: false, problem: phrase`JSON writes this ${meant}`, newText: meant };
  }
  return nearNumber(word) ?? quotable(word);
}

/** `010`, `+1`, `.5`, `1.`, `1_000`, `0x10`: numbers elsewhere. */
function nearNumber(word: string): JsonWord | null {
  const digits = word.replaceAll('_', '');
  if (!/^[-+]?\.?[0-9]/.test(digits)) return null;
  const value = /^[-+]0[xob]/i.test(digits) ? Number.NaN : Number(digits);
  if (Number.isNaN(value) || !Number.isFinite(value)) return null;
  const newText = String(value + 0);
  return {
    value: value + 0,
    integer: /^[-+]?(?:[0-9]+|0[xob][0-9a-f]+)$/i.test(digits),
    problem: phrase`\`${word}\` is no JSON number`,
    newText,
    ...(/^[-+]?0[0-9_]/.test(word) ? { unclear: true } : {}),
  };
}

function quotable(word: string): JsonWord {
  const inner = /^'(.*)'$/s.exec(word)?.[1];
  if (inner !== undefined) {
    const value = inner.replace(/\\(.)/gs, '$1');
    return { value, integer: false, problem: phrase`JSON texts stand in double quotes`, newText: JSON.stringify(value) };
  }
  if (/^[\w.+/-]+$/.test(word))
    return { value: word, integer: false, problem: phrase`\`${word}\` is no JSON value; a text needs double quotes`, newText: JSON.stringify(word) };
  return { value: word, integer: false, problem: phrase`\`${brief(word)}\` is no JSON value` };
}
