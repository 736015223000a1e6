/** `str.format`, `%` and the formats of f-strings, as far as configs use them; null is "not known". */
import { floatText, numeric } from './numbers';
import { reprOf, textOf } from './repr';
import { keyOf, type Value } from './values';

const SPEC = /^(?:([^])?([<>=^]))?([+\- ])?(#)?(0)?(\d{1,3})?([,_])?(?:\.(\d{1,2}))?([bdeEfFgGosxX%])?$/;

/** `format(value, spec)`. */
export function formatted(value: Value, spec: string): string | null {
  if (spec === '') return textOf(value);
  const parts = SPEC.exec(spec);
  if (parts === null) return null;
  const [, fill, align, sign = '-', alternative, zero, width = '0', group, precision, type] = parts;
  let text: string | null;
  let negative = false;
  const number = value.kind === 'bool' && type === undefined ? null : numeric(value);
  if (number === null) {
    if (value.kind !== 'str' || (type !== undefined && type !== 's')) return null;
    text = precision === undefined ? value.value : [...value.value].slice(0, Number(precision)).join('');
  } else {
    negative = number.value < 0 || Object.is(number.value, -0);
    text = digits(Math.abs(number.value), number.kind, type, precision === undefined ? null : Number(precision));
    if (text !== null && alternative !== undefined) text = 'xXob'.includes(type ?? '-') ? `0${type}${text}` : null;
    if (text !== null && group !== undefined) text = text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, group));
  }
  if (text === null) return null;
  const mark = negative ? '-' : number === null || sign === '-' ? '' : sign;
  const missing = Math.max(0, Number(width) - [...text].length - mark.length);
  const pad = (fill ?? (zero !== undefined && align === undefined ? '0' : ' ')).repeat(missing);
  const where = align ?? (number === null ? '<' : zero === undefined ? '>' : '=');
  if (where === '<') return mark + text + pad;
  if (where === '=') return mark + pad + text;
  if (where === '>') return pad + mark + text;
  const left = Math.floor(missing / 2);
  return pad.slice(0, left) + mark + text + pad.slice(left);
}

function digits(value: number, kind: 'int' | 'float', type: string | undefined, precision: number | null): string | null {
  switch (type) {
    case undefined:
      if (kind === 'int') return precision === null ? String(value) : null;
      return precision === null ? floatText(value) : null;
    case 'd':
      return kind === 'int' ? String(value) : null;
    case 'x':
    case 'X':
    case 'o':
    case 'b': {
      if (kind !== 'int') return null;
      const text = value.toString(type === 'o' ? 8 : type === 'b' ? 2 : 16);
      return type === 'X' ? text.toUpperCase() : text;
    }
    case 'f':
    case 'F':
      return value < 1e20 ? fixed(value, precision ?? 6) : null;
    case 'e':
    case 'E': {
      const text = value.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2');
      return type === 'E' ? text.toUpperCase() : text;
    }
    case '%':
      return `${fixed(value * 100, precision ?? 6)}%`;
    case 'g':
    case 'G': {
      const places = Math.max(1, precision ?? 6);
      if (value === 0) return '0';
      const exponent = Number(value.toExponential(places - 1).split('e')[1]);
      const scientific = exponent < -4 || exponent >= places;
      const text = scientific ? value.toExponential(places - 1) : fixed(value, Math.max(0, places - 1 - exponent));
      const [head = '', tail] = text.split('e');
      const trimmed = head.includes('.') ? head.replace(/\.?0+$/, '') : head;
      return tail === undefined ? trimmed : `${trimmed}e${tail.replace(/^([+-])(\d)$/, '$10$2')}`;
    }
    default:
      return null;
  }
}

/** As `toFixed`, but of what is just between two the even one, as Python has it. */
export function fixed(value: number, places: number): string {
  const text = value.toFixed(places);
  const twice = Math.abs(value) * 2 ** (places + 1);
  const scaled = Math.abs(value) * 10 ** places;
  if (!Number.isInteger(twice) || scaled % 1 !== 0.5) return text;
  const down = Math.floor(scaled);
  return `${value < 0 ? '-' : ''}${((down + (down % 2)) / 10 ** places).toFixed(places)}`;
}

/** `!r`, `!s` or nothing, and then the format. */
export function converted(value: Value, conversion: string, spec: string): string | null {
  if (conversion === '') return formatted(value, spec);
  const text = conversion === 'r' ? reprOf(value) : conversion === 's' ? textOf(value) : null;
  return text === null ? null : formatted({ kind: 'str', value: text, at: null }, spec);
}

/** `template.format(*positional, **named)`. */
export function braceFormatted(template: string, positional: readonly Value[], named: ReadonlyMap<string, Value>): string | null {
  let result = '';
  let next = 0;
  let from = 0;
  const field = /\{\{|\}\}|\{([^{}!:]*)(?:!([rs]))?(?::([^{}]*))?\}|[{}]/g;
  for (const match of template.matchAll(field)) {
    result += template.slice(from, match.index);
    from = match.index + match[0].length;
    if (match[0] === '{{' || match[0] === '}}') {
      result += match[0].charAt(0);
      continue;
    }
    const [, name, conversion = '', spec = ''] = match;
    if (name === undefined) return null;
    const value = name === '' ? positional[next++] : /^\d+$/.test(name) ? positional[Number(name)] : named.get(name);
    const text = value === undefined ? null : converted(value, conversion, spec);
    if (text === null) return null;
    result += text;
  }
  return result + template.slice(from);
}

/** `template % values`. */
export function percentFormatted(template: string, values: Value): string | null {
  const items = values.kind === 'tuple' ? values.items : [values];
  let next = 0;
  let known = true;
  const text = template.replace(/%(?:\((\w+)\))?([-+ 0#]*)(\d{0,3})(?:\.(\d{1,2}))?([a-zA-Z%])?/g, (all, name, flags: string, width, precision, type) => {
    if (type === '%') return '%';
    let value: Value | undefined;
    if (name === undefined) value = items[next++];
    else if (values.kind === 'mapping') value = values.slots.get(keyOf({ kind: 'str', value: name, at: null }) ?? '')?.value;
    const one = value === undefined || type === undefined ? null : percent(value, flags, width, precision, type);
    if (one === null) known = false;
    return one ?? all;
  });
  return known && (next === 0 || next === items.length) ? text : null;
}

function percent(value: Value, flags: string, width: string, precision: string | undefined, type: string): string | null {
  const align = flags.includes('-') ? '<' : '>';
  if (type === 's' || type === 'r') {
    const text = type === 's' ? textOf(value) : reprOf(value);
    const cut = precision === undefined ? '' : `.${precision}`;
    return text === null ? null : formatted({ kind: 'str', value: text, at: null }, `${align}${width}${cut}s`);
  }
  const number = numeric(value);
  if (number === null || !'dieEfFgGxXo'.includes(type)) return null;
  const whole = type === 'd' || type === 'i';
  const of: Value = whole ? { kind: 'int', value: Math.trunc(number.value), at: null } : { ...number, at: null };
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const zero = flags.includes('0') && align === '>';
  return formatted(of, `${zero ? '' : align}${sign}${zero ? '0' : ''}${width}${precision === undefined || whole ? '' : `.${precision}`}${whole ? 'd' : type}`);
}
