/** Labels as they are given on the command line. */
import { resolve } from 'node:path';
import { english } from '../core/phrase';
import { decode, reasonOf } from '../files';
import { InputError, UsageError } from './arguments';
import type { Host } from './host';

/** Names of ImageNet-21k's classes take less than one. */
const LIMIT = 8 << 20;

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
  let bytes: Uint8Array;
  try {
    bytes = await host.read(path, LIMIT);
  } catch (error) {
    throw new InputError(`${shown}: ${english(reasonOf(error))}`);
  }
  if (bytes.length > LIMIT) throw new InputError(`${shown}: has more than ${LIMIT >> 20} MiB, too much for labels`);
  const decoded = decode(bytes);
  if (!decoded.ok) throw new InputError(`${shown}: ${decoded.reason}`);
  return decoded.text.split(/\r\n|\n|\r/).map((line) => line.trim());
}
