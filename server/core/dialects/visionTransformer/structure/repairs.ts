/** What a value of the wrong type was plainly meant to be. */
import { literal } from '../../../edit/literal';
import type { ConfigNode, ScalarNode, Syntax } from '../../../syntax/tree';
import type { Schema } from '../../schemaDocs';

const WHOLE = /^[+-]?\d[\d_]*(?:\.0*)?$/;
const NUMBER = /^[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** `16x16`, and `16` for both. */
const SIDES = /^(\d+)(?:\s*[x×*]\s*(\d+))?$/;
/** How Python writes a tuple: (16, 16), (3,), (None, 768). */
const TUPLE = /^\(\s*((?:[\d_]+|None)(?:\s*,\s*(?:[\d_]+|None))*)?\s*,?\s*\)$/;

export interface Respelling {
  /** The source text to put in its place. */
  readonly text: string;
  /** Whether it says the same, only spelt otherwise: a number that was in quotes, but not a number that is to be a list. */
  readonly same: boolean;
}

/** null when none is plain. */
export function respelt(node: ConfigNode, schema: Schema, syntax: Syntax): Respelling | null {
  const types = schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type;
  const text = node.kind === 'scalar' ? (typeof node.value === 'string' ? ofText(node.value.trim(), types, schema) : ofScalar(node, types, syntax)) : undefined;
  if (text !== undefined) return { text, same: !(text.startsWith('[') && node.kind === 'scalar' && typeof node.value === 'number') };
  const size = types.includes('object') ? patchSize(node, schema, syntax) : undefined;
  return size === undefined ? null : { text: size, same: true };
}

/** A number in quotes, Python's None, True and tuples. */
function ofText(text: string, types: readonly string[], { minItems, maxItems }: Schema): string | undefined {
  if ((types.includes('integer') || types.includes('number')) && WHOLE.test(text)) return text.replace(/_|\.0*$|^\+/g, '');
  if (types.includes('number') && NUMBER.test(text) && Number.isFinite(Number(text))) return decimal(Number(text));
  if (types.includes('null') && /^(?:none|null|nil|~)$/i.test(text)) return 'null';
  if (types.includes('boolean')) {
    if (/^(?:true|yes|on)$/i.test(text)) return 'true';
    if (/^(?:false|no|off)$/i.test(text)) return 'false';
  }
  if (!types.includes('array')) return undefined;
  const isPair = minItems === 2 && maxItems === 2;
  const [, height, width = height] = (isPair ? SIDES.exec(text) : null) ?? [];
  if (height !== undefined) return `[${height}, ${width}]`;
  const tuple = TUPLE.exec(text);
  return tuple === null ? undefined : `[${(tuple[1] ?? '').split(',').map(pythonItem).filter(Boolean).join(', ')}]`;
}

function pythonItem(item: string): string {
  return item.trim().replaceAll('_', '').replace('None', 'null');
}

/** Python takes 1e-05 for a number, PyYAML wants the point. */
function decimal(value: number): string {
  const text = String(value);
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

function ofScalar(node: ScalarNode, types: readonly string[], syntax: Syntax): string | undefined {
  const { value } = node;
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    if (types.includes('integer')) return String(value);
    if (types.includes('array')) return `[${value}]`;
  }
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return syntax === 'json' ? JSON.stringify(node.text) : literal(node.text, syntax);
  return undefined;
}

/** `patches: 16` or `patches: [16, 16]`, where the size was meant. */
function patchSize(node: ConfigNode, schema: Schema, syntax: Syntax): string | undefined {
  if (schema.properties?.size?.minItems !== 2) return undefined;
  const sides = node.kind === 'sequence' ? node.items : [node, node];
  const numbers = sides.map((side) => (side.kind === 'scalar' && typeof side.value === 'number' && Number.isSafeInteger(side.value) ? side.value : undefined));
  const [height, width] = numbers;
  return height === undefined || width === undefined || numbers.length !== 2 ? undefined : literal({ size: [height, width] }, syntax);
}
