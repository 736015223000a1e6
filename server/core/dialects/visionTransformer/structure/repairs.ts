/** What a value of the wrong type was plainly meant to be. */
import type { PlainValue } from '../../../edit/literal';
import type { ConfigNode, ScalarNode } from '../../../syntax/tree';
import type { Schema } from '../../schemaDocs';

const WHOLE = /^[+-]?\d[\d_]*(?:\.0*)?$/;
const NUMBER = /^[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** `16x16`, and `16` for both. */
const SIDES = /^(\d+)(?:\s*[x×*]\s*(\d+))?$/;
/** How Python writes a tuple: (16, 16), (3,), (None, 768). */
const TUPLE = /^\(\s*((?:[\d_]+|None)(?:\s*,\s*(?:[\d_]+|None))*)?\s*,?\s*\)$/;

export interface Respelling {
  /** What to write in its place. */
  readonly value: PlainValue;
  /** Whether it says the same, only spelt otherwise: a number that was in quotes, but not a number that is to be a list. */
  readonly same: boolean;
}

/** null when none is plain. */
export function respelt(node: ConfigNode, schema: Schema): Respelling | null {
  const types = schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type;
  const value = node.kind === 'scalar' ? (typeof node.value === 'string' ? ofText(node.value.trim(), types, schema) : ofScalar(node, types)) : undefined;
  if (value !== undefined) return { value, same: !(Array.isArray(value) && node.kind === 'scalar' && typeof node.value === 'number') };
  const size = types.includes('object') ? patchSize(node, schema) : undefined;
  return size === undefined ? null : { value: size, same: true };
}

/** A number in quotes, Python's None, True and tuples. */
function ofText(text: string, types: readonly string[], { minItems, maxItems }: Schema): PlainValue | undefined {
  if ((types.includes('integer') || types.includes('number')) && WHOLE.test(text)) return Number(text.replaceAll('_', ''));
  if (types.includes('number') && NUMBER.test(text) && Number.isFinite(Number(text))) return Number(text);
  if (types.includes('null') && /^(?:none|null|nil|~)$/i.test(text)) return null;
  if (types.includes('boolean')) {
    if (/^(?:true|yes|on)$/i.test(text)) return true;
    if (/^(?:false|no|off)$/i.test(text)) return false;
  }
  if (!types.includes('array')) return undefined;
  const isPair = minItems === 2 && maxItems === 2;
  const [, height, width = height] = (isPair ? SIDES.exec(text) : null) ?? [];
  if (height !== undefined) return [Number(height), Number(width)];
  const items = (TUPLE.exec(text)?.[1] ?? '').split(',').map((item) => item.trim());
  return TUPLE.test(text) ? items.filter(Boolean).map((item) => (item === 'None' ? null : Number(item.replaceAll('_', '')))) : undefined;
}

function ofScalar({ value, text }: ScalarNode, types: readonly string[]): PlainValue | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    if (types.includes('integer')) return value;
    if (types.includes('array')) return [value];
  }
  return types.includes('string') && (typeof value === 'number' || typeof value === 'boolean') ? text : undefined;
}

/** `patches: 16` or `patches: [16, 16]`, where the size was meant. */
function patchSize(node: ConfigNode, schema: Schema): PlainValue | undefined {
  if (schema.properties?.size?.minItems !== 2) return undefined;
  const sides = node.kind === 'sequence' ? node.items : [node, node];
  const numbers = sides.map((side) => (side.kind === 'scalar' && typeof side.value === 'number' && Number.isSafeInteger(side.value) ? side.value : undefined));
  const [height, width] = numbers;
  return height === undefined || width === undefined || numbers.length !== 2 ? undefined : { size: [height, width] };
}
