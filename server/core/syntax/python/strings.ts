/** The methods of `str`. */
import { braceFormatted } from './format';
import { type Interpreter, isError } from './interpreter';
import { iterated } from './mappings';
import { MAX_STRING } from './repr';
import { bool, type Call, type Place, type StrValue, str, tuple, type Value } from './values';

const SPACE = /[\s\x1c-\x1f\x85]/;

/** null where it is not followed. */
export function stringMethod(vm: Interpreter, receiver: StrValue, name: string, call: Call): Value | null {
  const { value: text } = receiver;
  const { at, positional } = call;
  if (call.open !== null) return null;
  if (name === 'format') {
    const named = new Map(call.keywords.map((keyword) => [keyword.name.value, keyword.value]));
    return made(braceFormatted(text, positional, named), at);
  }
  if (name === 'join') {
    const items = positional[0] === undefined ? null : iterated(vm, positional[0]);
    if (items === null || items.some(({ kind }) => kind !== 'str')) return null;
    return made(items.map((item) => (item as StrValue).value).join(text), at);
  }
  if (name === 'startswith' || name === 'endswith') {
    const [first] = positional;
    const options = first?.kind === 'tuple' ? first.items : [first];
    if (positional.length !== 1 || options.some((option) => option?.kind !== 'str')) return null;
    const test = (option: Value | undefined) =>
      name === 'startswith' ? text.startsWith((option as StrValue).value) : text.endsWith((option as StrValue).value);
    return bool(options.some(test), at);
  }
  if (name === 'split' || name === 'rsplit') return split(vm, text, name === 'rsplit', call);
  return plain(vm, text, name, argumentsOf(positional), call);
}

/** Strings and numbers; null for all else. */
function argumentsOf(values: readonly Value[]): (string | number | null)[] {
  return values.map((value) => (value.kind === 'str' || value.kind === 'int' ? value.value : null));
}

function made(text: string | null, at: Place): Value | null {
  return text === null || text.length > MAX_STRING ? null : str(text, at);
}

