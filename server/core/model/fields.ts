import type { Field, Pair, Unknown } from '../dialects/spec';
import { type Phrase, phrase } from '../phrase';
import type { GraphProblem } from './graph';

/**
 * Takes the values a graph needs out of a spec's fields and collects why any of them can't be had.
 * A number that can't be had is NaN, so that every comparison with it is false and no second problem follows from it.
 */
export class FieldReader {
  readonly problems: GraphProblem[] = [];

  /** A value that has no size, an enumeration or a flag; `placeholder` stands in for one that can't be had. */
  value<T>(field: Field<T>, placeholder: T): T {
    if (field.known) return field.value;
    this.unknown(field);
    return placeholder;
  }

  /** A whole number from 1. */
  size(field: Field<number>): number {
    return this.#whole(field, 1);
  }

  /** A whole number from 0: a count of layers or classes. */
  count(field: Field<number>): number {
    return this.#whole(field, 0);
  }

  /** A whole number from 1, or null. */
  optionalSize(field: Field<number | null>): number | null {
    if (field.known && field.value === null) return null;
    return this.#whole(field, 1);
  }

  /** Two whole numbers from 1. */
  pair(field: Field<Pair>): Pair {
    if (!field.known) {
      this.unknown(field);
      return [Number.NaN, Number.NaN];
    }
    for (const size of field.value) {
      if (!isWhole(size, 1)) {
        this.#unknown(field.key, phrase`${lastName(field.key)} needs two whole numbers of at least 1, got ${size}`);
        return [Number.NaN, Number.NaN];
      }
    }
    return field.value;
  }

  /** Any number of whole numbers from 0. */
  counts(field: Field<readonly number[]>): readonly number[] {
    if (!field.known) {
      this.unknown(field);
      return [];
    }
    for (const count of field.value) {
      if (!isWhole(count, 0)) {
        this.#unknown(field.key, phrase`${lastName(field.key)} needs whole numbers of at least 0, got ${count}`);
        return [];
      }
    }
    return field.value;
  }

  /** A finite number. */
  real(field: Field<number>): number {
    if (!field.known) {
      this.unknown(field);
      return Number.NaN;
    }
    if (Number.isFinite(field.value)) return field.value;
    this.#unknown(field.key, phrase`${lastName(field.key)} must be a finite number, got ${field.value}`);
    return Number.NaN;
  }

  /** Said once, however many fields hang on it. */
  problem(code: GraphProblem['code'], message: Phrase, ...keys: readonly string[]): void {
    if (this.problems.some((other) => other.message === message && other.keys.join() === [...new Set(keys)].join())) return;
    this.problems.push({ code, message, keys: [...new Set(keys)] });
  }

  /** A field that is not known. */
  unknown({ key, reason, untold }: Unknown): void {
    if (untold !== true) this.#unknown(key, reason);
    else if (!this.problems.some((other) => other.untold !== undefined && other.keys[0] === key))
      this.problems.push({ code: 'unknown-field', message: phrase`${key}: ${reason}`, keys: [key], untold: reason });
  }

  #whole(field: Field<number | null>, least: 0 | 1): number {
    if (!field.known) {
      this.unknown(field);
      return Number.NaN;
    }
    if (field.value !== null && isWhole(field.value, least)) return field.value;
    this.#unknown(field.key, phrase`${lastName(field.key)} must be a whole number of at least ${least}, got ${String(field.value)}`);
    return Number.NaN;
  }

  #unknown(key: string, reason: Phrase): void {
    this.problem('unknown-field', reason, key);
  }
}

/** The last name of a dotted key, as a person would write it in the config. */
export function lastName(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1);
}

function isWhole(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least;
}
