/** How structure findings speak of values and keys. */
import { type Phrase, type PhraseValue, phrase } from '../../../phrase';
import type { ConfigNode } from '../../../syntax/tree';
import type { SchemaName } from '../../schemaDocs';

const LONGEST = 40;

/** What is there, as a person would quote it: `"768"`, `2.5`, `a mapping`. */
export function got(node: ConfigNode): PhraseValue {
  if (node.kind === 'mapping') return phrase`a mapping`;
  if (node.kind === 'sequence' && node.tuple === true)
    return node.items.length === 1 ? phrase`a tuple of 1 value` : phrase`a tuple of ${node.items.length} values`;
  if (node.kind === 'sequence') return node.items.length === 1 ? phrase`a list of 1 value` : phrase`a list of ${node.items.length} values`;
  if (node.kind === 'unknown') return phrase`an unknown value`;
  if (node.text === '') return phrase`nothing`;
  const text = node.text.length > LONGEST ? `${node.text.slice(0, LONGEST)}…` : node.text;
  const oneLine = text.replace(/\s+/g, ' ');
  return typeof node.value === 'string' && !node.quoted ? `"${oneLine}"` : oneLine;
}

export function code(word: string): string {
  return `\`${word.length > LONGEST ? `${word.slice(0, LONGEST)}…` : word}\``;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly PhraseValue[]): PhraseValue {
  const [first = '', second, third, ...more] = words;
  if (second === undefined) return first;
  if (third === undefined) return phrase`${first} and ${second}`;
  return more.length === 0 ? phrase`${first}, ${second} and ${third}` : phrase`${first}, ${second}, ${listed([third, ...more])}`;
}

/** The same with `or`. */
export function either(words: readonly PhraseValue[]): PhraseValue {
  const [first = '', second, third, ...more] = words;
  if (second === undefined) return first;
  if (third === undefined) return phrase`${first} or ${second}`;
  return more.length === 0 ? phrase`${first}, ${second} or ${third}` : phrase`${first}, ${second}, ${either([third, ...more])}`;
}

const FORM_NAMES: Readonly<Record<SchemaName, Phrase>> = {
  vit: phrase`a Vision Transformer`,
  mixer: phrase`an MLP-Mixer`,
  lit: phrase`a LiT model`,
  named: phrase`a config that only names its model`,
  training: phrase`a training config`,
};

/** What a key would be a key of: `transformer`, or the form itself. */
export function ownerName(form: SchemaName, path: string): PhraseValue {
  return path === '' ? FORM_NAMES[form] : code(path.slice(path.lastIndexOf('.') + 1));
}
