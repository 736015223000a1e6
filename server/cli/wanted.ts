/** `models.py:get_b16_config`, `vit.py:b16,cifar10`: a Python file, and what of it is meant. */
import { resolve } from 'node:path';
import { nearest } from '../core/edit';
import type { PythonCall } from '../core/syntax';
import type { ConfigDocument } from '../core/syntax/tree';
import { InputError, UsageError } from './arguments';
import type { Host } from './host';

export interface WantedFile {
  readonly path: string;
  /** What follows the colon; null for the whole file. */
  readonly name: string | null;
}

/** The function that gives a config where one of the file is run: absl's config_flags calls it with what follows the colon. */
const GET_CONFIG = 'get_config';

/** By its look alone: whether an argument is a Python file with a colon and more behind it. */
export const namesPart = (argument: string): boolean => /^.*?\.py:./is.test(argument);

/** A file of just that name, colons and all, goes before; else the first path that is there. Throws UsageError for nothing behind the colon. */
export async function wantedFile(host: Pick<Host, 'cwd' | 'stat'>, argument: string): Promise<WantedFile> {
  const ends = [...argument.matchAll(/\.py(?=:)/gi)].map(({ index }) => index + 3);
  const [first] = ends;
  if (first === undefined || (await isThere(host, argument))) return { path: argument, name: null };
  let end = first;
  for (const other of ends) {
    if (!(await isThere(host, argument.slice(0, other)))) continue;
    end = other;
    break;
  }
  const name = argument.slice(end + 1);
  if (name === '') throw new UsageError(`${argument}: the name of a config is missing behind the colon`);
  return { path: argument.slice(0, end), name };
}

const isThere = (host: Pick<Host, 'cwd' | 'stat'>, path: string): Promise<boolean> =>
  host.stat(resolve(host.cwd, path)).then(
    () => true,
    () => false,
  );

/** The config that is meant, and what its function is called with where that was said. */
export interface Wanted {
  readonly name: string;
  readonly args: string | null;
}

/**
 * What `wanted` means among the configs of a file: `get_b16_config`, `get_config:b16,cifar10`, or `b16,cifar10`, with which
 * `get_config` is then called. Throws InputError for what is none of these; `path` is the file's for its message.
 */
export function meant(path: string, documents: readonly ConfigDocument[], wanted: string): Wanted {
  const named = new Map(documents.flatMap(({ python }) => (python === undefined ? [] : [[python.name, python] as const])));
  const takesArgs = (name: string) => named.get(name)?.parameters?.length !== 0;
  if (named.has(wanted)) return { name: wanted, args: null };
  const colon = wanted.indexOf(':');
  const before = wanted.slice(0, Math.max(colon, 0));
  if (named.has(before)) {
    if (takesArgs(before)) return { name: before, args: wanted.slice(colon + 1) };
    throw new InputError(`${path}: ${before} takes no argument, got "${wanted.slice(colon + 1)}"`);
  }
  const near = nearest(
    wanted,
    [...named.keys()].filter((name) => name !== GET_CONFIG || !takesArgs(name)),
  );
  if (near === null && named.has(GET_CONFIG) && takesArgs(GET_CONFIG)) return { name: GET_CONFIG, args: wanted };
  if (named.size === 0) throw new InputError(`${path} has no config "${wanted}": it has none at all`);
  throw new InputError(`${path} has no config "${wanted}": ${near === null ? '' : `did you mean ${near}? `}It has ${listed([...named.keys()], near)}`);
}

/** `a, b and 3 more`, the nearest first. */
export function listed(names: readonly string[], near: string | null, most = 10): string {
  const all = near === null ? names : [near, ...names.filter((name) => name !== near)];
  return all.length <= most ? all.join(', ') : `${all.slice(0, most).join(', ')} and ${all.length - most} more`;
}

/** Null where the function is called as the file says. */
export function callOf({ name, args }: Wanted): PythonCall | null {
  return args === null ? null : { name, args };
}
