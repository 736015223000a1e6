/** Writes plain values as Python. */
import type { ConfigNode } from '../../syntax/tree';
import type { PlainValue } from '../literal';

export interface PythonStyle {
  readonly quote: "'" | '"';
  /** `[16, 16]` where others write `(16, 16)`; a ConfigDict takes either. */
  readonly lists: boolean;
}

/** As upstream writes. */
export const UPSTREAM_STYLE: PythonStyle = { quote: "'", lists: false };

export function pythonLiteral(value: PlainValue, style: PythonStyle = UPSTREAM_STYLE): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return numberLiteral(value);
  if (typeof value === 'string') return stringLiteral(value, style.quote);
  if (!isArray(value)) {
    const items = Object.entries(value).map(([key, item]) => `${stringLiteral(key, style.quote)}: ${pythonLiteral(item, style)}`);
    return `{${items.join(', ')}}`;
  }
  const items = value.map((item) => pythonLiteral(item, style));
  if (style.lists) return `[${items.join(', ')}]`;
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

/** The style that a value is written in, for what takes its place; what does not show in it is as in `otherwise`. */
export function styleOf(node: ConfigNode, text: string, otherwise: PythonStyle): PythonStyle {
  if (node.kind === 'sequence') return { ...otherwise, lists: node.tuple !== true };
  if (node.kind !== 'scalar' || !node.quoted) return otherwise;
  const [quote] = /['"]/.exec(text.slice(node.range.start, node.range.end)) ?? [];
  return quote === "'" || quote === '"' ? { ...otherwise, quote } : otherwise;
}

/** The quotes of a text that has only one kind, docstrings aside; else upstream's. */
export function quotesOf(text: string): PythonStyle {
  const plain = text.replaceAll('"""', '');
  return plain.includes('"') && !plain.includes("'") ? { ...UPSTREAM_STYLE, quote: '"' } : UPSTREAM_STYLE;
}

/** Whether a word can stand behind a dot or before a `=`. */
export function isIdentifier(word: string): boolean {
  return /^[A-Za-z_]\w*$/.test(word) && !KEYWORD.test(word);
}

const KEYWORD =
  /^(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

function isArray(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return "float('nan')";
  if (!Number.isFinite(value)) return value > 0 ? "float('inf')" : "-float('inf')";
  return String(value);
}

/** Quoted as is usual, or otherwise where that saves escapes. */
export function stringLiteral(value: string, usual: PythonStyle['quote']): string {
  const other = usual === "'" ? '"' : "'";
  const quote = value.includes(usual) && !value.includes(other) ? other : usual;
  const inner = value.replace(/[\\\p{Cc}\p{Zl}\p{Zp}]|['"]/gu, (character) => {
    if (character === '\\') return '\\\\';
    if (character === "'" || character === '"') return character === quote ? `\\${character}` : character;
    return ESCAPES[character] ?? escaped(character.charCodeAt(0));
  });
  return quote + inner + quote;
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escaped(code: number): string {
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
