import { english, type Phrase } from '../server/core/phrase';

/** A value with every phrase in it, however deep, as its English text. */
export type InEnglish<T> = T extends Phrase
  ? string
  : T extends readonly (infer U)[]
    ? InEnglish<U>[]
    : T extends object
      ? { readonly [K in keyof T]: InEnglish<T[K]> }
      : T;

/** Plain data as people read it. What is an instance of a class is left as it is. */
export function inEnglish<T>(value: T): InEnglish<T> {
  return worded(value) as InEnglish<T>;
}

function worded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(worded);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (isPhrase(value)) return english(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, worded(item)]));
}

function isPhrase(value: object): value is Phrase {
  return 'text' in value && 'values' in value && Array.isArray(value.values);
}
