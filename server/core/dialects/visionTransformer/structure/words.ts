/** How structure findings speak of values and keys. */
import type { ConfigNode } from '../../../syntax/tree';
import type { SchemaName } from '../../schemaDocs';

const LONGEST = 40;

/** What is there, as a person would quote it: `"768"`, `2.5`, `a mapping`. */
export function got(node: ConfigNode): string {
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind === 'sequence') return node.items.length === 1 ? 'a list of 1 value' : `a list of ${node.items.length} values`;
  if (node.text === '') return 'nothing';
  const text = node.text.length > LONGEST ? `${node.text.slice(0, LONGEST)}…` : node.text;
  const oneLine = text.replace(/\s+/g, ' ');
  return typeof node.value === 'string' && !node.quoted ? `"${oneLine}"` : oneLine;
}

export function code(word: string): string {
  return `\`${word.length > LONGEST ? `${word.slice(0, LONGEST)}…` : word}\``;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], conjunction = 'and'): string {
  const last = words[words.length - 1];
  return words.length < 2 ? (last ?? '') : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

const FORM_NAMES: Readonly<Record<SchemaName, string>> = {
  vit: 'a Vision Transformer',
  mixer: 'an MLP-Mixer',
  lit: 'a LiT model',
  named: 'a config that only names its model',
  training: 'a training config',
};

/** What a key would be a key of: `transformer`, or the form itself. */
export function ownerName(form: SchemaName, path: string): string {
  return path === '' ? FORM_NAMES[form] : code(path.slice(path.lastIndexOf('.') + 1));
}
