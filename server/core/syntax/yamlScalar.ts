/**
 * What a plain YAML scalar means: to its author (YAML 1.2's core schema) and to PyYAML's safe_load, which resolves by
 * YAML 1.1 with regular expressions of its own: a float needs a dot and a signed exponent, a leading zero is octal,
 * `on` is true, `1:30` is ninety.
 */
import { type Phrase, phrase } from '../phrase';
import type { ConsumerReading } from './tree';

export type ScalarValue = null | boolean | number | string;

export interface ScalarReading {
  readonly value: ScalarValue;
  readonly integer: boolean;
  readonly consumer?: ConsumerReading;
  /** Why PyYAML stops at this scalar, in words. */
  readonly refused?: Phrase;
}

const NULL: ScalarReading = { value: null, integer: false };
const TRUE: ScalarReading = { value: true, integer: false };
const FALSE: ScalarReading = { value: false, integer: false };

/** The scalars without a digit that are more than text. */
const WORDS = new Map<string, ScalarReading>([
  ['', NULL],
  ['=', { ...text('='), refused: phrase`PyYAML takes a lone \`=\` for a special value and stops; quote it` }],
  ['<<', { ...text('<<'), refused: phrase`PyYAML takes \`<<\` for a merge key and stops; quote it` }],
]);
for (const word of ['~', 'null', 'Null', 'NULL']) WORDS.set(word, NULL);
for (const word of ['true', 'True', 'TRUE']) WORDS.set(word, TRUE);
for (const word of ['false', 'False', 'FALSE']) WORDS.set(word, FALSE);
for (const [words, value] of [
  ['yes Yes YES on On ON', true],
  ['no No NO off Off OFF', false],
] as const) {
  for (const word of words.split(' ')) WORDS.set(word, { ...text(word), consumer: { by: 'PyYAML', value, looksLike: word } });
}
for (const sign of ['', '-', '+']) {
  for (const word of ['.inf', '.Inf', '.INF']) WORDS.set(sign + word, number(sign === '-' ? -Infinity : Infinity, false));
}
for (const word of ['.nan', '.NaN', '.NAN']) WORDS.set(word, number(Number.NaN, false));

const LONGEST_WORD = 5;

/** A scalar without quotes and without a tag. */
export function readPlain(source: string): ScalarReading {
  const first = source.charCodeAt(0);
  // Digits, `+`, `-` and `.`; anything else is a word or a text.
  if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e) return readNumeric(source);
  if (source.length <= LONGEST_WORD) return WORDS.get(source) ?? text(source);
  return text(source);
}

const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const PYYAML_FLOAT = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;
const PYYAML_INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const CORE_NUMBER = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const CORE_OCTAL = /^0o[0-7]+$/;

function readNumeric(source: string): ScalarReading {
  if (DECIMAL.test(source)) return number(decimal(source), true);
  const word = source.length <= LONGEST_WORD ? WORDS.get(source) : undefined;
  if (word !== undefined) return word;
  if (PYYAML_FLOAT.test(source)) return asBuilt(source, pythonFloat(source), false);
  if (PYYAML_INTEGER.test(source)) {
    const value = pythonInteger(source);
    if (value === null) return { ...text(source), refused: phrase`PyYAML takes \`${source}\` for a number without digits and stops; quote it` };
    return asBuilt(source, value, true);
  }
  if (CORE_NUMBER.test(source)) return asText(source, Number(source), /^[-+]?[0-9]+$/.test(source));
  if (CORE_OCTAL.test(source)) return asText(source, Number(source), true);
  if (isImpossibleDate(source)) return { ...text(source), refused: phrase`PyYAML takes \`${source}\` for a date, which it can't be, and stops; quote it` };
  return text(source);
}

/** A number to PyYAML. The author may see another (octal) or none (base 60). */
function asBuilt(source: string, value: number | null, integer: boolean): ScalarReading {
  if (value === null) return text(source);
  const digits = source.replaceAll('_', '');
  let looksLike: number | string = value;
  if (source.includes(':')) looksLike = source;
  else if (integer && /^[-+]?0[0-7]/.test(digits)) looksLike = decimal(digits);
  if (looksLike === value) return number(value, integer);
  return { value, integer, consumer: { by: 'PyYAML', value, looksLike } };
}

/** A number to its author that PyYAML leaves a string. */
function asText(source: string, value: number, integer: boolean): ScalarReading {
  return { value, integer, consumer: { by: 'PyYAML', value: source, looksLike: value } };
}

const CORE_TAG = 'tag:yaml.org,2002:';

