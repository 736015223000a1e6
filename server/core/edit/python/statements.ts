/** Assignments to a ConfigDict, as an author would write them. */
import type { PlainValue } from '../literal';
import { isMapping, type LeafText } from '../write';
import { isIdentifier, type PythonStyle, pythonLiteral, stringLiteral } from './literal';

/** What is assigned to: `config.transformer`, and how. */
export interface Target {
  readonly access: string;
  /** Whether it is a ConfigDict, which takes attributes, and not a dict. */
  readonly configDict: boolean;
  /** What the file calls the class (`ml_collections.ConfigDict`); null where it does not import it. */
  readonly className: string | null;
  readonly style: PythonStyle;
}

export interface NewKey {
  readonly key: string;
  readonly value: PlainValue;
}

/** The statements that give a key its value: one, or for a mapping of several keys one for each of them. `leaf` writes what is no mapping. */
export function assignments(target: Target, { key, value }: NewKey, leaf: LeafText = (plain) => pythonLiteral(plain, target.style), path = key): string[] {
  const { className, style } = target;
  const access = reached(target, key);
  if (!isMapping(value)) return [`${access} = ${leaf(value, path)}`];
  const entries = Object.entries(value);
  // A ConfigDict makes one of a dict that it is given.
  if (className === null || !target.configDict) return [`${access} = ${dictText(value, style, leaf, path)}`];
  if (entries.length === 1 && !entries.some(([, inner]) => isMapping(inner))) return [`${access} = ${className}(${dictText(value, style, leaf, path)})`];
  const inside = { ...target, access };
  return [`${access} = ${className}()`, ...entries.flatMap(([name, inner]) => assignments(inside, { key: name, value: inner }, leaf, `${path}.${name}`))];
}

/** `{'size': (16, 16)}`. */
export function dictText(value: PlainValue, style: PythonStyle, leaf: LeafText, path: string): string {
  if (!isMapping(value)) return leaf(value, path);
  const items = Object.entries(value).map(
    ([key, inner]) => `${stringLiteral(key, style.quote)}: ${dictText(inner, style, leaf, path === '' ? key : `${path}.${key}`)}`,
  );
  return `{${items.join(', ')}}`;
}

/** `config.num_heads`, or `config['num-heads']`. */
export function reached({ access, configDict, style }: Pick<Target, 'access' | 'configDict' | 'style'>, key: string): string {
  return configDict && isIdentifier(key) ? `${access}.${key}` : `${access}[${stringLiteral(key, style.quote)}]`;
}

/** What a module calls ml_collections' ConfigDict; null where it does not import it. */
export function configDictName(text: string): string | null {
  for (const { 1: module = '', 2: alias } of text.matchAll(/^[\t ]*import[\t ]+(ml_collections(?:\.config_dict)?)(?:[\t ]+as[\t ]+(\w+))?[\t ]*(?:#.*)?$/gm)) {
    return `${alias ?? module}.ConfigDict`;
  }
  for (const { 1: module = '', 2: names = '' } of text.matchAll(FROM)) {
    for (const { 1: name = '', 2: alias } of names.matchAll(/(\w+)(?:\s+as\s+(\w+))?/g)) {
      if (name === 'ConfigDict') return alias ?? name;
      if (name === 'config_dict' && module === 'ml_collections') return `${alias ?? name}.ConfigDict`;
    }
  }
  return null;
}

const FROM = /^[\t ]*from[\t ]+(ml_collections(?:\.config_dict(?:\.config_dict)?)?)[\t ]+import[\t ]+(\([^)]*\)|[^\n\r#]*)/gm;
