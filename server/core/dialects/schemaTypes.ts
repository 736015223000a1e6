/** The types of a schema, in words. */
import { literal } from '../edit/literal';
import { type Phrase, phrase, verbatim } from '../phrase';
import type { Syntax } from '../syntax/tree';
import type { Schema } from './schemaDocs';

const TYPE_WORDS: Readonly<Record<string, Phrase>> = {
  integer: phrase`a whole number`,
  number: phrase`a number`,
  string: phrase`text`,
  boolean: phrase`true or false`,
  object: phrase`a mapping`,
};

/** The types of JSON that a schema allows. */
export function typesOf({ type }: Schema): readonly string[] {
  return type === undefined ? [] : typeof type === 'string' ? [type] : type;
}

/** The type of a value in words: `a whole number or a pair of whole numbers`. */
export function typeInWords(schema: Schema, syntax: Syntax = 'yaml'): Phrase {
  const none = verbatim(literal(null, syntax));
  const words = typesOf(schema).map((type) => (type === 'array' ? listInWords(schema) : type === 'null' ? none : (TYPE_WORDS[type] ?? verbatim(type))));
  const last = words.pop();
  if (last === undefined) return phrase`anything`;
  if (words.length === 0) return last;
  const others = words.reduce((before, next) => phrase`${before}, ${next}`);
  return phrase`${others} or ${last}`;
}

function listInWords({ items, minItems, maxItems }: Schema): Phrase {
  const types = items === undefined ? [] : typesOf(items);
  const list = minItems === 2 && maxItems === 2 ? pairOf(types) : listOf(types);
  return types.includes('null') ? phrase`${list} or nulls` : list;
}

function pairOf(types: readonly string[]): Phrase {
  if (types.includes('integer')) return phrase`a pair of whole numbers`;
  return types.includes('number') ? phrase`a pair of numbers` : phrase`a pair`;
}

function listOf(types: readonly string[]): Phrase {
  if (types.includes('integer')) return phrase`a list of whole numbers`;
  return types.includes('number') ? phrase`a list of numbers` : phrase`a list`;
}
