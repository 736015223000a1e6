/** Labels as they are given on the command line. */
import { resolve } from 'node:path';
import { readNames } from '../checkpoint';
import { english } from '../core/phrase';
import { InputError, UsageError } from './arguments';
import type { Host } from './host';

export const LABELS_OPTION = {
  type: 'string',
  short: 'l',
  placeholder: 'LABELS',
  help: 'the labels with commas between, or "@FILE": one on each line, which may have commas',
} as const;

/** `a cat,a dog`, or `@labels.txt`. Throws UsageError for no label or one that is given twice, InputError for a file that can't be read. */
export async function labelsOf(host: Host, given: string): Promise<readonly string[]> {
  const parts = given.startsWith('@') ? await labelLines(host, resolve(host.cwd, given.slice(1)), given.slice(1)) : given.split(',').map((part) => part.trim());
  const labels = parts.filter((part) => part !== '');
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  if (twice !== undefined) throw new UsageError(`--labels has "${twice}" twice`);
  if (labels.length === 0) throw new UsageError(`--labels has no label in "${given}"`);
  return labels;
}

/** The lines of a file. Throws InputError, which calls the file `shown`. */
export async function labelLines(host: Pick<Host, 'read'>, path: string, shown: string): Promise<readonly string[]> {
  const read = await readNames(path, host);
  if (read.ok) return read.names;
  throw new InputError(`${shown}: ${read.reason === null ? 'there is no such file or directory' : english(read.reason)}`);
}
