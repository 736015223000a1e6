/** What a Python config is reached by: names with dots between them. */
import type { ConfigDocument, ConfigNode } from '../../syntax/tree';
import { contains } from '../../text';
import { entriesBelow, type KeyAt } from './entries';
import { type PythonToken, statementAt } from './tokens';

/** `config.transformer`, `config['transformer']`, and where it ends. */
export interface Chain {
  readonly parts: readonly string[];
  /** As it is written. */
  readonly source: string;
  /** Whether a dot stands behind it. */
  readonly dotted: boolean;
  /** Index of the token behind it. */
  readonly next: number;
}

/** The names that begin at a token; null where none does. */
export function chainFrom(tokens: readonly PythonToken[], from: number): Chain | null {
  const [first] = tokens.slice(from);
  if (first?.kind !== 'name') return null;
  const parts = [first.text];
  let source = first.text;
  let at = from + 1;
  for (;;) {
    const [sign, name, close] = tokens.slice(at, at + 3);
    if (sign?.text === '.' && name?.kind === 'name') {
      parts.push(name.text);
      source += `.${name.text}`;
      at += 2;
    } else if (sign?.text === '[' && name?.kind === 'string' && close?.text === ']') {
      parts.push(name.text.slice(1, -1));
      source += `[${name.text}]`;
      at += 3;
    } else return { parts, source, dotted: sign?.text === '.', next: sign?.text === '.' ? at + 1 : at };
  }
}

/** Names that stand for other names, one after another. */
const MOST_ALIASES = 3;

/** The path of the mapping that names reach at an offset (`config.transformer`, or `encoder` below `encoder = config.transformer`); null where none is. */
export function pathOf({ root, text, python }: ConfigDocument, parts: readonly string[], offset: number): string | null {
  let names = parts;
  for (let i = 0; i <= MOST_ALIASES; i++) {
    const path = accessPath(root, names.join('.'), '');
    const [first = '', ...others] = names;
    if (path !== null || python === undefined || !/^\w+$/.test(first)) return path;
    const written = new RegExp(`^[\\t ]+${first}[\\t ]*=[\\t ]*([A-Za-z_]\\w*(?:\\.\\w+)+)[\\t ]*(?:#.*)?$`, 'gm');
    const [, alias] = [...text.slice(python.extent.start, offset).matchAll(written)].at(-1) ?? [];
    if (alias === undefined) return null;
    names = [...alias.split('.'), ...others];
  }
  return null;
}

/** The path of the mapping that is reached by `access`; null where none is. */
function accessPath(node: ConfigNode | null, access: string, path: string): string | null {
  if (node?.kind !== 'mapping') return null;
  if (node.python?.access != null && dotted(node.python.access) === access) return path;
  for (const { key, value } of node.entries) {
    const found = accessPath(value, access, path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

const dotted = (access: string): string => access.replace(/\[\s*['"]([^'"]*)['"]\s*\]/g, '.$1');

/** The key that a config is read for at an offset: `hidden_size` in `4 * config.hidden_size`; null where nothing of it is. */
export function readAt(document: ConfigDocument, offset: number): KeyAt | null {
  const { root, text, python } = document;
  if (python === undefined || !contains(python.extent, offset)) return null;
  const tokens = statementAt(text, python.extent.start, python.extent.end, offset);
  const last = tokens.findIndex(({ kind, start, end }) => kind === 'name' && start <= offset && offset <= end);
  let first = last;
  while (tokens[first - 1]?.text === '.' && tokens[first - 2]?.kind === 'name') first -= 2;
  const token = tokens[last];
  const parts = token === undefined || first === last ? [] : tokens.slice(first, last + 1).filter(({ kind }) => kind === 'name');
  const names = parts.map((part) => part.text);
  for (let held = names.length - 1; held > 0; held--) {
    const base = pathOf(document, names.slice(0, held), offset);
    if (base === null || token === undefined) continue;
    const path = [...(base === '' ? [] : [base]), ...names.slice(held)].join('.');
    const found = [...entriesBelow(root)].find((candidate) => candidate.path === path);
    return found === undefined ? null : { ...found, range: { start: token.start, end: token.end } };
  }
  return null;
}
