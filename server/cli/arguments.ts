/** Arguments to values, with errors a person can act on. */
import { parseArgs } from 'node:util';
import { nearest } from '../core/edit';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value in the help: `FORMAT`. */
  readonly placeholder?: string;
  readonly help: string;
  /** The values it may have. */
  readonly choices?: readonly string[];
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** Arguments that can't be used; the message is one line for the user. */
export class UsageError extends Error {}

/** A file or place that can't be used, the arguments being right; the message is one line for the user. */
export class InputError extends Error {}

export interface Arguments {
  readonly files: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** Throws UsageError. */
export function parseArguments(args: readonly string[], specs: OptionSpecs): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(specs).map(([name, { type, short, multiple }]) => [
        name,
        { type, multiple: multiple === true, ...(short === undefined ? {} : { short }) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const files: string[] = [];
  const given = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) throw new UsageError(`there is no option ${token.rawName}${suggestion(token.name, Object.keys(specs))}`);
    if (spec.type === 'boolean') {
      if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value, got "${token.value}"`);
      given.set(token.name, []);
      continue;
    }
    if (token.value === undefined || token.value === '') throw new UsageError(`--${token.name} needs a value: --${token.name} ${spec.placeholder ?? 'VALUE'}`);
    if (spec.choices !== undefined && !spec.choices.includes(token.value)) {
      throw new UsageError(`--${token.name} must be ${oneOf(spec.choices)}, got "${token.value}"`);
    }
    const before = given.get(token.name) ?? [];
    if (before.length > 0 && spec.multiple !== true) throw new UsageError(`--${token.name} is given twice`);
    given.set(token.name, [...before, token.value]);
  }
  return {
    files,
    flag: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** `; did you mean --format?` where a known name is near, else nothing. */
function suggestion(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === null ? '' : `; did you mean --${near}?`;
}