/**
 * A scalar with an explicit tag, quoted or not: what PyYAML constructs for `tag` (`tag:yaml.org,2002:int`). null for
 * a tag that safe_load has no constructor for.
 */
export function readTagged(tag: string, source: string): ScalarReading | null {
  const refused = (): ScalarReading => ({ ...text(source), refused: phrase`PyYAML can't read ${JSON.stringify(source)} as !!${tag.slice(CORE_TAG.length)}` });
  switch (tag) {
    case `${CORE_TAG}str`:
    case `${CORE_TAG}binary`:
      return text(source);
    case `${CORE_TAG}timestamp`:
      return TIMESTAMP.test(source) && !isImpossibleDate(source) ? text(source) : refused();
    case `${CORE_TAG}null`:
      return NULL;
    case `${CORE_TAG}bool`: {
      const known = /^(?:(yes|true|on)|no|false|off)$/i.exec(source);
      if (known === null) return refused();
      return known[1] === undefined ? FALSE : TRUE;
    }
    case `${CORE_TAG}int`: {
      const value = pythonInteger(source);
      return value === null ? refused() : number(value, true);
    }
    case `${CORE_TAG}float`: {
      const value = pythonFloat(source);
      return value === null ? refused() : number(value, false);
    }
    default:
      return null;
  }
}

/** As SafeConstructor reads an int: underscores out, then by prefix; null where Python raises ValueError. */
function pythonInteger(source: string): number | null {
  let digits = source.replaceAll('_', '').trim();
  let sign = 1;
  if (digits.startsWith('-') || digits.startsWith('+')) {
    if (digits.startsWith('-')) sign = -1;
    digits = digits.slice(1);
  }
  if (/^0+$/.test(digits)) return 0;
  if (/^0b[01]+$/.test(digits) || /^0x[0-9a-fA-F]+$/.test(digits)) return sign * Number(digits);
  if (digits.startsWith('0')) return /^0o?[0-7]+$/i.test(digits) ? sign * Number(`0o${digits.replace(/^0o?/i, '')}`) : null;
  if (/^[0-9]+(?::[0-9]+)+$/.test(digits)) return sign * sexagesimal(digits);
  return /^[0-9]+$/.test(digits) ? sign * Number(digits) : null;
}

/** As SafeConstructor reads a float. */
function pythonFloat(source: string): number | null {
  let digits = source.replaceAll('_', '').toLowerCase().trim();
  let sign = 1;
  if (digits.startsWith('-') || digits.startsWith('+')) {
    if (digits.startsWith('-')) sign = -1;
    digits = digits.slice(1);
  }
  if (/^(?:\.inf|inf|infinity)$/.test(digits)) return sign * Infinity;
  if (/^\.?nan$/.test(digits)) return Number.NaN;
  if (/^[0-9]+(?::[0-9]+)*:[0-9]*\.?[0-9]*$/.test(digits)) return sign * sexagesimal(digits);
  return /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$/.test(digits) ? sign * Number(digits) : null;
}

function sexagesimal(source: string): number {
  let value = 0;
  for (const part of source.split(':')) value = value * 60 + Number(part);
  return value;
}

/** An integer in base ten; Python has no negative zero among its integers. */
function decimal(source: string): number {
  return Number(source) + 0;
}

const TIMESTAMP =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})$|^([0-9]{4})-([0-9][0-9]?)-([0-9][0-9]?)(?:[Tt]|[ \t]+)([0-9][0-9]?):([0-9]{2}):([0-9]{2})(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+]([0-9][0-9]?)(?::([0-9]{2}))?))?$/;

/** Whether PyYAML takes the text for a date or a time that Python's datetime refuses. */
function isImpossibleDate(source: string): boolean {
  const parts = TIMESTAMP.exec(source);
  if (parts === null) return false;
  const part = (i: number, j: number): number => Number(parts[i] ?? parts[j] ?? 0);
  const [year, month, day] = [part(1, 4), part(2, 5), part(3, 6)];
  const [hour, minute, second] = [part(7, 7), part(8, 8), part(9, 9)];
  const offset = part(10, 10) * 60 + part(11, 11);
  // The last day of a month is day 0 of the next; setUTCFullYear leaves years below 100 alone.
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return year < 1 || month < 1 || month > 12 || day < 1 || day > last.getUTCDate() || hour > 23 || minute > 59 || second > 59 || offset >= 1440;
}

function text(value: string): ScalarReading {
  return { value, integer: false };
}

function number(value: number, integer: boolean): ScalarReading {
  return { value, integer };
}