function plain(vm: Interpreter, text: string, name: string, given: readonly (string | number | null)[], { at }: Call): Value | null {
  const [a, b, c] = given;
  if (given.includes(null)) return null;
  const one = typeof a === 'string' ? a : null;
  switch (name) {
    case 'lower':
      return made(text.toLowerCase(), at);
    case 'upper':
      return made(text.toUpperCase(), at);
    case 'title':
      return made(
        text.toLowerCase().replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1)),
        at,
      );
    case 'capitalize':
      return made(text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(), at);
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return made(stripped(text, a === undefined ? null : one, name), at);
    case 'removeprefix':
      return one === null ? null : str(text.startsWith(one) ? text.slice(one.length) : text, at);
    case 'removesuffix':
      return one === null ? null : str(one !== '' && text.endsWith(one) ? text.slice(0, -one.length) : text, at);
    case 'replace': {
      if (one === null || typeof b !== 'string') return null;
      if (typeof c !== 'number')
        return made(
          text.replaceAll(one, () => b),
          at,
        );
      let result = text;
      let from = 0;
      for (let i = 0; i < Math.min(c, 1000) && one !== ''; i++) {
        const next = result.indexOf(one, from);
        if (next === -1) break;
        result = result.slice(0, next) + b + result.slice(next + one.length);
        from = next + b.length;
      }
      return one === '' ? null : made(result, at);
    }
    case 'count':
      return one === null || one === '' || b !== undefined ? null : { kind: 'int', value: text.split(one).length - 1, at };
    case 'find':
    case 'rfind':
    case 'index': {
      if (one === null || b !== undefined) return null;
      const found = name === 'rfind' ? text.lastIndexOf(one) : text.indexOf(one);
      if (found === -1 && name === 'index') return vm.fail('ValueError', isError('index'), at);
      return { kind: 'int', value: found === -1 ? -1 : [...text.slice(0, found)].length, at };
    }
    case 'partition':
    case 'rpartition': {
      if (one === null || one === '') return null;
      const found = name === 'partition' ? text.indexOf(one) : text.lastIndexOf(one);
      const parts = found === -1 ? (name === 'partition' ? [text, '', ''] : ['', '', text]) : [text.slice(0, found), one, text.slice(found + one.length)];
      return tuple(
        parts.map((part) => str(part, at)),
        at,
      );
    }
    case 'isdigit':
    case 'isnumeric':
    case 'isdecimal':
      return /^[\x00-\x7f]*$/.test(text) ? bool(/^\d+$/.test(text), at) : null;
    case 'isalpha':
      return bool(/^\p{L}+$/u.test(text), at);
    case 'isalnum':
      return bool(/^[\p{L}\p{N}]+$/u.test(text), at);
    case 'isidentifier':
      return bool(/^[\p{L}_][\p{L}\p{N}_]*$/u.test(text), at);
    case 'islower':
      return bool(text.toLowerCase() === text && text.toUpperCase() !== text, at);
    case 'isupper':
      return bool(text.toUpperCase() === text && text.toLowerCase() !== text, at);
    case 'zfill':
      return typeof a === 'number' && a < 200
        ? str(
            text.replace(/^[+-]?/, (sign) => sign + '0'.repeat(Math.max(0, a - text.length))),
            at,
          )
        : null;
    case 'swapcase':
      return made([...text].map((sign) => (sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase())).join(''), at);
    case 'center': {
      if (typeof a !== 'number' || a > 200) return null;
      const missing = Math.max(0, a - [...text].length);
      const left = Math.floor(missing / 2) + (missing & a & 1);
      const fill = typeof b === 'string' ? b : ' ';
      return str(fill.repeat(left) + text + fill.repeat(missing - left), at);
    }
    case 'ljust':
    case 'rjust': {
      if (typeof a !== 'number' || a > 200) return null;
      const fill = typeof b === 'string' ? b : ' ';
      return str(name === 'ljust' ? text.padEnd(a, fill) : text.padStart(a, fill), at);
    }
    case 'splitlines':
      return vm.list(
        text
          .replace(/\r\n?|\n$/g, '\n')
          .replace(/\n$/, '')
          .split('\n')
          .map((line) => str(line, at)),
        at,
      );
    default:
      return null;
  }
}

function stripped(text: string, signs: string | null, name: string): string {
  const drops = (sign: string) => (signs === null ? SPACE.test(sign) : signs.includes(sign));
  const all = [...text];
  let [start, end] = [0, all.length];
  if (name !== 'rstrip') while (start < end && drops(all[start] as string)) start++;
  if (name !== 'lstrip') while (end > start && drops(all[end - 1] as string)) end--;
  return all.slice(start, end).join('');
}

function split(vm: Interpreter, text: string, fromRight: boolean, call: Call): Value | null {
  const keyword = (name: string) => call.keywords.find((one) => one.name.value === name)?.value;
  const separator = call.positional[0] ?? keyword('sep');
  const limit = call.positional[1] ?? keyword('maxsplit');
  if (limit !== undefined && limit.kind !== 'int') return null;
  const most = limit === undefined || limit.value < 0 ? Infinity : limit.value;
  let parts: string[];
  if (separator === undefined || separator.kind === 'none') {
    if (most !== Infinity) return null;
    parts = text.split(/[\s\x1c-\x1f\x85]+/).filter((part) => part !== '');
  } else {
    if (separator.kind !== 'str') return null;
    if (separator.value === '') return vm.fail('ValueError', isError("split('')"), call.at);
    const { value: by } = separator;
    parts = text.split(by);
    const extra = parts.length - 1 - most;
    if (extra > 0) parts = fromRight ? [parts.slice(0, extra + 1).join(by), ...parts.slice(extra + 1)] : [...parts.slice(0, most), parts.slice(most).join(by)];
  }
  return vm.list(
    parts.map((part) => str(part, call.at)),
    call.at,
  );
}
