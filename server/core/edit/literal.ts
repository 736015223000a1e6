/** Writes plain values as YAML, JSON or Python, so that the author's Python program reads back the same value and type. */
import type { Syntax } from '../syntax/tree';
import { pythonLiteral } from './python/literal';

export type PlainValue = null | boolean | number | string | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** Words that YAML 1.1 reads as booleans or null. */
const YAML_WORD = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

export function literal(value: PlainValue, syntax: Syntax): string {
  if (syntax === 'python') return pythonLiteral(value);
  if (typeof value === 'string') return syntax === 'yaml' && /^[A-Za-z][\w+/-]*$/.test(value) && !YAML_WORD.test(value) ? value : JSON.stringify(value);
  if (typeof value === 'number') return numberLiteral(value, syntax);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isArray(value)) return `[${value.map((item) => literal(item, syntax)).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${literal(key, syntax)}: ${literal(item, syntax)}`)
    .join(', ')}}`;
}

/** PyYAML takes an exponent only behind a decimal point and with a sign: `1.0e-5`. */
function numberLiteral(value: number, syntax: Syntax): string {
  const text = String(value);
  if (syntax === 'json') return text;
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  const [mantissa = text, exponent] = text.split('e');
  if (exponent === undefined) return text;
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}e${/^[+-]/.test(exponent) ? exponent : `+${exponent}`}`;
}

function isArray(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}
