/** `str(x)` and `repr(x)` of what is known. */
import { floatText } from './numbers';
import { TYPES, type Value } from './values';

/** Characters of a text that the interpreter makes. */
export const MAX_STRING = 20_000;

/** null where it is not known, or too long. */
export function textOf(value: Value): string | null {
  return value.kind === 'str' ? value.value : reprOf(value);
}

export function reprOf(value: Value, depth = 0): string | null {
  if (depth > 8) return null;
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return floatText(value.value);
    case 'str':
      return stringRepr(value.value);
    case 'tuple':
      return joined(value.items, '(', value.items.length === 1 ? ',)' : ')', depth);
    case 'list':
      return value.open === null ? joined(value.items, '[', ']', depth) : null;
    case 'mapping': {
      if (value.type !== 'dict' || value.open !== null) return null;
      const parts: string[] = [];
      for (const { key, value: of } of value.slots.values()) {
        const [k, v] = [reprOf(key, depth + 1), reprOf(of, depth + 1)];
        if (k === null || v === null) return null;
        parts.push(`${k}: ${v}`);
      }
      return bounded(`{${parts.join(', ')}}`);
    }
    case 'builtin':
      return TYPES.has(value.name) && value.receiver === null ? `<class '${value.name}'>` : null;
    default:
      return null;
  }
}

function joined(items: readonly Value[], open: string, close: string, depth: number): string | null {
  const parts = items.map((item) => reprOf(item, depth + 1));
  return parts.includes(null) ? null : bounded(open + parts.join(', ') + close);
}

function bounded(text: string): string | null {
  return text.length > MAX_STRING ? null : text;
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
  const escaped = text.replace(/[\\\n\r\t\x00-\x1f\x7f]|'/g, (sign) => {
    if (sign === "'") return quote === "'" ? "\\'" : sign;
    return named[sign] ?? `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return quote + escaped + quote;
}
