/**
 * What each package holds, committed as lists in contents/: what all of them have (which is what the universal one has), what those
 * with a run have besides, and each platform's own. The native packages are locked, so their files have exact sizes.
 * `npm run package -- --all && node test/vscode/contents.mjs` writes the lists anew.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TARGETS, UNIVERSAL, vsixName } from '../../scripts/target.mjs';
import { here, root } from './paths.mjs';
import { readZip } from './zip.mjs';

const folder = join(here, 'contents');
const NATIVE = 'dist/node_modules/';

/** The lines of a package: the names of its files, native packages with their sizes. */
export function contentsOf(vsix) {
  const files = readZip(vsix).filter(({ name }) => name.startsWith('extension/'));
  return files.map(({ name, bytes }) => (name.includes(NATIVE) ? `${name.slice('extension/'.length)} ${bytes}` : name.slice('extension/'.length))).sort();
}

/** What the lists say of a target. */
export function expectedContents(target) {
  const lists = target === UNIVERSAL ? ['common'] : ['common', 'run', target];
  return lists.flatMap((name) => readFileSync(listPath(name), 'utf8').split('\n').filter(Boolean)).sort();
}

/** `+ a file that is new`, `- one that is gone`; empty where both are equal. */
export function difference(expected, actual) {
  return [
    ...actual.filter((line) => !expected.includes(line)).map((line) => `+ ${line}`),
    ...expected.filter((line) => !actual.includes(line)).map((line) => `- ${line}`),
  ];
}

const listPath = (name) => join(folder, `${name}.txt`);

function write() {
  mkdirSync(folder, { recursive: true });
  const common = contentsOf(join(root, vsixName(UNIVERSAL)));
  const others = TARGETS.map((target) => contentsOf(join(root, vsixName(target))).filter((line) => !common.includes(line)));
  const run = others[0].filter((line) => others.every((lines) => lines.includes(line)));
  const save = (name, lines) => writeFileSync(listPath(name), lines.map((line) => `${line}\n`).join(''));
  save('common', common);
  save('run', run);
  for (const [i, target] of TARGETS.entries()) {
    save(
      target,
      others[i].filter((line) => !run.includes(line)),
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) write();
