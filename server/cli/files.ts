/** From what was typed (files, directories, patterns) to the files that are meant. */

import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { english } from '../core/phrase';
import { isSkippedDirectory, mayHoldConfig, reasonOf } from '../files';
import { globBase, globMatcher, isGlob } from './glob';
import type { Host } from './host';
import { wantedFile } from './wanted';

export interface FoundFile {
  /** As to be shown: relative to where the command was started if it was typed so. `-` is the standard input. */
  readonly path: string;
  /** Whether it was named itself; else it was found in a directory or by a pattern. */
  readonly named: boolean;
  /** The one of a Python file's configs that is meant: what stood behind the colon. */
  readonly wanted: string | null;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** One line each: what could not be found or read. */
  readonly problems: readonly string[];
}

/** Which files are meant by a directory. */
export interface FileKind {
  accepts(path: string): boolean;
  /** `.yaml, .yml or .json file`, to stand after "no". */
  readonly name: string;
  /** Whether a part of a file can be named: `models.py:get_b16_config`. */
  readonly parts?: true;
}

const CONFIGS: FileKind = { accepts: mayHoldConfig, name: '.yaml, .yml, .json or .py file', parts: true };

/** Each file once, in the order of the arguments, in directories by name. */
export async function findFiles(host: Host, args: readonly string[], kind: FileKind = CONFIGS): Promise<FoundFiles> {
  const files: FoundFile[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  const add = async (path: string, named: boolean, wanted: string | null = null) => {
    const file = path === '-' ? path : await host.identity(resolve(host.cwd, path)).catch(() => resolve(host.cwd, path));
    const identity = wanted === null ? file : `${file}:${wanted}`;
    if (seen.has(identity)) return;
    seen.add(identity);
    files.push({ path, named, wanted });
  };
  const walkInto = async (directory: string, accept: (path: string) => boolean): Promise<number> => {
    let found = 0;
    for await (const path of walk(host, directory, problems)) {
      if (!accept(path)) continue;
      found++;
      await add(path, false);
    }
    return found;
  };

  for (const arg of args) {
    if (arg === '-') {
      await add('-', true);
      continue;
    }
    const info = await host.stat(resolve(host.cwd, arg)).catch((error: unknown) => error);
    const part = kind.parts === true && !isInfo(info) ? await wantedFile(host, arg) : null;
    if (part !== null && part.name !== null) {
      await add(part.path, true, part.name);
    } else if (isInfo(info)) {
      if (info.kind === 'directory') {
        const found = await walkInto(arg, kind.accepts);
        if (found === 0) problems.push(`${arg}: no ${kind.name} in this directory`);
      } else {
        await add(arg, true);
      }
    } else if (isGlob(arg)) {
      const pattern = (sep === '\\' ? arg.replaceAll('\\', '/') : arg).replace(/^(?:\.\/+)+/, '').replaceAll(/\/{2,}/g, '/');
      const matcher = globMatcher(pattern);
      const base = globBase(pattern);
      const exists = await host.stat(resolve(host.cwd, base)).then(
        ({ kind }) => kind === 'directory',
        () => false,
      );
      const found = exists ? await walkInto(base === '' ? '.' : base, (path) => matcher.test(path.replaceAll(sep, '/'))) : 0;
      if (found === 0) problems.push(`${arg}: no file matches this pattern`);
    } else {
      problems.push(`${arg}: ${english(reasonOf(info))}`);
    }
  }
  return { files, problems };
}

function isInfo(value: unknown): value is Awaited<ReturnType<Host['stat']>> {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

async function* walk(host: Host, directory: string, problems: string[]): AsyncGenerator<string> {
  let entries: Awaited<ReturnType<Host['list']>>;
  try {
    entries = await host.list(resolve(host.cwd, directory));
  } catch (error) {
    problems.push(`${directory}: ${english(reasonOf(error))}`);
    return;
  }
  for (const { name, kind } of [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))) {
    const path = directory === '.' ? name : join(directory, name);
    if (kind === 'file') yield path;
    else if (kind === 'directory' && !isSkippedDirectory(name)) yield* walk(host, path, problems);
  }
}

/** `path` as a person would type it from `cwd`, with slashes; absolute where it lies outside. */
export function shownPath(cwd: string, path: string): string {
  if (!isAbsolute(path)) return path.replaceAll(sep, '/');
  const inside = relative(cwd, path);
  return (inside === '' || inside.startsWith('..') || isAbsolute(inside) ? path : inside).replaceAll(sep, '/');
}
